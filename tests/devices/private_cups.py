"""A print service of the tests' own: cupsd on a socket in a folder, with queues made as needed.

Nothing of the system's own service is touched. The cups-pdf backend reads its settings from /etc/cups
alone, so one file of its own, named after this process, is there while the tests run.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.patience import PATIENCE_S

DAEMON: Final = "/usr/sbin/cupsd"
SYSTEM: Final = Path("/usr/lib/cups")
CUPS_PDF: Final = SYSTEM / "backend" / "cups-pdf"
CUPS_PDF_PPD: Final = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
CONFIGS: Final = Path("/etc/cups")

_CONF: Final = """\
LogLevel warn
MaxLogSize 0
Listen {socket}
Browsing Off
WebInterface No
DefaultAuthType None
ErrorPolicy stop-printer
JobRetryInterval 1
JobKillDelay 1
MultipleOperationTimeout 5
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES: Final = """\
ServerRoot {folder}/root
ServerBin {folder}/bin
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool/tmp
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
DocumentRoot {folder}/root
Sandboxing relaxed
"""
# A queue that takes PDF as it is, as driverless printers do; Letter lies in its tray, any size may.
_PPD: Final = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "KEEPER.PPD"
*Manufacturer: "Test"
*Product: "(Keeper)"
*ModelName: "Keeper"
*ShortNickName: "Keeper"
*NickName: "Keeper"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: Letter
*PageSize Letter: "<</PageSize[612 792]>>setpagedevice"
*PageSize A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: Letter
*PageRegion Letter: "<</PageSize[612 792]>>setpagedevice"
*PageRegion A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: Letter
*ImageableArea Letter: "18 18 594 774"
*ImageableArea A4: "18 18 577 824"
*DefaultPaperDimension: Letter
*PaperDimension Letter: "612 792"
*PaperDimension A4: "595 842"
"""
_CUSTOM: Final = """\
*HWMargins: 0 0 0 0
*MaxMediaWidth: "900"
*MaxMediaHeight: "1300"
*CustomPageSize True: "pop pop pop <</PageSize[5 -2 roll]>>setpagedevice"
*ParamCustomPageSize Width: 1 points 36 900
*ParamCustomPageSize Height: 2 points 36 1300
*ParamCustomPageSize WidthOffset: 3 points 0 0
*ParamCustomPageSize HeightOffset: 4 points 0 0
*ParamCustomPageSize Orientation: 5 int 0 3
"""
# Each backend is named after what becomes of the paper; job id first, the file last or on its input.
_BACKENDS: Final = {
    "keeper": 'cat ${{6:-}} > "{out}/job-$1.part" && mv "{out}/job-$1.part" "{out}/job-$1.pdf"',
    "dies": "cat > {folder}/state/eaten; kill -9 $$",
    "crashes": "cat > {folder}/state/eaten; kill -SEGV $$",
    "fails": 'echo "ERROR: the printer is on fire" >&2; exit 1',
    "jams": 'echo "STATE: +media-jam-error" >&2; echo "PAGE: 1 1" >&2; read never < {folder}/never',
    "empties": 'echo "STATE: +media-empty-error" >&2; read never < {folder}/never',
    "hangs": "read never < {folder}/never",
}


def lacking() -> str:
    """Why a private print service can not run here; empty when it can."""
    if not Path(DAEMON).exists() or not (SYSTEM / "filter" / "pdftopdf").exists():
        return "没有 CUPS:apt-get install --no-install-recommends cups printer-driver-cups-pdf"
    return ""


def lacking_cups_pdf() -> str:
    """Why the cups-pdf printer can not be used here; empty when it can."""
    if not CUPS_PDF_PPD.exists():
        return "没有 cups-pdf:apt-get install --no-install-recommends printer-driver-cups-pdf"
    if os.getuid() != 0:
        return "cups-pdf 只能由 root 启动"
    return ""


class Service:
    """One running cupsd; ``environment`` makes CUPS commands, and Qt, use it."""

    def __init__(self, folder: Path, *settings: str) -> None:
        self.folder, self.out = folder, folder / "out"
        self.socket = folder / "s"
        self._daemon: subprocess.Popen[bytes] | None = None
        self._config: Path | None = None
        for name in ("root", "spool/tmp", "cache", "state", "log", "out", "bin/backend", "pdf-spool"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / "never")
        conf = _CONF.format(socket=self.socket) + "".join(f"{line}\n" for line in settings)
        (folder / "root/cupsd.conf").write_text(conf)
        (folder / "root/cups-files.conf").write_text(_files(folder))
        for name, words in _BACKENDS.items():
            self._backend(name, words)
        (folder / "bin/backend/socket").symlink_to(SYSTEM / "backend/socket")
        for name in ("filter", "daemon", "cgi-bin", "notifier", "driver", "monitor"):
            (folder / "bin" / name).symlink_to(SYSTEM / name)

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables that make programs use this service and no other."""
        return {"CUPS_SERVER": str(self.socket), "LC_ALL": "C.UTF-8"}

    @property
    def pid(self) -> int:
        """The process id of cupsd."""
        assert self._daemon is not None
        return self._daemon.pid

    def start(self) -> None:
        """Start cupsd and wait until it answers."""
        root = self.folder / "root"
        command = [DAEMON, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")]
        with (self.folder / "log/daemon").open("ab") as log:
            self._daemon = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until(lambda: b"is running" in self.call("lpstat", "-r", check=False))

    def stop(self) -> None:
        """Stop cupsd as an administrator does, and wait until it has ended."""
        if self._daemon is None:
            return
        self._daemon.terminate()
        try:
            self._daemon.wait(10)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.wait(10)
        self._daemon = None

    def close(self) -> None:
        """Stop cupsd and remove what it left outside its folder."""
        self.stop()
        if self._config:
            self._config.unlink(missing_ok=True)

    def call(self, *command: str, check: bool = True) -> bytes:
        """Run a command of CUPS against this service."""
        environment = {**os.environ, **self.environment}
        done = subprocess.run(command, env=environment, capture_output=True, timeout=20, check=False)
        assert not check or done.returncode == 0, (command, done.stderr)
        return done.stdout

    def queue(self, name: str, backend: str = "keeper", *, custom: bool = True) -> str:
        """Make a queue that sends its paper to a backend; its default paper is Letter."""
        ppd = self.folder / f"{name}.ppd"
        ppd.write_text(_PPD + (_CUSTOM if custom else ""))
        self.call(
            "lpadmin", "-p", name, "-E", "-v", backend if ":" in backend else f"{backend}:/", "-P", str(ppd)
        )
        return name

    def cups_pdf(self, name: str, size: str = "Letter") -> str:
        """Make a queue of the cups-pdf printer that writes into ``out``."""
        instance = f"desk-test-{os.getpid()}"
        self._config = CONFIGS / f"cups-pdf-{instance}.conf"
        lines = {
            "Out": self.out,
            "AnonDirName": self.out,
            "Spool": self.folder / "pdf-spool",
            "Log": self.folder / "log",
            "Label": 2,
        }
        self._config.write_text("".join(f"{key} {value}\n" for key, value in lines.items()))
        shutil.copy2(CUPS_PDF, self.folder / "bin/backend/cups-pdf")
        uri, ppd = f"cups-pdf:/{instance}", str(CUPS_PDF_PPD)
        self.call("lpadmin", "-p", name, "-E", "-v", uri, "-P", ppd, "-o", f"PageSize={size}")
        return name

    def printed(self, job_id: str) -> Path:
        """The file a job was printed to, waited for."""
        number = job_id.rpartition("-")[2]
        until(lambda: any(self._files(number)))
        (found,) = self._files(number)
        return found

    def count(self) -> int:
        """How many papers were printed."""
        return len(list(self.out.glob("*.pdf")))

    def _files(self, number: str) -> Sequence[Path]:
        return [*self.out.glob(f"job-{number}.pdf"), *self.out.glob(f"*-job_{number}.pdf")]

    def _backend(self, name: str, words: str) -> None:
        path = self.folder / "bin/backend" / name
        text = words.format(folder=self.folder, out=self.out)
        listed = f'[ $# = 0 ] && {{ echo "direct {name} \\"Test\\" \\"Test\\""; exit 0; }}'
        path.write_text(f"#!/bin/sh\n{listed}\n{text}\n")
        path.chmod(0o700)


def _files(folder: Path) -> str:
    """The text of cups-files.conf; without root everything runs as the present user."""
    text = _FILES.format(folder=folder)
    if os.getuid():
        import grp
        import pwd

        user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        text += f"User {user}\nGroup {group}\nSystemGroup {group}\n"
    return text


def until(condition: object, seconds: float = PATIENCE_S) -> None:
    """Wait for a condition outside this process."""
    assert callable(condition)
    end, pause = time.monotonic() + seconds, 0.02
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(pause)
        pause = min(0.2, 1.5 * pause)


@contextmanager
def running(*settings: str) -> Iterator[Service]:
    """A service with further settings; it is stopped and removed at the end, whatever happens.

    Its folder is open to the users that filters run as, and its path short: a socket's path has 107 bytes.
    """
    folder = Path(tempfile.mkdtemp(prefix="desk-cups-"))
    folder.chmod(0o755)
    service = Service(folder, *settings)
    try:
        service.start()
        yield service
    finally:
        service.close()
        shutil.rmtree(folder, ignore_errors=True)
