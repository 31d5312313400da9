"""``county import``: certificates of an older register, from a CSV file, into the county's book."""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.clock import SystemClock
from desk_app.commands.telling import tell
from desk_app.domain.events import Who
from desk_app.errors import RuleError, WorldError
from desk_app.services.tables import delimited
from desk_app.services.tables.sheet import TableLine
from forms import numbers
from forms.pack import Pack
from forms.procedures import COUNTY

if TYPE_CHECKING:
    from desk_app.commands.marking import Opener

_ID, _NUMBER, _ASSESSED, _ISSUED, _EXPIRES = "身份证号", "残疾人证号", "类别等级", "发证日期", "有效期至"
_COLUMNS: Final = (_ID, _NUMBER, _ASSESSED, _ISSUED, _EXPIRES)
_NEEDED: Final = (_ID, _NUMBER)


def add(verbs: "argparse._SubParsersAction[Any]", book: "Opener") -> None:
    """Tell argparse about the command; ``book`` opens the county's book of the options."""
    taken = verbs.add_parser(
        "import",
        help="把原来登记册里的残疾人证录进区县的库",
        description=f"CSV 文件,第一行是列名:{'、'.join(_COLUMNS)};类别等级写“肢体二级、精神三级”。"
        "同一本证再录一次不重复;有错的行逐行说明,其余的照录。",
    )
    taken.add_argument("file", type=Path, help="CSV 文件(UTF-8 或 GBK)")
    taken.add_argument("--who", default="区县平台", help="经办人(默认“区县平台”)")
    taken.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    taken.add_argument("--packs", type=Path, help="各版本事项定义的留底文件夹;默认是数据库文件旁的 packs")
    taken.set_defaults(run=lambda options: _import(options, book))


def _import(options: argparse.Namespace, open_book: "Opener") -> int:
    rows = tuple(_rows(options.file))
    new = known = 0
    faults: list[str] = []
    with closing(open_book(options, "county import")) as book:
        pack, clock = book.law.packs.current, SystemClock()
        for line, row in rows:
            try:
                fresh = book.record(
                    numbers.tidy_id(row[_ID]),
                    _certificate(pack, row),
                    Who(options.who, COUNTY),
                    clock.now(),
                )
            except RuleError as fault:
                faults.append(f"第{line}行:{fault}")
            else:
                new, known = new + fresh, known + (not fresh)
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    tell(f"录进{new}本,已经有的{known}本,有错没有录的{len(faults)}行")
    return 1 if faults else 0


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row that is not empty; WorldError for a file that is no such table."""
    first, *lines = delimited.read(path).lines or (TableLine(1, ()),)
    if lacking := [name for name in _NEEDED if name not in first.cells]:
        raise WorldError(f"{path.name} 第一行没有列“{'”“'.join(lacking)}”,应有:{'、'.join(_COLUMNS)}")
    places = {name: first.cells.index(name) for name in _COLUMNS if name in first.cells}
    for line in lines:
        cells = {name: line.cell(places[name]) if name in places else "" for name in _COLUMNS}
        if any(cells.values()):
            yield line.number, cells


def _certificate(pack: Pack, row: Mapping[str, str]) -> dict[str, Any]:
    """A row as the fields of a result; RuleError for categories that can not be read."""
    return {
        "certificate_number": row[_NUMBER],
        "assessed": assessed_of(pack, row[_ASSESSED]),
        "issued_on": numbers.tidy_date(row[_ISSUED]),
        "expires_on": numbers.tidy_date(row[_EXPIRES]),
    }


def assessed_of(pack: Pack, text: str) -> tuple[dict[str, str], ...]:
    """Categories with grades as written: 肢体二级、精神三级, or by code 4:2;6:3. RuleError if not."""
    parts = [part for part in re.split(r"[、;\uff1b,\uff0c\s]+", text) if part]
    return tuple(_assessed(pack, part) for part in parts)


def _assessed(pack: Pack, part: str) -> dict[str, str]:
    for category in pack.codes["category"].options:
        for grade in pack.codes["grade"].options:
            written = (f"{category.label}{grade.label}", f"{category.code}:{grade.code}")
            if part.replace("残疾", "").replace("\uff1a", ":") in written:
                return {"category": category.code, "grade": grade.code}
    raise RuleError(f"类别等级“{part}”看不懂,请写成“肢体二级、精神三级”的样子")
