"""The people of a year: last year's, new certificates and a list, without who died, moved or gave up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import uuid4

from desk_app.domain import holdings
from desk_app.domain.applications import MATTER
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.survey import CERTIFICATE, COUNTER, DRAW, LAST, LISTED, SURVEY, WITHDRAW, SurveyPerson
from desk_app.errors import RuleError
from desk_app.services import law
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.survey import moving, rounds, sheets, shelf
from desk_app.services.survey.moving import MovedPerson
from forms import particulars
from forms.facts import of_lists
from forms.regions import TOWN, VILLAGE
from forms.surveys.kinds import Questionnaire

DIED, MOVED, CANCELLED, TWICE, UNLISTED = "死亡", "迁出", "证件已注销", "重复", "这次名册上没有"
"""Why somebody is not among the people of a year."""
_LOST: Final = {"1": DIED, "2": MOVED, "5": TWICE}
"""The same by the reason of 失访 on last year's sheet."""
_LIFE: Final = {"2": DIED, "3": MOVED}
_STATES: Final = {holdings.CANCELLED: CANCELLED, holdings.MOVED: MOVED}
_NAMED: Final = 6
"""Names that one sentence tells."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who would be among the people of a year, and why they are not."""

    name: str
    id_number: str
    why: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The people of a year as they would be, before anything is written."""

    year: int
    people: tuple[SurveyPerson, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    """What is worth a look, in sentences: doubtful doubles, places that are not known."""
    moved: tuple[MovedPerson, ...] = ()
    """Who is in another village since their sheet was begun."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are by why they are on the list (``LAST`` …), and by why not."""
        return Counter([p.whence for p in self.people] + [one.why for one in self.left_out])

    @property
    def sentence(self) -> str:
        """What was drawn, in one sentence."""
        of, gone = self.counts, Counter(one.why for one in self.left_out)
        without = "、".join(f"{why}{count}人" for why, count in gone.items())
        return (
            f"{self.year}年度{len(self.people)}人:上年在册{of[LAST]}人,新办证{of[CERTIFICATE]}人,"
            f"名册上{of[LISTED]}人,窗口加的{of[COUNTER]}人" + (f";不列入的:{without}" if without else "")
        )


def draw(parts: Parts, year: int | None = None, listed: Iterable[Mapping[str, Any]] = ()) -> Drawing:
    """Who would be asked in a year; nothing is written.

    ``listed`` are the lines of a list, by the ids of what the act that opens a sheet asks. It tells all of
    the villages that it names, and nothing of others: towns send theirs one after another. RuleError without
    a questionnaire for the year.
    """
    form = shelf.of_year(parts, "person", year)
    drawn = _Drawn(parts, form)
    for person in parts.store.surveyed.people(form.head.year - 1):
        drawn.take(replace(person, whence=LAST, state=""), drawn.lost.get(person.sheet, ""))
    earlier = {person.id_number: person for person in parts.store.surveyed.people(form.head.year)}
    for person in earlier.values():
        if person.whence != LAST or drawn.has(person.id_number):
            drawn.take(person, "")
    for person in _certificates(parts, drawn.held, form.reference_day):
        known = person.id_number in earlier  # where they live this year a list knows better
        drawn.take(replace(person, town="", village="") if known else person, "")
    for line in listed:
        drawn.line(line)
    found = drawn.drawing()
    moved = moving.found(earlier, found.people)
    told = moving.sentences(parts, found.year, moved)
    return replace(found, moved=moved, notes=(*told, *found.notes))


def keep(parts: Parts, who: Who, drawing: Drawing) -> int:
    """Keep the people of a year, and begin the records of their villages and towns; returns how many.

    RuleError where nobody is on the list.
    """
    if not drawing.people:
        raise RuleError(f"{drawing.year}年度的名单上没有人:请先导入名册")
    told = {**drawing.counts, "people": len(drawing.people)}
    about = Subject(SURVEY, str(drawing.year))
    event = Event(str(uuid4()), parts.clock.now(), who, about, DRAW, told)
    moving.carry_out(parts, who, drawing.moved)
    parts.store.surveyed.draw(drawing.year, drawing.people, event)
    rounds.settle_places(parts, who, drawing.year, drawing.people)
    return len(drawing.people)


