"""Set-up and start of the program from a fresh clone, with the standard library alone.

run.sh, test.sh, run.ps1 and test.ps1 call three verbs, in this order:
    ready  run|test           exit 0 when the venv holds what the lock asks for
    set-up run|test           make or repair it (called with the system's Python)
    go     run|test [ARGS]    start the program or the tests (called with the venv's Python)
and a maintainer calls
    lock                      write requirements.lock anew (needs uv)
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
LOCK_NAME = "requirements.lock"
STAMP_NAME = "desk-stamp.json"
GUARD_NAME = "desk-guard"

# One shared library that the Qt wheels open, and the Debian package that brings it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libpulse.so.0": "libpulse0",
    "libXrandr.so.2": "libxrandr2",
    "libcups.so.2": "libcups2",
    "libspeechd.so.2": "libspeechd2",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

# A font of rare characters (CJK extensions B to H), and the Debian package that brings it.
FONTS = {
    "truetype/hanazono/HanaMinB.ttf": "fonts-hanazono",
    "truetype/babelstone/BabelStoneHan.ttf": "fonts-babelstone-han",
}
FONT_HOME = Path("/usr/share/fonts")

# A file of a service that the tests start for themselves (printing; a keyring; a screen in memory and what a
# screen reader hears of it) or of a program that reads our papers, and the Debian package that brings it.
TEST_SERVICES = {
    "/usr/sbin/cupsd": "cups",
    "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd": "printer-driver-cups-pdf",
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/bin/gnome-keyring-daemon": "gnome-keyring",
    "/usr/bin/pdfinfo": "poppler-utils",
}

# The last PySide6 whose wheels run on an older glibc: machine, glibc below, version.
OLD_GLIBC = (("x86_64", "2.34", "6.9.3"), ("aarch64", "2.39", "6.8.0.2"))
QT_NAMES = ("pyside6", "shiboken6")

# Settings of the caller that would send pip or Python somewhere else than the venv.
MISLEADING = (
    "PIP_PREFIX",
    "PIP_REQUIRE_HASHES",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONHOME",
    "PYTHONPATH",
)

CHECKS = (
    ("ruff check", ("ruff", "check")),
    ("ruff format", ("ruff", "format", "--check")),
    ("mypy", ("mypy",)),
    ("mypy installer", ("mypy", "installer/prepare.py")),
)


# How the tests run when nothing else is said: a whole test file is one worker's, in the order of conftest.
# A worker that crashed ends the run: xdist would give its finished files out again, empty, and wait for them.
WORKERS = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart=0")
# The parts of a run over everything, each with workers of its own: what windows leave in a worker's memory
# would slow all later tests of it down.
PARTS = ("tests/stories", "tests/ui_shell", "tests/ui_pages")
REST = ("tests", *(f"--ignore={part}" for part in PARTS))
OWN_WAY = ("-n", "--numprocesses", "--dist", "--pdb", "--trace")


class SetUpError(Exception):
    """A set-up step can not go on; its text tells the user what to do."""


# --- the lock file -----------------------------------------------------------------------------


def sections(lock: str) -> dict[str, str]:
    """Split the lock at its `# == name ==` lines into the text of each named part."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lock.splitlines():
        if line.startswith("# == ") and line.endswith(" =="):
            name = line[5:-3]
            found[name] = []
        elif name:
            found[name].append(line)
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


def pins(text: str) -> dict[str, str]:
    """Give each requirement of a part, hashes and all, under its name with its marker."""
    found: dict[str, str] = {}
    head = ""
    for line in text.splitlines():
        if line and line[0] not in " #":
            head = line.rstrip("\\ ")
            found[head] = line + "\n"
        elif head and line.strip():
            found[head] += line + "\n"
    return found


def is_qt(pin: str) -> bool:
    """Tell whether a pin belongs to the Qt packages, which change together."""
    return pin.startswith(QT_NAMES)


def version(text: str) -> tuple[int, ...]:
    """Turn '2.34' into (2, 34)."""
    return tuple(int(part) for part in text.split("."))


