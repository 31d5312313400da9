"""Describes a person in the words of the lawyer's table, derived here and not by the rules."""

from datetime import date

from desk_app.commands.people import DAY, NOTHING_OPEN, InventedPerson
from tests.law.table import UNKNOWN

CATEGORIES = dict(zip("123456", ("视力", "听力", "言语", "肢体", "智力", "精神"), strict=True))
GRADES = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
REASONS = {"1": "残损", "2": "到期", "3": "资料更新"}
BENEFITS = {"特困供养": "1", "工伤护理费": "2", "孤儿保障": "3"}
MATERIALS = {
    "户口簿": "household",
    "身份证": "id_card",
    "照片": "photo",
    "银行卡": "bank_card_copy",
    "监护人身份证": "guardian_id",
    "居住证": "residence_permit",
}
STATES = {"0": "没有办过", "1": "有效", "2": "遗失", "3": "过期", "4": "残损", "5": "已注销"}
ALONGSIDE = {"cert_new": "新办", "cert_change": "变更", "cert_renew": "换领", "cert_lost": "挂失补办"}
CERTIFICATE = {**ALONGSIDE, "cert_move": "迁移", "cert_cancel": "注销"}

Words = dict[str, frozenset[str]]


def words(person: InventedPerson, alongside: str = "") -> Words:
    """Column → the person's words, except ``在办``, which depends on the matter (``for_matter``)."""
    plain = {
        "年龄": _age(person.birth),
        "证件情况": _state(person),
        "有残疾": _yes(person.impairment),
        "一年内注销": _cancelled(person),
        "等级": GRADES.get(person.grade, UNKNOWN),
        "低保": _yes(person.low_income),
        "就业意愿": _yes(person.willing),
        "劳动能力": _yes(person.able),
        "参加城乡居保": _yes(person.pension),
        "户籍在本区": _yes(person.registered),
        "换领原因": REASONS.get(person.reason, UNKNOWN),
        "有效期": _expiry(person.until),
        **{b: _yes(code in person.benefits if person.benefits else None) for b, code in BENEFITS.items()},
    }
    kinds = frozenset(CATEGORIES[c] for c in person.categories) or frozenset({UNKNOWN})
    whole = {column: frozenset({word}) for column, word in plain.items()}
    return whole | {"类别": kinds, "一并": _alongside(person, alongside)}


def for_matter(person: InventedPerson, all_words: Words, matter: str) -> Words:
    """The words, with ``在办`` for this matter."""
    mine = "本事项" if matter in person.open else "无" if person.open else UNKNOWN
    others = {CERTIFICATE[m] for m in person.open if m in CERTIFICATE and m != matter}
    return all_words | {"在办": frozenset({mine} | others)}


def _alongside(person: InventedPerson, asked: str) -> frozenset[str]:
    """Certificate matters of this visit, and of earlier ones that are open."""
    still = {"先前新办" if m == "cert_new" else ALONGSIDE[m] for m in person.open if m in ALONGSIDE}
    return frozenset(still | ({ALONGSIDE[asked]} if asked else set())) or frozenset({"否"})


def described(person: InventedPerson) -> str:
    """The person on one line, for a report."""
    told = "、".join(f"{column}{'/'.join(sorted(word))}" for column, word in words(person).items())
    still = "/".join(person.open) if person.open != NOTHING_OPEN else "无"
    where = f"生于{person.birth} {'男' if person.male else '女'} 在办{still or UNKNOWN}"
    return f"{where} 证号{person.number or '–'} 止{person.until} 注销日{person.cancelled_on} {told}"


def _yes(answer: bool | None) -> str:
    return UNKNOWN if answer is None else "是" if answer else "否"


def _state(person: InventedPerson) -> str:
    """What they say of the certificate; else what its last day says when it is shown."""
    if person.state or not (person.certificate_number and person.until):
        return STATES.get(person.state, UNKNOWN)
    return "过期" if person.until < DAY else "有效"


def _age(birth: date | None) -> str:
    if birth is None:
        return UNKNOWN
    return str(DAY.year - birth.year - ((DAY.month, DAY.day) < (birth.month, birth.day)))


def _expiry(until: date | None) -> str:
    """Words for the day of expiry: renewal is allowed within twelve months before it, that day included."""
    if until is None:
        return UNKNOWN
    return "十二个月内" if until <= DAY.replace(year=DAY.year + 1) else "超过十二个月"


def _cancelled(person: InventedPerson) -> str:
    """Words for the day of cancelling: the year begins the day after (民法典201、202条)."""
    if person.cancelled_on is None:
        return _yes(person.cancelled)
    return _yes(person.cancelled_on.replace(year=person.cancelled_on.year + 1) >= DAY)