def withdraw(parts: Parts, who: Who, reason: str, year: int | None = None) -> int:
    """Take the list of a year back, of which nobody was asked yet; returns how many were on it.

    RuleError without a reason, without a list, and once a sheet is begun.
    """
    wanted = shelf.of_year(parts, "person", year).head.year
    listed, why = parts.store.surveyed.people(wanted), " ".join(reason.split())
    if not listed:  # a disk that refused may have left their villages behind
        rounds.settle_places(parts, who, wanted, ())
    if refused := refusal(wanted, listed):
        raise RuleError(refused)
    if not why:
        raise RuleError("撤回名单要写原因")
    told = {"people": len(listed), "reason": why}
    about = Subject(SURVEY, str(wanted))
    event = Event(str(uuid4()), parts.clock.now(), who, about, WITHDRAW, told)
    parts.store.surveyed.withdraw(wanted, event)
    rounds.settle_places(parts, who, wanted, ())
    return len(listed)


def refusal(year: int, listed: Sequence[SurveyPerson]) -> str:
    """Why a list can not be taken back, one sentence; empty where it can."""
    if not listed:
        return f"{year}年度没有名单可以撤回"
    if begun := [p for p in listed if p.state]:
        return (
            f"{year}年度已经开始采集{len(begun)}人({_names(begun)}),名单不能撤回;"
            "列错的请再列一份对的名册,没有开始采集的照新的换"
        )
    return ""


def people(
    parts: Parts, year: int | None = None, town: str = "", village: str = ""
) -> tuple[SurveyPerson, ...]:
    """The people of a year, of a town or of a village, in the order of the road."""
    form = shelf.of_year(parts, "person", year)
    road = rounds.road(parts, form.head.year)
    found = parts.store.surveyed.people(form.head.year, town, village)
    return tuple(sorted(found, key=lambda p: road.get((p.town, p.village), len(road)))) if road else found


def person(parts: Parts, id_number: str, name: str = "", year: int | None = None) -> SurveyPerson:
    """Somebody at the counter as the people of the year have them, or as this book knows them otherwise.

    RuleError where neither does and no name is given.
    """
    form = shelf.of_year(parts, "person", year)
    number = particulars_of(id_number)
    for found in parts.store.surveyed.some(form.head.year, [number]):
        return found
    known = parts.store.people.by_number(number)
    if not (name or known):
        raise RuleError("名单上没有这个人,窗口也没有办过;请写姓名再开始")
    sheet = sheets.identity(form.id, number)
    told, phone = (known.name, known.phone) if known else ("", "")
    return SurveyPerson(number, name or told, phone, sheet=sheet)


def add(parts: Parts, who: Who, person: SurveyPerson, year: int | None = None) -> None:
    """Put somebody who was met at a window on the list of the year."""
    form = shelf.of_year(parts, "person", year)
    one = replace(person, sheet=sheets.identity(form.id, person.id_number), whence=COUNTER)
    about, told = Subject(SURVEY, str(form.head.year)), {"people": 1, COUNTER: 1}
    event = Event(str(uuid4()), parts.clock.now(), who, about, DRAW, told)
    parts.store.surveyed.add(form.head.year, one, event)


def particulars_of(id_number: str) -> str:
    """An identity number as it is stored."""
    return "".join(id_number.split()).upper()


