"""What of the book and its backups is to be mended by an administrator, as to-dos."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from desk_app.domain.backups import Backup, missed
from desk_app.domain.damage import Damage
from desk_app.domain.duties import BookDuty
from desk_app.storage import backups

_NAMED: Final = 5
"""Damaged rows named in a to-do; the check names all."""
_CHECK: Final = "请用 desk-app book check 核对,从备份里恢复(设置里的管理员手册“恢复演练”)"
SAME_DISK: Final = "备份和账本在同一块磁盘上,磁盘坏了会一起丢。请管理员把设置“备份文件夹”改到另一块磁盘"


class BookDuties:
    """Tells what is to be done; any thread may ask. Each is gone when it is mended."""

    def __init__(self, data: Path, folder: Path | None, now: Callable[[], datetime]) -> None:
        """``folder`` is where backups go; None where there are none."""
        self._data, self._folder, self._now = data, folder, now
        self._first: dict[str, datetime] = {}
        """When each duty was first told."""

    def all(self, damage: Damage | None, fault: str) -> tuple[BookDuty, ...]:
        """What is to be done now. ``fault`` is why today's backup was not made, empty when it was."""
        found = tuple(self._all(damage, fault))
        self._first = {duty.id: duty.since for duty in found}
        return found

    def on_same_disk(self) -> bool:
        """Whether there are backups, and they lie on the disk of the book."""
        held = backups.listed(self._folder) if self._folder else ()
        return self._folder is not None and bool(held) and backups.same_disk(self._data, self._folder)

    def _all(self, damage: Damage | None, fault: str) -> Iterator[BookDuty]:
        if damage is not None and (known := damage.known()):
            named = "、".join(str(row) for row in known[:_NAMED])
            more = f"等{len(known)}处" if len(known) > _NAMED else ""
            text = f"{named}{more}。损坏的不显示、不上传,其他的照常办。{_CHECK}"
            yield self._duty("damage", f"账本有{len(known)}处数据损坏", text)
        if damage is not None and damage.torn():
            yield self._duty("torn", "账本文件有几处读不出来", f"能读的照常办。{_CHECK}")
        if self._folder is not None:
            yield from self._backups(backups.listed(self._folder), fault)

    def _backups(self, held: tuple[Backup, ...], fault: str) -> Iterator[BookDuty]:
        now = self._now()
        late = missed(held, now) if held else ""
        if fault:
            yield self._duty("backup", "账本今天没有备份成", f"{fault}。做成以后这条自动消失")
        elif late:
            yield self._duty("backup", "账本好几天没有备份了", f"{late}。请让程序开着,过几分钟会自动补做")
        if self.on_same_disk():
            text = "磁盘坏了会一起丢。请把设置“备份文件夹”改到另一块磁盘,下次启动后这条消失"
            yield self._duty("same-disk", "备份和账本在同一块磁盘上", text)

    def _duty(self, what: str, title: str, text: str) -> BookDuty:
        return BookDuty(what, title, text, self._first.get(what) or self._now())
