"""The papers of one application: plain sheets from drafts and applications, drawn by ``printing``."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module

from desk_app.domain import seals
from desk_app.domain.applications import Application, Draft, MatterState, masked_number
from desk_app.domain.seals import Sealed
from desk_app.errors import WorldError
from desk_app.services import capture, inform, law, materials
from desk_app.services.intake import dates
from desk_app.services.parts import Parts
from forms import rules
from forms.pack import Pack
from forms.schema import Finding, Need, Outcome
from printing.errors import UnprintableError
from printing.sheets import FormSheet, MaterialLine, MatterLine, NoticeSheet, ReceiptSheet


def notice(parts: Parts, draft: Draft, large: bool = False) -> bytes:
    """The 一次性告知书 of a draft as PDF; ``large`` in large print."""
    pack = law.of(parts, draft.pack_digest)
    promised = dates(parts, pack, parts.clock.now())
    sheet = NoticeSheet(
        pack=pack,
        hall=parts.window.hall,
        window=parts.window.number,
        clerk=parts.window.clerk,
        applicant=str(draft.answers.get("name", "")),
        matters=tuple(_matter_line(pack, f, draft) for f in _told(parts, draft)),
        materials=_material_lines(pack, inform.needs(parts, draft), draft),
        process=tuple(_processes(pack, draft)),
        promised=promised.promised,
        provisional=promised.provisional,
        given_on=parts.clock.today(),
        large=large,
    )
    return _drawn("notice", sheet)


def form(parts: Parts, draft: Draft) -> bytes:
    """The unified form of a draft as PDF: what is on the screen is on the paper."""
    sheet = FormSheet(
        pack=law.of(parts, draft.pack_digest),
        facts=inform.facts(parts, draft),
        chosen=draft.chosen,
        photo=capture.photo_of(parts, draft),
        registered_on=parts.clock.today(),
    )
    return _drawn("form", sheet)


def receipt(parts: Parts, application: Application, copy: int = 0) -> bytes:
    """The 受理回执 of an accepted application as PDF, the applicant masked; a reprint says which it is."""
    answers, pack = application.answers, law.of(parts, application.pack_digest)
    limits = pack.limits
    needs = rules.needs(pack, answers, application.chosen)
    sheet = ReceiptSheet(
        hall=parts.window.hall,
        window=application.window,
        clerk=application.clerk,
        number=application.number,
        applicant=application.name,
        id_number=masked_number(str(answers.get("id_number", ""))),
        matters=tuple((m.title, _ahead(pack, m.matter, m.state, m.waits_for)) for m in application.matters),
        materials=_material_lines(pack, needs, application),
        accepted_at=application.accepted_at,
        handover=application.dates.handover,
        promised=application.dates.promised,
        provisional=application.dates.provisional,
        limits=f"{limits.handover}个工作日内转交部门,部门{limits.review}个工作日内审核,共{limits.promised}个工作日",
        notes=(*_promised(application), *(pack.texts[k] for k in ("process", "fee", "once"))),
        title=pack.texts["receipt_title"],
        sealed=_sealed(parts, application),
        copy=copy,
    )
    return _drawn("receipt", sheet)


def _sealed(parts: Parts, application: Application) -> str:
    """What the receipt's QR code says: no person in clear, and a seal only the window's key makes."""
    paper = Sealed(application.number, seals.RECEIPT, application.dates.promised)
    message = paper.message(application.name, str(application.answers.get("id_number", "")))
    return replace(paper, seal=parts.sign(message)).text()


def _promised(application: Application) -> Iterable[str]:
    """What an application that was taken with promises says of them (容缺受理: 主件齐全, 按期补交)."""
    if application.promises:
        yield "主件齐全,先予受理;容缺的材料请在写明的日期前补到本窗口。"


def _drawn(paper: str, sheet: NoticeSheet | FormSheet | ReceiptSheet) -> bytes:
    # The first paper brings the drawing library, off the main thread; the start does not wait for it.
    draw: Callable[[object], bytes] = import_module(f"printing.papers.{paper}").draw
    try:
        return draw(sheet)
    except UnprintableError as error:
        raise WorldError(str(error)) from error


def _told(parts: Parts, draft: Draft) -> Iterable[Finding]:
    """What the notice tells: chosen matters first, then what else applies or may (附件2 第十四条)."""
    found, pack = inform.findings(parts, draft), law.of(parts, draft.pack_digest)
    chosen = [f for f in found if f.matter in draft.chosen]
    others = [
        f
        for f in found
        if f.matter not in draft.chosen
        and (f.outcome is not Outcome.NOT or not f.matter.startswith("cert_"))
        and not rules.blocked_by(pack, draft.chosen, f.matter)
    ]
    return chosen + others


def _matter_line(pack: Pack, finding: Finding, draft: Draft) -> MatterLine:
    return MatterLine(
        title=pack.matters[finding.matter].title,
        outcome=finding.outcome.value,
        reasons="".join(finding.reasons),
        clause=";".join(finding.clauses),
        next_step=finding.next_step,
        chosen=finding.matter in draft.chosen,
    )


def _processes(pack: Pack, draft: Draft) -> Iterable[str]:
    yield pack.texts["process"]
    held = any(set(pack.matters[m].settles) for m in draft.chosen)
    if held and len(draft.chosen) > 1:
        yield pack.texts["hold"]
    for matter in draft.chosen:
        yield f"{pack.matters[matter].title}:{pack.matters[matter].process}。"


def _material_lines(
    pack: Pack, needs: Iterable[Need], holder: Draft | Application
) -> tuple[MaterialLine, ...]:
    return tuple(
        MaterialLine(
            title=n.material.title,
            form=n.material.form,
            copies=n.copies,
            note=";".join(t for t in (n.reason, materials.follows(pack, n, holder)) if t),
            state=materials.state(n, holder),
            where=n.material.where,
        )
        for n in needs
    )


def _ahead(pack: Pack, matter: str, state: str, waits_for: str) -> str:
    if state == MatterState.HELD:
        return f"已收件,等“{pack.matters[waits_for].title}”结果,期间停止计时"
    return f"{pack.matters[matter].department}办理;结果:{pack.matters[matter].result}"
