"""Printing through CUPS by its own commands ``lpstat`` and ``lp``, which every Linux and macOS has."""

import logging
import os
import re
import shutil
import subprocess

from desk_app.devices.printer.models import Queue, ascii_title
from desk_app.errors import WorldError

_log = logging.getLogger(__name__)

EXACT = ("media=A4", "print-scaling=none", "fit-to-page=false")
"""Job options for 100 %: left unsaid, filters shrink A4 into the margins; the last is for CUPS before 2.4."""

_DEFAULT = re.compile(r"^system default destination: ([^/\s]+)", re.MULTILINE)
_PRINTER = re.compile(r"^printer ([^/\s]+) (is idle|now printing|is holding|disabled)")
_JOB = re.compile(r"request id is (\S+)")


class Cups:
    """Way of printing by child processes, each ended after ``patience`` seconds."""

    def __init__(self, patience: float = 15.0) -> None:
        self._patience = patience

    def names(self) -> tuple[str, ...]:
        """See ``Way.names``."""
        if shutil.which("lpstat") is None or shutil.which("lp") is None:
            return ()
        try:
            return tuple(queue.name for queue in self._queues())
        except WorldError as error:
            _log.warning("no printers from CUPS: %s", error)
            return ()

    def send(self, pdf: bytes, printer: str, title: str) -> str:
        """See ``Way.send``."""
        queue = next((each for each in self._queues() if each.name == printer), None)
        if queue is None:
            raise WorldError(_missing(printer))
        if not queue.ready:
            raise WorldError(f"打印机 {printer} 已停用{_quoted(queue.words)},请先在系统的打印设置中恢复它")
        options = [part for option in EXACT for part in ("-o", option)]
        done = self._run("lp", "-d", printer, "-t", ascii_title(title), *options, "-", given=pdf)
        if done.returncode:
            raise WorldError(_refusal(printer, _text(done.stderr)))
        job = _JOB.search(_text(done.stdout))
        number = f"(任务号 {job[1]})" if job else ""
        return f"已交给打印队列 {printer}{number},请看打印机是否出纸"

    def _queues(self) -> tuple[Queue, ...]:
        return queues(_text(self._run("lpstat", "-d", "-p").stdout))

    def _run(self, *command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command of CUPS in plain English; WorldError when it cannot start or does not answer."""
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
            advice = "请先看打印机是否出纸,没有再打一次" if given else "请稍后再试,或先另存为PDF"
            raise WorldError(f"打印服务没有回应,{advice}") from error
        except OSError as error:
            raise WorldError("打印服务无法使用,请先另存为PDF,并请管理员检查系统的打印服务") from error


def queues(told: str) -> tuple[Queue, ...]:
    """Queues told by ``lpstat -d -p``, the default first."""
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
        return _missing(printer)
    return f"打印机 {printer} 没有收下这份文书{_quoted(words)},请检查打印机后再打,或先另存为PDF"


def _missing(printer: str) -> str:
    return f"没有找到打印机 {printer},请重新选择打印机,或先另存为PDF"


def _quoted(words: str) -> str:
    """The system's own words in brackets, on one line."""
    told = " ".join(words.split())
    return f"({told})" if told else ""


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace")
