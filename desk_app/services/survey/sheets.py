"""A sheet of the survey as its window shows it: read by its own form, with last year's answers beside."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.proceedings import Proceeding
from forms import check
from forms.facts import of_lists
from forms.schema import Facts, Value
from forms.surveys import completing, last_year, live
from forms.surveys.completing import SheetProblem
from forms.surveys.kinds import LAST, Questionnaire
from forms.surveys.last_year import LastAnswer
from forms.surveys.live import ReadSheet

SHEET: Final = "survey_sheet"
"""The procedure of a sheet."""
ASKING, COLLECTED, LOST = "asking", "collected", "lost"
"""The states of a sheet."""
AT_HOME: Final = "1"
"""The code of 入户, the one way of asking that needs no reason."""

_ANEW: Final = ("phone",)
"""What a list tells and everybody is asked all the same: it changes."""


@dataclass(frozen=True, slots=True)
class HowAsked:
    """How, when and by whom a sheet is asked, by the ids of what the act ``tell_how`` asks."""

    way: str = ""
    way_why: str = ""
    """Why nobody came to their home; needed with every other way."""
    asked_on: str = ""
    collector: str = ""
    instead_of: str = ""
    """The collector in whose place it was done (代采)."""
    instead_why: str = ""
    answered_by: str = ""
    proxy: str = ""
    relation: str = ""
    proxy_why: str = ""
    from_paper: bool = False
    """Whether it was written on paper first; day and collector are then those of the paper."""

    @property
    def given(self) -> dict[str, Any]:
        """What the act is given."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """One sheet, whole: what was answered, how its form reads that, what is still to mend."""

    record: Proceeding
    form: Questionnaire
    """The version it was begun on."""
    last: Mapping[str, LastAnswer]
    """Last year's answers by this year's items; empty for somebody who was not there last year."""
    answers: Facts
    """All that were ever typed, those that do not count any more among them."""
    reasons: Mapping[str, str]
    """The reasons that were written, by caution."""
    read: ReadSheet
    problems: tuple[SheetProblem, ...]
    notes: tuple[str, ...] = ()
    """Sentences to be told when it is opened."""
    shut: str = ""
    """Why nothing of it can be changed now; empty: it can."""

    @property
    def how(self) -> HowAsked:
        """How it was asked, as told last."""
        held = self.record.facts
        return HowAsked(**{f.name: held[f.name] for f in fields(HowAsked) if held.get(f.name)})

    @property
    def may_close(self) -> bool:
        """Whether nothing keeps it from being complete."""
        return not self.shut and bool(self.how.way) and completing.closable(self.problems)

    @property
    def counted(self) -> dict[str, Value]:
        """The answers that count, with what follows from them; last year's are those of last year's sheet."""
        return {name: value for name, value in self.read.facts.items() if not name.startswith(LAST)}

    @property
    def explained(self) -> dict[str, str]:
        """The reasons of what stands as it is (说明), by caution."""
        return {p.caution: p.reason for p in self.problems if p.caution and p.reason}

    def answered(self, values: Mapping[str, Value | None]) -> "AskedSheet":
        """The sheet with these answers, as they are stored; None takes an answer away. Nothing is kept."""
        both = {**self.answers, **tidied(self.form, values)}
        return self._with({name: value for name, value in both.items() if value is not None}, self.reasons)

    def explained_by(self, caution: str, reason: str) -> "AskedSheet":
        """The sheet with the reason of a caution; an empty one takes it away. Nothing is kept."""
        return self._with(self.answers, {**self.reasons, caution: reason.strip()})

    def at(self, record: Proceeding, notes: tuple[str, ...], shut: str) -> "AskedSheet":
        """The sheet as its record stands now."""
        held = replace(self, record=record, notes=notes, shut=shut)
        return held._with(answers_of(record), reasons_of(record))

    def _with(self, answers: Facts, reasons: Mapping[str, str]) -> "AskedSheet":
        read = live.read(self.form, _given(self.form, self.record, self.last), answers)
        found = completing.problems(read, reasons)
        return replace(self, answers=answers, reasons=reasons, read=read, problems=found)


def made(
    record: Proceeding,
    form: Questionnaire,
    last: Mapping[str, LastAnswer],
    notes: tuple[str, ...],
    shut: str,
) -> AskedSheet:
    """The sheet of a record."""
    answers, reasons = answers_of(record), reasons_of(record)
    read = live.read(form, _given(form, record, last), answers)
    found = completing.problems(read, reasons)
    return AskedSheet(record, form, last, answers, reasons, read, found, notes, shut)


def identity(form: str, about: str) -> str:
    """The id of the one sheet of a person (identity number) or a village (code) on a form of a year.

    Every window reckons the same one, so that two of them that begin it begin one sheet.
    """
    return str(uuid5(NAMESPACE_URL, f"{SHEET}/{form}/{about}"))


def answers_of(record: Proceeding) -> dict[str, Value]:
    """What was ever answered on a sheet."""
    return of_lists(_table(record, "answers"))


def counted_of(record: Proceeding) -> dict[str, Value]:
    """The answers that counted when a sheet was completed last."""
    return of_lists(_table(record, "counted"))


def reasons_of(record: Proceeding) -> dict[str, str]:
    """The reasons that were written on a sheet, by caution."""
    return {name: str(reason) for name, reason in _table(record, "reasons").items() if reason}


def tidied(form: Questionnaire, values: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """Answers as they are stored: texts without what typing adds, an empty one as none."""
    return dict(_tidied(form, values))


def _tidied(form: Questionnaire, values: Mapping[str, Value | None]) -> Iterator[tuple[str, Value | None]]:
    for name, value in values.items():
        told = check.tidy(form.elements[name].kind, value) if isinstance(value, str) else value
        yield name, None if told in ("", ()) else told


def _given(form: Questionnaire, record: Proceeding, last: Mapping[str, LastAnswer]) -> dict[str, Value]:
    """What nobody is asked for: what the list told of the person, and last year's answers."""
    told = {name: value for name, value in record.facts.items() if value and name not in _ANEW}
    known = {name: value for name, value in told.items() if name in form.elements}
    return of_lists(known) | last_year.given(last)


def _table(record: Proceeding, name: str) -> Mapping[str, Any]:
    held = record.facts.get(name)
    return held if isinstance(held, Mapping) else {}
