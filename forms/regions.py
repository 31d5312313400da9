"""Places of one county, from its province down to the village, with their statistical codes.

The codes are 国家统计局 统计用区划代码: 2 digits 省, 4 市, 6 区县, 9 乡镇、街道, 12 村、社区; each begins
with the code of what it lies in. A county is read whole from ``code,name`` lines, or refused whole.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import resources
from forms.faults import Fault
from forms.reasons import because

FILE_NAME: Final = "regions.csv"
COUNTY, TOWN, VILLAGE = 6, 9, 12
_LENGTHS: Final = (2, 4, COUNTY, TOWN, VILLAGE)
_HEAD: Final = ["code", "name"]
_MOST_ROWS: Final = 5000
_MOST_BYTES: Final = 1_000_000
_LONGEST: Final = 40
_HIDDEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
# What stands in a village's code row is its committee; an address names the place.
_VILLAGERS: Final = re.compile(r"村?村民?委员?会$")
_RESIDENTS: Final = re.compile(r"居民?委员?会$")


@dataclass(frozen=True, slots=True)
class Region:
    """One place with its code and its name as the statistics write it (吊沟村村民委员会)."""

    code: str
    name: str

    @property
    def place(self) -> str:
        """The name as an address says it: 吊沟村, 长征社区, 宝积镇."""
        if len(self.code) < VILLAGE:
            return self.name
        return _RESIDENTS.sub("", _VILLAGERS.sub("村", self.name)) or self.name


class RegionsError(Exception):
    """A file of regions that must not be used; ``faults`` names every mistake found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Regions:
    """All places of one county by code, in the order of their file; empty where none are known."""

    rows: Mapping[str, Region]
    source: str = ""
    """Where they were taken from, in the words of the file."""
    fault: str = ""
    """Why the county's own file is not used; empty when there is none or it is used."""

    @property
    def county(self) -> Region | None:
        """The county itself."""
        return next((r for r in self.rows.values() if len(r.code) == COUNTY), None)

    @property
    def above(self) -> tuple[str, ...]:
        """Names of the county and of what it lies in: 甘肃省, 白银市, 平川区."""
        return tuple(r.name for r in self.path(self.county)) if self.county else ()

    def path(self, region: Region) -> tuple[Region, ...]:
        """What a region lies in, from the outermost down to itself."""
        codes = (region.code[:length] for length in _LENGTHS if length <= len(region.code))
        return tuple(self.rows[code] for code in codes if code in self.rows)

    def address(self, region: Region) -> str:
        """The whole beginning of an address: 甘肃省白银市平川区宝积镇吊沟村."""
        return "".join(r.place for r in self.path(region))

    def name(self, region: Region) -> str:
        """A place as people of the county say it: 宝积镇吊沟村; the county itself with all it lies in."""
        below = "".join(r.place for r in self.path(region) if len(r.code) > COUNTY)
        return below or self.address(region)

    def children(self, region: Region) -> tuple[Region, ...]:
        """The places directly within a region."""
        longer = next((length for length in _LENGTHS if length > len(region.code)), 0)
        return tuple(
            r for r in self.rows.values() if len(r.code) == longer and r.code.startswith(region.code)
        )

    def find(self, text: str, limit: int) -> tuple[Region, ...]:
        """Places a text may mean, those whose own name begins with it first.

        The text may be any part of a name, begin with the county's address, or be a code of six digits
        and more. The county's address alone is followed by its towns.
        """
        county, wanted = self.county, "".join(text.split())
        if county is None or not wanted:
            return ()
        wanted = self._within(county, wanted)
        if not wanted:
            return (county, *self.children(county))[:limit]
        ranked = [(self._rank(r, wanted), r) for r in self.rows.values() if len(r.code) >= COUNTY]
        hits = sorted((pair for pair in ranked if pair[0] >= 0), key=lambda pair: pair[0])
        return tuple(region for _, region in hits[:limit])

    def town(self, address: str) -> Region | None:
        """The town an address lies in: it begins with the town's name, or with the county's before it."""
        county, said = self.county, "".join(address.split())
        if county is None or not said:
            return None
        within = self._within(county, said)
        towns = (r for r in self.rows.values() if len(r.code) == TOWN)
        return next((r for r in towns if within.startswith(r.place)), None)

    def _within(self, county: Region, text: str) -> str:
        """The text without the county's address, or an end of it, at its start (平川区, 白银市平川区)."""
        before, found, after = text.partition(county.place)
        return after if found and self.address(county).endswith(before + found) else text

    def _rank(self, region: Region, wanted: str) -> int:
        """How well a text matches a place, 0 best; -1 when it does not."""
        name, place = self.name(region), region.place
        fits = (
            place.startswith(wanted),
            name.startswith(wanted),
            wanted in place,
            wanted in name,
            len(wanted) >= COUNTY and region.code.startswith(wanted),
        )
        return fits.index(True) if True in fits else -1


NOWHERE: Final = Regions(MappingProxyType({}))
"""No places at all: addresses are typed without help."""


@cache
def shipped(county: str) -> Regions:
    """The places that ship with the program for a county, read once; none for other counties."""
    path = resources.path("regions", f"{county}.csv")
    return read(path) if path.is_file() else NOWHERE


