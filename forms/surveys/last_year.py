"""Last year's answers beside this year's: what they said, and which may be taken over one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms import rules
from forms.conditions import known
from forms.schema import Facts, Value
from forms.surveys.kinds import LAST, Questionnaire, SurveyItem


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """Last year's answer to an item."""

    words: str
    """As last year's form said it."""
    value: Value | None
    """As this year's form says it; None where it can not be taken over."""


def beside(form: Questionnaire, before: Questionnaire, facts: Facts) -> dict[str, LastAnswer]:
    """Last year's answers by id of this year's item; ``facts`` are those that counted on last year's sheet.

    Where kind or options changed, the words are shown and nothing is taken over.
    """
    found: dict[str, LastAnswer] = {}
    for item in form.items:
        old = before.elements.get(item.was or item.id)
        if old is not None and known(facts, old.id):
            value = facts[old.id]
            kept = value if _means_the_same(form, item, before, old, value) else None
            found[item.id] = LastAnswer(rules.label(before, old, value), kept)
    return found


def given(answers: Mapping[str, LastAnswer]) -> dict[str, Value]:
    """The facts that a sheet is given of last year, for its derivations and cautions."""
    return {f"{LAST}{name}": last.value for name, last in answers.items() if last.value is not None}


def _means_the_same(
    form: Questionnaire, item: SurveyItem, before: Questionnaire, old: SurveyItem, value: Value
) -> bool:
    if item.kind is not old.kind:
        return False
    if not item.codes:
        return True
    codes = value if isinstance(value, tuple) else (str(value),)
    new = {option.code: option.label for option in form.options(item)}
    return all(new.get(code) == before.codes[old.codes].label(code) for code in codes)
