"""办事指南: what everybody can know of a matter before anybody asks for it, from the pack alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.printing import standing
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from forms import judging
from forms.citing import Citing, find, parts
from forms.pack import Hall, Pack
from forms.particulars import CERTIFICATE_STATE, OPEN_MATTERS, RECORDED_STATE
from forms.schema import Facts, Material, Matter, Requirement
from forms.sentences import plain_date
from forms.spelling import meant
from forms.stops import ASSESSING
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue, FormSheet

TITLE: Final = "办事指南和空白申请表"
_PAPER: Final = "guide"
_RECORDED: Final = {OPEN_MATTERS, RECORDED_STATE, "low_income_shown"}
"""What the records say of one person: of no use to everybody."""


@dataclass(frozen=True, slots=True)
class GuideSheets:
    """Which guides are wanted, and whether a blank form lies behind them."""

    matters: tuple[str, ...]
    form: bool = True

    @property
    def nothing(self) -> bool:
        """Whether no paper is wanted."""
        return not self.matters and not self.form


def every(pack: Pack) -> GuideSheets:
    """The guides of all matters in pack order, and the blank form."""
    return GuideSheets(tuple(pack.matters))


def chosen(pack: Pack, named: Sequence[str]) -> tuple[str, ...]:
    """The matters with these ids or titles, all of them without a name; RuleError for one nobody knows."""
    by_name = {name: m.id for m in pack.matters.values() for name in (m.id, m.title, m.short) if name}
    for name in named:
        if name not in by_name:
            listed = "、".join(f"{m.id}({m.title})" for m in pack.matters.values())
            raise RuleError(f"没有事项“{name}”{meant(name, by_name)},可以写:{listed}")
    return tuple(dict.fromkeys(by_name[name] for name in named)) if named else tuple(pack.matters)


def draw(parts: Parts, wanted: GuideSheets) -> bytes:
    """The guides and the blank form as one PDF, each paper beginning on a page of its own."""
    from printing.papers import bundle

    return drawn(bundle.draw, bundle.Bundle(TITLE, sheets(parts, wanted.matters), blank(parts, wanted.form)))


def draw_one(parts: Parts, matter: str) -> bytes:
    """The guide of one matter as PDF."""
    from printing.papers import document

    (sheet,) = sheets(parts, (matter,))
    return drawn(document.draw, sheet)


def draw_blank(parts: Parts) -> bytes:
    """The unified form without an answer as PDF."""
    from printing.papers import form

    return drawn(form.draw, *blank(parts, True))


def printout(parts: Parts, wanted: GuideSheets) -> Printout:
    """Guides and blank form as they are printed: they are nobody's, so no ledger counts them."""
    return Printout(TITLE, lambda _copy, _shift: draw(parts, wanted))


def blank(parts: Parts, wanted: bool) -> tuple[FormSheet, ...]:
    """The form without an answer, if it is wanted."""
    return (FormSheet(parts.pack, {}, (), None, None),) if wanted else ()


def sheets(parts: Parts, matters: Sequence[str]) -> tuple[DocumentSheet, ...]:
    """The guide of each of these matters, under the pack in force."""
    return tuple(_sheet(parts.pack, parts.window.hall, parts.pack.matters[m]) for m in matters)


def _sheet(pack: Pack, hall: Hall, matter: Matter) -> DocumentSheet:
    said = values(pack, hall, matter)
    facts: Facts = {
        "has_materials": bool(said["materials"]),
        "has_bars": bool(said["bars"]),
        "has_told": bool(said["told"]),
    }
    return DocumentSheet(_PAPER, said, facts)


def values(pack: Pack, hall: Hall, matter: Matter) -> dict[str, DocumentValue]:
    """What the guide of a matter says, by the variables of its layout."""
    materials = (m for m in pack.materials if matter.id in m.matters)
    said: dict[str, DocumentValue] = {
        **_head(pack, matter),
        "conditions": tuple({"said": typeset(each)} for each in _conditions(pack, matter)),
        "bars": "".join(dict.fromkeys(_bars(pack, matter))),
        "materials": tuple(_material(pack, matter, m) for m in materials),
        "no_materials": _without(matter),
        **_handling(pack, matter),
        **_reached(pack, hall, matter),
    }
    return {name: typeset(value) if isinstance(value, str) else value for name, value in said.items()}


def _head(pack: Pack, matter: Matter) -> dict[str, DocumentValue]:
    first, *joint = (pack.department(name).whole for name in pack.responsible(matter.id))
    paper = Citing(pack)
    return {
        "matter": matter.title,
        "departments": f"{first};联办:{'、'.join(joint)}" if joint else first,
        "basis": paper.first(matter.basis),
        "result": matter.result,
        "fee": f"{pack.limits.fee}。{''.join(standing.some(pack, *standing.free(pack, [matter.id])))}",
        "clauses": _cited(pack, matter, paper),
        "version": pack.version,
    }


def _cited(pack: Pack, matter: Matter, paper: Citing) -> str:
    """What the conditions rest on, each document once with all its articles."""
    articles: dict[str, list[str]] = {}
    for part in dict.fromkeys(part for r in _told(matter) for part in parts(r.clause)):
        found = find(pack, part)
        if found and found.articles:
            name = (*found.law.names, found.law.title)[0]
            articles.setdefault(name, []).extend(p.article for p in found.provisions)
        else:
            articles.setdefault(part, [])
    return paper.first(";".join(name + "、".join(dict.fromkeys(said)) for name, said in articles.items()))


