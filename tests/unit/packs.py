"""Definition packs spoiled on purpose: a whole copy of the shipped one in a folder, a text changed in it."""

import shutil
from pathlib import Path

import pytest

from forms import loader
from forms.faults import Fault


class Folder:
    """A county's own folder with a whole copy of the shipped pack."""

    def __init__(self, path: Path) -> None:
        self.path = path
        shutil.copytree(loader.DEFINITIONS, path)
        shutil.copytree(loader.CODES, path / "codes")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first such text of a file; an empty one means: add at the end."""
        file = self.path / name
        text = file.read_text(encoding="utf-8")
        assert old in text, old
        changed = text.replace(old, new, 1) if old else f"{text}\n{new}"
        file.write_text(changed, encoding="utf-8")

    def line(self, name: str, holding: str) -> int:
        """The first line of a file that holds a text."""
        lines = (self.path / name).read_text(encoding="utf-8").splitlines()
        return next(n for n, line in enumerate(lines, 1) if holding in line)

    def faults(self, *, printed: bool = False) -> tuple[Fault, ...]:
        """Why the folder is refused."""
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
        """The folder is refused for one reason only, in the line that holds a text."""
        found = [(f.file, f.line, f.message) for f in self.faults(printed=printed)]
        assert [f[:2] for f in found] == [(name, self.line(name, holding))], found
        assert said in found[0][2], found