def requirements(lock: str, part: str, machine: str, glibc: str) -> str:
    """Give the pins of a part for this machine, with an older Qt where glibc asks for it."""
    parts = sections(lock)
    chosen = pins(parts[part])
    for name, text in parts.items():
        words = name.split()
        if len(words) == 3 and words[:2] == [part, machine] and glibc:
            below = words[2].removeprefix("glibc<")
            if version(glibc) < version(below):
                chosen = {head: pin for head, pin in chosen.items() if not is_qt(head)} | pins(text)
    return "".join(chosen.values())


def machine_name() -> str:
    """Name the processor as the lock does."""
    if sys.platform == "win32":
        return os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return os.uname().machine


def glibc_version() -> str:
    """Give glibc's version, or nothing where there is no glibc."""
    if sys.platform == "win32":
        return ""
    try:
        words = (os.confstr("CS_GNU_LIBC_VERSION") or "").split()
    except (ValueError, OSError):
        return ""
    return words[1] if len(words) == 2 else ""


# --- the stamp: what the venv holds ------------------------------------------------------------


def fingerprint(*texts: str) -> str:
    """Give one short hash of all the texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:20]


def wanted(root: Path, venv: Path, mode: str) -> dict[str, str]:
    """Give the fingerprint of every part that the mode needs, from the files as they are now."""
    lock = (root / LOCK_NAME).read_text("utf-8")
    machine, glibc = machine_name(), glibc_version()
    fonts = root / "printing" / "fonts.py"
    parts = {
        "venv": fingerprint(f"{sys.version_info[0]}.{sys.version_info[1]}", str(root), str(venv)),
        "runtime": fingerprint(requirements(lock, "runtime", machine, glibc)),
        "project": fingerprint((root / "pyproject.toml").read_text("utf-8"), fonts.read_text("utf-8")),
    }
    if mode == "test":
        parts["test"] = fingerprint(requirements(lock, "test", machine, glibc))
    return parts


def read_stamp(venv: Path) -> dict[str, str]:
    """Give the parts that are set up completely; empty when the stamp is missing or damaged."""
    try:
        stamp = json.loads((venv / STAMP_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv: Path, stamp: Mapping[str, str]) -> None:
    """Write the stamp, whole or not at all."""
    fresh = venv / (STAMP_NAME + ".new")
    fresh.write_text(json.dumps(stamp), "utf-8")
    fresh.replace(venv / STAMP_NAME)


def outdated(stamp: Mapping[str, str], want: Mapping[str, str]) -> list[str]:
    """List the parts to set up, in order; all of them when the venv itself is outdated."""
    if stamp.get("venv") != want["venv"]:
        return list(want)
    return [part for part, value in want.items() if stamp.get(part) != value]


@contextmanager
def changing(venv: Path, part: str, value: str) -> Iterator[None]:
    """Remove the stamp while a part changes, so that a part broken off halfway is made again."""
    stamp = read_stamp(venv)
    (venv / STAMP_NAME).unlink(missing_ok=True)
    yield
    write_stamp(venv, {**stamp, part: value})


# --- one set-up at a time ----------------------------------------------------------------------


def try_guard(handle: int) -> bool:
    """Take the lock without waiting; the system releases it when the process ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def claim(venv: Path) -> None:
    """Take the directory for our venv; refuse one that holds something else."""
    if venv.is_dir() and any(venv.iterdir()) and not (venv / GUARD_NAME).exists():
        raise SetUpError(f"{venv} 里已有别的内容，请把它移走，或用环境变量 DESK_VENV 指定另一个目录。")
    venv.mkdir(parents=True, exist_ok=True)


