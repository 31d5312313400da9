"""Notice, form and receipt of one application, from plain sheets that ``printing`` draws."""

from collections.abc import Iterable
from dataclasses import replace

from desk_app.domain import seals
from desk_app.domain.applications import (
    MATTER,
    Application,
    Draft,
    MatterCase,
    MatterState,
    masked_number,
)
from desk_app.domain.seals import Sealed
from desk_app.services import days, law, reading
from desk_app.services.applications import amending, withdrawing
from desk_app.services.counter import capture
from desk_app.services.parts import Parts
from desk_app.services.printing import (
    granted,
    handed,
    informing,
    parties,
    promised,
    received,
    standing,
    undertakings,
)
from desk_app.services.printing.drawing import drawn
from desk_app.services.reading import Reading
from forms import judging
from forms.pack import Limits
from forms.particulars import ID_NUMBER
from forms.stops import WAITING
from printing.sheets import FormSheet, ReceiptSheet

_NO_DAY = "申请的事项都已结束,没有办结时间。"


def notice(parts: Parts, subject: Draft | Reading, large: bool = False, copy: int = 0) -> bytes:
    """The 一次性告知书 as PDF, with ``large`` in large print; ``copy`` is the reprint's number.

    A draft's notice has today's days, an application's always those of its acceptance.
    """
    from printing.papers import notice as paper  # the first paper brings the drawing library

    return drawn(paper.draw, informing.sheet(parts, reading.of(parts, subject), large, copy))


def form(parts: Parts, subject: Draft | Reading, copy: int = 0) -> bytes:
    """The unified form as PDF, with the answers that the screen shows; ``copy`` is the reprint's number."""
    from printing.papers import form as paper

    read = reading.of(parts, subject)
    sheet = FormSheet(
        pack=read.pack,
        facts=read.facts,
        chosen=read.holder.chosen,
        photo=capture.photo_of(parts, read.holder),
        registered_on=read.today,
        copy=copy,
        made=read.holder.accepted_at if isinstance(read.holder, Application) else None,
    )
    return drawn(paper.draw, sheet)


def receipt(parts: Parts, application: Application, copy: int = 0) -> bytes:
    """The 受理回执 as PDF, the applicant masked; ``copy`` is the reprint's number."""
    from printing.papers import receipt as paper

    read = reading.of(parts, application)
    pack = read.pack
    sheet = ReceiptSheet(
        hall=parts.window.hall,
        window=application.window,
        clerk=application.clerk,
        number=application.number,
        applicant=parties.applicant(read),
        applicant_phone=parties.phone(read),
        person=parties.concerned(read),
        id_number=masked_number(read.id_number),
        matters=tuple((m.title, _ahead(parts, read, m)) for m in application.matters),
        materials=received.lines(read, application, law.lost(parts, application)),
        accepted_at=application.accepted_at,
        handover=application.dates.handover,
        promised=application.dates.promised,
        provisional=application.dates.provisional,
        counts_from=days.later_start(parts, application.accepted_at),
        promises=_by_when(parts, read, application),
        limits=_days_of_ours(parts, read, application),
        notes=(
            *amending.noted(parts, application),
            *_over(parts, application),
            *_promised(parts, read, application),
            *undertakings.noted(application),
            *_tells(parts, read, application),
            *_comes(parts, read, application),
            *_reached(parts),
            "".join(standing.some(pack, *standing.free(pack, read.holder.chosen), "once")),
        ),
        title=pack.texts["receipt_title"],
        sealed=sealed(parts, application, seals.RECEIPT),
        copy=copy,
    )
    return drawn(paper.draw, sheet)


def sealed(parts: Parts, application: Application, kind: str) -> str:
    """Text of a paper's QR code: nothing personal in clear, sealed with the window's key.

    ``kind`` is one of ``domain.seals.KINDS``.
    """
    paper = Sealed(application.number, kind, application.dates.promised)
    message = paper.message(application.name, str(application.answers.get(ID_NUMBER, "")))
    return replace(paper, seal=parts.sign(message)).text()


def _days_of_ours(parts: Parts, read: Reading, application: Application) -> str:
    """The days of hall and departments; where another county decides some matters, of ours by name."""
    groups, pack = promised.of(read), read.pack
    if groups.away or _ended(parts, application):
        return ""
    who = "、".join(pack.matters[m].title for m in groups.ours)
    return f"{who}:{_limits(pack.limits)}" if groups.elsewhere else _limits(pack.limits)


def _limits(limits: Limits) -> str:
    steps = f"{limits.handover}个工作日内转交部门,部门{limits.review}个工作日内审核"
    return f"{steps},共{limits.promised}个工作日;法定办结时限{limits.legal}个工作日"


