"""Where the text of every flowing paper stands on A4, in mm from the upper left corner."""

from typing import Final

LEFT: Final = 15.0
RIGHT: Final = 195.0
TOP: Final = 15.0
BOTTOM: Final = 283.0
