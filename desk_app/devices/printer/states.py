"""Turns the answers about a queue and a job into sentences for the clerk."""

import re
from collections.abc import Iterator
from typing import Final

from desk_app.devices.printer.ipp import IppAnswer
from desk_app.devices.printer.models import quoted
from desk_app.domain.prints import JobState, Media, Stage

PRINTER: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "media-supported",
)
JOB: Final = ("job-state", "job-state-reasons", "job-media-sheets-completed", "job-impressions-completed")
VANISHED: Final = "打印队列里已经没有这个任务,打没打完不清楚,请看打印机是否出纸"

# Values of job-state and printer-state (RFC 8011).
_PENDING, _HELD, _PROCESSING, _STOPPED, _CANCELED, _ABORTED, _COMPLETED = 3, 4, 5, 6, 7, 8, 9
_PRINTER_STOPPED = 5
_TROUBLES: Final = {
    "media-empty": "缺纸",
    "media-needed": "缺纸,或装的纸不对",
    "media-jam": "卡纸",
    "cover-open": "盖子没有关好",
    "door-open": "盖子没有关好",
    "interlock-open": "盖子没有关好",
    "input-tray-missing": "纸盒没有插好",
    "output-area-full": "出纸盒满了",
    "toner-empty": "没有墨粉了",
    "marker-supply-empty": "没有墨粉或墨水了",
    "marker-waste-full": "废粉盒满了",
    "offline": "没有开机,或线没有接好",
    "timed-out": "没有回应",
    "shutdown": "关机了",
    "cups-missing-filter": "驱动不完整,请管理员重装",
    "cups-insecure-filter": "驱动不能用,请管理员重装",
    "spool-area-full": "所在电脑的磁盘满了",
}
_SILENCES: Final = ("may not exist", "not responding", "unavailable", "not connected", "unplugged")
_SIZE: Final = re.compile(r"_(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(mm|in)$")
# media-ready is not asked: for a queue with a driver the service fills it with common sizes, loaded or not.
_NEAR: Final = 1.0
"""Mm by which the name of a size may differ from the paper it means (drivers count in points)."""


def obstacles(answer: IppAnswer, printer: str, media: Media) -> str:
    """Sentences on what keeps this queue from printing on this paper; empty when nothing does."""
    return ";".join(_obstacles(answer, printer, media))


def _obstacles(answer: IppAnswer, printer: str, media: Media) -> Iterator[str]:
    if answer.number("printer-state") == _PRINTER_STOPPED:
        yield f"打印机 {printer} 已停用{_message(answer)},交去的任务会排队等着"
    if not answer.number("printer-is-accepting-jobs"):
        yield f"打印机 {printer} 不收新任务,请在系统的打印设置中恢复它"
    for trouble in _troubles(answer, "-warning"):
        yield f"打印机 {printer} {trouble}"
    if not fits(answer.words("media-supported"), media):
        yield f"打印机 {printer} 没有 {media.words} 这种纸,打出来大小或位置会不对"


def fits(supported: tuple[str, ...], media: Media) -> bool:
    """Whether a queue has paper of this size, turned or not, or takes any size; True when it lists none."""
    sizes = {name: size for name in supported if (size := _size(name))}
    plain = [size for name, size in sizes.items() if not name.startswith(("custom_min", "custom_max"))]
    if not sizes:
        return True
    wanted = sorted((media.width_mm, media.height_mm))
    low = next((sorted(s) for n, s in sizes.items() if n.startswith("custom_min")), None)
    high = next((sorted(s) for n, s in sizes.items() if n.startswith("custom_max")), None)
    if low and high and all(a <= b <= c for a, b, c in zip(low, wanted, high, strict=True)):
        return True
    return any(all(abs(a - b) <= _NEAR for a, b in zip(sorted(s), wanted, strict=True)) for s in plain)


def job_state(job: IppAnswer, queue: IppAnswer, printer: str) -> JobState:
    """How far a job is, from the service's answers about it and its printer."""
    done = max(job.number("job-media-sheets-completed"), job.number("job-impressions-completed"))
    match job.number("job-state"):
        case 9:
            return JobState(Stage.DONE, done, "打印队列报告已打完,请取纸看一看")
        case 7:
            return JobState(Stage.FAILED, done, f"任务已取消{_out(done)}")
        case 8:
            return JobState(Stage.FAILED, done, f"打印机 {printer} 没有打完,系统中止了任务{_out(done)}")
    if waits := _waits(job, queue, printer):
        return JobState(Stage.HELD, done, f"{waits}{_out(done)}")
    if job.number("job-state") == _PENDING:
        return JobState(Stage.WAITING, done, f"排队中,打印机 {printer} 还没有开始打")
    if "connecting-to-device" in queue.words("printer-state-reasons"):
        return JobState(Stage.PRINTING, done, f"正在连接打印机 {printer},请看它是否开机")
    return JobState(Stage.PRINTING, done, f"正在打印{_out(done)}")


def _waits(job: IppAnswer, queue: IppAnswer, printer: str) -> str:
    """Why a job waits for someone to act; empty when it goes on."""
    if queue.number("printer-state") == _PRINTER_STOPPED:
        return f"打印机 {printer} 已停用{_message(queue)},任务在排队,恢复后会接着打"
    if job.number("job-state") in (_HELD, _STOPPED):
        return f"打印机 {printer} 没有打成{_message(queue)},任务在排队,请看打印机"
    troubles = [*_troubles(queue), *_silent(queue)] if job.number("job-state") == _PROCESSING else []
    return f"打印机 {printer} {'、'.join(troubles)},处理好后会接着打" if troubles else ""


def _troubles(answer: IppAnswer, *spared: str) -> Iterator[str]:
    """The troubles of a printer in words; reasons that end in one of ``spared`` are left out."""
    seen = set()
    for reason in answer.words("printer-state-reasons"):
        words = _TROUBLES.get(re.sub(r"-(error|warning|report)$", "", reason), "")
        if words and words not in seen and not reason.endswith(spared or "\0"):
            seen.add(words)
            yield words


def _silent(answer: IppAnswer) -> Iterator[str]:
    """The trouble 'offline' when only the back end's message says that the printer is not reached."""
    told = " ".join(answer.words("printer-state-message")).lower()
    if any(words in told for words in _SILENCES):
        yield _TROUBLES["offline"]


def _message(answer: IppAnswer) -> str:
    return quoted(next(iter(answer.words("printer-state-message")), ""))


def _out(done: int) -> str:
    return f"(已传出{done}页)" if done else ""


def _size(name: str) -> tuple[float, float] | None:
    """Width and height in mm from the name of a size (PWG 5101.1), e.g. ``iso_a4_210x297mm``; or None."""
    found = _SIZE.search(name)
    if found is None:
        return None
    unit = 25.4 if found[3] == "in" else 1.0
    return float(found[1]) * unit, float(found[2]) * unit