@contextmanager
def guarded(venv: Path) -> Iterator[None]:
    """Let one process at a time change the venv; the others wait."""
    import time

    claim(venv)
    handle = os.open(venv / GUARD_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not try_guard(handle):
            say("另一个窗口正在准备运行环境，等它完成……")
            while not try_guard(handle):
                time.sleep(0.2)
        # A child (pip) that outlives a killed parent keeps the guard until it ends.
        os.set_inheritable(handle, sys.platform != "win32")
        yield
    finally:
        os.close(handle)


# --- child processes ---------------------------------------------------------------------------


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def clean_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Give the environment without the variables that mislead pip and Python."""
    return {name: value for name, value in env.items() if name not in MISLEADING}


def big_file(line: str) -> str:
    """Turn pip's line about a file of 10 MB or more into 'name（97 MB）', any other into nothing."""
    words = line.split()
    for verb in ("Downloading", "cached"):
        if verb in words and line.rstrip().endswith("MB)"):
            size = float(words[-2].lstrip("("))
            name = words[words.index(verb) + 1].rsplit("/", 1)[-1].split("-")[0]
            return f"{name}（{size:.0f} MB）" if size >= 10 else ""
    return ""


def run_logged(command: Sequence[str], log: Path, advice: str) -> None:
    """Run a step with its output in the log; on failure show the log's end and the advice."""
    import subprocess

    with (
        log.open("a", encoding="utf-8") as kept,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=clean_environment(os.environ),
            encoding="utf-8",
            errors="replace",
            close_fds=False,
        ) as child,
    ):
        assert child.stdout is not None
        kept.write(f"$ {' '.join(command)}\n")
        tail: list[str] = []
        for line in child.stdout:
            kept.write(line)
            tail = [*tail[-14:], line]
            if name := big_file(line):
                say(f"        {name}")
    if child.returncode:
        say("".join(tail).rstrip())
        raise SetUpError(f"{advice}（详细记录：{log}）")


# --- system libraries --------------------------------------------------------------------------


def opens(library: str) -> bool:
    """Tell whether the system finds and opens a shared library."""
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """List the Debian packages whose libraries Qt would not find here, and venv where it is absent."""
    if not sys.platform.startswith("linux"):
        return []
    from importlib.util import find_spec

    packages = [package for library, package in LIBRARIES.items() if not opens(library)]
    if find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return packages


def missing_fonts(home: Path = FONT_HOME) -> list[str]:
    """List the Debian packages of fonts that are not here; empty on systems other than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in FONTS.items() if not (home / name).is_file()]


def add_fonts(packages: Sequence[str], log: Path, uid: int, path: str) -> None:
    """Install fonts of rare characters where that is allowed; the program runs without them."""
    import shutil

    allowed = shutil.which("apt-get", path=path) is not None and apt_prefix(uid, path) is not None
    for package in packages:
        try:
            if not allowed:
                raise SetUpError
            install_packages([package], log, uid, path)
        except SetUpError:
            say(f"        {package} 没有装上；最少见的姓名用字要印时，请管理员运行：{apt_line([package])}")


def missing_test_services() -> list[str]:
    """List the Debian packages of services that tests need and that are not here."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in TEST_SERVICES.items() if not Path(name).is_file()]


def add_test_services(packages: Sequence[str], log: Path, uid: int, path: str) -> None:
    """Install the services of the tests where that is allowed; without them some are skipped."""
    import shutil

    try:
        if shutil.which("apt-get", path=path) is None or apt_prefix(uid, path) is None:
            raise SetUpError
        install_packages(packages, log, uid, path)
    except SetUpError:
        say(f"        没有装上，真实打印和读屏的测试会跳过；要跑它们，请管理员运行：{apt_line(packages)}")


def user_number() -> int:
    """Give the user's number, 0 for root; systems without numbers have no apt either."""
    if sys.platform == "win32":
        return 0
    return os.getuid()


