"""A sealed code that was scanned: whether its paper is genuine, what it says, and what the book says now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desk_app.domain import seals
from desk_app.domain.applications import Application
from desk_app.domain.receipts import sound
from desk_app.domain.seals import Sealed, Verdict
from desk_app.services import law
from desk_app.services.applications import amending
from desk_app.services.parts import Parts
from forms.particulars import ID_NUMBER, NAME
from forms.schema import Facts
from forms.sentences import expected_date, plain_date

_NONE: Final = Verdict(False, "不符:这不是本系统纸件的二维码,请重新扫描")


@dataclass(frozen=True, slots=True)
class ScannedPaper:
    """What is said of a paper, and the id of its application where it is genuine."""

    verdict: Verdict
    application: str = ""


def judge(parts: Parts, text: str) -> ScannedPaper | None:
    """What a scanned code says of its paper; None for a text that is no sealed code."""
    paper = seals.read(text)
    if paper is None:
        return None
    if paper.kind not in seals.KINDS:
        return ScannedPaper(_NONE)
    if not sound(paper.number):
        return ScannedPaper(Verdict(False, f"不符:回执编号{paper.number}的校验位不对,纸件可能被改动"))
    found = (a for a in parts.store.applications.search(paper.number, 1) if a.number == paper.number)
    application = next(found, None)
    if application is None:
        return ScannedPaper(Verdict(False, _unknown(parts, paper)))
    verdict = _compared(parts, paper, application)
    return ScannedPaper(verdict, application.id if verdict.genuine else "")


def _unknown(parts: Parts, paper: Sealed) -> str:
    """A sentence for a number the book does not have: of another window, or of nobody."""
    mine = f"-{int(parts.window.number):02d}-"
    if mine not in paper.number:
        return f"核对不了:{_called(paper)}是别的窗口打的,请到那个窗口或区县核对"
    return f"不符:本窗口的账本里没有{paper.number},请向区县核实"


def _compared(parts: Parts, paper: Sealed, application: Application) -> Verdict:
    if not paper.seal:
        return Verdict(False, f"核对不了:{paper.number}有这一件,但纸上没有校验码")
    if not parts.sign(paper.number):
        return Verdict(False, f"核对不了:本窗口没有核对的密钥,{paper.number}的真假请向区县核实")
    named = tuple(dict.fromkeys(_named(parts, application)))
    place = seals.made_for(paper, parts.sign, named)
    if place is None:
        return Verdict(False, f"不符:{paper.number}的校验码与账本对不上,纸件可能被改动,请核对纸件和本人")
    name = f"申请人{application.name}"
    if place:
        name = f"是更正以前打的,申请人现在是{application.name},请换打更正后的"
    written = f"纸上写{plain_date(paper.promised.isoformat())}前办结"
    return Verdict(
        True, f"真实:{_called(paper)},{name};{written},账本现在是{_now(parts, paper, application)}"
    )


def _called(paper: Sealed) -> str:
    return f"{seals.KINDS[paper.kind]} {paper.number}"


def _named(parts: Parts, application: Application) -> Iterator[tuple[str, str]]:
    """The applicant as named now, as named at acceptance, and between two amendments."""
    yield _person(application.answers)
    yield _person(parts.store.applications.as_accepted(application.id))
    for place in range(2, len(amending.made(parts, application)) + 1):
        yield _person(amending.answers_before(parts, application, place))


def _person(answers: Facts) -> tuple[str, str]:
    return str(answers.get(NAME, "")), str(answers.get(ID_NUMBER, ""))


def _now(parts: Parts, paper: Sealed, application: Application) -> str:
    """The state in the book's words, and the promised day where it is not the paper's any more."""
    word = f"“{law.standing(parts, application).word}”"
    dates = application.dates
    if dates.promised == paper.promised:
        return word
    return f"{word},承诺{expected_date(dates.promised, provisional=dates.provisional)}前办结"
