"""The left rail: the rooms of the window with icon, name and a count of what waits there."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from desk_app.rooms import Room
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.roles import one_of
from desk_app.ui.kit.ticks import on_pick, show_ticked
from desk_app.ui.kit.widgets import Button, label
from desk_app.ui.kit.words import plain_tip


class RailButton(QToolButton):
    """A room's button with a badge for its count."""

    def __init__(self, room: Room, key: str, parent: QWidget | None = None) -> None:
        """``key`` is only shown: the window itself listens for it, also while the rail is hidden."""
        super().__init__(parent)
        self._title = room.title
        self.setObjectName(f"rail-{room.name}")
        self.setText(room.title)
        style.set_icon(self, room.icon, "surface", 26)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(style.px(84), style.px(68))
        self.setAccessibleDescription(f"按键 {key}")
        self.setToolTip(plain_tip(key))
        self._badge = label("")
        self._badge.setParent(self)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        style.set_property(self._badge, "role", "badge")
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many things wait; 0 hides the badge."""
        self._badge.setText(str(count) if count < 100 else "99+")
        self._badge.setVisible(count > 0)
        self.setAccessibleName(f"{self._title},{count}件" if count else self._title)
        self._place_badge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the badge at the upper right of the icon."""
        super().resizeEvent(event)
        self._place_badge()

    def _place_badge(self) -> None:
        self._badge.adjustSize()
        self._badge.move(self.width() // 2 + style.px(8), style.px(6))


class Rail(QWidget):
    """The rooms from top to bottom; Alt and a number opens one."""

    chosen = Signal(int)

    def __init__(self, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "rail")
        body = layouts.column(self, spacing=0)
        brand = label("助残窗")
        style.set_property(brand, "role", "brand")
        brand.setAlignment(Qt.AlignmentFlag.AlignCenter)
        brand.setFixedSize(style.px(84), style.px(56))
        body.addWidget(brand)
        group = QButtonGroup(self)
        self._buttons = [RailButton(room, f"Alt+{i}", self) for i, room in enumerate(rooms, 1)]
        for index, button in enumerate(self._buttons):
            one_of(group, button, index)
            on_pick(button, partial(self.chosen.emit, index))
            body.addWidget(button)
        body.addStretch()

    def show_room(self, index: int) -> None:
        """Mark the room at this place."""
        show_ticked(self._buttons[index], True)

    def show_count(self, index: int, count: int) -> None:
        """Show the count of one room."""
        self._buttons[index].show_count(count)

    @property
    def high(self) -> int:
        """The height in pixels a window needs to show all rooms."""
        return style.px(56) + style.px(68) * len(self._buttons)


def _bars() -> QPixmap:
    """Three bars with a gap before them: a style sheet leaves none before an icon."""
    made = style.blank(style.px(28), style.px(18))
    painter = QPainter(made)
    painter.drawPixmap(style.px(10), 0, style.icon_pixmap("menu", "surface", 18))
    painter.end()
    return made


class RoomsMenu(Button):
    """The rail as one button with a menu, for windows too narrow or too low for the rail.

    ``chosen`` emits the place of the room, from 0.
    """

    chosen = Signal(int)

    def __init__(self, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("rooms-menu")
        style.set_property(self, "role", "rooms")
        style.draw(self, _bars)
        self._titles = [room.title for room in rooms]
        self._counts = [0] * len(rooms)
        self._shown = self._waiting = 0
        menu = QMenu(self)
        self._actions = [menu.addAction("") for _ in rooms]
        for place, (action, room) in enumerate(zip(self._actions, rooms, strict=True)):
            action.setObjectName(f"menu-{room.name}")
            action.triggered.connect(lambda _on=False, index=place: self.chosen.emit(index))
        self.setMenu(menu)
        self._say()

    def show_room(self, index: int) -> None:
        """Show the name of the room at this place."""
        self._shown = index
        self._say()

    def show_count(self, index: int, count: int) -> None:
        """Show how many things wait in a room."""
        self._counts[index] = count
        self._say()

    def sizeHint(self) -> QSize:
        """Room for the count behind the room's name."""
        hint = super().sizeHint()
        return QSize(
            hint.width() + (self._badge_width() + style.px(8) if self._waiting else 0), hint.height()
        )

    def minimumSizeHint(self) -> QSize:
        """Its name and count are never cut."""
        return self.sizeHint()

    def _badge_words(self) -> str:
        return str(self._waiting) if self._waiting < 100 else "99+"

    def _badge_width(self) -> int:
        return max(style.px(20), self.fontMetrics().horizontalAdvance(self._badge_words()) + style.px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then how many things wait in all rooms."""
        super().paintEvent(event)
        if not self._waiting:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = self._badge_width(), style.px(20)
        box = QRectF(self.width() - wide - style.px(10), (self.height() - high) / 2, wide, high)
        painter.setPen(style.colour("surface"))
        painter.setBrush(style.colour("badge"))
        painter.drawRoundedRect(box, high / 2, high / 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._badge_words())
        painter.end()

    def _say(self) -> None:
        waiting = self._waiting = sum(self._counts)
        self.setText(self._titles[self._shown])
        self.updateGeometry()
        self.update()
        told = f",{waiting}件待办" if waiting else ""
        self.setAccessibleName(f"换一个房间,现在是{self._titles[self._shown]}{told}")
        for place, (action, title) in enumerate(zip(self._actions, self._titles, strict=True)):
            count = f"({self._counts[place]})" if self._counts[place] else ""
            action.setText(f"{title}{count}\tAlt+{place + 1}")
