"""What goes on beside the window: rows are checked in portions, the heads of the chains are signed."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from desk_app.domain.signing import Signer
from desk_app.errors import TornPage, places
from desk_app.storage.audit import EVERY, BookAudit
from desk_app.storage.book import Book

_log = logging.getLogger(__name__)
PAUSE_S: Final = 5.0
"""Seconds between two portions."""
_NAMED: Final = 3
"""Damaged rows that are named in the window; the check names all."""


class BookGuard:
    """Checks and signs in a thread of its own as long as the window runs."""

    def __init__(self, book: Book, signer: Callable[[], Signer], now: Callable[[], datetime]) -> None:
        """``signer`` is asked for the window's key at the first signature."""
        self._book, self._signer, self._now = book, signer, now
        self._audit = BookAudit(book.database, book.identity.id)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="guard", daemon=True)
        self._unsigned = False

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Sign what is not signed yet, and end."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        self._sign(1)

    def words(self) -> Iterator[str]:
        """What the window says as long as it is so."""
        known = self._book.damage.known()
        if known:
            named = "、".join(str(row) for row in known[:_NAMED])
            more = f"等{len(known)}处" if len(known) > _NAMED else ""
            yield (
                f"数据损坏:{named}{more}。它们不显示也不上传,其他的照常办;"
                "请管理员用 desk-app book check 核对,从备份里恢复"
            )
        if self._book.damage.torn():
            yield "数据损坏:账本文件有几处读不出来。请管理员用 desk-app book check 核对,从备份里恢复"
        if self._book.pages.waits:
            yield "有一页要送区县的图片损坏了或不见了,它的信等着;请到“待办”里重拍"
        if self._unsigned:
            yield "查阅记录没有签名:窗口密钥用不了。请管理员检查数据文件夹里的 window.key"

    def _run(self) -> None:
        while not self._ended.wait(PAUSE_S):
            try:
                self._book.damage.look()
                self._book.pages.look()
            except Exception as error:  # a thread that died would check nothing in silence
                _log.error("guard: %s", places(error))
            self._sign(EVERY)

    def _sign(self, least: int) -> None:
        try:
            self._audit.sign(self._signer(), self._now(), least=least)
            self._unsigned = False
        except TornPage:  # the key is sound: what is torn is told as such
            _log.info("audit: a page of the book is torn")
        except Exception as error:  # the window goes on; the strip says so
            _log.error("audit: %s", places(error))
            self._unsigned = True
