"""What is wrong or missing on a sheet, in three grades, and whether it may be closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms import check, conditions, rules
from forms.conditions import known
from forms.schema import Caution
from forms.surveys.kinds import SurveyItem
from forms.surveys.live import ItemStanding, ReadSheet


class CautionGrade(StrEnum):
    """How heavy a remark on a sheet is."""

    MEND = "改正"
    EXPLAIN = "说明"
    """It stands with a written reason."""
    HINT = "提示"


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One remark on a sheet, at the item it concerns."""

    item: str
    grade: CautionGrade
    message: str
    caution: str = ""
    """Id of the caution it comes from, under which its reason is kept; empty for all others."""
    reason: str = ""
    """The reason that was written for it."""

    @property
    def open(self) -> bool:
        """Whether it keeps the sheet from being closed."""
        unexplained = self.grade is CautionGrade.EXPLAIN and not self.reason.strip()
        return self.grade is CautionGrade.MEND or unexplained


def grade(caution: Caution) -> CautionGrade:
    """The grade of a caution."""
    if caution.blocks:
        return CautionGrade.MEND
    return CautionGrade.EXPLAIN if caution.needs_reason else CautionGrade.HINT


def problems(sheet: ReadSheet, reasons: Mapping[str, str]) -> tuple[SheetProblem, ...]:
    """Every remark on a sheet, in the order of its form; ``reasons`` are those written, by caution."""
    return tuple(problem for item in sheet.asked for problem in _of(sheet, item, reasons))


def closable(found: tuple[SheetProblem, ...]) -> bool:
    """Whether nothing of these keeps the sheet from being closed."""
    return not any(problem.open for problem in found)


def _of(sheet: ReadSheet, item: SurveyItem, reasons: Mapping[str, str]) -> Iterator[SheetProblem]:
    form = sheet.form
    if sheet.standing[item.id] is ItemStanding.PENDING:
        names = "、".join(f"“{form.elements[n].label}”" for n in sheet.awaits[item.id])
        yield SheetProblem(item.id, CautionGrade.MEND, f"还不知道要不要问“{item.label}”,请先弄清{names}")
    if not known(sheet.facts, item.id):
        if item.required:
            yield SheetProblem(item.id, CautionGrade.MEND, rules.missing(item, sheet.facts))
        return
    own = check.own_problems(form, item, sheet.facts, form.reference_day)
    for problem in own:
        yield SheetProblem(
            item.id, CautionGrade.MEND if problem.blocks else CautionGrade.HINT, problem.message
        )
    if any(problem.blocks for problem in own):
        return
    for caution in form.cautions:
        if caution.element == item.id and conditions.truth(caution.when, sheet.facts):
            yield SheetProblem(
                item.id, grade(caution), caution.message, caution.id, reasons.get(caution.id, "")
            )
