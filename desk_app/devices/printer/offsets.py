"""The offset of each printer for overlays: ``printers.toml`` of the data folder, in tenths of a mm.

Stored as whole tenths, so that what is read back equals what was set.
"""

import json
from pathlib import Path
from typing import Final

from desk_app.errors import WorldError, because
from forms import files
from forms.toml_text import TomlFault, why

FILE_NAME: Final = "printers.toml"
_ANEW: Final = "删去它,用 desk-app printers --offset 重新记下"
MOST: Final = 20.0
"""Mm; farther off it is not the printer but the wrong paper or tray."""


def offset(folder: Path, printer: str) -> tuple[float, float]:
    """Mm to move an overlay right and down on this printer; (0, 0) when it was never calibrated."""
    right, down = _kept(folder).get(printer, (0, 0))
    return right / 10, down / 10


def keep(folder: Path, printer: str, right: float, down: float) -> None:
    """Store a printer's offset in mm, rounded to 0.1; WorldError if too large or if it can not be stored."""
    if not all(abs(value) <= MOST for value in (right, down)):
        raise WorldError(f"偏移应在 -{MOST:g} 到 {MOST:g} 毫米之间;偏得更多,请先检查纸张和进纸的位置")
    kept = {**_kept(folder), printer: (round(right * 10), round(down * 10))}
    text = "".join(
        f"[{json.dumps(name, ensure_ascii=False)}]\nright = {x}\ndown = {y}\n"
        for name, (x, y) in kept.items()
    )
    path = folder / FILE_NAME
    try:
        files.write(path, f"# 套打偏移,单位0.1毫米,正数向右、向下\n{text}")
    except OSError as error:
        raise WorldError(f"偏移存不进 {path}:{because(error)}。原来的照旧,请处理后再设") from error


def _kept(folder: Path) -> dict[str, tuple[int, int]]:
    path = folder / FILE_NAME
    try:
        raw = files.read_toml(path)
        return {name: (int(row["right"]), int(row["down"])) for name, row in raw.items()}
    except (OSError, TomlFault) as error:
        raise WorldError(f"{path} 读不出来:{why(error)}。请改正,或{_ANEW}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WorldError(f"{path} 里的偏移应是 right 和 down 两个整数。请改正,或{_ANEW}") from error
