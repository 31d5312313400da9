"""A sheet is asked: opened for a person and a year, answered question by question, closed or given up.

Doors, each writing one a single transaction, callable from any thread: ``open_sheet`` and ``sheet`` read a
sheet; ``answer``, ``take_over``, ``explain``, ``tell_how`` and ``picture`` keep what is told and return the
sheet as it stands then; ``close``, ``lose`` and ``reopen`` end the asking and begin it again. Whoever sits at
the window acts as collector, so that no card offers these acts. A window shows ``AskedSheet.answered`` at
once and keeps it behind that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from desk_app.domain.events import Subject, Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.survey import SurveyPerson
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.feeding import Beginning
from desk_app.services.parts import Parts
from desk_app.services.survey import notes, sheets, shelf
from desk_app.services.survey.sheets import COLLECTED, SHEET, AskedSheet, HowAsked
from forms.facts import of_lists
from forms.schema import Problem, Value
from forms.sentences import plain_date
from forms.surveys import last_year
from forms.surveys.kinds import Questionnaire
from forms.surveys.last_year import LastAnswer

COLLECTOR: Final = "采集员"
"""The role of whoever fills in a sheet."""
_PAPER: Final = "paper"
"""The channel of what was written on paper first."""


def open_sheet(parts: Parts, who: Who, person: SurveyPerson, year: int | None = None) -> AskedSheet:
    """The sheet of a person in a year, begun where there is none yet.

    RuleError without a questionnaire for the year, or where it can not be begun.
    """
    form = shelf.of_year(parts, "person", year)
    return _opened(parts, who, form, person.id_number, person)


def open_village(parts: Parts, who: Who, code: str, year: int | None = None) -> AskedSheet:
    """The sheet of a village, by the code of its region; RuleError where there is no such village."""
    form, region = shelf.of_year(parts, "village", year), parts.regions.rows.get(code)
    if region is None:
        raise RuleError(f"区划里没有{code}这个村(社区)")
    town = parts.regions.path(region)[-2].place
    about = SurveyPerson("", region.place, town=town, village=region.place, region=code)
    return _opened(parts, who, form, code, about)


def begin_all(parts: Parts, who: Who, people: Sequence[SurveyPerson], year: int | None = None) -> int:
    """Begin the sheets of several people at once, as a laptop takes them along; returns how many."""
    form = shelf.of_year(parts, "person", year)
    shelf.keep(parts, form)
    fresh = [
        Beginning(SHEET, "open", _told(form, person), sheets.identity(form.id, person.id_number))
        for person in people
        if not person.state
    ]
    if fresh:
        proceedings.act_and_begin(parts, by_role(who, COLLECTOR), (), fresh)
    return len(fresh)


def sheet(parts: Parts, sheet_id: str) -> AskedSheet:
    """The sheet of a record; RuleError where there is none, or its form is not kept here."""
    record = parts.store.proceedings.one(sheet_id)
    if record is None or record.procedure != SHEET:
        raise RuleError("没有这张调查表,请刷新后再看")
    form = shelf.of_record(parts, record)
    last, missed = _last(parts, form, record)
    told = (*notes.of(parts, record, form), *missed)
    return sheets.made(record, form, last, told, notes.shut(parts, record))


def answer(parts: Parts, who: Who, asked: AskedSheet, values: Mapping[str, Value | None]) -> AskedSheet:
    """Keep answers, right or not yet; None takes one away. RuleError for what the form does not ask."""
    strange = [name for name in values if name not in asked.read.standing]
    if strange:
        raise RuleError(f"这张表上没有“{'、'.join(strange)}”这一题")
    return _act(parts, who, asked, "answer", {"answers": sheets.tidied(asked.form, values)})


def take_over(parts: Parts, who: Who, asked: AskedSheet, item: str) -> AskedSheet:
    """Answer one question as last year. RuleError where last year's answer can not be taken over."""
    last = asked.last.get(item)
    if last is None:
        raise RuleError("这一题去年没有回答,请问过再填")
    if last.value is None:
        raise RuleError(f"去年的表问法不同,回答是“{last.words}”,只能看,不能照抄")
    return answer(parts, who, asked, {item: last.value})


def explain(parts: Parts, who: Who, asked: AskedSheet, caution: str, reason: str) -> AskedSheet:
    """Keep the reason for which answers that need one stand (说明); an empty one takes it away."""
    if caution not in {c.id for c in asked.form.cautions}:
        raise RuleError(f"这张表没有要说明的“{caution}”")
    return _act(parts, who, asked, "explain", {"reasons": {caution: " ".join(reason.split()) or None}})


def tell_how(parts: Parts, who: Who, asked: AskedSheet, how: HowAsked) -> AskedSheet:
    """Keep how, when and by whom it is asked; RuleError names by field what is missing."""
    return _act(parts, who, asked, "tell_how", how.given)


