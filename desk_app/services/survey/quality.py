"""What of a year's sheets has to be looked at before a town signs, and which are visited again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from secrets import token_hex
from typing import Final

from desk_app.domain import holdings, survey_quality
from desk_app.domain.events import Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.survey import SurveyPerson
from desk_app.domain.survey_quality import QualityLimits, SeenSheet, SheetFinding
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.survey import people, settings, sheets, shelf
from desk_app.services.survey.asking import by_role
from forms.facts import of_lists
from forms.schema import Facts
from forms.surveys import last_year
from forms.surveys.kinds import Questionnaire

REVISIT: Final = "survey_revisit"
"""The procedure of a sample to visit again."""
CHECKER: Final = "质量控制检查组"
"""The role of whoever draws one."""
ONE_PHONE, A_DAY, SHARE = "survey_one_phone", "survey_a_day", "survey_revisit_share"
"""The county's values: from how many sheets one telephone is looked at, above how many sheets a day a
collector is, and how many per cent of each collector's sheets are visited again."""
_SHARE: Final = 5
_LIFE: Final = {"2": "名册上写着已去世", "3": "名册上写着已迁出"}
_STATES: Final = {holdings.CANCELLED: "残疾人证已经注销", holdings.MOVED: "残疾人证已经迁出"}
_PORTION: Final = 5000


def findings(
    parts: Parts, year: int | None = None, town: str = "", village: str = ""
) -> tuple[SheetFinding, ...]:
    """What has to be looked at among the complete sheets of a year, or of one town or village of it."""
    form = shelf.of_year(parts, "person", year)
    found = survey_quality.findings(seen(parts, form, town, village), form, limits(parts))
    return (*found, *_village_totals(parts, form.head.year, town, village))


def _village_totals(parts: Parts, year: int, town: str, village: str) -> Iterator[SheetFinding]:
    """What a village's own form tells of its people, where the list has another number."""
    try:
        form = shelf.of_year(parts, "village", year)
    except RuleError:  # a county may ask persons alone
        return
    items = [item for item in form.items if item.listed]
    listed = Counter((p.region, p.address) for p in people.people(parts, year, town, village) if p.region)
    about = {sheets.identity(form.id, region): (name, n) for (region, name), n in listed.items()}
    for record in _records(parts, about) if items else ():
        name, count = about[record.id]
        told = sheets.counted_of(record) if record.state == sheets.COLLECTED else {}
        for item in items:
            if item.id in told and str(told[item.id]) != str(count):
                said = f"{name}的村(社区)表写着{item.label}{told[item.id]}{item.unit},名单上{count}人,请核对"
                yield SheetFinding("totals", mends=False, message=said, sheets=(record.id,))


def limits(parts: Parts) -> QualityLimits:
    """The numbers by which sheets are looked at; RuleError where one the county set is none."""
    usual = QualityLimits()
    return QualityLimits(
        settings.number(parts.pack, ONE_PHONE, usual.one_phone, least=2),
        settings.number(parts.pack, A_DAY, usual.a_day, least=1),
    )


def seen(parts: Parts, form: Questionnaire, town: str = "", village: str = "") -> tuple[SeenSheet, ...]:
    """The complete sheets of a year, as the checks look at them."""
    listed = people.people(parts, form.head.year, town, village)
    mine = {p.sheet: p for p in listed if p.state == sheets.COLLECTED}
    before = {
        p.sheet: sheets.identity(f"{form.head.id}-{form.head.year - 1}", p.id_number) for p in mine.values()
    }
    earlier = {p.id: p for p in _records(parts, before.values())}
    gone = dict(_gone(parts, form, mine.values()))
    return tuple(
        _seen(parts, form, mine[record.id], record, earlier.get(before[record.id]), gone)
        for record in _records(parts, mine)
    )


def draw(
    parts: Parts, who: Who, year: int | None = None, town: str = "", seed: str = "", share: int = 0
) -> Proceeding:
    """Draw sheets to visit again and keep them with their seed as a record; returns that.

    The same seed draws the same of the same sheets. RuleError where nothing is complete yet.
    """
    form = shelf.of_year(parts, "person", year)
    done = seen(parts, form, town)
    if not done:
        raise RuleError(f"{form.head.year}年度{town}还没有完成的表,没有可以抽的")
    told, per_cent = (
        seed.strip() or token_hex(8),
        share or settings.number(parts.pack, SHARE, _SHARE, least=1),
    )
    drawn = [s for mine in survey_quality.revisited(done, per_cent, told).values() for s in mine]
    numbers = {p.id: p.number for p in _records(parts, [s.id for s in drawn])}
    rows = [
        {"number": numbers[s.id], "name": s.name, "place": f"{s.town}{s.village}", "collector": s.collector}
        for s in drawn
    ]
    turn = f"{form.head.year}年度{town or '全县'}"
    given = {
        "turn": turn,
        "seed": told,
        "share": per_cent,
        "of": len(done),
        "drawn": len(drawn),
        "people": rows,
    }
    return proceedings.begin(parts, by_role(who, CHECKER), REVISIT, "draw", given)


def _records(parts: Parts, ids: Iterable[str]) -> Iterator[Proceeding]:
    wanted = list(ids)
    for first in range(0, len(wanted), _PORTION):
        yield from parts.store.proceedings.several(wanted[first : first + _PORTION])


def _gone(parts: Parts, form: Questionnaire, mine: Iterable[SurveyPerson]) -> Iterator[tuple[str, str]]:
    """By identity number, what roster or book tell of a person who can not have been asked."""
    held = people.held_certificates(parts, form.reference_day)
    for person in mine:
        row = parts.store.roster.one(person.id_number)
        certificate = held.get(person.id_number)
        told = _LIFE.get(str(row.values.get("life", "")), "") if row else ""
        told = told or (_STATES.get(certificate.state, "") if certificate else "")
        if told:
            yield person.id_number, told


def _seen(
    parts: Parts,
    form: Questionnaire,
    person: SurveyPerson,
    record: Proceeding,
    earlier: Proceeding | None,
    gone: Mapping[str, str],
) -> SeenSheet:
    facts = record.facts
    way, asked_on, collector = (str(facts.get(name, "")) for name in ("way", "asked_on", "collector"))
    return SeenSheet(
        id=record.id,
        name=person.name,
        id_number=person.id_number,
        town=person.town,
        village=person.village,
        state=record.state,
        facts=sheets.counted_of(record),
        way=way,
        asked_on=asked_on,
        collector=collector,
        last=_last(parts, form, earlier) if earlier else {},
        gone=gone.get(person.id_number, ""),
    )


def _last(parts: Parts, form: Questionnaire, earlier: Proceeding) -> Facts:
    """Last year's answers by this year's items; empty where its form is not kept here."""
    old = shelf.by_digest(parts, earlier)
    if old is None or earlier.state != sheets.COLLECTED:
        return {}
    told = last_year.beside(form, old, of_lists(sheets.counted_of(earlier)))
    return {name: answer.value for name, answer in told.items() if answer.value is not None}