def apt_line(packages: Sequence[str]) -> str:
    """Give the one command that an administrator runs."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


def apt_prefix(uid: int, path: str) -> list[str] | None:
    """Give what comes before apt-get for this user: nothing, sudo, or None where it is not allowed."""
    import shutil
    import subprocess

    if uid == 0:
        return []
    sudo = shutil.which("sudo", path=path)
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install_packages(packages: Sequence[str], log: Path, uid: int, path: str) -> None:
    """Install Debian packages where that is allowed, else stop with the line to run."""
    import shutil
    import subprocess

    apt = shutil.which("apt-get", path=path)
    if apt is None:
        say(f"        没有 apt-get，请用本机的软件管理工具装好这些库，否则窗口打不开：{'、'.join(packages)}")
        return
    prefix = apt_prefix(uid, path)
    if prefix is None:
        raise SetUpError(f"缺少系统库，请管理员（root）运行下面这一行，然后再来一次：\n{apt_line(packages)}")
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt]
    install = [*command, "install", "-y", "--no-install-recommends", *packages]
    quiet = subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if quiet.returncode:
        advice = f"系统库没有装好，请检查网络，或请管理员运行：\n{apt_line(packages)}\n"
        run_logged([*command, "update"], log, advice)
        run_logged(install, log, advice)


# --- the steps ---------------------------------------------------------------------------------


def venv_program(venv: Path, name: str) -> Path:
    """Give the path of a program inside the venv."""
    return venv / "Scripts" / f"{name}.exe" if sys.platform == "win32" else venv / "bin" / name


def make_venv(venv: Path, log: Path) -> None:
    """Make the venv anew, whatever was there."""
    import shutil

    for child in venv.iterdir():
        if child.name in (GUARD_NAME, log.name):
            continue
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink()
    command = [sys.executable, "-m", "venv", str(venv)]
    run_logged(command, log, "Python 环境没有建成，请检查磁盘空间和目录权限。")


def pip(venv: Path, *args: str) -> list[str]:
    """Give the command line of the venv's own pip."""
    python = str(venv_program(venv, "python"))
    return [python, "-m", "pip", "--disable-pip-version-check", "--no-input", *args]


def fetch(venv: Path, part: str, pinned: str, log: Path) -> list[str]:
    """Download the pinned files of a part, the venv unchanged; give pip's arguments to install them."""
    wheels = venv / "wheels"
    listed = venv / f"{part}.txt"
    listed.write_text(pinned, "utf-8")
    checked = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(listed)]
    command = pip(venv, "download", "-d", str(wheels), *checked)
    run_logged(command, log, "组件没有下载完，请检查网络（或 pip 的镜像设置），再运行一次。")
    return ["--no-index", "--find-links", str(wheels), *checked]


def install(venv: Path, part: str, value: str, checked: Sequence[str], log: Path) -> None:
    """Put the fetched files of a part into the venv."""
    import shutil

    with changing(venv, part, value):
        command = pip(venv, "install", *checked)
        run_logged(command, log, "组件没有装好，请检查磁盘空间，再运行一次。")
        shutil.rmtree(venv / "wheels", ignore_errors=True)


def install_part(root: Path, venv: Path, part: str, value: str, log: Path) -> None:
    """Bring one part of the lock into the venv."""
    lock = (root / LOCK_NAME).read_text("utf-8")
    pinned = requirements(lock, part, machine_name(), glibc_version())
    install(venv, part, value, fetch(venv, part, pinned, log), log)


def install_project(root: Path, venv: Path, value: str, log: Path) -> None:
    """Install this directory's program in the venv, and make its static fonts."""
    stamp = read_stamp(venv)
    stamp.pop("project", None)
    write_stamp(venv, stamp)
    # "compat" links the directory itself, which type checkers and child processes see too.
    linked = ["--config-settings", "editable_mode=compat", "-e", str(root)]
    register = pip(venv, "install", "--no-deps", "--no-build-isolation", *linked)
    run_logged(register, log, "本程序没有登记成功，请把详细记录发给维护人员。")
    fonts = [str(venv_program(venv, "python")), "-I", "-X", "utf8", "-m", "printing.fonts"]
    run_logged(fonts, log, "中文字体没有生成，请检查磁盘空间，再运行一次。")
    write_stamp(venv, {**stamp, "project": value})


