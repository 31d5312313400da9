"""What random hands choose from: keys, sizes, words, codes, pauses. Every word and number is invented."""

from typing import Final

from PySide6.QtCore import Qt

_Key = Qt.Key
KEYS: Final = (
    *(_Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Up, _Key.Key_Down, _Key.Key_Left, _Key.Key_Right),
    *(_Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Delete, _Key.Key_Backspace),
    *(_Key.Key_Return, _Key.Key_Enter, _Key.Key_Escape, _Key.Key_Space, _Key.Key_M),
    *(_Key(_Key.Key_F1.value + place) for place in range(12)),
    *(_Key(_Key.Key_0.value + place) for place in range(10)),
)
WITH_CTRL: Final = (*map(ord, "123456NKFPZAXCV"), _Key.Key_Return.value, _Key.Key_Left.value)
SIZES: Final = ((683, 384), (781, 439), (911, 512), (1093, 614), (1366, 768), (1920, 1080))
WORDS: Final = ("甘肃白银", "张样例", "13800000001", "样例社区12号", "2003年7月", "缝纫工 初级")
CODES: Final = ("62040319870312002X", "620403-03-20261126-000106", "6901234567892", "PC-0001")
PAUSES: Final = (0, 0, 0, 5, 5, 15, 15, 40, 150, 700)
"""Milliseconds between two deeds; at 700 an acceptance is armed."""