def in_force(own: Path, county: str) -> Regions:
    """The places of a county: of its own file when that is sound, else the shipped ones."""
    if not own.exists():
        return shipped(county)
    try:
        found = read(own)
    except RegionsError as error:
        return _instead(county, f"{error.faults[0]},共{len(error.faults)}处错误")
    given = found.county.code if found.county else ""
    return found if given == county else _instead(county, f"它是区县 {given} 的,本大厅属于区县 {county}")


def _instead(county: str, reason: str) -> Regions:
    sentence = f"导入的区划不能用:{reason}。请用 desk-app regions import 重新导入;地址照常可以录入"
    return replace(shipped(county), fault=sentence)


def read(path: Path) -> Regions:
    """The regions in a file; RegionsError naming the line of every fault otherwise."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RegionsError([Fault(path.name, 1, "文件超过1 MB,不像一个区县的区划,请核对")])
        return parse(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        raise RegionsError([Fault(path.name, 1, f"读不到文件:{because(error)}")]) from error
    except UnicodeDecodeError as error:
        fault = Fault(path.name, 1, "文件不是 UTF-8 编码,请另存为“CSV UTF-8”")
        raise RegionsError([fault]) from error


def parse(text: str, file: str = FILE_NAME) -> Regions:
    """The regions in a text of ``code,name`` lines after a head line; RegionsError otherwise.

    Lines before the head that begin with ``#`` tell the source.
    """
    reading = _Reading(file)
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not reading.take(number, line.rstrip("\r")):
            break
    reading.faults += reading.cross_faults()
    if reading.faults:
        raise RegionsError(sorted(reading.faults, key=lambda fault: fault.line))
    return Regions(MappingProxyType(reading.rows), "\n".join(reading.notes))


def text_of(regions: Regions) -> str:
    """Regions as the text they are read from."""
    out = io.StringIO()
    out.writelines(f"# {line}\n" for line in regions.source.splitlines())
    csv.writer(out, lineterminator="\n").writerows(
        [_HEAD, *((r.code, r.name) for r in regions.rows.values())]
    )
    return out.getvalue()


@dataclass(slots=True)
class _Reading:
    """A file of regions while it is read, line by line."""

    file: str
    notes: list[str] = field(default_factory=list)
    rows: dict[str, Region] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """Code → its line, of rows with faults too, so that places within them raise no second fault."""
    faults: list[Fault] = field(default_factory=list)
    _headed: bool = False

    def take(self, number: int, line: str) -> bool:
        """Read one line; False when reading should stop."""
        if not line.strip():
            return True
        if not self._headed and line.startswith("#"):
            self.notes.append(line.lstrip("# ").rstrip())
            return True
        if len(self.lines) >= _MOST_ROWS:
            self._fail(number, f"超过{_MOST_ROWS}行,不像一个区县的区划,请核对")
            return False
        cells = _cells(line)
        if self._headed:
            self._take_row(number, cells)
        elif cells != _HEAD:
            self._fail(number, "第一行应是表头 code,name")
        self._headed = True
        return True

    def cross_faults(self) -> Iterator[Fault]:
        """Faults between rows: no county, a place of another county, a village without its town."""
        county = next((code for code in self.lines if len(code) == COUNTY), "")
        if not county:
            yield Fault(self.file, 1, "没有区县的一行,请加上6位代码和区县名")
            return
        for code in self.rows:
            if not (code.startswith(county) or county.startswith(code)):
                yield Fault(self.file, self.lines[code], f"代码“{code}”不属于第一个区县 {county}")
            elif len(code) == VILLAGE and code[:TOWN] not in self.lines:
                yield Fault(self.file, self.lines[code], f"“{code}”缺少上级,请加上 {code[:TOWN]} 的一行")

    def _fail(self, number: int, message: str) -> None:
        self.faults.append(Fault(self.file, number, message))

    def _take_row(self, number: int, cells: list[str] | None) -> None:
        if cells is None or len(cells) != len(_HEAD):
            found = f"现在是{len(cells)}列" if cells else "引号没有成对"
            self._fail(number, f"应是代码和名称两列,{found}")
            return
        code, name = cells
        if message := _code_fault(code):
            self._fail(number, message)
            return
        if code in self.lines:
            self._fail(number, f"代码“{code}”在第{self.lines[code]}行已有,请删去一处")
            return
        self.lines[code] = number
        if message := _name_fault(name):
            self._fail(number, message)
        else:
            self.rows[code] = Region(code, name)


def _cells(line: str) -> list[str] | None:
    """The cells of one line; None when its quotes do not match."""
    try:
        return [cell.strip(" ") for cell in next(csv.reader([line], strict=True))]
    except csv.Error:
        return None


def _code_fault(code: str) -> str:
    if not (code.isascii() and code.isdigit()):
        return f"代码“{code}”应全是数字;用表格软件保存前请把代码列设为文本"
    if len(code) == VILLAGE and code.endswith("000"):
        return f"代码“{code}”末尾补了0,请写成2位省、4位市、6位区县或9位乡镇街道"
    if len(code) not in _LENGTHS:
        return f"代码“{code}”有{len(code)}位,应为6位区县、9位乡镇街道或12位村社区"
    return ""


def _name_fault(name: str) -> str:
    if not name:
        return "名称是空的,请补上"
    if any(unicodedata.category(c) in _HIDDEN for c in name):
        return "名称里有看不见的控制字符,请删去后重录"
    if len(name) > _LONGEST:
        return f"名称有{len(name)}个字,最多{_LONGEST}个字"
    return ""
