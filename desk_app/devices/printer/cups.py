"""Printing through CUPS: its commands list, print and cancel; jobs are asked of the service (IPP)."""

import logging
import os
import re
import shutil
import subprocess
from typing import Final

from desk_app.devices.printer import ipp, states
from desk_app.devices.printer.models import Queue, ascii_title, missing, quoted
from desk_app.domain.prints import A4, Job, JobState, Media, Stage
from desk_app.errors import UnclearPrint, WorldError

_log = logging.getLogger(__name__)

EXACT: Final = ("print-scaling=none", "fit-to-page=false", "number-up=1")
"""Job options for 100 %: left unsaid, filters shrink A4 to 91 %; the second is for CUPS before 2.4."""
NAMED: Final = frozenset({"A3", "A4", "A5", "A6"})
"""Paper every queue knows by its name; other paper goes by its size."""

_DEFAULT = re.compile(r"^system default destination: ([^/\s]+)", re.MULTILINE)
_PRINTER = re.compile(r"^printer ([^/\s]+) (is idle|now printing|is holding|disabled)")
_JOB = re.compile(r"request id is (\S+-\d+)")
_SILENT: Final = "打印服务没有回应"


def here() -> bool:
    """Whether this computer has the commands of CUPS."""
    return shutil.which("lpstat") is not None and shutil.which("lp") is not None


class Cups:
    """Way of printing by commands and IPP requests, each given up after ``patience`` seconds."""

    def __init__(self, patience: float = 15.0) -> None:
        self._patience = patience

    def names(self) -> tuple[str, ...]:
        """See ``Printer.names``."""
        if not here():
            return ()
        try:
            return tuple(queue.name for queue in self._queues())
        except WorldError as error:
            _log.warning("no printers from CUPS: %s", error)
            return ()

    def preflight(self, printer: str, media: Media) -> str:
        """See ``Printer.preflight``."""
        try:
            answer = self._ask_printer(printer)
        except ipp.IppError:
            return f"{_SILENT},请检查打印机所在的打印服务是否开着,或先另存为PDF"
        if answer.status == ipp.NOT_FOUND:
            return missing(printer)
        return states.obstacles(answer, printer, media) if answer.good else ""

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """See ``Printer.send``."""
        if all(queue.name != printer for queue in self._queues()):
            raise WorldError(missing(printer))
        options = [part for option in (f"media={media_option(media)}", *EXACT) for part in ("-o", option)]
        if pages is not None:
            options += ["-P", f"{pages.start}-{pages.stop - 1}"]
        done = self._run("lp", "-d", printer, "-t", ascii_title(title), "-n", "1", *options, "-", given=pdf)
        if done.returncode:
            raise WorldError(_refusal(printer, _text(done.stderr)))
        found = _JOB.search(_text(done.stdout))
        job = found[1] if found else ""
        number = f"(任务号 {job})" if job else ""
        return Job(job, printer, f"已交给打印队列 {printer}{number},请看打印机是否出纸")

    def owns(self, job: Job) -> bool:
        """See ``Way.owns``."""
        return bool(job.id)

    def state(self, job: Job) -> JobState:
        """See ``Printer.state``."""
        number = job.id.rpartition("-")[2]
        try:
            told = self._ask(ipp.GET_JOB, f"ipp://localhost/jobs/{number}", states.JOB)
            queue = self._ask_printer(job.printer)
        except (ipp.IppError, WorldError):
            return JobState(Stage.UNKNOWN, 0, f"{_SILENT},任务 {job.id} 打没打完不清楚,请看打印机是否出纸")
        if not told.good:
            return JobState(Stage.UNKNOWN, 0, states.VANISHED)
        return states.job_state(told, queue, job.printer)

    def cancel(self, job: Job) -> None:
        """See ``Printer.cancel``."""
        done = self._run("cancel", job.id)
        if done.returncode:
            told = quoted(_text(done.stderr))
            raise WorldError(f"任务 {job.id} 没有取消成{told},可能已经打完,请看打印机")

    def _ask_printer(self, printer: str) -> ipp.IppAnswer:
        return self._ask(ipp.GET_PRINTER, f"ipp://localhost/printers/{printer}", states.PRINTER)

    def _ask(self, operation: int, uri: str, wanted: tuple[str, ...]) -> ipp.IppAnswer:
        """Send an IPP request to the service that the CUPS commands use."""
        server = _text(self._run("lpstat", "-H").stdout).strip()
        if not server:
            raise ipp.IppError("no service")
        return ipp.ask(server, operation, uri, wanted, self._patience)

    def _queues(self) -> tuple[Queue, ...]:
        return queues(_text(self._run("lpstat", "-d", "-p").stdout))

    def _run(self, *command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a CUPS command with English output; WorldError when it can not start or does not answer.

        UnclearPrint instead when it was ``given`` a paper and does not answer.
        """
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        try:
            return subprocess.run(
                command,
                input=given,
                capture_output=True,
                timeout=self._patience,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            if given:
                raise UnclearPrint(f"{_SILENT},请先看打印机是否出纸,没有再打一次") from error
            raise WorldError(f"{_SILENT},请稍后再试,或先另存为PDF") from error
        except OSError as error:
            raise WorldError("打印服务无法使用,请先另存为PDF,并请管理员检查系统的打印服务") from error


def media_option(media: Media) -> str:
    """Paper as an option of ``lp``: a standard name, else its size in mm."""
    if media.name in NAMED:
        return media.name
    return f"Custom.{media.width_mm:g}x{media.height_mm:g}mm"


def queues(told: str) -> tuple[Queue, ...]:
    """The queues in the output of ``lpstat -d -p``, the default first."""
    found = []
    lines = told.splitlines()
    for number, line in enumerate(lines):
        match = _PRINTER.match(line)
        if match:
            following = lines[number + 1] if number + 1 < len(lines) else ""
            ready = match[2] in ("is idle", "now printing")
            words = following.strip() if following.startswith("\t") and not ready else ""
            found.append(Queue(match[1], ready, words))
    default = _DEFAULT.search(told)
    return tuple(sorted(found, key=lambda queue: default is None or queue.name != default[1]))


def _refusal(printer: str, words: str) -> str:
    if "does not exist" in words:
        return missing(printer)
    return f"打印机 {printer} 没有收下这份文书{quoted(words)},请检查打印机后再打,或先另存为PDF"


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace")
