"""The file for the official platform: a line a complete sheet, its columns as the questionnaire has them."""

from collections.abc import Iterator
from pathlib import Path

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.domain.survey import SURVEY, CountedSheet
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.lists import export
from desk_app.services.parts import Parts
from desk_app.services.roster import bringing
from desk_app.services.survey import shelf
from forms import rules
from forms.surveys.kinds import ExportColumn, Questionnaire


def write(parts: Parts, path: Path, purpose: str, year: int | None = None) -> int:
    """Write the complete sheets of a year into an xlsx or CSV file; returns how many.

    Numbers are whole, so it is noted what they are needed for. RuleError without a purpose, for who may not,
    or where the questionnaire has no columns; WorldError when the file can not be written.
    """
    if not bringing.may_bring(parts):
        raise RuleError("导出的证号是完整的,要主管或管理员登录")
    form, why = shelf.of_year(parts, "person", year), " ".join(purpose.split())
    if not why:
        raise RuleError("导出的证号是完整的,请写明用途")
    if not form.columns:
        raise RuleError(f"{form.title}没有写导出的列:请在它的 export.toml 里写好 [[column]]")
    count = 0

    def lines() -> Iterator[list[str]]:
        nonlocal count
        for sheet in parts.store.surveyed.counted(form.head.year):
            count += 1
            yield [_cell(form, column, sheet) for column in form.columns]

    def note() -> None:
        text = f"导出{form.head.year}年度动态更新{count}张,用途:{why}"
        about = Subject(SURVEY, str(form.head.year))
        ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, about, text)

    export.write_lines(path, "调查表", [column.heading for column in form.columns], lines(), note)
    return count


def _cell(form: Questionnaire, column: ExportColumn, sheet: CountedSheet) -> str:
    value = sheet.facts.get(column.id)
    if value is None:
        return ""
    codes = tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
    if not column.words:
        return ",".join(codes)
    element = form.elements[column.id]
    return rules.label(form, element, codes if isinstance(value, list | tuple) else codes[0])
