"""The rules of a matter as sentences, for an official who proof-reads them against the law."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from forms import citing, explain_procedure, explain_programme, undertakings
from forms.order import awaited
from forms.pack import Pack
from forms.particulars import APPLIED_ON
from forms.procedures import Procedure
from forms.programmes import Programme
from forms.schema import (
    Clause,
    Document,
    Element,
    Extension,
    Material,
    Matter,
    NumberRule,
    Requirement,
    Section,
)
from forms.sentences import plain_date, sentence
from forms.stops import ASSESSING
from forms.surveys import explain as questionnaire
from forms.surveys.kinds import Questionnaire

_ORDER: Final = "一二三四五六七八九十"
_OPTIONAL: Final = "可以不填"
_PAPERS: Final = ("notice_title", "form_title", "receipt_title")


Explained = Matter | Procedure | Programme | Questionnaire


class UnknownMatter(ValueError):
    """None of what can be explained has this name, or more than one; the sentence lists those that do."""


def which(pack: Pack, wanted: str, surveys: Iterable[Questionnaire] = ()) -> tuple[Explained, ...]:
    """What has this id or title, or the only one that contains the text in it.

    An empty text gives all. UnknownMatter when none fits, or several do.
    """
    every: tuple[Explained, ...] = (
        *pack.matters.values(),
        *pack.procedures.values(),
        *pack.programmes.values(),
        *surveys,
    )
    exact = [m for m in every if wanted in (m.id, m.title)]
    near = exact or [m for m in every if wanted in m.id or wanted in m.title]
    if wanted and len(near) != 1:
        told = f"没有事项或流程“{wanted}”" if not near else f"“{wanted}”不止一个"
        raise UnknownMatter(f"{told},可写:{'、'.join(f'{m.title}({m.id})' for m in near or every)}")
    return tuple(near) if wanted else every


def lines(pack: Pack, explained: Explained) -> Iterator[str]:
    """Everything the pack says of one of them, line by line, with half-width punctuation."""
    if isinstance(explained, Questionnaire):
        return questionnaire.lines(explained)
    if isinstance(explained, Procedure):
        return explain_procedure.lines(pack, explained)
    if isinstance(explained, Programme):
        return explain_programme.lines(pack, explained)
    return _matter(pack, explained)


def _matter(pack: Pack, matter: Matter) -> Iterator[str]:
    yield f"{matter.title} ({matter.id})"
    yield f"部门:{matter.department}"
    yield f"依据:{citing.explained(pack, matter.basis)}"
    yield f"办法:{_taken(matter)}"
    parts = (
        ("谁可以办(以下条件都要满足)", _requirements(pack, matter)),
        ("与别的事项", _beside(pack, matter)),
        ("办理情形", _branches(pack, matter)),
        ("谁申请、谁签名、送给谁", _roles(pack, matter)),
        ("申请表上填什么", _form(pack, matter)),
        ("交什么材料", _materials(pack, matter)),
        ("可以承诺代替的证明", undertakings.lines(pack, matter)),
        ("纸件、结果、时限、费用", _outcome(pack, matter)),
    )
    said = [(title, block) for title, made in parts if (block := list(made))]
    for number, (title, block) in enumerate(said):
        yield ""
        yield f"{_ORDER[number]}、{title}"
        yield from (f"  {line}" for line in block)
    yield ""
    yield f"出处:{matter.source};{pack.source},版本 {pack.version}"


def _taken(matter: Matter) -> str:
    if not matter.collected:
        return "免申办理:符合的告知本人,不收申请,不收材料"
    return "来人都告知" if matter.offered else "申请人要办才问,不主动告知"


def _requirements(pack: Pack, matter: Matter) -> Iterator[str]:
    for number, requirement in enumerate(matter.requirements, 1):
        yield f"{number}. {sentence(pack, requirement.when)}"
        yield from (f"   {label}:{words}" for label, words in _said(pack, requirement) if words)
        for extension in requirement.extensions:
            yield from (f"   {line}" for line in _extension(pack, extension))


def _said(pack: Pack, requirement: Requirement) -> Sequence[tuple[str, str]]:
    return (
        ("满足", requirement.met or "(不另外说)"),
        ("不满足", requirement.unmet),
        ("不清楚", requirement.unknown),
        ("等证件的结果", requirement.held),
        ("下一步", requirement.next_step),
        (
            "可以改办",
            pack.matters[requirement.leads_to].title if requirement.leads_to in pack.matters else "",
        ),
        ("依据", citing.explained(pack, requirement.clause)),
    )


def _extension(pack: Pack, extension: Extension) -> Iterator[str]:
    """A local way to meet a requirement; its days are named once, not in every row of its condition."""
    days = {
        Clause(APPLIED_ON, ">=", (extension.since,)),
        Clause(APPLIED_ON, "<=", (extension.until,)),
    }
    own = tuple(tuple(c for c in row if c not in days) for row in extension.when)
    until = f"至{plain_date(extension.until)}" if extension.until else ""
    yield f"本地放宽(申请日期{plain_date(extension.since)}起{until}):{sentence(pack, own)},也算满足"
    yield f"   满足:{extension.met}"
    yield f"   依据:{citing.explained(pack, extension.clause)}"


def _beside(pack: Pack, matter: Matter) -> Iterator[str]:
    others = [m for m in pack.matters.values() if m.id != matter.id]
    apart = [m.title for m in others if m.id in matter.excludes or matter.id in m.excludes]
    if apart:
        yield f"不能同时办:{'、'.join(apart)}"
    if matter.offers_when:
        yield f"一并告知别的事项的条件:{sentence(pack, matter.offers_when)}"
    for other in others:
        if facts := awaited(pack, matter.id, other.id):
            yield f"与“{other.title}”同时申请的,等它的结果({_labels(pack, facts)})再审核"
    for other in others:
        if mended := _mended(matter, other):
            yield f"因{_labels(pack, mended)}不符合的,与“{other.title}”一并申请,等它的结果"
    waiting = [m.title for m in others if awaited(pack, m.id, matter.id)]
    if waiting:
        yield f"同时申请时等本事项结果的:{'、'.join(waiting)}"


def _mended(matter: Matter, other: Matter) -> tuple[str, ...]:
    """Facts by which a matter may fail and that another one makes good."""
    if other.id in matter.excludes or matter.id in other.excludes:
        return ()
    read = {c.element for r in matter.requirements for row in r.when for c in row}
    return tuple(name for name in other.mends if name in read)


def _labels(pack: Pack, names: Iterable[str]) -> str:
    return "、".join(pack.elements[n].label for n in names)


def _branches(pack: Pack, matter: Matter) -> Iterator[str]:
    for branch in matter.branches:
        yield f"{branch.title}:{sentence(pack, branch.when)}(出处:{citing.explained(pack, branch.source)})"
        own = (branch.tells, branch.process, branch.handler, branch.result)
        told = zip(("告知", "办法", "谁办", "结果"), own, strict=True)
        yield from (f"   {label}:{words}" for label, words in told if words)


def _roles(pack: Pack, matter: Matter) -> Iterator[str]:
    """Who acts, role by role: the first line that holds counts."""
    titles = {r.id: r.title for r in pack.roles}
    for role in pack.roles if matter.collected else ():
        ways = [(titles[w.role] if w.role else pack.elements[w.name].label, w.when) for w in role.ways]
        said = [f"{sentence(pack, when)}的,{who}" if when else who for who, when in ways]
        yield f"{role.title}:{';否则'.join(said) or '不在表上,写在授权委托书上'}(出处:{role.source})"


def _document(document: Document) -> str:
    """A paper with when it is offered and whether the county can check it."""
    marks = (("容缺的才有", document.promised), ("带校验码", document.sealed))
    said = [words for words, holds in marks if holds]
    return document.title + (f"({'、'.join(said)})" if said else "")


def _form(pack: Pack, matter: Matter) -> Iterator[str]:
    if not matter.collected:
        return
    for section in pack.sections:
        if section.matters and matter.id not in section.matters:
            continue
        yield section.title + (f"({sentence(pack, section.show_when)}的才填)" if section.show_when else "")
        yield from (f"  {sentence(pack, w.when)}的:{w.note}" for w in section.wordings if w.note)
        yield from (f"  {line}" for line in _fields(pack, matter, section))


def _fields(pack: Pack, matter: Matter, section: Section) -> Iterator[str]:
    for element in pack.elements.values():
        if element.section == section.id and (not element.matters or matter.id in element.matters):
            shown = f",{sentence(pack, element.show_when)}的才填" if element.show_when else ""
            after = f",不早于{pack.elements[element.not_before].label}" if element.not_before else ""
            yield f"{element.label}:{_needed(pack, matter, element)}{shown}{after}(出处:{element.source})"
            if element.why_required and _needed(pack, matter, element) != _OPTIONAL:
                yield f"  必填是因为:{element.why_required}"
            for wording in (w for w in element.wordings if w.missing):
                yield f"  {sentence(pack, wording.when)}的,没有填时说“{wording.missing}”"
            for caution in (c for c in pack.cautions if c.element == element.id):
                stops = "不能受理" if caution.blocks else "只提示"
                words = f"{sentence(pack, caution.when)}的,提示“{caution.message}”"
                yield f"  {words}({stops};出处:{caution.source})"


def _needed(pack: Pack, matter: Matter, element: Element) -> str:
    if element.required_for:
        return "必填" if matter.id in element.required_for else _OPTIONAL
    if element.required_when and element.required_when != element.show_when:
        return f"{sentence(pack, element.required_when)}的必填"
    return "必填" if element.required or element.required_when else _OPTIONAL


def _materials(pack: Pack, matter: Matter) -> Iterator[str]:
    mine = [m for m in pack.materials if matter.id in m.matters]
    if not mine:
        yield "不交材料"
    for number, material in enumerate(mine, 1):
        copies = max(
            (c.copies for c in material.copies_for if matter.id in c.matters), default=material.copies
        )
        note = f",{material.note}" if material.note else ""
        form = f"{material.form}{copies}份,{'或'.join(material.media)}"
        yield f"{number}. {material.title}:{form}{note}(出处:{material.source})"
        yield from (f"   {line}" for line in _terms(pack, matter, material))


def _terms(pack: Pack, matter: Matter, material: Material) -> Iterator[str]:
    """When a material is asked for or waived, whose copies count, whether it may follow, where to get it."""
    if material.when:
        yield f"{sentence(pack, material.when)}的才交"
    for exemption in material.exempt:
        words = f"{sentence(pack, exemption.when)}的免交:{exemption.words}"
        yield f"{words}(出处:{exemption.source})"
    for local in (c for c in material.copies_for if matter.id in c.matters):
        yield f"份数按本地规定(出处:{local.source})"
    if material.follows_in:
        yield f"可以容缺,{material.follows_in}个工作日内补交"
    if material.where:
        yield f"怎么补办:{material.where}"


def _outcome(pack: Pack, matter: Matter) -> Iterator[str]:
    papers = [pack.texts[name] for name in (_PAPERS if matter.collected else _PAPERS[:1])]
    yield f"纸件:{'、'.join(papers)}"
    if others := [_document(d) for d in pack.documents if not d.matters or matter.id in d.matters]:
        yield f"其他文书:{'、'.join(others)}"
    yield f"结果:{matter.result}"
    yield from _result(pack, matter)
    if matter.dates:
        yield f"办结日期:记作“{pack.elements[matter.dates].label}”,以后再来时的条件用得到"
    if matter.shows:
        yield f"正在发的:记作“{pack.elements[matter.shows].label}”,扩面以后不作依据"
    yield f"过程:{matter.process}"
    yield f"送达:{matter.delivery}"
    limits = pack.limits
    if matter.collected:
        apart = f";{'、'.join(matter.takes)}的时间另计" if matter.takes and pack.stops(ASSESSING) else ""
        yield (
            f"时限:转交{limits.handover}个工作日,审核{limits.review}个工作日,"
            f"承诺{limits.promised}个工作日办结(法定{limits.legal}个工作日){apart}"
        )
    yield f"费用:{limits.fee}(出处:{limits.source})"


_NUMBERS: Final[Mapping[NumberRule, str]] = {
    NumberRule.NEW: "由身份证号和评定的类别、等级组成",
    NumberRule.SAME: "不变",
    NumberRule.NEXT: "原证号后加下一个B",
}


def _result(pack: Pack, matter: Matter) -> Iterator[str]:
    """What the department writes at the conclusion, and what the record of the person says from then on."""
    kind = pack.result_of(matter.id)
    if kind and kind.asks:
        asks = "、".join(ask.label + ("(必须有)" if ask.required else "") for ask in kind.asks)
        yield f"办结时登记:{asks}(出处:{kind.source})"
    if matter.number:
        years = f";有效期{matter.years}年" if matter.years else ";有效期至由部门填写"
        yield f"证号:{_NUMBERS[matter.number]}{years}"
    if matter.meanwhile:
        word = pack.codes["recorded_state"].label(matter.meanwhile)
        yield f"办理期间,原证记作“{word}”"
    if matter.prevails:
        yield "与之排斥的事项正在办理时也受理;办结以后那些事项终止,不再符合条件的补贴停发"
