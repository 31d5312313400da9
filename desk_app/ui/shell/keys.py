"""F1: the keys that work at this moment."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desk_app.ui.kit import cover, style, widgets
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button, label

ALWAYS: Final = (
    ("Tab", "下一栏(加 Shift 回上一栏)"),
    ("Ctrl+N", "下一位;办理中是暂存,换一位"),
    ("Ctrl+K", "查找人、办件、没写完的和登记"),
    (cover.KEY, "遮住屏幕,再按恢复"),
    ("Ctrl+L", "锁定窗口;锁定后选下一位就是换班"),
    ("F1", "显示这张表"),
)


class KeysDialog(DeskDialog):
    """Lists the keys of the window and of the page that is shown."""

    def __init__(
        self, offered: Iterable[tuple[str, str]], rooms: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__("keys", "按键", parent, 560)
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label("按键", "headline"))
        walk = (f"Alt+1–{len(rooms)}", "、".join(rooms))
        body.addLayout(_table([*offered, *ALWAYS[:-1], walk, ALWAYS[-1]]))
        done = button("知道了", "primary", name="keys-done")
        done.clicked.connect(self.accept)
        self.lay_out(content, feet(done))
        done.setFocus()


def _table(rows: Iterable[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(style.px(16))
    grid.setVerticalSpacing(style.px(8))
    for index, (key, text) in enumerate(rows):
        badge = QLabel()
        style.draw(badge, partial(widgets.key_badge, key, "text"))
        badge.setAccessibleName(key)
        grid.addWidget(badge, index, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(text, wrap=True), index, 1)
    grid.setColumnStretch(1, 1)
    return grid
