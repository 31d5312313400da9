"""What is wrong with a questionnaire as a whole; each fault a sentence with file and line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from forms import conditions, element_audit, order
from forms.derive import inputs
from forms.faults import Fault
from forms.lines import At
from forms.possible import clash
from forms.remarks import Remark, told
from forms.rows import File
from forms.schema import Condition, Element
from forms.sentences import clause_sentence
from forms.spelling import choose, meant
from forms.surveys.kinds import END, LAST, Questionnaire, SurveyItem, SurveySkip
from forms.surveys.paths import paths

ABOUT: Final = ("person", "village")
"""What a questionnaire can be about."""
_MOST_PATHS: Final = 5_000
"""Ways through a form that are looked at; a form with more is not searched to its end."""
_UNUSED: Final = (
    *("ask", "why", "matters", "required_for", "required_when", "wordings", "lasting", "same_as", "repeats"),
    *("not_before", "beside", "printed_as", "place", "also_as"),
)
"""Keys of an element that a questionnaire has no use for."""
_Asked = tuple[At, Condition]


def faults(form: Questionnaire, files: Sequence[File]) -> Iterator[Fault]:
    """Every mistake between the rows of a questionnaire, with file and line.

    What rests on names and order is looked at when these are sound.
    """
    found = [*_head(form), *_rows(form), *_columns(form), *_clauses(form)]
    found = found or [*order.ahead(form), *_sections(form), *_jumps(form), *_everybody(form)]
    found = found or [*_contradictions(form), *_uncertain(form), *_never(form), *_tables(form)]
    yield from (told(remark, files) for remark in found)


def _own(form: Questionnaire) -> Iterator[SurveyItem]:
    """The elements that stand in the files: not those of last year."""
    return (e for e in form.elements.values() if not e.id.startswith(LAST))


def said(item: SurveyItem) -> str:
    """An item as people speak of it: its number on the form with its label."""
    return f"“{' '.join(part for part in (item.number, item.label) if part)}”"


# ---- names ------------------------------------------------------------------------------------------------


def _head(form: Questionnaire) -> Iterator[Remark]:
    head = form.head
    if head.about not in ABOUT:
        yield Remark(("survey", "about"), f"不认识的对象“{head.about}”{choose(head.about, ABOUT)}")
    for key in ("reference", "opens", "upload_by"):
        try:
            date.fromisoformat(f"2027-{getattr(head, key)}")
        except ValueError:
            yield Remark(("survey", key), f'{key} 应写月和日,如 "09-30",现在是“{getattr(head, key)}”')
    if not 2000 <= head.year <= 2100:
        yield Remark(("survey", "year"), f"year 应是四位年份,现在是{head.year}")


def _columns(form: Questionnaire) -> Iterator[Remark]:
    own = {item.id for item in _own(form)}
    for column in form.columns:
        if column.id not in own:
            yield Remark(("column", column.id, "id"), f"没有“{column.id}”这一题{choose(column.id, own)}")
    for need in form.needs:
        if need.element not in own:
            yield Remark(
                ("need", need.id, "element"), f"没有“{need.element}”这一题{choose(need.element, own)}"
            )


def _rows(form: Questionnaire) -> Iterator[Remark]:
    numbers: set[str] = set()
    for item in _own(form):
        yield from (
            Remark(("element", item.id, *at), words) for at, words in element_audit.element(item, form)
        )
        for key in (k for k in _UNUSED if getattr(item, k)):
            yield Remark(("element", item.id, key), f"调查表里不用“{key}”,请删去")
        if item.id.startswith(LAST):
            yield Remark(("element", item.id, "id"), f"id 不能以“{LAST}”开头,那是去年的回答")
        if item.number and item.number in numbers:
            yield Remark(("element", item.id, "number"), f"题号“{item.number}”用了两次,请改正")
        numbers.add(item.number)
    yield from element_audit.tables(form)
    for section in form.sections:
        if not any(item.section == section.id for item in form.items):
            yield Remark(("section", section.id), f"栏目“{section.title}”没有题,请给题写 section 或删去栏目")
    yield from _cautions(form)


def _cautions(form: Questionnaire) -> Iterator[Remark]:
    asked = [item.id for item in form.items]
    for row in form.cautions:
        at: At = ("caution", row.id)
        if row.element not in asked:
            yield Remark((*at, "element"), f"没有要问的题“{row.element}”{meant(row.element, asked)}")
        if row.blocks and row.needs_reason:
            yield Remark(
                (*at, "needs_reason"), "要改正的(blocks)不能靠说明放过,blocks 和 needs_reason 只写一个"
            )
        if not row.when:
            yield Remark((*at, "when"), "条件是空的,对谁都提示;请写条件")


def _conditions(form: Questionnaire) -> Iterator[_Asked]:
    """Every condition of the form with its place."""
    rows: tuple[tuple[str, Iterable[Any]], ...] = (("section", form.sections), ("element", _own(form)))
    yield from (((kind, r.id, "show_when"), r.show_when) for kind, each in rows for r in each if r.show_when)
    yield from ((("skip", n, "when"), row.when) for n, row in enumerate(form.skips))
    yield from ((("caution", row.id, "when"), row.when) for row in form.cautions)
    yield from ((("need", row.id, "when"), row.when) for row in form.needs)


def _clauses(form: Questionnaire) -> Iterator[Remark]:
    for at, condition in _conditions(form):
        for clause in (c for row in condition for c in row):
            if words := element_audit.clause(clause, form):
                yield Remark(at, words, f"{clause.element} {clause.operator}")


# ---- order ------------------------------------------------------------------------------------------------


def _sections(form: Questionnaire) -> Iterator[Remark]:
    place = {s.id: n for n, s in enumerate(form.sections)}
    at = 0
    for item in form.items:
        if place[item.section] < at:
            title = form.sections[place[item.section]].title
            words = f"{said(item)}的栏目“{title}”在前面已经问完,请按栏目的顺序排"
            yield Remark(("element", item.id, "section"), words)
        at = max(at, place[item.section])


def _jumps(form: Questionnaire) -> Iterator[Remark]:
    items = {item.id: n for n, item in enumerate(form.items)}
    for number, skip in enumerate(form.skips):
        at: At = ("skip", number)
        if skip.at not in items:
            yield Remark((*at, "at"), f"没有要问的题“{skip.at}”{meant(skip.at, items)}")
        elif skip.to not in (*items, END):
            yield Remark((*at, "to"), f"没有要问的题“{skip.to}”{meant(skip.to, items)};跳到表尾写 {END}")
        elif not skip.when:
            yield Remark((*at, "when"), f"条件是空的,人人都从{said(form.elements[skip.at])}跳走;请写条件")
        else:
            yield from _jump(form, skip, at)


def _jump(form: Questionnaire, skip: SurveySkip, at: At) -> Iterator[Remark]:
    place = {name: n for n, name in enumerate(form.elements)}
    here = form.elements[skip.at]
    if skip.to != END and place[skip.to] <= place[skip.at]:
        words = f"从{said(here)}往回跳到{said(form.elements[skip.to])},会转圈;只能跳到后面的题"
        yield Remark((*at, "to"), words)
        return
    passed = form.passed(skip)
    if not passed:
        yield Remark((*at, "to"), f"{said(here)}跳到的就是下一题,等于没有跳,请删去")
    for item in (i for i in passed if i.everybody):
        words = f"从{said(here)}跳过了人人要答的{said(item)},请改 to,或去掉它的 everybody"
        yield Remark((*at, "to"), words)
    for name in conditions.elements(skip.when):
        if place[name] > place[skip.at]:
            words = f"从{said(here)}跳不跳要看{said(form.elements[name])},它还没有问到,请改看前面的"
            yield Remark((*at, "when"), words, name)


def _everybody(form: Questionnaire) -> Iterator[Remark]:
    shows = {s.id: s.show_when for s in form.sections}
    for item in (i for i in form.items if i.everybody):
        at: At = ("element", item.id, "everybody")
        if not item.required:
            yield Remark(at, f"{said(item)}人人要答,请写 required = true")
        if item.show_when or shows[item.section]:
            yield Remark(at, f"{said(item)}人人要答,就不能有 show_when,它的栏目也不能有")


# ---- what can happen --------------------------------------------------------------------------------------


def _contradictions(form: Questionnaire) -> Iterator[Remark]:
    for at, condition in _conditions(form):
        for row in condition:
            if both := clash(form, row):
                words = "”和“".join(clause_sentence(form, c) for c in both)
                holding = f"{both[0].element} {both[0].operator}"
                yield Remark(at, f"“{words}”不能同时成立,这一行永远不成立;请改正,或分成两行", holding)


def _uncertain(form: Questionnaire) -> Iterator[Remark]:
    """Conditions that rest on what may never be known: the item would stay pending for ever."""
    for at, condition in _conditions(form):
        if at[0] == "caution":
            continue
        for row in condition:
            for clause in (c for c in row if c.values and not _certain(form, form.elements[c.element])):
                words = (
                    f"这里要看{said(form.elements[clause.element])},它可能一直没有答案,后面的题就一直待定;"
                    "请把它设为必填(required),或改看必填的题"
                )
                yield Remark(at, words, f"{clause.element} {clause.operator}")


def _certain(form: Questionnaire, element: Element) -> bool:
    """Whether a fact is known on every sheet that is filled in, or known never to be."""
    if element.id.startswith(LAST) or element.required:
        return True
    rests_on = inputs(element.derived) if element.derived else ()
    return any(_certain(form, form.elements[name]) for name in rests_on)


def _never(form: Questionnaire) -> Iterator[Remark]:
    left = {item.id for item in form.items}
    for number, path in enumerate(paths(form)):
        left -= set(path.asked)
        if not left or number == _MOST_PATHS:
            return
    for item in (i for i in form.items if i.id in left):
        yield Remark(("element", item.id), f"{said(item)}永远问不到:跳转和条件合起来没有人会问到它,请改正")


def _tables(form: Questionnaire) -> Iterator[Remark]:
    used = {item.codes for item in _own(form)}
    for table in (t for t in form.codes.values() if t.id not in used):
        yield Remark(("table", table.id), f"没有题用代码表“{table.title}”,请给题写 codes 或删去这个表")