def type_in(
    parts: Parts,
    who: Who,
    asked: AskedSheet,
    how: HowAsked,
    values: Mapping[str, Value | None],
    reasons: Mapping[str, str],
) -> AskedSheet:
    """Keep all of a sheet that was written on paper, at once or not at all; RuleError names what lacks."""
    _require(parts, asked)
    acts: list[tuple[str, str, Mapping[str, Any]]] = [
        (asked.record.id, "tell_how", how.given),
        (asked.record.id, "answer", {"answers": sheets.tidied(asked.form, values)}),
    ]
    acts += [(asked.record.id, "explain", {"reasons": dict(reasons)})] if reasons else []
    proceedings.act_on_each(parts, by_role(who, COLLECTOR), acts, channel=_channel(how))
    return _after(parts, asked)


def picture(parts: Parts, who: Who, asked: AskedSheet, page: str, of: str, said: str = "") -> AskedSheet:
    """Attach a kept page, a picture that the person has agreed to; ``of`` is a code of what it shows."""
    given = {"consent": True, "picture": page, "picture_of": of, "picture_said": said}
    return _act(parts, who, asked, "picture", given)


def close(parts: Parts, who: Who, asked: AskedSheet) -> AskedSheet:
    """Complete the sheet: what counts is kept with it and told to the county.

    RuleError naming by item what has to be mended or explained, and where nobody said how it was asked.
    """
    now = _after(parts, asked)
    if left := [problem for problem in now.problems if problem.open]:
        told = tuple(Problem(problem.item, problem.message) for problem in left)
        raise RuleError(f"还有{len(left)}处要改正或说明,改好再完成", told)
    return _act(parts, who, now, "close", {"counted": now.counted, "explained": now.explained})


def lose(
    parts: Parts, who: Who, asked: AskedSheet, why: str, said: str = "", known_on: str = ""
) -> AskedSheet:
    """Note that the person can not be asked (失访), by a code of the reason; known on a day, else today.

    RuleError for a day before the asking of the year began: that was another year's.
    """
    day, first = known_on or parts.clock.today().isoformat(), asked.form.first_day.isoformat()
    if day < first:
        told = f"{asked.form.head.year}年度从{plain_date(first)}开始采集,失访是以后才知道的,请核对日期"
        raise RuleError(told, (Problem("lost_on", told),))
    return _act(parts, who, asked, "lose", {"lost_why": why, "lost_on": day, "lost_said": said})


def reopen(parts: Parts, who: Who, asked: AskedSheet, reason: str) -> AskedSheet:
    """Open a sheet again that was complete or given up; RuleError without a reason."""
    return _act(parts, who, asked, "reopen", {"reopen_why": reason})


def _opened(parts: Parts, who: Who, form: Questionnaire, about: str, person: SurveyPerson) -> AskedSheet:
    found = sheets.identity(form.id, about)
    if parts.store.proceedings.one(found) is None:
        shelf.keep(parts, form)
        told = _told(form, person)
        subject = Subject(SHEET, found)
        now = parts.clock.now()
        proceedings.begin(
            parts, by_role(who, COLLECTOR), SHEET, "open", told, subject, identity=found, at=now
        )
    return sheet(parts, found)


def _told(form: Questionnaire, person: SurveyPerson) -> dict[str, Any]:
    """What a sheet of a person begins with."""
    known = {
        name: getattr(person, name) for name in ("name", "id_number", "phone", "town", "village", "region")
    }
    return {**person.given, **known, "year": form.head.year, "form": form.id, "form_digest": form.digest}


def _act(parts: Parts, who: Who, asked: AskedSheet, act: str, given: Mapping[str, Any]) -> AskedSheet:
    _require(parts, asked)
    channel = _channel(asked.how)
    proceedings.act(parts, by_role(who, COLLECTOR), asked.record.id, act, given, channel=channel)
    return _after(parts, asked)


def _channel(how: HowAsked) -> str:
    return _PAPER if how.from_paper else "window"


def _require(parts: Parts, asked: AskedSheet) -> None:
    """RuleError where the village has told its sheets already."""
    if told := notes.reported(parts, asked.record):
        raise RuleError(told)


def _after(parts: Parts, asked: AskedSheet) -> AskedSheet:
    """The sheet as its record stands after an act, which none that is out or told already can have."""
    record = parts.store.proceedings.one(asked.record.id)
    assert record is not None
    return asked.at(record, asked.notes, notes.over(parts, record))


def by_role(who: Who, role: str) -> Who:
    """Whoever sits at the window, acting in a role of the survey."""
    return replace(who, role=role)


def _last(
    parts: Parts, form: Questionnaire, record: Proceeding
) -> tuple[dict[str, LastAnswer], tuple[str, ...]]:
    """Last year's answers beside this year's items, and a sentence where they can not be read."""
    before = f"{form.head.id}-{form.head.year - 1}"
    number = str(record.facts.get("id_number", ""))
    numbers = (number, *parts.store.people.all_numbers(number)) if number else (str(record.facts["region"]),)
    for one in dict.fromkeys(numbers):
        held = parts.store.proceedings.one(sheets.identity(before, one))
        if held is not None and held.state == COLLECTED:
            old = shelf.by_digest(parts, held)
            if old is None:
                return {}, ("去年的表是照另一版填的,本机没有那一版,看不到去年的回答",)
            return last_year.beside(form, old, of_lists(sheets.counted_of(held))), ()
    return {}, ()