def plan(root: Path, venv: Path, want: Mapping[str, str]) -> list[tuple[str, Callable[[], None]]]:
    """List the steps that are due: the user's text, and what to do."""
    log = venv / "desk-setup.log"
    due = outdated(read_stamp(venv), want)
    steps: list[tuple[str, Callable[[], None]]] = []
    if due and (packages := missing_packages()):
        title = f"用 apt 安装窗口程序要用的系统软件包：{' '.join(packages)}"
        path = os.environ.get("PATH", os.defpath)
        steps.append((title, lambda: install_packages(packages, log, user_number(), path)))
    if due and (wanted_fonts := missing_fonts()):
        title = f"用 apt 安装生僻字字体（约 34 MB，没有也能用）：{' '.join(wanted_fonts)}"
        path = os.environ.get("PATH", os.defpath)
        steps.append((title, lambda: add_fonts(wanted_fonts, log, user_number(), path)))
    if "test" in due and (service := missing_test_services()):
        what = "测试用的打印、虚拟屏幕和读屏服务（没有也能测，只是跳过用到它们的）"
        title = f"用 apt 安装{what}：{' '.join(service)}"
        path = os.environ.get("PATH", os.defpath)
        steps.append((title, lambda: add_test_services(service, log, user_number(), path)))
    if "venv" in due:

        def fresh_venv() -> None:
            with changing(venv, "venv", want["venv"]):
                make_venv(venv, log)

        steps.append((f"建立独立的 Python 环境，不动系统里的 Python：{venv}", fresh_venv))
    if "runtime" in due:
        title = "下载并安装运行组件（约 300 MB，按锁定的版本和校验值，需几分钟）"
        steps.append((title, lambda: install_part(root, venv, "runtime", want["runtime"], log)))
    if "test" in due:
        title = "下载并安装测试组件（约 50 MB）"
        steps.append((title, lambda: install_part(root, venv, "test", want["test"], log)))
    if "project" in due:
        title = "登记本程序，并生成打印和窗口用的中文字体（约半分钟）"
        steps.append((title, lambda: install_project(root, venv, want["project"], log)))
    return steps


def ready(root: Path, venv: Path, mode: str) -> bool:
    """Tell whether nothing is left to set up."""
    return not outdated(read_stamp(venv), wanted(root, venv, mode))


def set_up(root: Path, venv: Path, mode: str) -> None:
    """Make or repair the venv until it is ready for the mode."""
    import time

    began = time.monotonic()
    with guarded(venv):
        steps = plan(root, venv, wanted(root, venv, mode))
        if steps:
            say("正在准备运行环境，只做这一次；中途断开也不要紧，再运行一次就会补齐。")
        for number, (title, action) in enumerate(steps, 1):
            say(f"[{number}/{len(steps)}] {title}")
            action()
    if steps:
        say(f"准备完成，用时 {time.monotonic() - began:.0f} 秒。")


# --- the start ---------------------------------------------------------------------------------


def has_display(env: Mapping[str, str], platform: str) -> bool:
    """Tell whether a window can be shown."""
    return not platform.startswith("linux") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def replace_process(command: Sequence[str]) -> int:
    """Go on as another program; give its exit code where the system can not replace a process."""
    sys.stdout.flush()
    if sys.platform != "win32":
        os.execv(command[0], list(command))
    import subprocess

    return subprocess.call(command)


def go_run(venv: Path, args: Sequence[str]) -> int:
    """Start the program; without a display and without arguments, its walkthrough."""
    if not args and not has_display(os.environ, sys.platform):
        say("没有检测到图形显示，窗口无处可开；改为从头到尾自动走一遍办事流程（walkthrough --out out）。")
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        args = ["walkthrough", "--out", "out"]
    return replace_process([str(venv_program(venv, "desk-app")), *args])


def workers(args: Sequence[str]) -> tuple[str, ...]:
    """Give two workers to a run over everything, none where a file, the workers or a debugger are named."""
    if any(arg.startswith(OWN_WAY) or arg.partition("::")[0].endswith(".py") for arg in args):
        return ()
    return WORKERS


