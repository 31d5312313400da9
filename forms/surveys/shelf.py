"""The questionnaires in force, and every one that a sheet was begun on, kept whole by its digest."""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from forms import files
from forms.faults import PackError
from forms.surveys import reading
from forms.surveys.kinds import Questionnaire

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class SurveyShelf:
    """Questionnaires by id and by digest; kept ones as files, each whole in a folder ``<id>-<digest>``."""

    def __init__(self, folder: Path, directory: Path | None = None) -> None:
        """``folder`` holds what is kept, ``directory`` is the county's folder of definitions.

        PackError when a questionnaire in force is broken.
        """
        self.folder = folder
        self._directory = directory
        self.in_force = {form.id: form for form in reading.every(directory)}
        self._kept: set[str] = set()
        self._read: dict[str, Questionnaire | None] = {f.digest: f for f in self.in_force.values()}

    def of(self, digest: str) -> Questionnaire | None:
        """The questionnaire of a digest; None when it was never kept here, or its copy is damaged."""
        if digest not in self._read:
            self._read[digest] = self._load(digest)
        return self._read[digest]

    def keep(self, form: Questionnaire) -> None:
        """Keep a questionnaire in force for the sheets begun on it; OSError when it can not be written."""
        if form.digest in self._kept:
            return
        source = reading.folders(self._directory).get(form.id)
        if source is None:
            return
        if self._load(form.digest) is not None:
            self._kept.add(form.digest)
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryDirectory(prefix=".new-", dir=self.folder) as scratch:
            made = Path(scratch, "form")
            for path in source.glob("*.toml"):
                files.write(made / path.name, path.read_bytes())
            if reading.load(made, kept=True).digest == form.digest:  # else it was changed since it was read
                place = self.folder / f"{form.id}-{form.digest[:12]}"
                shutil.rmtree(place, ignore_errors=True)  # a damaged copy
                made.rename(place)

    def refusal(self, form: Questionnaire, digest: str) -> str:
        """Why a sheet of another questionnaire is not one of this; empty when it is one."""
        if digest == form.digest:
            return ""
        other = self.of(digest)
        if other is None:
            return f"这张表是照另一版填的(校验 {digest[:12]}),本机没有那一版,没有收"
        if other.id == form.id:
            return f"这张表是照“{form.title}”的另一版填的(校验 {digest[:12]}),没有收"
        return f"这张表是“{other.title}”,不是“{form.title}”,没有收"

    def _load(self, digest: str) -> Questionnaire | None:
        if not _DIGEST.fullmatch(digest):
            return None
        for place in sorted(self.folder.glob(f"*-{digest[:12]}")):
            try:
                form = reading.load(place, kept=True)
            except PackError:
                continue
            if form.digest == digest:
                return form
        return None
