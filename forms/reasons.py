"""Why the system refused a file, in Chinese."""

import errno
from typing import Final

_REASONS: Final = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读不能写",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOTDIR: "路径中有一段是文件,不是文件夹",
    errno.EISDIR: "是文件夹,不是文件",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "名称太长",
    errno.EBUSY: "正被别的程序使用",
}
"""What the system says of a file, in Chinese."""


def because(error: OSError) -> str:
    """Why the system refused a file, in Chinese where it is a common reason, else in the system's words."""
    return _REASONS.get(error.errno or 0) or error.strerror or "原因不明"
