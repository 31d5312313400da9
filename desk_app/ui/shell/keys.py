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
    ("Ctrl+Return", "下一步"),
    ("Ctrl+Left", "上一步"),
    ("F12", "受理,只在第六步"),
    ("F10", "放大看要打印的纸,再按回来"),
    ("Ctrl+1–6", "到第几步"),
    ("1–9", "选第几个答案"),
    ("Tab", "下一栏(加 Shift 回上一栏)"),
    ("Ctrl+N", "下一位;办理中是暂存,换一位"),
    ("Ctrl+K", "查找人、办件、没写完的和登记"),
    (cover.KEY, "遮住屏幕,再按恢复"),
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
        offered = list(offered)
        taken = {key for key, _ in offered}  # the page says better what its own keys do
        always = [row for row in (*ALWAYS[:-1], walk, ALWAYS[-1]) if row[0] not in taken]
        body.addLayout(_table([*offered, *always]))
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
