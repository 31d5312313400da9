"""The top bar: hall and window, the person served, the connection to the county, clerk and time."""

from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from desk_app.services.parts import LineState, TimeSource, Window
from desk_app.ui.kit import layouts, style, words
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.narrow import is_low, is_narrow
from desk_app.ui.kit.widgets import Button, chip, label

_HIGH: Final = 48
_SMALL: Final = 44
"""Height of the bar in grid pixels, and where the window has little."""


class LineButton(Button):
    """The connection to the county as word and shape; pressed, it says what is wrong and what comes next."""

    told = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("line")
        style.set_property(self, "role", "line")
        self._state = LineState(False, 0, "正在连接区县")
        self._show("正在连接", "ring", "quiet")
        self.clicked.connect(self._tell)

    @property
    def state(self) -> LineState:
        """The state of the connection that is shown."""
        return self._state

    @Slot(object)
    def show_state(self, state: LineState) -> None:
        """Show this state of the connection."""
        self._state = state
        waiting = f" · {state.waiting} 件待送" if state.waiting else ""
        shape, tint = ("good", "good") if state.online else ("cut", "caution")
        self._show(("在线" if state.online else "离线") + waiting, shape, tint)

    def _show(self, text: str, shape: str, tint: str) -> None:
        self.setText(f" {text}")
        style.set_icon(self, f"tone-{shape}", tint, 16)
        self.setAccessibleName(f"与区县的连接:{text}")
        self.setToolTip(words.plain_tip(self._sentence()))

    def _sentence(self) -> str:
        calm = "与区县的连接正常" if self._state.online else "受理和打印不受影响,连上后自动补送"
        return self._state.text or calm

    @Slot()
    def _tell(self) -> None:
        self.told.emit("info" if self._state.online else "caution", self._sentence())


class TopBar(QWidget):
    """One row above every room."""

    told = Signal(str, str)
    """A sentence for the clerk: its tone and text."""
    lock_wanted = Signal()
    shift_wanted = Signal()
    password_wanted = Signal()
    sign_out_wanted = Signal()
    find_wanted = Signal()
    """The clerk wants to search."""

    def __init__(self, window: Window, clock: TimeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "topbar")
        self._clock = clock
        self._lead: QWidget | None = None
        self._hall = label(f"{window.hall.name} · {window.number} 号窗口", name="hall")
        style.set_property(self._hall, "role", "hall")
        self._demo = chip("演示", "caution")
        self._demo.setToolTip("大厅名称、地址和电话是演示数据")
        self._serving = QFrame()
        self._serving_text = label("", name="serving")
        self._day = label("", "quiet", name="day")
        self._time = label("", "quiet", name="clock")
        self._window = window
        self._clerk = Button()
        self._clerk.setObjectName("clerk")
        style.set_property(self._clerk, "role", "line")
        self._clerk.setMenu(self._clerk_menu())
        self.show_clerk()
        self._find = Button("查找")
        self._find.setObjectName("find")
        self._find.setAccessibleName("查找人、办件、没写完的和登记")
        self._find.setAccessibleDescription("按键 Ctrl+K")
        self._find.setToolTip("Ctrl+K")
        style.set_property(self._find, "role", "line")
        style.set_icon(self._find, "find", "quiet", 16)
        self._find.clicked.connect(self.find_wanted)
        self._spare = (self._clerk, self._day, self._hall, self._find)
        self.line = LineButton()
        self.line.told.connect(self.told)
        self._arrange()
        self.serve("")
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._show_time)
        self._show_time()

    def _arrange(self) -> None:
        style.set_property(self._serving, "role", "serving")
        self._serving.setFixedHeight(style.px(30))
        inner = layouts.row(self._serving)
        inner.setContentsMargins(style.px(14), 0, style.px(14), 0)
        inner.addWidget(self._serving_text)
        line = layouts.row(self, spacing=16)
        line.setContentsMargins(style.px(16), 0, style.px(16), 0)
        line.addWidget(self._hall)
        line.addWidget(self._demo)
        self._demo.setVisible(self._window.hall.demo)
        line.addWidget(self._serving)
        line.addStretch()
        line.addWidget(self._find)
        line.addWidget(self.line)
        line.addWidget(self._clerk)
        line.addWidget(self._day)
        line.addWidget(self._time)
        self._line = line
        self.setFixedHeight(style.px(_HIGH))

    def _clerk_menu(self) -> QMenu:
        menu = QMenu(self)
        for words_of_it, signal, key in (
            ("锁定", self.lock_wanted, "Ctrl+L"),
            ("换班", self.shift_wanted, ""),
            ("改密码", self.password_wanted, ""),
            ("退出登录", self.sign_out_wanted, ""),
        ):
            action = menu.addAction(f"{words_of_it}\t{key}" if key else words_of_it)
            action.triggered.connect(lambda _=False, signal=signal: signal.emit())
        return menu

    @Slot()
    def show_clerk(self) -> None:
        """Show who sits here now."""
        name = self._window.clerk
        self._clerk.setText(name or "没有人登录")
        self._clerk.setAccessibleName(f"经办人:{name}" if name else "没有人登录")

    def lead_with(self, widget: QWidget) -> None:
        """Insert a widget at the left end."""
        self._line.insertWidget(0, widget)
        self._lead = widget

    def set_tab_order(self) -> None:
        """Make Tab visit what stands at the left first; called once the bar stands in its window."""
        in_tab_order(w for w in (self._lead, self._find, self.line, self._clerk) if w is not None)

    @Slot(str)
    def serve(self, who: str) -> None:
        """Show who is being served; an empty text hides the banner."""
        self._serving_text.setText(f"正在为 {who}办理")
        self._serving.setVisible(bool(who))

    def event(self, event: QEvent) -> bool:
        """Choose what has room whenever the size or the words change."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take less height where the window has little."""
        super().resizeEvent(event)
        small = is_narrow(self) or is_low(self)
        self.setFixedHeight(style.px(_SMALL if small else _HIGH))
        edge = style.px(8 if small else 16)
        self._line.setContentsMargins(edge, 0, edge, 0)

    def _fit(self) -> None:
        """Hide clerk, day and hall first when it is narrow; person served, connection and time stay."""
        widths = {w: w.sizeHint().width() + self._line.spacing() for w in self._spare}
        missing = [w for w in self._spare if not w.isVisibleTo(self)]
        wide = self._line.sizeHint().width() + sum(widths[w] for w in missing)
        for widget in self._spare:
            layouts.show_if(widget, wide <= self.width())
            wide -= 0 if wide <= self.width() else widths[widget]

    @Slot()
    def _show_time(self) -> None:
        now = self._clock.now()
        self._day.setText(words.weekday(now))
        self._time.setText(f"{now:%H:%M}")
        self._tick.start((60 - now.second) * 1000)
