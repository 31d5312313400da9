"""What happens to an application after acceptance: acts of window and departments, in both real books."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from PIL import Image

from desk_app.domain.applications import (
    Application,
    Draft,
    Electronic,
    HandedIn,
    MatterState,
    Page,
    matter_id,
)
from desk_app.services import proceedings
from desk_app.services.applications import amending, delivery_acts, following, handover, mending, withdrawing
from desk_app.services.applications.amending import Change
from desk_app.services.applications.mending import Answer
from desk_app.services.counter import capture, intake
from forms.result_words import read_assessed
from tests.law.world import World, filled
from tests.papers.cast import COPY, LATER, SCAN, SCANS, SEEN, SHOWN, Visit

ROWS: Final = (
    {
        "material": "照片",
        "fault": "不是白底(灰色)",
        "remedy": "重拍,白底",
        "until": "2026-12-07",
        "clause": "附件5 序号3",
    },
    {"material": "户口簿", "fault": "缺本人页", "remedy": "补交本人页", "until": "2026-12-09"},
)
"""What a department wants mended."""
REASON: Final = "材料核对不符(见说明),本次不办"
ELSEWHERE: Final = "请向户籍地区县残联申请"
CLAUSE: Final = "残疾人证管理办法第三条"
NEXT: Final = "情况有变化的(以部门认定为准),可以再来申请"
RECEIVER: Final = "领取人甲"
POSTED: Final = "1100000000001"
DEPARTMENT_OPEN: Final = ("taken", "transferred", "accepted", "assessing", "mended")


@lru_cache
def picture(width: int, height: int, shade: int) -> bytes:
    """A grey JPEG."""
    made = BytesIO()
    Image.new("L", (width, height), shade).save(made, "JPEG")
    return made.getvalue()


def draft(here: World, visit: Visit) -> Draft:
    """The visit as the clerk has typed it, with what was brought."""
    made = here.draft(visit.told, visit.chosen)
    for material, how in visit.brings.items():
        made = _brought(here, made, material, how)
    if visit.brings.get("photo") == "":
        return made
    return filled(here.desk, made)


def _brought(here: World, made: Draft, material: str, how: str) -> Draft:
    desk = here.desk
    if material == "photo" and how == SCAN:
        return capture.set_photo(desk, made, picture(413, 579, 200), "photo.jpg")
    match how:
        case "scan" | "scans":
            for shade in (90, 160)[: 2 if how == SCANS else 1]:
                made = capture.add_page(
                    desk, made, material, picture(342, 216, shade + len(material)), material
                )
        case "seen":
            made = capture.mark_seen(made, material, HandedIn.ORIGINAL)
        case "copy":
            made = capture.mark_seen(made, material, HandedIn.COPY)
        case "shown":
            seen = Electronic(material, "样例(电子)签发单位", "D-2026-7", desk.clock.now(), desk.window.clerk)
            made = capture.look_at(made, seen)
        case "later":
            made = capture.promise(desk, made, material)
    return made


assert {SCAN, SCANS, SEEN, COPY, SHOWN, LATER} == {"scan", "scans", "seen", "copy", "shown", "later"}


def carry_out(here: World, application: Application, step: str) -> None:
    """One step a day later; the application has to be read anew after it."""
    here.clock.moment += timedelta(days=1, hours=1)
    act, _, rest = step.partition(":")
    _STEPS[act](here, here.at_desk(application), rest)
    here.carry()


def _for_each(
    here: World, application: Application, act: str, given: Mapping[str, Any], only: str = ""
) -> None:
    """A department's act on every matter that is with it, or on one alone."""
    for case in application.matters:
        state = here.at_desk(application).matters[application.chosen.index(case.matter)].state
        if state in (*DEPARTMENT_OPEN, "correction") and only in ("", case.matter):
            here.decide(application, case.matter, act, **given)


def _transfer(here: World, _application: Application, _rest: str) -> None:
    day = _application.accepted_at.date()
    for department in handover.batches(here.desk, day):
        handover.transfer(here.desk, here.desk.window.who, day, department, "演示接收人")


def _accept(here: World, application: Application, rest: str) -> None:
    _for_each(here, application, "accept", {}, rest)


def _assess(here: World, application: Application, rest: str) -> None:
    assessed = [m for m in application.chosen if here.desk.pack.matters[m].takes]
    for matter in [rest] if rest else assessed:
        here.decide(application, matter, "assess")


def _correct(here: World, application: Application, rest: str) -> None:
    _for_each(here, application, "correct", {"text": "两处要改", "rows": ROWS}, rest)


def _mend(here: World, application: Application, _rest: str) -> None:
    for case in application.matters:
        if case.state == MatterState.CORRECTION:
            page = Page(here.desk.store.pages.keep(picture(413, 579, 77)), "row", "照片.jpg", "image/jpeg", 9)
            answers = (Answer(1, (page,)), Answer(2, paper=HandedIn.COPY, remark="已核对"))
            for answer in answers:
                mending.hand_in(here.desk, application.id, case.matter, answer)