def _reached(parts: Parts) -> Iterable[str]:
    """Where advice is given and complaints are taken beside the telephones (附件3 咨询方式、监督投诉方式)."""
    hall = parts.window.hall
    ways = (
        ("咨询网址", hall.consult_web),
        ("监督投诉地址", hall.complaint_address),
        ("监督投诉网址", hall.complaint_web),
    )
    if said := ";".join(f"{label} {way}" for label, way in ways if way):
        yield f"{said}。"


def _over(parts: Parts, application: Application) -> Iterable[str]:
    """That days and materials do not count any more where every matter ended without a result."""
    if application.gone:
        yield "申请的事项都已撤回,上面的办理期限和补交日期不再计算;需要时可以随时重新申请。"
    elif _ended(parts, application):
        yield "申请的事项都已结束(见上表),上面的办理期限和补交日期不再计算。"


def _ended(parts: Parts, application: Application) -> bool:
    """Whether every matter is over and none was granted."""
    return len(law.lost(parts, application)) == len(application.matters)


def _by_when(parts: Parts, read: Reading, application: Application) -> tuple[str, ...]:
    """When the matters were granted that were, and by when the others are done; that no day counts where
    all ended without a result.
    """
    if _ended(parts, application):
        return (_NO_DAY,)
    done = granted.days(parts, application)
    over = _settled(parts, application) | done.keys()
    return promised.sentences(read, application.dates, weekday=True, over=over, done=done)


def _comes(parts: Parts, read: Reading, application: Application) -> Iterable[str]:
    """How the results come of what may still have one, or has one."""
    if going_on := law.going_on(parts, application):
        yield from informing.delivered(read, going_on, results=False)


def _settled(parts: Parts, application: Application) -> frozenset[str]:
    """The matters of which no day is told on a receipt printed again: they ended without a result, or have
    one after they waited, when the day of acceptance no longer was theirs.
    """
    waited = (m.matter for m in application.matters if m.waits_for and m.state in law.GRANTED)
    return law.lost(parts, application) | frozenset(waited)


def _tells(parts: Parts, read: Reading, application: Application) -> Iterable[str]:
    """What the rules tell of the matters that did not end without a result, each sentence once."""
    lost, matters = law.lost(parts, application), read.pack.matters
    going_on = (m for m in application.chosen if m not in lost)
    return dict.fromkeys(t for m in going_on for t in judging.tells(matters[m], read.facts))


def _promised(parts: Parts, read: Reading, application: Application) -> Iterable[str]:
    """The receipt's sentence about promised materials (容缺受理: 主件齐全, 按期补交), where one is due."""
    if received.awaited(read, application, law.lost(parts, application)):
        yield "主件齐全,先予受理;容缺的材料请在写明的日期前补到本窗口。"


def _taken_back_here(parts: Parts, read: Reading, case: MatterCase) -> bool:
    """Whether a matter was taken back and the county, which may have decided before, has not confirmed it."""
    holder = read.holder
    if not isinstance(holder, Application) or case.state != MatterState.WITHDRAWN:
        return False
    return withdrawing.pending(parts, holder, case.matter)


def _taken_by(parts: Parts, read: Reading, case: MatterCase) -> str:
    """Who took a result in place of the person concerned; empty where nobody else did."""
    holder = read.holder
    if not isinstance(holder, Application) or case.state != MatterState.HANDED_OVER:
        return ""
    how = handed.of(parts, holder, case)
    if how is None or how.own or how.receiver in ("", holder.name):
        return ""
    relation = f"({how.relation})" if how.relation else ""
    return f"已由{how.receiver}{relation}{'签收' if how.way else '领取'}"


def _ahead(parts: Parts, read: Reading, case: MatterCase) -> str:
    """What comes next for a matter; of one that has ended, printed again, how it ended."""
    pack, named = read.pack, read.pack.matters[case.matter]
    if case.state == MatterState.HELD:
        stopped = ",期间停止计时" if pack.stops(WAITING) else ""
        return f"已收件,等“{pack.matters[case.waits_for].title}”结果{stopped}"
    if _taken_back_here(parts, read, case):
        return "已申请撤回,以区县收到为准"
    result = judging.result(named, read.facts)
    if not parts.law.procedure(pack.digest, MATTER).state(case.state).open:
        state = parts.law.shown(pack.digest, MATTER, case.state)
        word = _taken_by(parts, read, case) or state.told or state.word
        return f"{word};结果:{result}" if case.state in law.GRANTED else word
    other = judging.handler(named, read.facts)
    department = pack.department(named.department)
    who = f"{standing.reached(department)}{f'收件后转{other}' if other else ''}"
    return f"{who}办理;结果:{result}"
