"""The interface of every way to scanners, and what is said of them; times in seconds."""

from collections.abc import Callable
from typing import Final, Protocol

from desk_app.domain.scanning import FoundScanner, ScannedPages, Tray, never

PAGE_S: Final = 90.0
"""A page takes no longer, on the slowest scanner warming up."""
LOOK_S: Final = 20.0
"""How long scanners are looked for, or one is asked what it can."""

NONE: Final = "没有找到扫描仪,请看电源和线;网络扫描仪请把地址写进设置 scanner,只会存文件的请设 scan_folder"
NOT_INSTALLED: Final = "没有装扫描组件(sane-utils),请管理员安装,或设 scan_folder 收扫描软件存的文件"
NO_AIRSCAN: Final = "没有装网络扫描组件(sane-airscan),请管理员安装,或设 scan_folder 收扫描软件存的文件"
STOPPED: Final = "已停止找扫描仪"
SLOW: Final = "扫描仪很久没有送来一页,已停止,请看它的屏幕和纸,好了再扫"
GONE: Final = "扫描仪不在了或没有开机,请看电源和线,插好再扫"


class ScanWay(Protocol):
    """One way to scanners; its methods are those of ``Scanner``."""

    def missing(self) -> str:
        """Why this way can not be gone here and what to do; empty when it can."""
        ...

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:
        """Scanners reached this way now; none where the search was stopped."""
        ...

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:
        """Where pages can be laid; WorldError with the next act."""
        ...

    def scan(
        self,
        scanner: FoundScanner,
        tray: Tray,
        dpi: int,
        on_pages: Callable[[ScannedPages], None],
        stopped: Callable[[], bool],
    ) -> str:
        """Scan; see ``Scanner.scan``."""
        ...
