"""The people of the matrix: who comes, asks for what, brings what, and how papers have to name them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from forms.numbers import check_digit
from forms.schema import Facts, Value
from tests.people import id_number

SCAN, SCANS, SEEN, COPY, SHOWN, LATER = "scan", "scans", "seen", "copy", "shown", "later"
"""How a material is met: one page, two pages, original looked at, copy kept, electronic form, 容缺."""

LONG: Final = "阿卜杜热合曼江·买买提吐尔逊·艾合买提阿吉木·伊斯坎旦尔拜克·苏来曼哈力克·阿不都拉"
"""A name of 43 characters."""
ADDRESS: Final = "甘肃省白银市平川区长征街道样例社区12号"
_ANSWERS: Final[Facts] = {
    "ethnicity": "01",
    "marriage": "20",
    "education": "70",
    "household_kind": "0",
    "phone": "13809430000",
    "registered_address": ADDRESS,
    "present_address": ADDRESS,
    "has_impairment": True,
    "registered_here": True,
    "low_income": True,
    "cancelled_lately": False,
    "other_benefits": ("0",),
    "apply_categories": ("4",),
    "bank_card": "6217000000000000004",
    "willing_to_work": True,
    "able_to_work": True,
    "employed": False,
    "identity_kinds": ("3", "5"),
    "unemployment_place": "1",
    "unemployment_reason": "8",
    "unemployment_benefit": False,
    "pension_joined": True,
    "delivery": "2",
    "certificate_state": "0",
}


@dataclass(frozen=True, slots=True)
class Names:
    """How papers have to name the people of a visit, written out by hand."""

    applicant: str
    recipient: str
    """Also who signs for the result."""
    phone: str
    """The applicant's telephone as people write it."""
    own: bool = True
    """Whether the applicant's identity number is that of the person concerned."""
    guardian: str = ""
    guardian_phone: str = ""
    recipient_own: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at the window."""

    name: str
    told: Facts
    chosen: tuple[str, ...]
    names: Names
    brings: Mapping[str, str] = field(default_factory=dict)
    """Material → how it is met; every other one as an original that was looked at."""
    steps: tuple[str, ...] = ()
    """What happens after acceptance; see ``courses``."""
    taken: bool = True
    """Whether the draft is accepted."""
    sweeps: bool = False
    """Whether it is only here to bring its matters into every state."""

    @property
    def id_number(self) -> str:
        """Of the person concerned."""
        return str(self.told["id_number"])


_ORDER = iter(range(2, 998, 2))


def woman(birth: str = "19870312") -> str:
    """Another invented number."""
    return id_number(birth, f"{next(_ORDER):03d}")


def adult(name: str = "张样例", **more: Value) -> dict[str, Value]:
    """Answers of a woman of 39 who never had a certificate."""
    return {**_ANSWERS, "name": name, "id_number": woman(), **more}


def holder(grade: str, name: str = "王样本", **more: Value) -> dict[str, Value]:
    """Answers of somebody with a valid certificate that ends in these two digits."""
    told = adult(name, **{"certificate_state": "1", **more})
    return {**told, "certificate_number": f"{told['id_number']}{grade}"}


def own(told: Facts, phone: str = "13809430000") -> Names:
    """The names of somebody who comes for themselves."""
    name = str(told["name"])
    return Names(name, name, phone)


SUBSIDIES: Final = ("living_subsidy", "care_subsidy")
SCANNED: Final = {"id_card": SCANS, "photo": SCAN, "household": SCANS}


def _first() -> Visit:
    told = adult(
        phone="09436690004",
        native_place="甘肃白银(平川)",
        registered_address="甘肃省白银市平川区长征街道样例社区(一社),12号",
    )
    steps = (
        "transfer", "accept", "assess:cert_new", "correct:cert_new", "supplement:bank_card_copy",
        "mend:cert_new", "amend:phone=13909430001", "conclude:cert_new:肢体2", "conclude:living_subsidy",
        "conclude:care_subsidy",
        "conclude:employment", "hand_over:本人",
    )  # fmt: skip
    brings = {**SCANNED, "bank_card_copy": LATER}
    chosen = ("cert_new", *SUBSIDIES, "employment")
    return Visit("adult", told, chosen, own(told, "0943-6690004"), brings, steps)


def _child() -> Visit:
    told = adult(
        "李小样",
        id_number=id_number("20170605", "001"),
        apply_categories=("3", "5"),
        guardian_name="马样妈",
        guardian_relation="5",
        guardian_phone="13800000003",
        delivery="1",
        delivery_name="马样妈",
        delivery_phone="13800000003",
        delivery_address=ADDRESS,
    )
    names = Names(
        "李小样（监护人马样妈）", "马样妈（李小样的监护人）", "13800000003",
        guardian="马样妈", guardian_phone="13800000003", recipient_own=False,
    )  # fmt: skip
    brings = {"photo": SCAN, "household": COPY, "guardian_id": SCANS, "bank_card_copy": SHOWN}
    steps = ("transfer", "assess:cert_new", "refuse:cert_new", "notify:监护人")
    return Visit("child", told, ("cert_new", "care_subsidy"), names, brings, steps)


def _blind() -> Visit:
    told = holder("11", "王样本", renew_reason="2", certificate_until="2026-12-31", phone="09436690004")
    steps = ("transfer", "accept", "conclude:cert_renew", "conclude:living_subsidy", "hand_over:本人")
    chosen = ("cert_renew", *SUBSIDIES)
    return Visit("blind", told, chosen, own(told, "0943-6690004"), {**SCANNED, "bank_card_copy": SCAN}, steps)


def _grade() -> Visit:
    told = holder(
        "63", "陈示例", apply_categories=("6",), certificate_until="2031-03-12",
        guardian_name="陈样父", guardian_relation="5", guardian_phone="13800000006",
    )  # fmt: skip
    names = Names(
        "陈示例（监护人陈样父）", "陈样父（陈示例的监护人）", "13800000006",
        guardian="陈样父", guardian_phone="13800000006", recipient_own=False,
    )  # fmt: skip
    steps = ("transfer", "assess:cert_change", "amend:guardian_phone=13800000016", "close:cert_change")
    brings = {"photo": SCAN, "id_card": SCANS, "household": COPY}
    return Visit("grade", told, ("cert_change", "care_subsidy"), names, brings, steps)


def _dead() -> Visit:
    told = holder(
        "22B1", "赵样翁", cancel_reason="1", cancel_categories=("2",), marriage="30",
        guardian_name="赵样子", guardian_relation="2", guardian_phone="13800000007",
    )  # fmt: skip
    said = "赵样子（赵样翁的儿子）"
    names = Names(said, said, "13800000007", own=False, recipient_own=False)
    steps = ("transfer", "correct:cert_cancel", "mend:cert_cancel", "conclude:cert_cancel", "hand_over:亲属")
    return Visit("dead", told, ("cert_cancel",), names, {}, steps)


def _lost() -> Visit:
    told = holder("22B1", "欧阳样", certificate_state="2", certificate_until="2031-05-10", marriage="20")
    steps = ("withdraw:care_subsidy", "refuse:employment", "conclude:cert_lost", "hand_over:受托人")
    chosen = ("cert_lost", "care_subsidy", "employment")
    return Visit("lost", told, chosen, own(told), {**SCANNED, "bank_card_copy": COPY}, steps)


def _elsewhere() -> Visit:
    told = adult(
        "孙外县",
        id_number=id_number("19900101", "012", "620421"),
        registered_here=False,
        registered_address="甘肃省白银市靖远县样例镇样例村",
    )
    brings = {**SCANNED, "residence_permit": SCANS, "bank_card_copy": COPY}
    chosen = ("cert_new", "living_subsidy")
    return Visit("elsewhere", told, chosen, own(told), brings, ("correct:cert_new", "withdraw:cert_new"))


def _resident() -> Visit:
    first = "81000019900204001"
    told = adult("何样港", id_number=first + check_digit(first), marriage="10")
    told.pop("registered_here")
    steps = ("accept", "correct:cert_new", "mend:cert_new", "refuse:cert_new")
    return Visit("resident", told, ("cert_new",), own(told), {"id_card": SHOWN, "photo": SEEN}, steps)


def _six() -> Visit:
    told = adult(
        "钱多重",
        apply_categories=("1", "2", "3", "4", "5", "6"),
        guardian_name="钱样母",
        guardian_relation="5",
        guardian_phone="13800000008",
    )
    names = Names(
        "钱多重（监护人钱样母）", "钱样母（钱多重的监护人）", "13800000008",
        guardian="钱样母", guardian_phone="13800000008", recipient_own=False,
    )  # fmt: skip
    steps = ("transfer", "assess:cert_new", "conclude:cert_new:视力3、听力2、言语3、肢体4、智力1、精神2")
    return Visit("six", told, ("cert_new", "care_subsidy"), names, SCANNED, (*steps, "hand_over:监护人"))


def _long_name() -> Visit:
    told = adult(LONG)
    steps = ("correct:cert_new", "mend:cert_new", "conclude:cert_new:肢体1", "conclude:care_subsidy")
    return Visit("long", told, ("cert_new", *SUBSIDIES), own(told), SCANNED, steps)


def _moved() -> Visit:
    told = holder("44", "周样迁", certificate_until="2031-05-10")
    steps = (
        "transfer",
        f"amend:present_address={ADDRESS}(二单元)",
        "conclude:cert_move",
        "post",
        "hand_over:本人",
    )
    return Visit("moved", told, ("cert_move",), own(told), SCANNED, steps)


def _stopped() -> tuple[Visit, Visit]:
    """A woman with a subsidy who recovers: her certificate is cancelled and the payment stops."""
    told = holder("42", "吴样停")
    paid = Visit("paid", told, SUBSIDIES, own(told), {}, ("transfer", "conclude"))
    again = {**told, "cancel_reason": "2", "cancel_categories": ("4",)}
    gone = Visit("recovered", again, ("cert_cancel",), own(told), {}, ("conclude:cert_cancel", "shows:paid"))
    return paid, gone


def _drafts() -> tuple[Visit, ...]:
    bare = adult("郑未齐")
    lacking = Visit("lacking", bare, ("cert_new",), own(bare), {"photo": ""}, taken=False)
    rich = adult("冯不符", low_income=False, certificate_state="1", id_number=woman())
    rich["certificate_number"] = f"{rich['id_number']}44"
    refused = Visit("not met", rich, ("cert_new", *SUBSIDIES), own(rich), {}, taken=False)
    lost = holder("43", "沈样失", certificate_state="2")
    declared = Visit("declares", lost, ("cert_lost",), own(lost), SCANNED, taken=False)
    asks = adult("许只问")
    nothing = Visit("asks", asks, (), own(asks), {}, taken=False)
    return lacking, refused, declared, nothing


_SETS: Final[tuple[tuple[str, ...], ...]] = (
    ("cert_new", *SUBSIDIES, "employment"),
    ("cert_renew", "cert_move", "cert_change"),
    ("cert_lost",),
    ("cert_cancel",),
    SUBSIDIES,
)
_ENDS: Final = {
    "goes on": ("transfer", "accept", "assess", "correct", "mend", "conclude", "hand_over:本人"),
    "refused": ("refuse", "post", "notify:本人"),
    "kept": ("refuse", "keep"),
    "closed": ("close",),
    "withdrawn": ("withdraw",),
}


def _sweep() -> tuple[Visit, ...]:
    """Every matter through every state, several of one visit at once."""
    found = []
    for chosen in _SETS:
        for end, every in _ENDS.items():
            steps = tuple(s for s in every if s != "assess" or chosen[0] != "cert_new")
            state = {"cert_lost": "2"}.get(chosen[0], "1")
            told = (
                adult("罗样走") if "cert_new" in chosen else holder("42", "罗样走", certificate_state=state)
            )
            told |= {"renew_reason": "1", "cancel_reason": "3", "cancel_categories": ("4",)}
            found.append(
                Visit(f"{chosen[0]} {end}", told, chosen, own(told), {"photo": SCAN}, steps, sweeps=True)
            )
    return tuple(found)


def visits() -> tuple[Visit, ...]:
    """Everybody, in the order they come."""
    return (
        _first(), _child(), _blind(), _grade(), _dead(), _lost(), _elsewhere(), _resident(), _six(),
        _long_name(), _moved(), *_stopped(), *_drafts(), *_sweep(),
    )  # fmt: skip
