"""The truth tables of questionnaires, written by hand, as rows by heading."""

from collections.abc import Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).parent


def rows(path: Path) -> Iterator[Mapping[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    heads, _, *body = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    yield from (dict(zip(heads, cells, strict=True)) for cells in body)
