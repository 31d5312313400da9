"""The steps of the set-up, and which of them are due."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from installer import packages
from installer.children import SetUpError, run_logged, say
from installer.lock import LOCK_NAME, glibc_version, machine_name, requirements
from installer.stamp import GUARD_NAME, changing, guarded, outdated, read_stamp, wanted, write_stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


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


def fetch(venv: Path, part: str, pinned: str, log: Path, wheels: Path | None = None) -> list[str]:
    """Download the pinned files of a part, the venv unchanged; give pip's arguments to install them."""
    wheels = wheels or venv / "wheels"
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


def keep_wheels(root: Path, venv: Path, folder: Path) -> None:
    """Download what this very kind of computer installs into a folder, for those without a network."""
    if not ready(root, venv, "run"):
        raise SetUpError("请先在这台电脑上运行一次 bash installer/run.sh，再下载。")
    lock = (root / LOCK_NAME).read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("runtime", "reading"):
        pinned = requirements(lock, part, machine_name(), glibc_version())
        fetch(venv, part, pinned, venv / "desk-setup.log", folder)
    files = [each for each in folder.iterdir() if each.suffix == ".whl"]
    size = sum(each.stat().st_size for each in files) // 1_000_000
    say(f"{len(files)} 个文件（{size} MB）在 {folder}。")
    say("没有网络的电脑（系统、处理器、Python 版本都要相同）上运行：")
    say(f"PIP_NO_INDEX=1 PIP_FIND_LINKS={folder} bash installer/run.sh")


def install_reading(root: Path, venv: Path, value: str, log: Path) -> None:
    """Bring in what reads cards and pages; the program works without, so its lack stops nothing."""
    before = read_stamp(venv)
    try:
        install_part(root, venv, "reading", value, log)
    except SetUpError as problem:
        write_stamp(venv, before)  # nothing else of the venv was touched
        say(f"识别组件没有装上：{problem}")
        say("窗口照常能用，只是证件上的字要自己录入；下次启动再装，不想装请设 DESK_READING=no。")


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
    if due and (missing := packages.missing_packages()):
        title = f"用 apt 安装窗口程序要用的系统软件包：{' '.join(missing)}"
        path = os.environ.get("PATH", os.defpath)
        steps.append((title, lambda: packages.install_packages(missing, log, packages.user_number(), path)))
    if due and (wanted_fonts := packages.missing_fonts()):
        title = f"用 apt 安装生僻字字体（约 34 MB，没有也能用）：{' '.join(wanted_fonts)}"
        path = os.environ.get("PATH", os.defpath)
        steps.append((title, lambda: packages.add_fonts(wanted_fonts, log, packages.user_number(), path)))
    if "test" in due and (service := packages.missing_test_services()):
        what = "测试用的打印、虚拟屏幕和读屏服务（没有也能测，只是跳过用到它们的）"
        title = f"用 apt 安装{what}：{' '.join(service)}"
        path = os.environ.get("PATH", os.defpath)
        steps.append((title, lambda: packages.add_test_services(service, log, packages.user_number(), path)))
    if "venv" in due:

        def fresh_venv() -> None:
            with changing(venv, "venv", want["venv"]):
                make_venv(venv, log)

        steps.append((f"建立独立的 Python 环境，不动系统里的 Python：{venv}", fresh_venv))
    if "runtime" in due:
        title = "下载并安装运行组件（约 300 MB，按锁定的版本和校验值，需几分钟）"
        steps.append((title, lambda: install_part(root, venv, "runtime", want["runtime"], log)))
    if "test" in due:
        title = "下载并安装测试组件（约 80 MB）"
        steps.append((title, lambda: install_part(root, venv, "test", want["test"], log)))
    if "reading" in due:
        title = "下载并安装识别证件和材料的组件（约 140 MB，装好约 400 MB；没有也能用）"
        steps.append((title, lambda: install_reading(root, venv, want["reading"], log)))
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
