"""Invented sheets for tests of the papers."""

from datetime import date, datetime, timedelta, timezone
from functools import cache

from forms import judging, loader, rules
from forms.pack import Pack
from forms.schema import Value
from printing.sheets import FormSheet, MaterialLine, MatterLine, NoticeSheet, ReceiptSheet
from tests.people import id_number

TODAY = date(2026, 11, 23)
NUMBER = "620403-03-20261123-00018"
CHOSEN = ("cert_new", "living_subsidy", "care_subsidy", "employment")


@cache
def pack() -> Pack:
    """The county's pack."""
    return loader.shipped()


def facts(**changed: Value) -> dict[str, Value]:
    """Complete answers of an invented woman, every section of the form filled, with changes."""
    answers: dict[str, Value] = {
        "name": "张样例",
        "id_number": id_number(),
        "ethnicity": "03",
        "marriage": "22",
        "education": "70",
        "native_place": "甘肃白银",
        "household_kind": "0",
        "phone": "13800001234",
        "registered_address": "甘肃省白银市平川区样例镇样例村一社12号",
        "present_address": "甘肃省白银市平川区样例街道样例社区3号楼2单元501室",
        "certificate_state": "0",
        "has_impairment": True,
        "apply_categories": ("1", "4"),
        "guardian_name": "李样例",
        "guardian_relation": "1",
        "guardian_phone": "09436690000",
        "low_income": True,
        "cancelled_lately": False,
        "other_benefits": ("0",),
        "open_matters": ("0",),
        "recorded_state": "0",
        "receives": ("0",),
        "bank_card": "6217000012345678901",
        "willing_to_work": True,
        "able_to_work": True,
        "employed": False,
        "school": "样例职业中学",
        "major": "面点制作",
        "graduated": "2005年7月",
        "identity_kinds": ("3", "5", "9"),
        "identity_other": "返乡人员",
        "employment_remarks": "每天可以工作四小时",
        "skill_1": "中式面点师 五级",
        "skill_2": "养老护理员 四级",
        "skill_3": "缝纫工 五级",
        "unemployment_place": "2",
        "unemployment_reason": "13",
        "unemployment_other": "照料家人",
        "unemployment_benefit": False,
        "job_intent_1": "面点制作",
        "job_intent_2": "居家手工",
        "job_intent_3": "电话客服",
        "job_remarks": "需要坐着工作",
        "delivery": "1",
        "delivery_name": "赵样例",
        "delivery_phone": "13900005678",
        "delivery_address": "甘肃省白银市平川区样例路9号",
    }
    return rules.complete(pack(), answers | changed, TODAY)


def form(photo: bytes | None = None, **changed: Value) -> FormSheet:
    """A form with every section filled."""
    return FormSheet(pack(), facts(**changed), CHOSEN, photo, TODAY, NUMBER)


def notice(applicant: str = "张样例") -> NoticeSheet:
    """A notice of all findings for the invented woman."""
    found = judging.judge(pack(), facts(), CHOSEN)
    lines = tuple(
        MatterLine(
            pack().matters[f.matter].title,
            f.outcome.value,
            "".join(f.reasons),
            ";".join(f.clauses),
            f.next_step,
            f.matter in CHOSEN,
        )
        for f in found
        if f.matter in CHOSEN or f.matter == "pension"
    )
    process = [pack().texts["process"], pack().texts["hold"]]
    process += [f"{pack().matters[m].title}:{pack().matters[m].process}。" for m in CHOSEN]
    return NoticeSheet(
        pack=pack(),
        hall=pack().hall,
        window="03",
        clerk="王办事",
        applicant=applicant,
        matters=lines,
        materials=materials(),
        process=tuple(process),
        promises=("今天受理的,预计2026年12月10日前办结。",),
        contacts=(
            ("地点", pack().hall.address),
            ("时间", pack().hall.hours),
            ("咨询", pack().hall.phone),
            ("投诉", pack().hall.complaint_phone),
        ),
        standing=tuple(pack().texts[k] for k in ("fee", "once", "objection", "privacy")),
        given_on=TODAY,
    )


def materials() -> tuple[MaterialLine, ...]:
    """The materials of the four matters; one of them was not brought."""
    states = {"household": "未带", "photo": "已收(电子1页)"}
    return tuple(
        MaterialLine(
            n.material.title,
            n.material.form,
            n.material.copies,
            n.reason,
            states.get(n.material.id, "已收(纸质)"),
            n.material.where,
        )
        for n in rules.needs(pack(), facts(), CHOSEN)
    )


def receipt() -> ReceiptSheet:
    """A receipt of the four matters."""
    return ReceiptSheet(
        hall=pack().hall,
        window="03",
        clerk="王办事",
        number=NUMBER,
        applicant="张*例",
        id_number="620403********0029",
        matters=tuple(
            (m.title, f"{m.department}办理;结果:{m.result}") for m in (pack().matters[c] for c in CHOSEN)
        ),
        materials=materials(),
        accepted_at=datetime(2026, 11, 23, 9, 15, tzinfo=timezone(timedelta(hours=8))),
        handover=date(2026, 11, 26),
        promised=date(2026, 12, 10),
        provisional=True,
        limits="3个工作日内转交部门,部门10个工作日内审核,共13个工作日",
        notes=tuple(pack().texts[k] for k in ("process", "hold", "fee", "once")),
        title=pack().texts["receipt_title"],
    )
