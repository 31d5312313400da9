"""Reads questionnaires from their folders; one with anything wrong in it is refused whole."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from forms.faults import Fault, PackError, ordered
from forms.rows import File, Reader, read
from forms.schema import Caution, CodeTable, Kind, Origin, Section
from forms.sources import DEFINITIONS, hashed
from forms.spelling import choose
from forms.surveys import audit
from forms.surveys.kinds import (
    LAST,
    ExportColumn,
    Questionnaire,
    SurveyHead,
    SurveyItem,
    SurveyNeed,
    SurveySkip,
)

FOLDER: Final = "surveys"
"""The folder of questionnaires in a folder of definitions."""
HEAD: Final = "survey.toml"
_FILES: Final = (HEAD, "elements.toml", "codes.toml", "cautions.toml", "export.toml", "needs.toml")
_LISTED: Final[Mapping[str, type]] = {
    "section": Section,
    "element": SurveyItem,
    "table": CodeTable,
    "skip": SurveySkip,
    "caution": Caution,
    "column": ExportColumn,
    "need": SurveyNeed,
}
"""The rows a file of a questionnaire may hold, beside ``[survey]``."""


def folders(directory: Path | None = None) -> dict[str, Path]:
    """The folders of all questionnaires by name; a county's own replace shipped ones of the same name."""
    bases = (DEFINITIONS, directory) if directory else (DEFINITIONS,)
    found = {p.name: p for base in bases for p in sorted((base / FOLDER).glob("*/")) if p.is_dir()}
    return dict(sorted(found.items()))


def every(directory: Path | None = None) -> tuple[Questionnaire, ...]:
    """All questionnaires, shipped and a county's own; PackError names the faults of all of them."""
    found: dict[str, Questionnaire] = {}
    faults: list[Fault] = []
    for name, folder in folders(directory).items():
        try:
            form = load(folder)
        except PackError as error:
            faults += error.faults
            continue
        faults += _misnamed(form, name, found)
        found.setdefault(form.id, form)
    if faults:
        raise PackError(faults)
    return tuple(found.values())


def _misnamed(form: Questionnaire, name: str, others: Collection[str]) -> Iterator[Fault]:
    """A fault where a folder holds a second version of one year, or is not called as its form."""
    shown = f"{FOLDER}/{name}/{HEAD}"
    if form.id in others:
        said = f"{form.head.year}年的“{form.head.title}”有两版:{form.id}和{name},一年只能有一版,请删去一版"
        yield Fault(shown, 1, said)
    elif form.id != name:
        yield Fault(shown, 1, f"文件夹应与 id 和 year 一致,请叫它 {form.id}")


def load(folder: Path, *, kept: bool = False) -> Questionnaire:
    """The questionnaire of a folder; PackError naming file and line of every fault otherwise.

    One that is ``kept`` was checked when it came into force: a stricter release must not refuse it.
    """
    shown = f"{FOLDER}/{folder.name}"
    faults: list[Fault] = []
    names = {path.name for path in folder.glob("*.toml")}
    if HEAD not in names:
        raise PackError([Fault(shown, 1, f"缺少 {HEAD},请补上")])
    inside = (*(name for name in _FILES if name in names), *sorted(names - set(_FILES)))
    files = [read(folder / name, faults, f"{shown}/{name}") for name in inside]
    if faults:
        raise PackError(faults)
    form = _made(files)
    found = faults or (list(audit.faults(form, files)) if form and not kept else [])
    if found or form is None:
        raise PackError(ordered(found, [file.shown for file in files]))
    return form


def _made(files: Sequence[File]) -> Questionnaire | None:
    """The questionnaire of its files; None, with faults noted in them, where it has no head."""
    _strange(files)
    rows = {key: _all(files, shape, key) for key, shape in _LISTED.items()}
    head = Reader(files[0], {}).row(SurveyHead, files[0].data.get("survey"), ("survey",))
    if head is None:
        return None
    asked: list[SurveyItem] = rows["element"]
    elements = {e.id: e for e in (*map(_last_year, (e for e in asked if e.section)), *asked)}
    return Questionnaire(
        head=head,
        digest=hashed((f.name, f.text) for f in files),
        sections=tuple(rows["section"]),
        elements=MappingProxyType(elements),
        codes=MappingProxyType({t.id: t for t in rows["table"]}),
        skips=tuple(rows["skip"]),
        cautions=tuple(rows["caution"]),
        items=tuple(e for e in asked if e.section),
        columns=tuple(rows["column"]),
        needs=tuple(rows["need"]),
    )


def _all(files: Sequence[File], shape: type[Any], key: str) -> list[Any]:
    """The rows of a kind from every file, in their order."""
    return [row for file in files for row in Reader(file, {}).rows(shape, key)]


def _last_year(item: SurveyItem) -> SurveyItem:
    """Last year's answer to an item, which rules may look at and nobody is asked."""
    flag = item.kind is Kind.FLAG
    return SurveyItem(
        id=f"{LAST}{item.id}",
        label=f"去年的{item.label}",
        kind=item.kind,
        source="去年的表",
        codes=item.codes,
        ranks=(Origin.BOOK,),
        unit=item.unit,
        yes=f"去年{item.yes}" if flag else "",
        no=f"去年{item.no}" if flag else "",
    )


def _strange(files: Sequence[File]) -> None:
    """Notes a fault for each table of an unknown name, and each row whose id another has."""
    known = ("survey", *_LISTED)
    for file in files:
        for key in sorted(file.data.keys() - set(known)):
            file.fail(f"不认识的表“{key}”{choose(key, known)}", (key,))
    seen: set[tuple[str, str]] = set()
    for file, key in ((f, k) for f in files for k in _LISTED if k in f.data):
        for at, row in Reader(file, {}).tables(key):
            if name := str(row.get("id", "")):
                if (key, name) in seen:
                    file.fail(f"“{name}”定义了两次,请删去一处或换个 id", (*at, "id"))
                seen.add((key, name))
