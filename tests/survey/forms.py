"""Questionnaires with faults made on purpose: a shipped one copied whole, one text changed."""

import shutil
from pathlib import Path

import pytest

from forms.faults import PackError
from forms.loader import DEFINITIONS
from forms.surveys import reading
from forms.surveys.kinds import Questionnaire


class SurveyFolder:
    """A county's own folder of definitions with one questionnaire in it."""

    def __init__(self, path: Path, name: str = "person-2026", source: Path | None = None) -> None:
        self.directory = path
        self.name = name
        self.path = path / reading.FOLDER / name
        shutil.copytree(source or DEFINITIONS / reading.FOLDER / name, self.path)

    def change(self, file: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file; an empty ``old`` appends ``new`` to it."""
        place = self.path / file
        text = place.read_text(encoding="utf-8")
        assert old in text, old
        place.write_text(text.replace(old, new, 1) if old else f"{text}\n{new}", encoding="utf-8")

    def load(self) -> Questionnaire:
        return reading.load(self.path)

    def faults(self) -> list[str]:
        """The sentences the questionnaire is refused with, each with file and line."""
        with pytest.raises(PackError) as refused:
            self.load()
        return [str(fault) for fault in refused.value.faults]

    def tells(self, file: str, holding: str, said: str) -> None:
        """Assert that it is refused for one fault, in the line of a file that has this text."""
        lines = (self.path / file).read_text(encoding="utf-8").splitlines()
        line = next(n for n, text in enumerate(lines, 1) if holding in text)
        found = self.faults()
        assert len(found) == 1, found
        assert found[0].startswith(f"surveys/{self.name}/{file} 第{line}行:"), found
        assert said in found[0], found
