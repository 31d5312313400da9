"""The unified application form: the official table of 附件4 with the answers of one application."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forms import conditions, roles, rules, sentences
from forms.pack import Pack
from forms.schema import Element, Facts, Kind, Option
from forms.typesetting import typeset
from printing import draw as page
from printing import grid, pictures, plans, text
from printing.draw import DrawnPage, Mark
from printing.flow import Content, Flow, Table, sign_here
from printing.layout import AnswerText, Check, Choices, Literal, Token
from printing.paper_faults import CHOSEN
from printing.paper_shapes import ANSWER, Box, FormPlan, FormWord
from printing.plan_shapes import TableColumn
from printing.sheets import FormSheet
from printing.structure import Tag

_PHOTO: Final = (35.0, 49.0)
"""Two-inch print, width and height in mm."""
_ROUNDED: Final = 0.01
"""What whole pixels may change of a shape."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer is printed: page number from 1, rectangle in mm from the page's top left corner."""

    page: int
    x: float
    y: float
    w: float
    h: float


def draw(sheet: FormSheet) -> bytes:
    """The form as PDF: two A4 pages, and attached pages for answers too long for their boxes.

    UnprintableError when a character or the photo can not be printed. In place of a county's own layout with
    a fault the shipped one is used.
    """
    title = typeset(sheet.pack.texts["form_title"])
    made = sheet.made or sheet.registered_on
    return plans.form(
        lambda plan: page.render(laid_out(sheet, plan), title, sheet.sample, footer(sheet), made=made),
        sheet.pack,
    )


def pages(sheet: FormSheet) -> list[DrawnPage]:
    """The marks of every page of the form, by the layout in force."""
    return plans.form(lambda plan: laid_out(sheet, plan), sheet.pack)


def laid_out(sheet: FormSheet, plan: FormPlan) -> list[DrawnPage]:
    """The marks of every page of the form, by this plan."""
    answers = _Answers(sheet, plan)
    drawn: list[DrawnPage] = []
    long: list[list[Content]] = []
    tags = iter(_tags(plan))
    for boxes in plan.pages:
        drawn.append(DrawnPage())
        for box in boxes:
            marks, whole = _placed(box, sheet, answers)
            drawn[-1].put(marks, next(tags))
            if not whole:
                long.append([answers.label(box), answers.units(box)])
    return drawn + _attached(sheet, long)


def _tags(plan: FormPlan) -> tuple[Tag, ...]:
    """What each box of the form is for who hears it, in the order of the layout."""
    return grid.tags(
        tuple(
            grid.FixedBox(number, box.at, box.frame, box.size if box.text else 0.0, _label(box))
            for number, boxes in enumerate(plan.pages, 1)
            for box in boxes
        )
    )


def _label(box: Box) -> bool:
    return bool(box.text) and not box.photo and all(isinstance(token, Literal) for token in box.text)


def places(pack: Pack) -> Mapping[str, Place]:
    """Where each element's answer is printed, by the layout in force; for previews."""
    return plans.form(lambda plan: dict(_places(plan, pack)), pack)


def _places(plan: FormPlan, pack: Pack) -> Iterator[tuple[str, Place]]:
    for number, boxes in enumerate(plan.pages, 1):
        for box in boxes:
            yield from ((element, Place(number, *box.at)) for element in _elements(pack, plan, box))


def _elements(pack: Pack, plan: FormPlan, box: Box) -> Iterator[str]:
    """Ids of the elements a box prints, including the free texts of its options."""
    for name in box.elements:
        element = pack.elements.get(plan.element_of(name))
        if element:
            yield element.id
            yield from (option.write_in for option in pack.options(element) if option.write_in)


def specimen(pack: Pack) -> FormSheet:
    """A sheet filled with the layout's invented answers."""
    return plans.form(lambda plan: filled(plan, pack), pack)


def filled(plan: FormPlan, pack: Pack) -> FormSheet:
    """A sheet filled with this plan's invented answers."""
    wanted, known = plan.sample.get(CHOSEN), {k: v for k, v in plan.sample.items() if k != CHOSEN}
    every = tuple(m.id for m in pack.matters.values() if m.collected)
    chosen = tuple(m for m in wanted if m in every) if isinstance(wanted, tuple) else every
    return FormSheet(pack, known, chosen, None, None, sample=True)