def _supplement(here: World, application: Application, rest: str) -> None:
    page = Page(here.desk.store.pages.keep(picture(342, 216, 40)), rest, "卡.jpg", "image/jpeg", 9)
    following.hand_in(here.desk, application.id, rest, (page,))


def _amend(here: World, application: Application, rest: str) -> None:
    element, _, now = rest.partition("=")
    amending.carry_out(here.desk, application.id, [Change(element, now, "听错一位(电话里)")])


def _conclude(here: World, application: Application, rest: str) -> None:
    matter, _, assessed = rest.partition(":")
    for case in application.matters:
        if (matter or case.matter) != case.matter:
            continue
        now = here.at_desk(application).matters[application.chosen.index(case.matter)].state
        if now in (*DEPARTMENT_OPEN, "correction"):
            here.decide(
                application, case.matter, "conclude", **_result(here, application, case.matter, assessed)
            )


def _result(here: World, application: Application, matter: str, assessed: str) -> dict[str, Any]:
    pack = here.desk.pack
    told: dict[str, Any] = {}
    if pack.matters[matter].gives == "subsidy":
        return {"amount": "120"}
    if matter in ("cert_new", "cert_change"):
        told["assessed"] = read_assessed(pack, assessed or "肢体2")
    dated = matter in ("cert_lost", "cert_move", "cert_change")
    if dated and not application.answers.get("certificate_until"):
        told["expires_on"] = "2033-05-10"
    return told


def _refuse(here: World, application: Application, rest: str) -> None:
    rows = ({"fault": "户籍不在本区", "result": "由户籍地办理(本区不收)", "clause": CLAUSE},)
    _for_each(here, application, "refuse", {"text": REASON, "rows": rows, "elsewhere": ELSEWHERE}, rest)


def _close(here: World, application: Application, rest: str) -> None:
    _for_each(here, application, "close", {"text": REASON, "clause": CLAUSE, "next_step": NEXT}, rest)


def _withdraw(here: World, application: Application, rest: str) -> None:
    chosen = [rest] if rest else [m for m in application.chosen if not _waits(application, m)]
    given = {
        "text": "改在外地申请(全家搬迁)",
        "relation": "1",
        "person": application.name,
        "paper_kept": True,
    }
    withdrawing.withdraw(here.desk, application.id, chosen, "withdraw", given)


def _waits(application: Application, matter: str) -> bool:
    return any(m.matter == matter and m.waits_for for m in application.matters)


def _received(here: World, application: Application, act: str, state: str, rest: str) -> None:
    codes = {o.label: o.code for o in here.desk.pack.codes["receiver"].options}
    name = application.name if rest == "本人" else RECEIVER
    for case in application.matters:
        if case.state in (state, MatterState.SENT, MatterState.DECISION_SENT):
            told = {"receiver": name, "relation": codes[rest]}
            proceedings.act(
                here.desk, here.desk.window.who, matter_id(application.id, case.matter), act, told
            )


def _hand_over(here: World, application: Application, rest: str) -> None:
    _received(here, application, "hand_over", MatterState.CONCLUDED, rest)


def _post(here: World, application: Application, _rest: str) -> None:
    told = {
        "post_number": POSTED,
        "sent_on": here.today.isoformat(),
        "sent_by": "1",
        "sent_to": application.name,
    }
    for case in application.matters:
        if act := delivery_acts.POST.get(case.state):
            who, proceeding = here.desk.window.who, matter_id(application.id, case.matter)
            proceedings.act(here.desk, who, proceeding, act, told)


def _keep(here: World, application: Application, _rest: str) -> None:
    told = {"kept_why": "4", "kept_how": "退回的信件装入案卷"}
    for case in application.matters:
        if act := delivery_acts.KEEP.get(case.state):
            who, proceeding = here.desk.window.who, matter_id(application.id, case.matter)
            proceedings.act(here.desk, who, proceeding, act, told)


def _notify(here: World, application: Application, rest: str) -> None:
    _received(here, application, "notify", MatterState.REFUSED, rest)


_STEPS: Final[Mapping[str, Callable[[World, Application, str], None]]] = {
    "transfer": _transfer,
    "accept": _accept,
    "assess": _assess,
    "correct": _correct,
    "mend": _mend,
    "supplement": _supplement,
    "amend": _amend,
    "conclude": _conclude,
    "refuse": _refuse,
    "close": _close,
    "withdraw": _withdraw,
    "hand_over": _hand_over,
    "notify": _notify,
    "post": _post,
    "keep": _keep,
}


def accepted(here: World, made: Draft) -> Application:
    """The draft accepted and brought to the county."""
    application = intake.accept(here.desk, made)
    here.taken.append(application)
    here.carry()
    return application
