"""Answers of print services, byte by byte: read strictly, never mistaken for success."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.devices.printer import ipp, states
from desk_app.devices.printer.ipp import IppAnswer, IppError
from desk_app.domain.prints import A4, JobState, Media, Stage


def attribute(tag: int, name: str, raw: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(raw)) + raw


TOLD = (
    struct.pack(">BBHI", 2, 0, 0, 1)
    + b"\x01"
    + attribute(0x47, "attributes-charset", b"utf-8")
    + b"\x02"
    + attribute(0x23, "job-state", struct.pack(">i", 5))
    + attribute(0x44, "job-state-reasons", b"job-printing")
    + attribute(0x44, "", b"other")
    + attribute(0x34, "media-col", b"")
    + attribute(0x4A, "", b"x-dimension")
    + attribute(0x21, "", struct.pack(">i", 21000))
    + attribute(0x37, "", b"")
    + attribute(0x22, "job-preserved", b"\1")
    + attribute(0x33, "page-ranges", struct.pack(">ii", 1, 5))
    + attribute(0x13, "nothing", b"")
    + b"\x02"
    + attribute(0x23, "job-state", struct.pack(">i", 9))
    + b"\x03"
)


def test_an_answer_is_its_first_thing_alone() -> None:
    answer = ipp.read(TOLD)
    assert answer.good
    assert answer.number("job-state") == 5
    assert answer.words("job-state-reasons") == ("job-printing", "other")
    assert "media-col" not in answer.attributes
    assert answer.attributes["page-ranges"] == ((1, 5),)
    assert answer.number("job-preserved") == 1
    assert answer.number("unheard-of") == 0


def test_a_question_is_read_back() -> None:
    asked = ipp.request(ipp.GET_JOB, "ipp://localhost/jobs/7", ("job-state", "job-name"))
    assert struct.unpack_from(">H", asked, 2) == (ipp.GET_JOB,)
    assert b"job-uri" in asked
    assert asked.endswith(b"job-name\x03")


@given(st.integers(0, len(TOLD) - 1))
def test_a_torn_answer_is_refused(length: int) -> None:
    with pytest.raises(IppError):
        ipp.read(TOLD[:length])


@given(st.binary(max_size=200))
def test_noise_is_refused_or_read_but_never_breaks(noise: bytes) -> None:
    with contextlib.suppress(IppError):
        ipp.read(noise)


def test_nobody_there() -> None:
    for server in ("/nowhere/socket", "127.0.0.1:9", "127.0.0.1:9/version=1.1"):
        with pytest.raises(IppError):
            ipp.ask(server, ipp.GET_JOB, "ipp://localhost/jobs/1", (), 1)


def queue(
    state: int = 3, *reasons: str, message: str = "", accepting: bool = True, media: tuple[str, ...] = ()
) -> IppAnswer:
    return IppAnswer(
        0,
        {
            "printer-state": (state,),
            "printer-state-reasons": reasons or ("none",),
            "printer-state-message": (message,),
            "printer-is-accepting-jobs": (accepting,),
            "media-supported": media,
        },
    )


def job(state: int, sheets: int = 0) -> IppAnswer:
    return IppAnswer(0, {"job-state": (state,), "job-media-sheets-completed": (sheets,)})


@pytest.mark.parametrize(
    ("said", "of", "stage", "words"),
    [
        (job(3), queue(4), Stage.WAITING, "排队中"),
        (job(3), queue(5, "paused", message="Paused"), Stage.HELD, "已停用(Paused),任务在排队"),
        (job(4), queue(), Stage.HELD, "任务在排队"),
        (job(5, 2), queue(4), Stage.PRINTING, "正在打印(已传出2页)"),
        (job(5, 2), queue(4, "media-empty-error"), Stage.HELD, "缺纸,处理好后会接着打(已传出2页)"),
        (job(5), queue(4, "offline-report"), Stage.HELD, "没有开机"),
        (job(5), queue(4, "connecting-to-device"), Stage.PRINTING, "请看它是否开机"),
        (job(5), queue(4, "toner-low-warning"), Stage.PRINTING, "正在打印"),
        (job(5), queue(4, message="The printer is not responding."), Stage.HELD, "没有开机"),
        (job(7), queue(), Stage.FAILED, "任务已取消"),
        (job(8), queue(), Stage.FAILED, "系统中止了任务"),
        (job(9, 3), queue(5), Stage.DONE, "报告已打完"),
    ],
)
def test_each_state_in_words(said: IppAnswer, of: IppAnswer, stage: Stage, words: str) -> None:
    state = states.job_state(said, of, "P")
    assert state.stage is stage
    assert words in state.text


def test_pages_are_those_handed_on() -> None:
    assert states.job_state(job(9, 3), queue(), "P") == JobState(
        Stage.DONE, 3, "打印队列报告已打完,请取纸看一看"
    )


def test_what_is_in_the_way() -> None:
    assert states.obstacles(queue(), "P", A4) == ""
    assert states.obstacles(queue(3, "media-empty-warning", "toner-low"), "P", A4) == ""
    told = states.obstacles(
        queue(5, "cover-open-error", "door-open", message="x\ny", accepting=False), "P", A4
    )
    assert told == (
        "打印机 P 已停用(x y),交去的任务会排队等着;"
        "打印机 P 不收新任务,请在系统的打印设置中恢复它;打印机 P 盖子没有关好"
    )


KNOWN = ("iso_a4_210x297mm", "na_letter_8.5x11in", "custom_148.5x209.9mm_148.5x209.9mm")


@pytest.mark.parametrize(
    ("media", "known", "fits"),
    [
        (A4, KNOWN, True),
        (Media(297, 210), KNOWN, True),
        (Media(148, 210), KNOWN, True),
        (Media(215.9, 279.4), KNOWN, True),
        (Media(130, 90), KNOWN, False),
        (Media(130, 90), (*KNOWN, "custom_min_50x50mm", "custom_max_300x900mm"), True),
        (Media(40, 90), (*KNOWN, "custom_min_50x50mm", "custom_max_300x900mm"), False),
        (Media(130, 90), ("om_unheard-of",), True),
        (Media(130, 90), (), True),
    ],
)
def test_paper_a_queue_knows(media: Media, known: tuple[str, ...], fits: bool) -> None:
    assert states.fits(known, media) is fits