def _placed(box: Box, sheet: FormSheet, answers: "_Answers") -> tuple[list[Mark], bool]:
    """The marks of one box, and whether its whole text fits."""
    marks: list[Mark] = [page.Frame(*box.at)] if box.frame else []
    marks += [page.Frame(*box.at, dashed=True)] if box.thumb else []
    if box.photo and sheet.photo:
        return [*marks, _photo(box, sheet.photo)], True
    x, y, w, h = box.at
    inner = (x + box.pad, y + _MARGIN, w - 2 * box.pad, h - 2 * _MARGIN)
    units = answers.units(box)
    if not units:
        return marks, True
    fitted = text.fit(units, inner[2], inner[3], box.size, box.floor, box.leading, box.columns)
    marks += page.set_lines(fitted, *inner, box.align, box.valign, box.leading)
    return marks, fitted.whole


# Between two options on a line.
_GAP: Final = "   "
# White in mm between a cell's line and its text.
_MARGIN: Final = 0.9


def _photo(box: Box, data: bytes) -> Mark:
    """The photo at 35×49 mm, or as large as the box allows, in its centre."""
    x, y, wide, high = box.at
    scale = min(1.0, (wide - 2 * _MARGIN) / _PHOTO[0], (high - 2 * _MARGIN) / _PHOTO[1])
    w, h = (side * scale for side in _shape(data))
    return page.Picture(data, x + (wide - w) / 2, y + (high - h) / 2, w, h, alt="两寸照片")


def _shape(data: bytes) -> tuple[float, float]:
    """Width and height of a photo on paper in mm, at most 35×49; of another shape it is not stretched."""
    across, down = pictures.size(data)
    ratio = across / down
    if abs(ratio / (_PHOTO[0] / _PHOTO[1]) - 1) < _ROUNDED:
        return _PHOTO
    wide = min(_PHOTO[0], _PHOTO[1] * ratio)
    return wide, wide / ratio


def footer(sheet: FormSheet) -> str:
    """The words below every page: number, name, and which reprint it is."""
    name = roles.said(sheet.pack, roles.APPLICANT, sheet.facts)
    parts = (
        f"编号 {sheet.number}" if sheet.number else "",
        f"申请人 {name}" if name else "",
        f"第{sheet.copy}次补打" if sheet.copy else "",
    )
    return "  ".join(part for part in parts if part)


_NAME: Final = "\u2e80"
"""Stands for an answer while marks are set; a character of Chinese text that no layout has."""


