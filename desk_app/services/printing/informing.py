"""The 一次性告知书 of one person: what its sheet says (附件2 第十、十四条)."""

from collections.abc import Collection, Iterator, Sequence

from desk_app.domain.applications import Application
from desk_app.services import days
from desk_app.services.counter.intake import dates
from desk_app.services.parts import Parts
from desk_app.services.printing import parties, promised, standing, telling
from desk_app.services.reading import Reading
from forms import judging, privacy, rules
from forms.citing import Citing
from forms.pack import Hall
from forms.particulars import DECEASED, DELIVERY
from forms.schema import Finding, Outcome
from forms.sentences import clauses
from printing.sheets import MatterLine, NoticeSheet


def sheet(parts: Parts, read: Reading, large: bool = False, copy: int = 0) -> NoticeSheet:
    """The sheet of a draft with today's days, or of an application with those of its acceptance."""
    holder, here = read.holder, parts.window
    taken = holder if isinstance(holder, Application) else None  # drawn later it still tells its own days
    told, brings = telling.findings(read), telling.bring(read)
    counted = taken.accepted_at if taken else parts.clock.now()
    day = taken.dates if taken else dates(parts, read.pack, counted)
    named = [f.matter for f in told if f.outcome is not Outcome.NOT]
    asked = [f.matter for f in told if f.matter in (*named, *holder.chosen)]
    citing = Citing(read.pack)
    return NoticeSheet(
        pack=read.pack,
        hall=here.hall,
        window=taken.window if taken else here.number,
        clerk=taken.clerk if taken else here.clerk,
        applicant=parties.applicant(read),
        matters=tuple(_matter(read, f, citing) for f in told),
        materials=brings.materials,
        bring=brings.sentences,
        promises=promised.sentences(read, day, days.later_start(parts, counted)),
        process=tuple(_process(read, [f.next_step for f in told])),
        contacts=standing.contacts(read.pack, here.hall, asked or [f.matter for f in told]),
        standing=tuple(_standing(read, here.hall, named)),
        given_on=counted.date(),
        large=large,
        copy=copy,
        made=taken.accepted_at if taken else None,
    )


def _matter(read: Reading, finding: Finding, citing: Citing) -> MatterLine:
    return MatterLine(
        title=read.pack.matters[finding.matter].title,
        outcome=finding.outcome.value,
        reasons="".join(finding.reasons),
        clause=citing.first(clauses(finding)),
        next_step=finding.next_step,
        chosen=finding.matter in read.holder.chosen,
    )


def _process(read: Reading, said: Collection[str]) -> Iterator[str]:
    """The limits, how each chosen matter is handled unless ``said`` has it, and how its result comes."""
    pack, aimed = read.pack, telling.aimed_at(read)
    chosen = aimed if read.holder.chosen else ()
    yield from _limits(read, aimed)
    ways = ((m, judging.process(pack.matters[m], read.facts)) for m in chosen)
    if steps := "".join(f"{pack.matters[m].title}:{process}。" for m, process in ways if process not in said):
        yield steps
    yield from delivered(read, chosen)


def _limits(read: Reading, aimed: Collection[str]) -> Iterator[str]:
    """The days of hall and departments; where another county decides some matters, of ours by name."""
    pack, groups = read.pack, promised.of(read)
    ours = groups.ours
    if groups.elsewhere and not ours:
        return
    said = standing.limits(pack, ours if groups.elsewhere else aimed) + standing.said(pack, "legal")
    who = "、".join(pack.matters[m].title for m in ours)
    yield f"{who}:{said}" if groups.elsewhere else said


def delivered(read: Reading, matters: Sequence[str], *, results: bool = True) -> Iterator[str]:
    """How the results come, and which way was chosen (附件2 第二十条); without a matter, the rule alone.

    ``results``: whether they are named here.
    """
    ways = dict.fromkeys(read.pack.matters[m].delivery for m in matters)
    if not ways:
        yield from standing.some(read.pack, "results")
        return
    parts = (_way(read, matters, way) for way in ways) if results else (p for w in ways for p in w.split(";"))
    named = ";".join(dict.fromkeys(parts))
    yield f"{_wished(read)}结果怎样给您:{named}。{standing.electronic(read.pack, ways)}"


def _way(read: Reading, matters: Sequence[str], way: str) -> str:
    own = [read.pack.matters[m] for m in matters if read.pack.matters[m].delivery == way]
    results = dict.fromkeys(judging.result(m, read.facts) for m in own)
    return f"{'、'.join(results)}——{way}"


def _wished(read: Reading) -> str:
    """What the applicant chose on the form; empty while that is not answered."""
    element = read.pack.elements.get(DELIVERY)
    chosen = rules.label(read.pack, element, read.facts.get(element.id)) if element else ""
    return f"您选的送达方式是{chosen}。" if chosen and read.knows(DELIVERY) else ""


def _standing(read: Reading, hall: Hall, named: Sequence[str]) -> Iterator[str]:
    """Fee, ways and rights: what is the same for all, with what fits the matters that apply or may."""
    pack, aimed = read.pack, telling.aimed_at(read)
    assessed = any(standing.assesses(pack.matters[m]) for m in aimed)
    blocks = (
        (*standing.free(pack, aimed), "once"),
        (*(("visit_assessed",) if assessed else ()), "online"),
        ("help", *(("on_behalf",) if standing.pays(pack, named) else ())),
        () if read.facts.get(DECEASED) is True else ("effect",),  # no word of gains to the bereaved
        ("objection",) if assessed and read.holder.chosen else (),
    )
    said = ("".join(standing.some(pack, *block)) for block in blocks)
    asked_of = read.holder.chosen or tuple(aimed)
    yield from (words for words in (*said, privacy.said(pack, hall, read.facts, asked_of)) if words)
