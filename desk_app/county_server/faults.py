"""Why the county does not take a letter, besides the law itself (RuleError)."""

from typing import Final

from desk_app.database.engine import Sentences
from desk_app.errors import DeskError

SENTENCES: Final = Sentences(
    full="区县服务器的磁盘已满,这一步没有存下,请清理磁盘",
    disk="区县服务器的磁盘写不进去,这一步没有存下,请检查磁盘",
    locked="区县数据库正被另一个程序占用,请稍后再试",
    readonly="区县数据库不能写入,请检查文件权限",
    absent="打不开区县数据库,请核对路径和权限",
    damaged="区县数据库读写不了,可能已损坏;请不要删除它,从备份恢复",
    sealed="区县数据库用这把密钥打不开:它是别的数据,或开头已损坏;请不要删除它,核对密钥或从备份恢复",
    away="区县数据库服务器没有答复,请核对地址和服务是否运行",
    bug="程序出了一个错,这一步没有存下;数据没有损坏,请联系技术人员",
)


class NotYet(DeskError):
    """The letter can not be taken yet, but will be: pictures are missing, or a pack the county lacks."""


class DuplicateError(DeskError):
    """A letter that contradicts one received before; ``str(error)`` is the sentence for the window."""
