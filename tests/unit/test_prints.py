"""Prints that count are in the ledger; a batch goes on where it stopped and sends nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.applications import Application, subject_of
from desk_app.domain.prints import Job, JobState, Media, Stage
from desk_app.errors import WorldError
from desk_app.services import ledger
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import prints
from desk_app.services.printing.batch import Batch, BatchPaper, Progress
from tests.fakes import PaperTray, make_parts
from tests.people import sound_draft

PAPERS = (
    BatchPaper("一", b"first", 2),
    BatchPaper("二", b"second", 5, Media(130, 90)),
    BatchPaper("三", b"third", 1),
)
PRINTING = JobState(Stage.PRINTING, 0, "正在打印")
JAM = JobState(Stage.FAILED, 3, "卡纸")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "book")
    yield made
    made.store.close()


@pytest.fixture
def taken(parts: Parts) -> Application:
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    return intake.accept(parts, draft)


class TestLedger:
    def test_prints_stand_in_the_ledger_and_are_counted(self, parts: Parts, taken: Application) -> None:
        assert prints.copies(parts, taken.subject, "受理回执") == 0
        prints.note_print(parts, taken.subject, "受理回执", 0, "")
        prints.note_print(parts, taken.subject, "受理回执", 1, "模糊")
        prints.note_print(parts, taken.subject, "申请表", 0, "续打")
        told = [(e.act, e.text, e.who) for e in ledger.timeline(parts, taken.subject)[1:]]
        assert told == [
            ("打印", "受理回执", "演示经办员"),
            ("补打", "受理回执,第1次补打,原因:模糊", "演示经办员"),
            ("打印", "申请表,原因:续打", "演示经办员"),
        ]
        assert prints.copies(parts, taken.subject, "受理回执") == 2
        assert prints.copies(parts, taken.subject, "申请表") == 1

    def test_what_was_never_accepted_has_no_ledger(self, parts: Parts) -> None:
        nobody = subject_of("nobody")
        prints.note_print(parts, nobody, "受理回执", 0, "")
        assert parts.store.events.about(nobody) == ()


class TestBatch:
    def test_one_after_the_other(self, tmp_path: Path) -> None:
        tray, batch = PaperTray(), Batch.begin(tmp_path / "b", "托盘", PAPERS)
        assert batch.progress.title == "一"
        while batch.progress.done < 3:
            batch.step(tray)
        assert [title for title, _ in tray.sent] == ["一", "二", "三"]
        assert [pdf for _, pdf in tray.sent] == [b"first", b"second", b"third"]
        assert tray.media[1] == Media(130, 90)
        assert batch.step(tray).title == ""
        assert len(tray.sent) == 3
        batch.drop()
        assert list((tmp_path / "b").iterdir()) == []

    def test_the_next_waits_for_the_one_before(self, tmp_path: Path) -> None:
        tray, batch = PaperTray(), Batch.begin(tmp_path, "托盘", PAPERS)
        tray.stage = PRINTING
        for _ in range(4):
            progress = batch.step(tray)
        assert (progress.state, progress.done, len(tray.sent)) == (PRINTING, 0, 1)

    def test_after_a_jam_it_goes_on_at_a_page_on_another_printer(self, tmp_path: Path) -> None:
        tray, batch = PaperTray("托盘", "里屋"), Batch.begin(tmp_path, "托盘", PAPERS)
        batch.step(tray)
        batch.step(tray)
        tray.stage = JAM
        batch.step(tray)
        assert batch.step(tray).stuck
        assert batch.step(tray).stuck
        tray.stage = PRINTING
        batch.resume(tray, 4, "里屋")
        assert tray.parts == [None, None, range(4, 6)]
        assert tray.jobs[-1].printer == "里屋"

    def test_after_a_restart_it_goes_on_where_it_was(self, tmp_path: Path) -> None:
        tray = PaperTray()
        tray.stage = PRINTING
        Batch.begin(tmp_path, "托盘", PAPERS).step(tray)
        again = Batch(tmp_path)
        assert again.step(tray).state == PRINTING
        assert len(tray.sent) == 1
        tray.stage = JobState(Stage.DONE)
        again.step(tray)
        again.step(tray)
        assert [title for title, _ in tray.sent] == ["一", "二"]

    def test_cut_off_while_handing_over_nobody_claims_anything(self, tmp_path: Path) -> None:
        class Cut(PaperTray):
            def send(self, *_args: object, **_more: object) -> Job:  # type: ignore[override]
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            Batch.begin(tmp_path, "托盘", PAPERS).step(Cut())
        tray, again = PaperTray(), Batch(tmp_path)
        assert again.progress.stuck
        assert again.step(tray).stuck
        assert tray.sent == []
        again.resume(tray, 1)
        assert [title for title, _ in tray.sent] == ["一"]

    def test_what_was_printed_well_after_all_is_left_out(self, tmp_path: Path) -> None:
        tray, batch = PaperTray(), Batch.begin(tmp_path, "托盘", PAPERS)
        tray.stage = JobState(Stage.UNKNOWN, 0, "打印服务没有回应")
        batch.step(tray)
        assert batch.step(tray).stuck
        tray.stage = JobState(Stage.DONE)
        batch.resume(tray, 3)
        assert [title for title, _ in tray.sent] == ["一", "二"]

    def test_what_came_out_after_a_cut_is_not_sent_again(self, tmp_path: Path) -> None:
        tray = PaperTray("托盘", "里屋")
        tray.stage = PRINTING
        Batch.begin(tmp_path, "托盘", PAPERS).step(tray)
        again = Batch(tmp_path)
        assert again.resume(tray).state == PRINTING  # still under way: followed
        assert len(tray.sent) == 1
        tray.stage = JobState(Stage.DONE)
        again.resume(tray, on="里屋")
        assert [title for title, _ in tray.sent] == ["一", "二"]
        while again.progress.done < 3:
            again.step(tray)
        assert Batch(tmp_path).resume(tray).over  # cut off before the batch was forgotten
        assert len(tray.sent) == 3

    def test_what_still_waits_is_taken_back_first(self, tmp_path: Path) -> None:
        tray, batch = PaperTray(), Batch.begin(tmp_path, "托盘", PAPERS)
        tray.stage = PRINTING
        batch.step(tray)
        batch.resume(tray, 1)
        assert tray.state(tray.jobs[0]).stage is Stage.FAILED
        assert len(tray.sent) == 2

    def test_a_refused_paper_can_be_sent_again(self, tmp_path: Path) -> None:
        tray, batch = PaperTray(), Batch.begin(tmp_path, "托盘", PAPERS)
        tray.on = False
        with pytest.raises(WorldError, match="“一”没有交给打印机"):
            batch.step(tray)
        tray.on = True
        batch.step(tray)
        assert len(tray.sent) == 1

    def test_it_is_carried_to_its_end_or_to_where_somebody_has_to_go(self, tmp_path: Path) -> None:
        tray, batch, told = PaperTray(), Batch.begin(tmp_path, "托盘", PAPERS), list[Progress]()
        end = batch.carry(tray, told.append, lambda: None)
        assert (end.over, [title for title, _ in tray.sent]) == (True, ["一", "二", "三"])
        assert [p.done for p in told] == sorted(p.done for p in told)
        batch.drop()
        again = Batch.begin(tmp_path, "托盘", PAPERS)
        tray.stage = JAM
        assert again.carry(tray, told.append, lambda: None).stuck

    def test_paper_that_is_put_in_lets_it_go_on_and_silence_is_told(self, tmp_path: Path) -> None:
        tray, batch = PaperTray(), Batch.begin(tmp_path, "托盘", PAPERS)
        tray.stage = JobState(Stage.HELD, 0, "缺纸")
        seen: list[Progress] = []

        def refill() -> None:
            if seen[-1].state and seen[-1].state.stage is Stage.HELD:
                tray.stage = JobState(Stage.DONE)

        assert batch.carry(tray, seen.append, refill).over
        assert [p.state.text for p in seen if p.state and p.state.stage is Stage.HELD] == ["缺纸"]
        batch.drop()
        tray.stage = PRINTING
        silent = Batch.begin(tmp_path, "托盘", PAPERS).carry(tray, seen.append, lambda: None)
        assert silent.stuck
        assert silent.state is not None
        assert "很久没有动静" in silent.state.text

    def test_what_stands_in_the_way_is_told_and_nothing_is_sent(self, tmp_path: Path) -> None:
        tray, batch = PaperTray(), Batch.begin(tmp_path, "托盘", PAPERS)
        tray.obstacle = "打印机 托盘 已停用"
        with pytest.raises(WorldError, match="“一”没有交给打印机:打印机 托盘 已停用"):
            batch.step(tray)
        assert tray.sent == []
        tray.obstacle = ""
        batch.step(tray)
        assert len(tray.sent) == 1

    def test_a_batch_under_way_is_not_overwritten(self, tmp_path: Path) -> None:
        Batch.begin(tmp_path, "托盘", PAPERS)
        with pytest.raises(WorldError, match="没有打完"):
            Batch.begin(tmp_path, "托盘", PAPERS)

    def test_a_spoilt_state_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "batch.json").write_text("{}")
        with pytest.raises(WorldError, match="读不出来"):
            Batch(tmp_path)
