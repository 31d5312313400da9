"""The county's values for the survey, each read with the sentence that says how it is written."""

from desk_app.errors import RuleError
from forms.pack import Pack


def number(pack: Pack, name: str, usual: int, *, least: int = 0) -> int:
    """A whole number of the county's values; RuleError where what stands there is none."""
    said = pack.values.get(name, str(usual))
    if not (said.isascii() and said.isdigit() and int(said) >= least):
        raise RuleError(f"[values] 的 {name} 写{least}以上的整数,现在是“{said}”")
    return int(said)


def ways(pack: Pack, name: str, usual: str) -> tuple[str, ...]:
    """Ways of asking by their codes; RuleError where one of them is none."""
    found = tuple(pack.values.get(name, usual).split())
    known = {option.code for option in pack.codes["survey_way"].options}
    if not found or not known.issuperset(found):
        raise RuleError(f"[values] 的 {name} 要写采集方式的代码,如 1 2,现在是“{' '.join(found)}”")
    return found
