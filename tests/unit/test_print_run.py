"""The rules of printing one paper, and the numbers of its prints in a real book."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.applications import Application
from desk_app.domain.prints import Job, JobState, Media, Stage
from desk_app.errors import UnclearPrint, WorldError
from desk_app.services import ledger
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import print_desk, print_run, prints
from desk_app.services.printing.print_run import (
    Attempt,
    Cancel,
    Claim,
    Handed,
    LetGo,
    LookForPrinters,
    Note,
    Obstacle,
    Printout,
    PrintRun,
    Refused,
    Send,
    Stand,
    Watch,
    WhyAsked,
)
from desk_app.services.printing.prints import LedgerCount, LooseCount, WhyAgain
from tests.fakes import PaperTray, make_parts
from tests.people import sound_draft

JOB = Job("7", "托盘", "已交给打印队列")
DONE = JobState(Stage.DONE, 3, "已打完")
PRINTING = JobState(Stage.PRINTING, 1, "正在打印")
JAM = JobState(Stage.FAILED, 2, "卡纸")
AT_REST = PrintRun(stand=Stand.REST, paper=True, known=True, printers=2)
REACHED: dict[Stand, PrintRun] = {
    Stand.UNREADY: PrintRun(),
    Stand.REST: AT_REST,
    Stand.WANTED: PrintRun().press().run,
    Stand.WHY: AT_REST.press().run.came(WhyAsked(1)).run,
    Stand.SENT: AT_REST.press().run,
    Stand.BLOCKED: AT_REST.press().run.came(Obstacle("缺纸")).run,
}
_HANDED = REACHED[Stand.SENT].came(Handed(Claim(0, "c"), JOB, 3)).run
REACHED |= {
    Stand.FOLLOWED: _HANDED.heard(PRINTING).run,
    Stand.TAKEN_BACK: _HANDED.heard(PRINTING).run.take_back().run,
    Stand.ENDED: _HANDED.heard(DONE).run,
    Stand.NOTING: _HANDED.heard(DONE).run.clear().run,
    Stand.UNNOTED: _HANDED.heard(DONE).run.clear().run.not_counted("磁盘已满").run,
}
PRESSES: dict[str, Callable[[PrintRun], print_run.Step]] = {
    "打印": PrintRun.press,
    "仍要打印": PrintRun.insist,
    "取消打印": PrintRun.take_back,
    "是": PrintRun.clear,
    "重打": PrintRun.ask_why,
    "原因": lambda run: run.again("模糊"),
    "换打印机打": lambda run: run.elsewhere(True),
    "续打": lambda run: run.go_on(2),
    "不打了": PrintRun.drop,
}
MEANT = {
    (Stand.UNREADY, "打印"): Stand.WANTED,
    (Stand.REST, "打印"): Stand.SENT,
    (Stand.BLOCKED, "打印"): Stand.SENT,
    (Stand.BLOCKED, "仍要打印"): Stand.SENT,
    (Stand.WHY, "原因"): Stand.SENT,
    (Stand.WHY, "不打了"): Stand.REST,
    (Stand.FOLLOWED, "取消打印"): Stand.TAKEN_BACK,
    (Stand.ENDED, "是"): Stand.NOTING,
    (Stand.ENDED, "重打"): Stand.WHY,
    (Stand.ENDED, "换打印机打"): Stand.SENT,
    (Stand.ENDED, "续打"): Stand.SENT,
    (Stand.ENDED, "不打了"): Stand.REST,
    (Stand.UNNOTED, "是"): Stand.NOTING,
}


# ---- the run -------------------------------------------------------------------------------------


def test_every_stand_is_reached() -> None:
    assert {stand: run.stand for stand, run in REACHED.items()} == {stand: stand for stand in Stand}


@pytest.mark.parametrize("stand", Stand)
@pytest.mark.parametrize("press", PRESSES)
def test_a_press_leads_where_it_is_meant_to_and_else_changes_nothing(stand: Stand, press: str) -> None:
    run = REACHED[stand]
    step = PRESSES[press](run)
    if (stand, press) in MEANT:
        assert step.run.stand is MEANT[stand, press]
    elif (stand, press) != (Stand.WANTED, "打印"):  # pressed again it asks for the printers again
        assert step == print_run.Step(run)


def test_what_is_wanted_too_early_begins_when_paper_and_printers_are_there() -> None:
    step = PrintRun().press()
    assert step.orders == (LookForPrinters(),)
    step = step.run.paper_is(True)
    assert (step.run.stand, step.orders) == (Stand.WANTED, ())
    assert step.run.printers_are(1).orders == (Send(Attempt()),)


def test_without_printers_the_wish_is_given_up_and_told() -> None:
    run = PrintRun().press().run.paper_is(True).run.printers_are(0).run
    assert (run.stand, run.tone) == (Stand.REST, "caution")
    assert "没有找到打印机" in run.said
    told = PrintRun().press().run.printers_are(0, "打印服务没有回应").run
    assert (told.said, told.tone) == ("打印服务没有回应", "wrong")


def test_a_clear_print_counts_once_it_is_noted() -> None:
    step = REACHED[Stand.ENDED].clear()
    assert step.orders == (Note(Claim(0, "c"), ""),)
    rest = step.run.counted().run
    assert (rest.stand, rest.attempt, rest.said) == (Stand.REST, Attempt(), "已打印完")


def test_a_draft_is_told_that_nothing_is_noted() -> None:
    assert "草稿没有台账" in replace(REACHED[Stand.NOTING], noted=False).counted().run.said


def test_a_failed_note_keeps_the_number_and_is_tried_again() -> None:
    unnoted = REACHED[Stand.UNNOTED]
    assert "磁盘已满" in unnoted.said
    assert unnoted.clear().orders == (Note(Claim(0, "c"), ""),)


def test_a_spoilt_try_has_had_its_number_and_a_try_nobody_saw_keeps_it() -> None:
    again = _HANDED.heard(JAM).run.ask_why().run.again("卡纸")
    assert again.orders == (Send(Attempt("卡纸")),)
    unseen = _HANDED.heard(JobState(Stage.FAILED, 0, "任务已取消")).run.ask_why().run.again("其他")
    assert unseen.orders == (Send(Attempt("其他", claim=Claim(0, "c"))),)


def test_page_n_goes_on_under_the_same_number_and_reason() -> None:
    step = replace(_HANDED, attempt=replace(_HANDED.attempt, reason="模糊")).heard(JAM).run.go_on(2)
    (send,) = step.orders
    assert isinstance(send, Send)
    assert (send.attempt.part, send.attempt.reason) == (range(2, 4), "模糊、续打")
    assert (send.attempt.claim, send.attempt.begun) == (Claim(0, "c"), True)
    # AND a second jam of it does not say 续打 twice, and what came out before stays spoilt
    later = step.run.came(Handed(Claim(0, "c"), JOB, 3)).run.heard(JobState(Stage.FAILED, 0, "")).run
    assert later.go_on(3).run.attempt.reason == "模糊、续打"
    assert later.ask_why().run.again("缺页").run.attempt.claim is None


def test_an_unclear_job_is_taken_back_before_the_next_and_when_it_is_dropped() -> None:
    unclear = _HANDED.heard(JobState(Stage.UNKNOWN, 0, "没有回应")).run
    (send,) = unclear.elsewhere(True).orders
    assert isinstance(send, Send)
    assert (send.attempt.job, send.attempt.reason) == (JOB, "换打印机")
    assert unclear.drop().orders == (LetGo(unclear.attempt),)
    assert REACHED[Stand.FOLLOWED].take_back().orders == (Cancel(JOB),)


@pytest.mark.parametrize("outcome", [Refused("没有开机"), Obstacle("缺纸")])
def test_a_number_no_paper_bears_is_free_again_when_the_other_printer_refuses(
    outcome: Refused | Obstacle,
) -> None:
    failed = _HANDED.heard(JobState(Stage.FAILED, 0, "没有打出来")).run
    stuck = failed.elsewhere(chosen=True).run.came(outcome).run
    assert stuck.stand in print_run.FREE
    assert stuck.attempt.claim == Claim(0, "c")
    given_up = (LetGo(stuck.attempt),)
    assert stuck.closed().orders == stuck.turned(noted=True).orders == given_up
    assert stuck.turned(noted=True).run.attempt == Attempt()
    assert REACHED[Stand.ENDED].ask_why().run.again("模糊").run.came(outcome).run.closed().orders == ()


def test_the_other_printer_is_waited_for_where_there_are_several() -> None:
    step = REACHED[Stand.ENDED].elsewhere(False)
    assert (step.run.stand, step.orders) == (Stand.REST, ())
    assert step.run.press().orders == (Send(Attempt("换打印机")),)


def test_a_job_of_which_nothing_changes_is_unknown_in_the_end() -> None:
    watch, state = Watch(), PRINTING
    for _ in range(print_run.SILENT_AFTER):
        watch, state = watch.heard(PRINTING)
        assert state == PRINTING
    assert watch.heard(PRINTING)[1].stage is Stage.UNKNOWN
    assert watch.heard(replace(PRINTING, pages_done=2))[1].stage is Stage.PRINTING


# ---- its numbers ---------------------------------------------------------------------------------


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "book")
    yield made
    made.store.close()


@pytest.fixture
def taken(parts: Parts) -> Application:
    return intake.accept(parts, sound_draft(parts))


def paper_of(taken: Application, title: str = "受理回执") -> Printout:
    return Printout(title, lambda copy, _shift: b"copy %d" % copy, taken.subject)


def told(parts: Parts, taken: Application) -> list[str]:
    return [e.text for e in ledger.timeline(parts, taken.subject) if "打" in e.act]


def test_a_number_is_taken_once_by_however_many_dialogs(parts: Parts, taken: Application) -> None:
    counts = [LedgerCount(parts, paper_of(taken)) for _ in range(12)]
    with ThreadPoolExecutor(6) as pool:
        claims = list(pool.map(lambda count: count.claim("其他"), counts))
    assert sorted(claim.copy for claim in claims) == list(range(12))
    assert told(parts, taken) == []  # nothing counts before it is clear
    for count, claim in zip(counts, claims, strict=True):
        count.note(claim, "其他")
        count.note(claim, "其他")
    assert prints.copies(parts, taken.subject, "受理回执") == 12
    assert len(told(parts, taken)) == 12


def test_only_what_never_came_out_frees_its_number(parts: Parts, taken: Application) -> None:
    count = LedgerCount(parts, paper_of(taken))
    first = count.claim("")
    count.release(first)
    assert count.next() == 0
    count.claim("")  # and then the power went
    assert LedgerCount(parts, paper_of(taken)).next() == 1
    with pytest.raises(WhyAgain, match="1"):
        count.claim("")
    assert LedgerCount(parts, paper_of(taken, "申请表")).next() == 0


def test_prints_of_an_older_book_count_on(parts: Parts, taken: Application) -> None:
    for copy in (0, 1):
        prints.note_print(parts, taken.subject, "受理回执", copy, "模糊" * copy)
    count = LedgerCount(parts, paper_of(taken))
    claim = count.claim("缺页")
    count.note(claim, "缺页")
    assert claim.copy == 2
    assert told(parts, taken)[-1] == "受理回执,第2次补打,原因:缺页"


def test_the_book_is_sound_after_prints(parts: Parts, taken: Application) -> None:
    count = LedgerCount(parts, paper_of(taken))
    count.note(count.claim(""), "")
    count.release(count.claim("模糊"))
    before = parts.store.proceedings.one(taken.id)
    check = parts.store.check()  # type: ignore[attr-defined]
    assert check.sound
    assert parts.store.proceedings.one(taken.id) == before


# ---- done ----------------------------------------------------------------------------------------


def hand_over(
    tray: PaperTray, count: prints.PrintCount, paper: Printout, attempt: Attempt | None = None, to: str = ""
) -> print_run.Outcome:
    send = Send(attempt or Attempt())
    return print_desk.hand_over(tray, count, paper, send, to, lambda _pdf: 3, b"shown")


def test_the_first_print_is_what_was_looked_at_the_next_says_which_it_is(
    parts: Parts, taken: Application
) -> None:
    tray, paper, count = PaperTray(), paper_of(taken), LedgerCount(parts, paper_of(taken))
    assert isinstance(hand_over(tray, count, paper), Handed)
    assert hand_over(tray, count, paper) == WhyAsked(1)
    again = hand_over(tray, count, paper, Attempt("模糊"))
    assert isinstance(again, Handed)
    assert again.claim.copy == 1
    assert [pdf for _, pdf in tray.sent] == [b"shown", b"copy 1"]


def test_what_was_not_sent_has_no_number(parts: Parts, taken: Application) -> None:
    tray, paper, count = PaperTray(), paper_of(taken), LedgerCount(parts, paper_of(taken))
    tray.obstacle = "缺纸"
    assert hand_over(tray, count, paper) == Obstacle("缺纸")
    tray.obstacle, tray.on = "", False
    refused = hand_over(tray, count, paper)
    assert isinstance(refused, Refused)
    assert "没有开机" in refused.sentence
    assert count.next() == 0
    assert tray.sent == []


def test_where_nobody_knows_whether_it_was_sent_its_number_is_used_up_and_the_clerk_is_asked(
    parts: Parts, taken: Application
) -> None:
    class Silent(PaperTray):
        def send(self, *_args: object, **_more: object) -> Job:  # type: ignore[override]
            raise UnclearPrint("打印服务没有回应,请先看打印机是否出纸")

    paper, count = paper_of(taken), LedgerCount(parts, paper_of(taken))
    outcome = hand_over(Silent(), count, paper, to="托盘")
    assert isinstance(outcome, Handed)
    assert (outcome.job.id, count.next()) == ("", 1)
    run = REACHED[Stand.SENT].came(outcome).run
    assert "没有回应" in run.said
    asked = run.heard(Silent().state(outcome.job)).run
    assert (asked.stand, asked.attempt.begun) == (Stand.ENDED, True)


def test_a_paper_that_can_not_be_drawn_is_told_and_not_sent(parts: Parts, taken: Application) -> None:
    def broken(_copy: int, _shift: tuple[float, float]) -> bytes:
        raise WorldError("版式文件有误,请管理员改正:receipt.toml 第3行")

    tray, paper = PaperTray(), Printout("受理回执", broken, taken.subject)
    count = LedgerCount(parts, paper)
    outcome = print_desk.hand_over(tray, count, paper, Send(Attempt()), "", lambda _: 1)
    assert outcome == Refused("版式文件有误,请管理员改正:receipt.toml 第3行")
    assert (tray.sent, count.next()) == ([], 0)


def test_without_room_for_its_number_nothing_is_printed(parts: Parts, taken: Application) -> None:
    class FullDisk(LedgerCount):
        def claim(self, reason: str) -> Claim:
            raise WorldError("磁盘已满,这一步没有存下")

    tray, paper = PaperTray(), paper_of(taken)
    assert hand_over(tray, FullDisk(parts, paper), paper) == Refused("磁盘已满,这一步没有存下")
    assert tray.sent == []


def test_an_overlay_moves_as_the_printer_needs() -> None:
    tray = PaperTray()
    tray.offsets = {"托盘": (1.0, 2.0)}
    paper = Printout("内页", lambda _copy, shift: f"{shift}".encode(), media=Media(105, 148), overlay=True)
    hand_over(tray, LooseCount(), paper, to="托盘")
    assert tray.sent == [("内页", b"(1.0, 2.0)")]


def test_a_job_is_followed_to_its_end() -> None:
    tray = PaperTray()
    tray.stage = PRINTING
    job, heard = tray.send(b"x", "", "校准页"), list[JobState]()

    def pause() -> None:
        tray.stage = DONE

    assert print_desk.follow(tray, job, heard.append, pause) == DONE
    assert heard == [PRINTING, DONE]