class _Answers:
    """Fills the templates of the layout with one sheet's answers."""

    def __init__(self, sheet: FormSheet, plan: FormPlan) -> None:
        self._pack, self._plan = sheet.pack, plan
        shown = {e.id for e in rules.fields(sheet.pack, sheet.facts, sheet.chosen)}
        # An answer whose question no longer applies stays in the draft and off the paper.
        self._facts: Facts = {
            **{k: v for k, v in sheet.facts.items() if k in shown},
            CHOSEN: sheet.chosen,
        }
        self._words = {
            "form_title": typeset(sheet.pack.texts["form_title"]),
            "promise": typeset(sheet.pack.texts["promise"]),
            "registered_on": sentences.plain_date(str(sheet.registered_on or "")),
            "signer": _signer(sheet),
            **{word.name: self._worded(word, sheet.facts) for word in plan.words},
        }

    def _worded(self, word: FormWord, facts: Facts) -> str:
        """An answer in the words of the layout; empty without one, or where its condition does not hold."""
        element = self._pack.elements.get(word.of)
        said = self._said(element)
        holds = word.when is None or conditions.clause_truth(word.when, facts) is True
        if element is None or not said or not holds:
            return ""
        before, _, after = typeset(word.words.replace(ANSWER, _NAME)).partition(_NAME)
        shown = _month(said) if word.month else said
        return before + (shown if element.kind is Kind.NAME else typeset(shown)) + after

    def label(self, box: Box) -> str:
        """The name of a box on an attached page: the label of its first element, else its own words."""
        found = next(_elements(self._pack, self._plan, box), "")
        if found:
            return self._pack.elements[found].label
        if any(isinstance(token, AnswerText) and token.element == "signer" for token in box.text):
            return "签名人"
        return "".join(token.text for token in box.text if isinstance(token, Literal))

    def units(self, box: Box) -> list[text.Unit]:
        """The template of a box filled with the answers."""
        return [unit for token in box.text for unit in self._token(token, box)]

    def _token(self, token: Token, box: Box) -> Sequence[text.Unit]:
        match token:
            case Literal():
                return text.words(typeset(token.text), heavy=box.heavy)
            case Check():
                ticked = conditions.clause_truth(token.clause, self._facts) is True
                words = text.words(typeset(token.words), heavy=box.heavy)
                return [text.together([(text.box(ticked),), *words])]
            case Choices():
                return list(self._options(token, bool(box.columns)))
            case AnswerText():
                return self._answer(token, box.heavy)

    def _answer(self, token: AnswerText, heavy: bool = False) -> list[text.Unit]:
        element = self._pack.elements.get(token.element)
        named = self._pack.elements.get(self._plan.element_of(token.element))
        where = named.label if named else ""
        answer = self._words[token.element] if token.element in self._words else self._said(element)
        ruled = token.blank > 0
        units = text.words(answer or token.otherwise, where, heavy, ruled)
        spare = token.blank - sum(piece.em for unit in units for piece in unit)
        return [*units, (text.blank(spare),)] if ruled and spare > 0 else units

    def _said(self, element: Element | None) -> str:
        said = rules.label(self._pack, element, self._facts.get(element.id)) if element else ""
        if element and element.kind is Kind.BANK_CARD:
            return _in_fours(said)
        return typeset(said) if element and element.kind is Kind.TEXT else said

    def _options(self, token: Choices, columns: bool) -> Iterator[text.Unit]:
        element = self._pack.elements.get(token.element)
        if element is None:
            return
        value = self._facts.get(element.id, ())
        for number, option in enumerate(self._pack.options(element)):
            if number:
                yield from [text.TAB] if columns else text.words(_GAP)
            ticked = option.code in value if isinstance(value, tuple) else option.code == value
            blank = self._write_in(option, token.joint) if option.write_in else ()
            yield text.together([(text.box(ticked),), *text.words(typeset(option.label)), *blank])

    def _write_in(self, option: Option, joint: str) -> Iterator[text.Unit]:
        """The blank behind the option 其他, as 附件4 prints it: 其他 ____ (请填写)."""
        if joint:
            yield from text.words(typeset("他" + joint)[1:])
        yield from self._answer(AnswerText(option.write_in, blank=10))
        yield from text.words(typeset("(请填写)"))


def _signer(sheet: FormSheet) -> str:
    """Who signs for the person concerned; empty where that person signs, or nobody is known."""
    signer = roles.party(sheet.pack, roles.SIGNER, sheet.facts)
    person = roles.party(sheet.pack, roles.PERSON, sheet.facts)
    return signer.said if signer and person and signer.said != person.said else ""


def _month(day: str) -> str:
    """Year and month of a date in 年月日 (the form asks 出生年月); a text without 月 unchanged."""
    month, mark, _ = day.partition("月")
    return month + mark


def _in_fours(digits: str) -> str:
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


_SIGNED: Final = "申请人(监护人或联系人)签名:"
_DAY: Final = "       年     月     日"


def _attached(sheet: FormSheet, long: Sequence[Sequence[Content]]) -> list[DrawnPage]:
    """Attached pages with the full text of every answer too long for its box, to be signed too."""
    if not long:
        return []
    flow = Flow(10.5)
    flow.heading(f"{typeset(sheet.pack.texts['form_title'])} 附页", size=16)
    if sheet.number:
        flow.paragraph(f"编号:{sheet.number}", align="center")
    flow.paragraph("以下各栏在申请表上写不下,全文如下:", after=1)
    columns = [TableColumn(title="栏目", width=40, align="center"), TableColumn(title="全文", width=140)]
    flow.table(Table(columns, long, flow.size))
    flow.skip(2.5)
    flow.paragraph("附页是申请表的一部分,与申请表一并签名。")
    flow.block(16, lambda y: sign_here(_SIGNED, _DAY, y + 11, 11), signed=True)
    return flow.pages
