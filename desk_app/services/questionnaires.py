"""The questionnaires of the yearly survey at this computer, read when the first of them is asked for."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.errors import RuleError
from forms.faults import PackError

if TYPE_CHECKING:
    from forms.surveys.shelf import SurveyShelf


class Questionnaires:
    """Those in force, and every one that a sheet was begun on here. Any thread may ask."""

    def __init__(self, folder: Path | None = None, directory: Path | None = None) -> None:
        """``folder`` keeps those of sheets, ``directory`` is the county's folder of definitions.

        Without a folder there are none.
        """
        self._folder, self._directory = folder, directory

    @cached_property
    def shelf(self) -> "SurveyShelf":
        """All of them; RuleError where one in force is broken, or there are none."""
        from forms.surveys.shelf import SurveyShelf  # the start does not wait for it

        if self._folder is None:
            raise RuleError("这台电脑上没有调查表")
        try:
            return SurveyShelf(self._folder, self._directory)
        except PackError as error:
            raise RuleError(f"调查表有错,请用 desk-app forms check 核对:{error}") from error
