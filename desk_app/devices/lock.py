"""The lock of a data folder: one running window at a time."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QSysInfo

from desk_app.errors import WorldError, because
from forms import files

FILE_NAME: Final = "desk.lock"


def only_one(folder: Path) -> QLockFile:
    """The lock of a data folder; WorldError when another copy of the program holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WorldError(f"数据文件夹 {folder} 不能创建:{because(error)}。请检查设置“数据文件夹”") from error
    lock = QLockFile(str(folder / FILE_NAME))
    lock.setStaleLockTime(0)  # a lock is stale when its process is gone, never by age
    if lock.tryLock(0) or _freed(lock):
        return lock
    if lock.error() is QLockFile.LockError.LockFailedError:
        pid, host, _program = lock.getLockInfo()
        if host and host != QSysInfo.machineHostName():
            raise WorldError(
                f"这份数据标着由电脑“{host}”上的窗口程序使用。那里的窗口已经关了,或这是拷来的文件夹,"
                f"请删去 {folder / FILE_NAME} 再打开;那里还开着的不要删"
            )
        who = f"(进程 {pid})" if pid else ""
        raise WorldError(f"另一个窗口程序{who}正在使用这份数据,请用已打开的那个窗口,或先关闭它")
    raise WorldError(f"数据文件夹 {folder} 不能写入:{_reason(folder)}。请处理好再试,数据没有改动")


def _freed(lock: QLockFile) -> bool:
    """Whether a lock was taken whose file was left behind: by a power cut, or by a program that was killed.

    Qt itself takes away that of a killed program, but not on a full disk, where it would say that one runs.
    The system keeps the file of a running program locked, so that one is never taken away.
    """
    pid, host, _program = lock.getLockInfo()
    ours = not pid or host == QSysInfo.machineHostName()
    failed = lock.error() is QLockFile.LockError.LockFailedError
    return failed and ours and lock.removeStaleLockFile() and lock.tryLock(0)


def _reason(folder: Path) -> str:
    """Why nothing can be written into a folder."""
    try:
        files.check_room(folder)
    except OSError as error:
        return because(error)
    return f"写不进 {FILE_NAME}"