def go_test(root: Path, venv: Path, args: Sequence[str]) -> int:
    """Run all checks and then pytest, or pytest alone with the arguments given."""
    import subprocess

    os.chdir(root)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    python = str(venv_program(venv, "python"))
    if args:
        return replace_process([python, "-m", "pytest", *workers(args), *args])
    failed: list[str] = []
    for title, command in CHECKS:
        say(f"== {title}")
        if subprocess.call([python, "-m", *command]):
            failed.append(title)
    if failed:
        say(f"没有通过：{'、'.join(failed)}。测试照常进行，但整个检查算失败。")
    for part in (*((part,) for part in PARTS), REST):
        say(f"== pytest {part[0]}")
        if subprocess.call([python, "-m", "pytest", *WORKERS, *part]):
            failed.append(part[0])
    if failed:
        say(f"没有通过：{'、'.join(failed)}")
    return int(bool(failed))


# --- the lock, made anew -----------------------------------------------------------------------

LOCK_HEAD = """\
# The exact versions and hashes that installer/prepare.py installs. Made by
#     python3 installer/prepare.py lock
# from pyproject.toml, for every platform; do not edit by hand. The part "test" comes on top of
# "runtime"; a part "runtime MACHINE glibc<VERSION" stands in for the Qt lines on an older Linux.
"""


def compile_pins(root: Path, asked: Sequence[str], *options: str) -> dict[str, str]:
    """Resolve requirements for every platform, with hashes."""
    import shutil
    import subprocess

    uv = shutil.which("uv")
    if uv is None:
        raise SetUpError("没有找到 uv，请先运行 pip install uv，再来一次。")
    fixed = ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"]
    command = [uv, "pip", "compile", *fixed, "--quiet", "--no-header", "--no-annotate", *options, "-"]
    told = "\n".join(asked).encode()
    done = subprocess.run(command, cwd=root, input=told, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SetUpError("依赖没有解出来，请按上面 uv 的说明改 pyproject.toml 的 dependencies。")
    return pins(done.stdout.decode())


def make_lock(root: Path) -> str:
    """Resolve pyproject.toml into the text of the lock file."""
    import tempfile
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    build = project["build-system"]["requires"]
    everything = compile_pins(root, build, "--extra", "test", "pyproject.toml")
    with tempfile.TemporaryDirectory() as scratch:
        same = Path(scratch) / "same.txt"
        same.write_text("\n".join(everything), "utf-8")
        runtime = compile_pins(root, build, "--constraint", str(same), "pyproject.toml")
    test = {head: pin for head, pin in everything.items() if head not in runtime}
    parts = {"runtime": runtime, "test": test}
    for machine, below, qt in OLD_GLIBC:
        asked = [f"PySide6-Essentials=={qt}", f"PySide6-Addons=={qt}"]
        parts[f"runtime {machine} glibc<{below}"] = compile_pins(root, asked)
    return LOCK_HEAD + "".join(f"\n# == {name} ==\n{''.join(text.values())}" for name, text in parts.items())


# --- the command -------------------------------------------------------------------------------


def venv_of(env: Mapping[str, str]) -> Path:
    """Give the place of the venv: DESK_VENV, else .venv beside pyproject.toml."""
    return Path(os.path.abspath(env.get("DESK_VENV") or ROOT / ".venv"))


def command(verb: str, args: Sequence[str]) -> int:
    """Carry out one verb and give the exit code."""
    venv = venv_of(os.environ)
    match verb, *args:
        case "ready", ("run" | "test") as mode:
            return 0 if ready(ROOT, venv, mode) else 1
        case "set-up", ("run" | "test") as mode:
            set_up(ROOT, venv, mode)
            return 0
        case "go", "run", *rest:
            return go_run(venv, rest)
        case "go", "test", *rest:
            return go_test(ROOT, venv, rest)
        case ("lock",):
            (ROOT / LOCK_NAME).write_text(make_lock(ROOT), "utf-8", newline="\n")
            return 0
    raise SetUpError("用法：prepare.py ready|set-up run|test，prepare.py go run|test [参数]，prepare.py lock")


def main(argv: Sequence[str]) -> int:
    """Carry out the command line; every foreseeable failure is one sentence, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return command(argv[0] if argv else "", argv[1:])
    except SetUpError as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        print(f"文件读写失败（{problem}），请检查目录权限和磁盘空间，再运行一次。", file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断；再运行一次会接着准备。", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
