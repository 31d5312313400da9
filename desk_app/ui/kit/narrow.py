"""Whether a window is narrow: its pages then fold side columns away and show one thing under another."""

from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.ui.kit import style

NARROW: Final = 800
"""Width of the window, in grid pixels, below which it is narrow: 1366 pixels at 175 and 200 %."""


LOW: Final = 560
"""Height of the window, in grid pixels, below which it is low: 1366×768 from 150 %, 1920×1080 at 200 %."""


def is_low(widget: QWidget) -> bool:
    """Whether the window this widget stands in has little height now: bars above and below take less."""
    return widget.window().height() < style.px(LOW)


def is_narrow(widget: QWidget) -> bool:
    """Whether the window this widget stands in is narrow now; pages ask when they are resized."""
    return widget.window().width() < style.px(NARROW)