class _Drawn:
    """Gathers the people of a year, each number once; who comes later tells where they live now."""

    def __init__(self, parts: Parts, form: Questionnaire) -> None:
        self._form = form
        self._places = _places(parts)
        self.held = held_certificates(parts, form.reference_day)
        self.lost = _lost(parts, form.head.year - 1)
        self._people: dict[str, SurveyPerson] = {}
        self._left: dict[str, LeftOut] = {}
        self._counters: Counter[tuple[str, str]] = Counter()
        self._listed: set[str] = set()

    def take(self, person: SurveyPerson, gone: str) -> None:
        """Take one in, unless they are gone by ``gone`` or by the state of their certificate here."""
        state = self.held.get(person.id_number)
        why = gone or (_STATES.get(state.state, "") if state else "")
        if why:
            self._people.pop(person.id_number, None)
            self._left[person.id_number] = LeftOut(person.name, person.id_number, why)
            return
        before = self._people.get(person.id_number)
        kept = person if before is None else replace(
            before,
            name=person.name,
            phone=person.phone or before.phone,
            town=person.town or before.town,
            village=person.village or before.village,
            place=person.place or before.place,
            given={**before.given, **person.given},
        )  # fmt: skip
        self._left.pop(person.id_number, None)
        self._people[person.id_number] = kept

    def has(self, id_number: str) -> bool:
        """Whether somebody is among them so far."""
        return id_number in self._people

    def line(self, line: Mapping[str, Any]) -> None:
        """Take a line of a list in."""
        told = of_lists(line)
        state = str(told.get("recorded_state", ""))
        gone = _LIFE.get(str(told.get("life", "")), "") or _STATES.get(state, "")
        town, village = str(told.get("town", "")), str(told.get("village", ""))
        village = village.removeprefix(town)
        self._counters[town, village] += 1
        names = ("certificate_number", "categories", "grade")
        number = str(told["id_number"])
        self._listed.add(number)
        self.take(
            SurveyPerson(
                number,
                str(told["name"]),
                str(told.get("phone", "")),
                town,
                village,
                self._places.get((town, village), ""),
                place=int(str(told.get("road") or self._counters[town, village])),
                whence=LISTED,
                given={name: told[name] for name in names if told.get(name)},
                sheet=sheets.identity(self._form.id, number),
            ),
            gone,
        )

    def drawing(self) -> Drawing:
        """All of it."""
        self._let_go()
        found = tuple(map(self._placed, self._people.values()))
        left = tuple(self._left.values())
        notes = (*self._unlisted(), *_unknown(found), *_doubtful(found))
        return Drawing(self._form.head.year, found, left, notes)

    def _let_go(self) -> None:
        """Let go whom an earlier list named in a village that this one tells anew, where nobody was asked."""
        for person in [p for p in self._unnamed(LISTED) if not p.state]:
            if (person.town, person.village) in self._counters:
                self._left[person.id_number] = LeftOut(person.name, person.id_number, UNLISTED)
                del self._people[person.id_number]

    def _unnamed(self, whence: str) -> list[SurveyPerson]:
        """Who is there for this reason and not on the list that was brought."""
        return [p for p in self._people.values() if p.whence == whence and p.id_number not in self._listed]

    def _placed(self, person: SurveyPerson) -> SurveyPerson:
        """Somebody with their sheet of this year, and the code of their village."""
        sheet = sheets.identity(self._form.id, person.id_number)
        region = self._places.get((person.town, person.village), "")
        if (person.sheet, person.region) == (sheet, region):  # most: a list is long
            return person
        return replace(person, sheet=sheet, region=region)

    def _unlisted(self) -> Iterator[str]:
        """Sentences on who was there before and is not on the list that was brought."""
        for whence, before in ((LAST, "上年在册"), (LISTED, "以前列入")) if self._listed else ():
            if gone := self._unnamed(whence):
                yield f"{before}、这次名册上没有的{len(gone)}人,照旧列入,请核对:{_names(gone)}"


