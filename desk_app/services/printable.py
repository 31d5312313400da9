"""Whether what is typed can be printed: told before anything counts on it, since a paper comes after it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from desk_app.domain.applications import Draft
from desk_app.errors import RuleError
from forms import asked, characters
from forms.asked import FREE_TEXT
from forms.conditions import known
from forms.pack import Pack
from forms.procedures import Act
from forms.schema import Facts, Problem
from forms.surveys.kinds import Questionnaire


def fault(label: str, text: str) -> str:
    """Which characters of a text no paper of this computer can show, and what to do; empty when it can.

    ``label`` names the field.
    """
    if _usual(text):
        return ""
    # The fonts bring the drawing library, which the start does not wait for.
    from printing import errors, fonts

    lacking = fonts.missing(characters.set_as(text))
    return errors.told(lacking, label) if lacking else ""


def make_ready() -> None:
    """Read the fonts that letters are checked by, so that nobody waits for that at the first rare one."""
    fault("", "龘")  # beyond GB 2312


def of_answers(pack: Pack, facts: Facts, draft: Draft) -> Iterator[Problem]:
    """A problem for each answer, and each electronic form, that no paper could show."""
    for name, value in facts.items():
        element = pack.elements.get(name)
        if element and element.kind in FREE_TEXT and known(facts, name) and isinstance(value, str):
            yield from _problem(name, element.label, value)
    titles = {m.id: m.title for m in pack.materials}
    for seen in draft.electronic:
        told = f"{titles.get(seen.material, '')}的发证机关和编号"
        yield from _problem(f"material:{seen.material}", told, f"{seen.issuer}{seen.number}")


def of_pack(pack: Pack | Questionnaire) -> tuple[str, ...]:
    """A sentence for each text of a pack or a questionnaire that no paper could show.

    A county's own are typed by hand. What clauses quote of their sources stands on no paper.
    """
    texts = (
        (w, text) for w, text in _written(pack, "") if not (w.startswith("clauses.") and w.endswith("words"))
    )
    found = (fault(f"事项定义 {where}", text) for where, text in texts)
    return tuple(dict.fromkeys(told for told in found if told))


def _written(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text below a value with where it stands: ``hall.name``, ``matters.cert_new.title``."""
    if isinstance(value, str):
        yield where, value
    elif is_dataclass(value):
        named: Iterable[tuple[str, Any]] = ((f.name, getattr(value, f.name)) for f in fields(value))
        yield from _below(named, where)
    elif isinstance(value, Mapping):
        yield from _below(((str(k), v) for k, v in value.items()), where)
    elif isinstance(value, tuple | list):
        yield from _below(((str(getattr(v, "id", n)), v) for n, v in enumerate(value, 1)), where)


def _below(named: Iterable[tuple[str, Any]], where: str) -> Iterator[tuple[str, str]]:
    for name, value in named:
        yield from _written(value, f"{where}.{name}" if where else name)


def of_act(act: Act, given: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem for each answer to an act's questions that no paper could show, rows of tables too."""
    for ask, text in asked.typed(act, given):
        yield from _problem(ask.id, ask.label, text)


def require(act: Act, given: Mapping[str, Any]) -> None:
    """RuleError with every answer of an act that no paper could show."""
    if problems := tuple(of_act(act, given)):
        raise RuleError(f"“{act.word}”里有印不出来的字:{problems[0].message}", problems)


def _problem(element: str, label: str, text: str) -> Iterator[Problem]:
    if told := fault(label, text):
        yield Problem(element, told)


def _usual(text: str) -> bool:
    """Whether all is of the set that the bundled font has whole."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return text.isprintable()
