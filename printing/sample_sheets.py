"""Sheets of notice and receipt filled for an invented person, for previews."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from forms import judging, privacy, rules
from forms.citing import Citing
from forms.pack import Pack
from forms.schema import Effect, Facts
from forms.sentences import plain_date
from printing.papers import form
from printing.sheets import MaterialLine, MatterLine, NoticeSheet, ReceiptSheet

_DAY: Final = date(2026, 11, 23)
_PROMISED: Final = date(2026, 12, 10)
_STANDING: Final = (
    ("fee", "once"),
    ("visit_assessed", "online"),
    ("help", "on_behalf"),
    ("effect",),
    ("objection",),
)
"""Texts of the pack that stand together in one paragraph of the notice."""
_NUMBER: Final = "620403-03-20261123-000184"
_KNOWN: Final[Facts] = {
    "certificate_state": "0",
    "has_impairment": True,
    "cancelled_lately": False,
    "other_benefits": ("0",),
    "open_matters": ("0",),
    "registered_here": True,
}


def notice(pack: Pack, large: bool = False) -> NoticeSheet:
    """The notice for the invented person of the form's sample."""
    facts = rules.complete(pack, {**form.specimen(pack).facts, **_KNOWN}, _DAY)
    chosen = _chosen(pack)
    told = [f for f in judging.judge(pack, facts, chosen) if f.matter in chosen]
    citing = Citing(pack)
    return NoticeSheet(
        pack=pack,
        hall=pack.hall,
        window="3",
        clerk="王样例",
        applicant="张样例",
        matters=tuple(
            MatterLine(
                pack.matters[f.matter].title,
                f.outcome.value,
                "".join(f.reasons),
                citing.first(";".join(f.clauses)),
                f.next_step,
                chosen=True,
            )
            for f in told
        ),
        materials=tuple(
            MaterialLine(n.material.title, n.material.form, n.copies, n.reason, "未带", n.material.where)
            for n in rules.needs(pack, facts, chosen)
        ),
        process=(pack.texts["process"] + pack.texts.get("legal", ""),),
        promises=tuple(_promises(pack, chosen)),
        contacts=tuple(_contacts(pack)),
        standing=(
            *(said for texts in _STANDING if (said := _said(pack, texts))),
            privacy.said(pack, pack.hall, facts, chosen),
        ),
        given_on=_DAY,
        sample=True,
        large=large,
    )


def _chosen(pack: Pack) -> tuple[str, ...]:
    """Of the matters of the form's sample the certificate's, and the subsidies that wait for it."""
    named = form.specimen(pack).chosen
    return tuple(m for m in named if pack.matters[m].certificate or pack.effect_of(m) is Effect.PAYS)


def _promises(pack: Pack, chosen: Sequence[str]) -> Iterator[str]:
    first = "、".join(pack.matters[m].title for m in chosen if pack.matters[m].certificate)
    held = "、".join(pack.matters[m].title for m in chosen if not pack.matters[m].certificate)
    if first:
        yield f"{first}:今天受理的,{plain_date(_PROMISED)}前办结,残疾评定和公示的时间另计。"
    if first and held:
        yield f"{held}:等“{first}”的结果,期间停止计时。"


def _said(pack: Pack, texts: tuple[str, ...]) -> str:
    return "".join(pack.texts.get(text, "") for text in texts)


def _contacts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Label and words of each line of where to go and whom to call, as on a notice of a real person."""
    hall = pack.hall
    named = dict.fromkeys(pack.matters[m].department for m in _chosen(pack))
    yield "地点", hall.address
    yield "时间", hall.hours
    yield "咨询", f"电话 {hall.phone},网址 {hall.consult_web}"
    yield "投诉", f"电话 {hall.complaint_phone},地址 {hall.complaint_address}\n网址 {hall.complaint_web}"
    yield "找谁", ";".join(f"{name}({pack.department(name).phone})" for name in named)


def _came(line: MaterialLine) -> MaterialLine:
    """A material as a receipt has it: scanned, two pages."""
    return replace(line, form="扫描件", amount="2页", state="已收(扫描2页)", note="")


def receipt(pack: Pack) -> ReceiptSheet:
    """The receipt of the same invented person."""
    limits = pack.limits
    return ReceiptSheet(
        hall=pack.hall,
        window="3",
        clerk="王样例",
        number=_NUMBER,
        applicant="张样例",
        id_number="**************0029",
        matters=tuple((pack.matters[m].title, pack.matters[m].department + "办理") for m in _chosen(pack)),
        materials=tuple(_came(line) for line in notice(pack).materials),
        accepted_at=datetime.combine(_DAY, datetime.min.time().replace(hour=9)),
        handover=date(2026, 11, 26),
        promised=_PROMISED,
        provisional=False,
        limits=f"共{limits.promised}个工作日",
        notes=tuple(pack.texts[k] for k in ("process", "fee", "once")),
        title=pack.texts["receipt_title"],
        sealed=f"{_NUMBER}:R1:20261210:0123456789ABCDEF",
        sample=True,
    )
