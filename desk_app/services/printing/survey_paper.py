"""A questionnaire on paper: blank, with what is known of somebody, or as it was answered."""

from collections.abc import Iterator, Mapping
from typing import Final

from desk_app.services.printing.drawing import drawn
from forms import rules
from forms.conditions import known
from forms.schema import Kind
from forms.sentences import sentence
from forms.surveys import explain, live
from forms.surveys.kinds import Questionnaire, SurveyItem, SurveySkip
from forms.surveys.last_year import LastAnswer
from forms.surveys.live import ItemStanding, ReadSheet
from forms.typesetting import typeset
from printing.sheets import EMPTY_BOX, TICKED_BOX, DocumentSheet, DocumentValue

PAPER: Final = "survey_sheet"
"""Name of its layout."""
_CODED: Final = (Kind.CHOICE, Kind.CHOICES)
_UNASKED: Final = {ItemStanding.SKIPPED: "不填", ItemStanding.APART: "不涉及"}
_UNREAD: Final = "※"


def draw_blank(form: Questionnaire) -> bytes:
    """The form as nobody has answered it, as PDF. WorldError when it can not be printed."""
    return draw(live.read(form, {}, {}), {})


def draw(
    read: ReadSheet,
    last: Mapping[str, LastAnswer],
    *,
    place: str = "",
    hall: str = "",
    copy: int = 0,
) -> bytes:
    """A sheet as PDF, as ``sheet``. WorldError when a letter can not be printed."""
    # The paper brings the drawing library.
    from printing.papers import document

    return drawn(document.draw, sheet(read, last, place=place, hall=hall, copy=copy))


def sheet(
    read: ReadSheet,
    last: Mapping[str, LastAnswer],
    *,
    place: str = "",
    hall: str = "",
    copy: int = 0,
) -> DocumentSheet:
    """A sheet with last year's answers beside; ``copy`` is the reprint's number, ``place`` the village.

    What is not asked of this person says so.
    """
    form = read.form
    values: dict[str, DocumentValue] = {
        "title": typeset(form.title),
        "day": form.reference_day,
        "place": place,
        "hall": hall,
        "version": f"校验 {form.digest[:12]}",
        "unread": typeset(form.head.unread),
        "rows": tuple(rows(read, last)),
    }
    return DocumentSheet(PAPER, values, copy=copy)


def rows(read: ReadSheet, last: Mapping[str, LastAnswer]) -> Iterator[Mapping[str, str]]:
    """A row for each item, in the order of the form; the first of a section names it."""
    titles, before = {s.id: s.title for s in read.form.sections}, ""
    for item in read.form.items:
        yield {
            "section": typeset(titles[item.section]) if item.section != before else "",
            "number": item.number,
            "question": typeset(_question(read, item)),
            "answer": _answer(read, item),
            "last": last[item.id].words if item.id in last else "",
        }
        before = item.section


def _question(read: ReadSheet, item: SurveyItem) -> str:
    """The question, how many answers it takes, and whom it is asked of where that is still open."""
    told = [item.label, _UNREAD if item.unread or item.proposed else ""]
    told += ["(可多选)" if item.kind is Kind.CHOICES and item.most is None else ""]
    told += [f"(最多选{item.most}项)" if item.kind is Kind.CHOICES and item.most is not None else ""]
    pending = read.standing[item.id] is ItemStanding.PENDING
    told += [f"({words})" for words in _whom(read.form, item) if pending]
    return "".join(told)


def _whom(form: Questionnaire, item: SurveyItem) -> Iterator[str]:
    section = next(s for s in form.sections if s.id == item.section)
    if section.show_when:
        yield section.note or f"{sentence(form, section.show_when)}的填"
    if item.show_when:
        yield item.who or f"{sentence(form, item.show_when)}的填"


def _answer(read: ReadSheet, item: SurveyItem) -> str:
    if words := _UNASKED.get(read.standing[item.id]):
        return words
    form, value = read.form, read.facts.get(item.id, "")
    if item.kind in _CODED:
        chosen = value if isinstance(value, tuple) else (value,)
        options = (
            f"{TICKED_BOX if o.code in chosen else EMPTY_BOX}{o.code}.{o.label}{_leads(form, item, o.code)}"
            for o in form.options(item)
        )
        return "  ".join(typeset(option) for option in options)
    said = rules.label(form, item, value) if known(read.facts, item.id) else ""
    blank = f"________{item.unit}" if item.kind is Kind.NUMBER else ""
    return f"{said}{item.unit}" if said else blank


def _leads(form: Questionnaire, item: SurveyItem, code: str) -> str:
    """Where an option of its own leads; empty where nothing, or more than this answer, decides a jump."""
    skips = (s for s in form.skips if s.at == item.id and _alone(s, code))
    return next((f"(跳到{explain.called(form, skip.to)})" for skip in skips), "")


def _alone(skip: SurveySkip, code: str) -> bool:
    """Whether one answer alone makes a jump."""
    return any(
        len(row) == 1
        and row[0].element == skip.at
        and row[0].operator in ("=", "in")
        and code in row[0].values
        for row in skip.when
    )