# ---- conditions ----------------------------------------------------------------------------------


def _told(matter: Matter) -> Iterator[Requirement]:
    """The conditions of a matter; not those that only the records of one person can answer."""
    return (
        r for r in matter.requirements if not r.alone and not any(w <= _RECORDED for w in _ways_to_meet(r))
    )


def _ways_to_meet(requirement: Requirement) -> list[set[str]]:
    """The elements of each way to meet a requirement."""
    return [{clause.element for clause in row} for row in requirement.when]


def _conditions(pack: Pack, matter: Matter) -> Iterator[str]:
    """Each condition as it is said to who meets it, with the county's own ways to meet it.

    Of a certificate that may be asked for in the same visit it is said that it may.
    """
    for requirement in _told(matter):
        if requirement.met:
            first = pack.matters.get(requirement.leads_to) if requirement.held else None
            lacking = first and _ways_to_meet(requirement)[:1] == [{CERTIFICATE_STATE}]
            yield requirement.met + (f"还没有的,可以和“{first.title}”一并申请。" if first and lacking else "")
        for way in requirement.extensions:
            until = f"至{plain_date(way.until)}" if way.until else ""
            yield f"{plain_date(way.since)}起{until}申请的,也可以是:{way.met}"


def _bars(pack: Pack, matter: Matter) -> Iterator[str]:
    """What keeps somebody from it, of the conditions that are only told where they are in the way.

    Of what nobody applies for every condition, with where else to turn: no window tells it in person.
    """
    for told in _told(matter):
        if not matter.collected and told.next_step:
            yield f"{told.unmet.rstrip('。')}:{told.next_step}。"
        elif not (matter.collected and told.met):
            yield told.unmet
    others = (m for m in pack.matters.values() if m.id != matter.id and m.collected and matter.collected)
    apart = [m.form_box or m.title for m in others if judging.blocked_by(pack, (m.id,), matter.id)]
    if apart:
        yield f"不能同时办:{'、'.join(apart)}。"


# ---- materials -----------------------------------------------------------------------------------


def _material(pack: Pack, matter: Matter, material: Material) -> dict[str, str]:
    copies = next((c.copies for c in material.copies_for if matter.id in c.matters), material.copies)
    late = 0 < material.follows_in <= pack.limits.promised
    notes = (
        material.note,
        *(exempt.words for exempt in material.exempt),
        f"可容缺,{material.follows_in}个工作日内补交" if late else "",
        material.where,
    )
    return {
        "title": typeset(material.title),
        "form": typeset(f"{material.form}{copies}份"),
        "note": typeset(";".join(note for note in notes if note)),
    }


def _without(matter: Matter) -> str:
    return "办理这个事项不用交材料。" if matter.collected else "免申办理:不用申请,也不用交材料。"


# ---- the way -------------------------------------------------------------------------------------


def _handling(pack: Pack, matter: Matter) -> dict[str, DocumentValue]:
    electronic = standing.electronic(pack, [matter.delivery]) if matter.collected else ""
    return {
        "ways": "".join(_ways(pack, matter)),
        "process": matter.process,
        "limit": _limit(pack, matter),
        "visit": standing.visit(pack, matter),
        "delivery": f"{matter.delivery}。{electronic}",
        "told": "".join(
            (*_of_branches(matter), *standing.some(pack, "objection")[: standing.assesses(matter)])
        ),
    }


def _of_branches(matter: Matter) -> Iterator[str]:
    """What is told of the ways a matter is taken; of several, under the names of those it holds for."""
    names: dict[str, list[str]] = {}
    for branch in matter.branches:
        if branch.tells:
            names.setdefault(branch.tells, []).extend([branch.title] if branch.when else [])
    for tells, titles in names.items():
        yield f"{'、'.join(titles)}:{tells}" if titles and len(names) > 1 else tells


def _ways(pack: Pack, matter: Matter) -> Iterator[str]:
    if not matter.collected:
        yield "不用申请,部门比对数据后直接办理。"
        yield from standing.some(pack, "online_none")
        return
    yield "带上材料(纸质或电子)到窗口办理,填写一张申请表。"
    yield from standing.some(pack, "online", "help")
    if standing.pays(pack, (matter.id,)):
        yield from standing.some(pack, "on_behalf")


def _limit(pack: Pack, matter: Matter) -> str:
    """The days of a matter in the limits of the pack; of one that is not applied for there are none."""
    limits = pack.limits
    if not matter.collected:
        return "免申办理,按部门的办理安排。"
    steps = f"{limits.handover}个工作日内转交,部门{limits.review}个工作日内审核"
    aside = "残疾评定和公示的时间另计。" if matter.takes and pack.stops(ASSESSING) else ""
    return f"承诺{limits.promised}个工作日({steps}),法定{limits.legal}个工作日。{aside}"


def _reached(pack: Pack, hall: Hall, matter: Matter) -> dict[str, DocumentValue]:
    departments = (standing.reached(pack.department(name)) for name in pack.responsible(matter.id))
    return {
        "place": standing.place(hall),
        "hours": hall.hours,
        "officers": ";".join(departments),
        "advice": standing.advice(hall),
        "complaints": standing.complaints(hall),
        "hall": hall.name,
    }
