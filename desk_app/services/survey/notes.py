"""What is told when a sheet is opened, and why one can not be changed: in sentences."""

from collections.abc import Iterator

from desk_app.domain import records
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.survey import rounds, shelf
from desk_app.services.survey.sheets import COLLECTED, LOST
from forms import particulars
from forms.sentences import plain_date
from forms.surveys.kinds import Questionnaire

_ENDED = {"5": "已经注销", "6": "已经迁出"}
"""States of a certificate with which nobody is asked, as the sentence tells them."""
_LIFE = {"2": "已去世", "3": "已迁出"}
"""The same by the roster."""


def of(parts: Parts, record: Proceeding, form: Questionnaire) -> tuple[str, ...]:
    """Everything that is to be told of a sheet when it is opened."""
    told = (*_version(parts, form), *_time(parts, record, form), *_person(parts, record))
    return tuple(dict.fromkeys(told))


def shut(parts: Parts, record: Proceeding) -> str:
    """Why nothing of a sheet can be changed now; empty: it can."""
    if leases := parts.store.carrying.leases([record.id]):
        return f"这张表{leases[0].told},带回来以前只能看"
    return reported(parts, record) or over(parts, record)


def over(parts: Parts, record: Proceeding) -> str:
    """That a sheet is complete, or was given up; empty while it is being asked."""
    if record.state == COLLECTED:
        return "这张表已经完成;要改,请重新打开,写明原因"
    if record.state == LOST:
        why = parts.pack.codes["survey_lost"].label(str(record.facts.get("lost_why", "")))
        return f"已登记失访({why});要填,请重新打开,写明原因"
    return ""


def reported(parts: Parts, record: Proceeding) -> str:
    """That the village of a sheet has told its sheets already; empty while it has not."""
    year, town, village = (str(record.facts.get(name, "")) for name in ("year", "town", "village"))
    found = (
        parts.store.proceedings.one(rounds.village_id(int(year), town, village)) if town and village else None
    )
    if found is None or found.state == rounds.ASKING:
        return ""
    word = parts.law.procedure(found.pack_digest, found.procedure).state(found.state).word
    return f"{town}{village}的表{word};要改,请先退回村里,写明原因"


def _version(parts: Parts, form: Questionnaire) -> Iterator[str]:
    """That the sheet is one of another year, or of another version, than is asked now."""
    try:
        now = shelf.of_year(parts, form.head.about)
    except RuleError:
        return
    if now.head.year != form.head.year:
        yield f"这是“{form.title}”,现在采集的是“{now.title}”,请核对是不是要填这一年的"
    elif now.digest != form.digest:
        yield f"这张表是照“{form.title}”以前的一版开始的,照那一版填完"


def _time(parts: Parts, record: Proceeding, form: Questionnaire) -> Iterator[str]:
    """That today, or the day it was asked, is not among the days of its year."""
    first, last = plain_date(form.first_day.isoformat()), plain_date(form.reference_day.isoformat())
    days = f"{form.head.year}年度的采集期({first}至{last})"
    today, asked = parts.clock.today(), str(record.facts.get("asked_on", ""))
    if not form.covers(today):
        yield f"今天是{plain_date(today.isoformat())},不在{days}里:只填截至{last}的情况,以后的变化下一年度填"
        if asked == today.isoformat():  # told once
            return
    if asked and not form.first_day.isoformat() <= asked <= form.reference_day.isoformat():
        yield f"采集日期{plain_date(asked)}不在{days}里,请核对日期和电脑的时钟"


def _person(parts: Parts, record: Proceeding) -> Iterator[str]:
    """That the person died or moved away, or has no certificate any more, by the roster or the book."""
    number = str(record.facts.get("id_number", ""))
    if not number:
        return
    if before := record.facts.get("moved_from"):
        now = "".join(str(record.facts.get(name, "")) for name in ("town", "village"))
        yield f"名单上从{before}改到了{now},算在{now}"
    row = parts.store.roster.one(number)
    if row and (word := _LIFE.get(str(row.values.get("life", "")))):
        yield f"名册上写着这个人{word},请核实;属实的按失访登记"
    found = inform.history(parts, {particulars.ID_NUMBER: number})
    facts = records.facts_of(parts.pack, found, parts.clock.today())
    if word := _ENDED.get(str(facts.get(particulars.RECORDED_STATE, ""))):
        yield f"这个人的残疾人证{word},请核实还要不要调查"