def held_certificates(parts: Parts, day: date) -> dict[str, holdings.Certificate]:
    """By identity number, the present certificate of everybody to whom this book granted a matter."""
    granted = parts.store.proceedings.listed(MATTER, law.GRANTED, limit=None)
    applicants = parts.store.applications.applicants({found.subject.id for found in granted})
    found: dict[str, holdings.Certificate] = {}
    for number in {number for _, number in applicants.values() if number}:
        history = inform.history(parts, {particulars.ID_NUMBER: number})
        if held := holdings.certificates(parts.pack, history, day):
            found[number] = held[-1]
    return found


def _certificates(
    parts: Parts, held: Mapping[str, holdings.Certificate], day: date
) -> Iterator[SurveyPerson]:
    """Whoever got a certificate here by a day."""
    for number, certificate in held.items():
        issued = certificate.issued_on or certificate.since
        if certificate.issued and issued and issued <= day:
            yield _holder(parts, number, certificate)


def _holder(parts: Parts, number: str, certificate: holdings.Certificate) -> SurveyPerson:
    """The holder of a certificate, with the place of their address."""
    newest = next(iter(parts.store.applications.of_person(number)), None)
    answers = newest.answers if newest else {}
    town, village = _place(
        parts, str(answers.get("present_address") or answers.get("registered_address") or "")
    )
    given = {
        "certificate_number": certificate.number,
        "categories": certificate.categories,
        "grade": certificate.grade,
    }
    told = {name: value for name, value in given.items() if value}
    name, phone = str(answers.get("name", "")), str(answers.get("phone", ""))
    return SurveyPerson(number, name, phone, town, village, whence=CERTIFICATE, given=told)


def _place(parts: Parts, address: str) -> tuple[str, str]:
    """Town and village an address names; empty where it names none that is known."""
    town = parts.regions.town(address)
    if town is None:
        return "", ""
    rest = "".join(address.split()).partition(town.place)[2]
    inside = (r.place for r in parts.regions.children(town) if rest.startswith(r.place))
    return town.place, max(inside, key=len, default="")


def _places(parts: Parts) -> dict[tuple[str, str], str]:
    """The codes of villages by the names of town and village."""
    rows = parts.regions.rows
    return {
        (rows[code[:TOWN]].place, region.place): code
        for code, region in rows.items()
        if len(code) == VILLAGE and code[:TOWN] in rows
    }


def _lost(parts: Parts, year: int) -> dict[str, str]:
    """Why somebody is not asked again, by the sheet of a year on which they were given up."""
    lost = parts.store.proceedings.listed(sheets.SHEET, [sheets.LOST], limit=None)
    mine = (p for p in lost if str(p.facts.get("year", "")) == str(year))
    return {p.id: why for p in mine if (why := _LOST.get(str(p.facts.get("lost_why", ""))))}


def _unknown(found: Sequence[SurveyPerson]) -> Iterator[str]:
    """Sentences on people without a place, and on places that the regions do not have."""
    if nowhere := [p for p in found if not (p.town and p.village)]:
        yield f"没有写清乡镇、村的{len(nowhere)}人:{_names(nowhere)}"
    strange = Counter(p.address for p in found if p.town and p.village and not p.region)
    if strange:
        named = "、".join(f"{place}({count}人)" for place, count in strange.most_common(_NAMED))
        yield f"区划里没有的{len(strange)}个村(社区),改了名的请先改区划:{named}"


def _doubtful(found: Sequence[SurveyPerson]) -> Iterator[str]:
    """A sentence on people of one name in one village (疑似)."""
    same = Counter((p.name, p.town, p.village) for p in found)
    if twice := [key for key, count in same.items() if count > 1]:
        named = "、".join(f"{town}{village}{name}" for name, town, village in twice[:_NAMED])
        yield f"疑似重复(同村同名,证号不同){len(twice)}处,请核对:{named}"


def _names(people: Sequence[SurveyPerson]) -> str:
    more = f"等{len(people)}人" if len(people) > _NAMED else ""
    return "、".join(p.name for p in people[:_NAMED]) + more
