"""``bench visits``, the roster: 50,000 invented people are brought from a file, matched and exported."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

from desk_app.benches.measuring import Figure
from forms.numbers import check_digit
from forms.pack import Pack

ROWS: Final = 50_000
HEADINGS: Final = (
    *("序号", "姓名", "身份证号码", "残疾人证号", "联系电话", "乡镇(街道)", "家庭住址", "有效期至"),
    *("残疾类别", "残疾等级", "证件状态", "是否低保", "两项补贴", "享受待遇", "养老保险", "人员状态"),
)
_SEED: Final = 20261127
_DAY: Final = date(2026, 11, 23)
_SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN: Final = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰"
_TOWNS: Final = (
    "长征街道",
    "电力路街道",
    "红会路街道",
    "兴平路街道",
    "王家山镇",
    "水泉镇",
    "宝积镇",
    "黄峤镇",
)


def invented(pack: Pack, rows: int) -> Iterator[tuple[str, ...]]:
    """Lines of a roster of invented people; the same each time, every number once."""
    dice = random.Random(_SEED)
    categories, grades = pack.codes["category"].options, pack.codes["grade"].options
    for place in range(rows):
        born = date(1936, 1, 1) + timedelta(place % (88 * 365))
        first = f"620403{born:%Y%m%d}{place % 1000:03}"
        number = first + check_digit(first)
        category, grade = dice.choice(categories), dice.choice(grades)
        until = _DAY + timedelta(dice.randrange(-700, 3000))
        yield (
            str(place + 1),
            dice.choice(_SURNAMES) + dice.choice(_GIVEN) + dice.choice(_GIVEN),
            number,
            f"{number}{category.code}{grade.code}",
            f"138{place:08}",
            dice.choice(_TOWNS),
            f"样例社区{place % 200}号",
            until.isoformat(),
            category.label,
            grade.label,
            "有效" if until >= _DAY else "过期",
            dice.choice(("是", "否", "")),
            dice.choice(("无", "生活补贴", "护理补贴", "生活补贴、护理补贴", "")),
            dice.choice(("无", "无", "特困供养", "")),
            dice.choice(("是", "否", "")),
            "死亡" if place % 97 == 0 else "迁出" if place % 89 == 0 else "在册",
        )


def write(path: Path, lines: Iterator[Sequence[str]]) -> None:
    """Write a roster as counties have them: a title over all columns, the headings below it, texts only."""
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "持证残疾人名册(虚构)")
        for row, line in enumerate((HEADINGS, *lines), 1):
            for place, cell in enumerate(line):
                sheet.write_string(row, place, cell)


def roster() -> Iterator[Figure]:
    """The roster brought in, all rules over everybody, what was found exported."""
    from desk_app.benches.book import parts_on
    from desk_app.domain.lists import Order, Wanted
    from desk_app.services.lists import export
    from desk_app.services.roster import bringing, matching

    with tempfile.TemporaryDirectory() as folder:
        parts = parts_on(Path(folder, "desk"))
        path, out = Path(folder, "roster.xlsx"), Path(folder, "found.xlsx")
        write(path, invented(parts.pack, ROWS))
        begin = perf_counter()
        file = bringing.look(parts, path)
        yield Figure("visits.roster.read", perf_counter() - begin, "s", None, 20, f"{ROWS:,}行的 xlsx 读进来")
        begin = perf_counter()
        seen = bringing.preview(parts, file)
        told = f"逐行核对,有错的{len(seen.faults)}行"
        yield Figure("visits.roster.checked", perf_counter() - begin, "s", None, 40, told)
        begin = perf_counter()
        bringing.bring(parts, seen, good_only=True)
        yield Figure("visits.roster.kept", perf_counter() - begin, "s", None, 10, "一次全部存下")
        for name, told in (("matched", "全部事项对每个人判一遍"), ("again", "再判一遍,没有变化")):
            begin, longest = perf_counter(), 0.0
            found = matching.begin(parts)
            while not found.over:
                one = perf_counter()
                matching.go_on(parts, found)
                longest = max(longest, perf_counter() - one)
            what = f"{told},最长的一段{longest:.2f} s;{found.sentence}"
            yield Figure(f"visits.roster.{name}", perf_counter() - begin, "s", None, 60, what)
        begin = perf_counter()
        wanted = Wanted("entitled")
        count = export.write(parts, parts.window.who, wanted, Order(), out)
        yield Figure(
            "visits.roster.exported", perf_counter() - begin, "s", None, 60, f"导出{count}人,号码遮住"
        )
        parts.store.close()
