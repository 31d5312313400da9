"""抽查: records of a quarter drawn at random, so many of each town, by a seed that draws the same again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_hex

from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.visits import day
from forms.programmes import Programme, Sample
from forms.towns import town_of


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day."""
        first = date(self.year, 3 * self.number - 2, 1)
        after = date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return first, after - timedelta(days=1)

    @property
    def title(self) -> str:
        """As people say it."""
        return f"{self.year}年第{self.number}季度"

    @classmethod
    def of(cls, day_: date) -> "Quarter":
        """The quarter of a day."""
        return cls(day_.year, (day_.month + 2) // 3)

    @property
    def before(self) -> "Quarter":
        """The quarter before it."""
        return Quarter.of(self.days[0] - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class TownShare:
    """One town of a quarter: what it has, how many have to be drawn in all, which were drawn before."""

    town: str
    records: tuple[Proceeding, ...]
    wanted: int
    drawn: frozenset[str]
    """Numbers of the records that were drawn before."""

    @property
    def lacking(self) -> int:
        """How many are still to be drawn."""
        return max(0, self.wanted - len(self.drawn))


def samples(parts: Parts, programme: str = "") -> tuple[tuple[Programme, Sample], ...]:
    """The samples of the programmes in force, or of one of them."""
    found = (p for p in day.programmes(parts) if programme in ("", p.id))
    return tuple((p, sample) for p in found for sample in p.samples)


def towns(parts: Parts, of: Programme, sample: Sample, quarter: Quarter) -> tuple[TownShare, ...]:
    """The towns of a quarter by name, each with what it has and what is to be drawn of it."""
    share = next(m.least for m in of.measures if m.id == sample.measure)
    held: dict[str, list[Proceeding]] = {}
    for record in _done(parts, sample, quarter):
        held.setdefault(town_of(str(record.facts.get(sample.by, ""))), []).append(record)
    before = _drawn(parts, sample, quarter)
    return tuple(
        TownShare(town, tuple(found), -(-len(found) * share // 100), before & {r.number for r in found})
        for town, found in sorted(held.items())
    )


def whole(of: Programme, sample: Sample, found: Sequence[TownShare], now: int = 0) -> str:
    """How much of all places is drawn, with ``now`` more, and what the source asks, as a sentence."""
    measure = next(m for m in of.measures if m.id == (sample.whole or sample.measure))
    records, drawn = sum(len(t.records) for t in found), sum(len(t.drawn) for t in found) + now
    share = f"{100 * drawn / records:.1f}".removesuffix(".0") if records else "0"
    told = "够" if 100 * drawn >= measure.least * records else "不够"
    asked = f"要求不低于{measure.least}%({measure.source})"
    return f"全县:回访{records}件,已抽{drawn}件,占{share}%,{told};{asked}"


def draw(parts: Parts, of: Programme, sample: Sample, quarter: Quarter, seed: str = "") -> Proceeding:
    """Draw what a quarter still lacks and keep it, with its seed, as a record; returns that.

    The same seed draws the same of the same records. RuleError where there is nobody to draw, or where
    enough were drawn already.
    """
    found = towns(parts, of, sample, quarter)
    if not found:
        raise RuleError(f"{quarter.title}还没有回访过的,没有可以抽的")
    if not any(town.lacking for town in found):
        raise RuleError(f"{quarter.title}已经抽够了,新有回访以后可以再抽")
    told = seed.strip() or token_hex(8)
    picked = {town.town: chosen(town, told) for town in found}
    rows = [_row(town, len(picked[town.town])) for town in found]
    people = [
        {"town": town, "number": r.number, **{k: str(r.facts.get(k, "")) for k in ("name", "village")}}
        for town, records in picked.items()
        for r in records
    ]
    given = {"turn": quarter.title, "seed": told, "towns": rows, "people": people}
    first = next(a for a in parts.pack.procedures[sample.record].acts if a.start)
    if any(ask.id == "county" for ask in first.asks):
        given["county"] = whole(of, sample, found, len(people))
    return proceedings.begin(parts, parts.window.who, sample.record, first.code, given)


def _done(parts: Parts, sample: Sample, quarter: Quarter) -> Iterator[Proceeding]:
    """The records to which one of the acts was done on a day of the quarter, whatever was done since."""
    first, last = (d.isoformat() for d in quarter.days)
    for record in parts.store.proceedings.listed(sample.procedure, limit=None):
        newest = str(record.facts.get(sample.done_on, ""))
        days = _days(parts, record, sample) if newest > last else (newest,)
        if any(first <= day_ <= last for day_ in days):
            yield record


def _days(parts: Parts, record: Proceeding, sample: Sample) -> tuple[str, ...]:
    """Every day that was told, the earlier ones too: a second return visit takes none from its quarter."""
    events = parts.store.events.of(record.id)
    return tuple(str(e.payload.get(sample.done_on, "")) for e in events if not e.void)


def _drawn(parts: Parts, sample: Sample, quarter: Quarter) -> frozenset[str]:
    """Numbers of what was drawn of a quarter before."""
    kept = parts.store.proceedings.listed(sample.record, limit=None)
    rows: Iterator[Mapping[str, str]] = (
        row for r in kept if r.facts.get("turn") == quarter.title for row in r.facts.get("people", ())
    )
    return frozenset(row["number"] for row in rows)


def chosen(town: TownShare, seed: str) -> Sequence[Proceeding]:
    """As many of a town as are lacking, in the order of a digest of the seed and their numbers."""
    left = (r for r in town.records if r.number not in town.drawn)
    return sorted(left, key=lambda r: sha256(f"{seed}|{r.number}".encode()).hexdigest())[: town.lacking]


def _row(town: TownShare, now: int) -> dict[str, str]:
    drawn = len(town.drawn) + now
    share = f"{100 * drawn / len(town.records):.0f}%"
    return {"town": town.town, "of": str(len(town.records)), "drawn": str(drawn), "share": share}
