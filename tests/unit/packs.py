"""Definition packs with faults made on purpose: the shipped one copied whole, one text changed."""

import shutil
from pathlib import Path

import pytest

from forms import loader
from forms.faults import Fault

RULES = "平川区规定"
"""An invented rule of the county's own, which sample clauses cite."""
OWN_LAW = f"""
[[law]]
id = "own"
title = "{RULES}"

[[clause]]
law = "own"
words = "全文"
read_in = "虚构"

[[clause]]
law = "own"
article = "第一条"
words = "低保边缘家庭可以领取。"
read_in = "虚构"

[[clause]]
law = "own"
article = "第二条"
words = "户口在本区的可以领取。"
read_in = "虚构"
"""
"""Its rows in the table of provisions."""


class Folder:
    """A county's own folder with a whole copy of the shipped pack."""

    def __init__(self, path: Path) -> None:
        self.path = path
        shutil.copytree(loader.DEFINITIONS, path)
        shutil.copytree(loader.CODES, path / "codes")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file; an empty ``old`` appends ``new`` to it."""
        file = self.path / name
        text = file.read_text(encoding="utf-8")
        assert old in text, old
        changed = text.replace(old, new, 1) if old else f"{text}\n{new}"
        file.write_text(changed, encoding="utf-8")

    def line(self, name: str, holding: str) -> int:
        """Number of the first line of a file that has a text."""
        lines = (self.path / name).read_text(encoding="utf-8").splitlines()
        return next(n for n, line in enumerate(lines, 1) if holding in line)

    def faults(self, *, printed: bool = False) -> tuple[Fault, ...]:
        """The faults the folder is refused for."""
        from desk_app.commands.forms import paper_fault
        from printing.papers import form

        with pytest.raises(loader.PackError) as refused:
            loader.checked(
                self.path,
                printed=form.places if printed else None,
                papers=paper_fault if printed else None,
            )
        return refused.value.faults

    def tells(self, name: str, holding: str, said: str, *, printed: bool = False) -> None:
        """Assert that the folder is refused for one fault, in the line that has this text."""
        found = [(f.file, f.line, f.message) for f in self.faults(printed=printed)]
        assert [f[:2] for f in found] == [(name, self.line(name, holding))], found
        assert said in found[0][2], found
