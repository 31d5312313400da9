"""``bench``: each figure beside its bare comparison in the same run, and its goal."""

import argparse
import json
import statistics
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from desk_app.benches.measuring import Figure, median_ms
from forms.typesetting import typeset

_HANDS: Final = "hands"
_FAULTS: Final = "faults"
_DEVICES: Final = "devices"
_LONG: Final = (_FAULTS, _HANDS)
"""Not part of all measurements: they take as long as they are told."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser("bench", help="测速:每个数字旁边是同一次运行中裸库的数字和目标")
    choices = sorted((*_BENCHES, _DEVICES, *_LONG))
    parser.add_argument("name", nargs="?", choices=choices, help=f"只测一项;默认除 {'、'.join(_LONG)} 外全部")
    parser.add_argument("--json", type=Path, help="结果另写成 JSON 文件")
    parser.add_argument("--minutes", type=float, default=60, help=f"{_HANDS}:乱按多久(默认60分钟)")
    parser.add_argument("--seed", type=int, help=f"{'、'.join(_LONG)}:从哪个种子起,同一个种子做同样的事")
    parser.add_argument("--cards", type=int, default=10, help=f"{_DEVICES}:识别多少张画出来的证件(默认10张)")
    parser.add_argument("--cuts", type=int, default=1000, help=f"{_FAULTS}:弄坏多少次(默认1000次)")
    longer = f"{_HANDS}:主线程算得比这更久的,另说在做什么(毫秒;测得慢些)"
    parser.add_argument("--profile", type=float, metavar="MS", help=longer)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    benches = _BENCHES | {_DEVICES: partial(_devices, options.cards)}
    names = [options.name] if options.name else sorted(benches)
    figures = []
    print(f"{'项目':<26}{'本程序':>12}{'裸库':>12}{'比值':>8}{'目标':>8}  说明")
    for name in names:
        for figure in _long(name, options) if name in _LONG else benches[name]():
            figures.append(figure)
            _show(figure)
    if options.json:
        rows = [asdict(f) | {"ratio": f.ratio, "reached": f.reached} for f in figures]
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if {*_LONG} & {*names} and not all(f.reached for f in figures) else 0


def _long(name: str, options: argparse.Namespace) -> Iterator[Figure]:
    """Random hands or faults; their seed is told before they begin, so that it is known whatever happens."""
    import secrets

    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    print(f"种子 {seed}", flush=True)
    if name == _FAULTS:
        from desk_app.benches import faults as bench_faults  # its workers are forks: not on Windows

        yield from bench_faults.faults(options.cuts, seed)
    else:
        from desk_app.benches import hands as bench_hands

        yield from bench_hands.hands(options.minutes * 60, seed, options.profile)


def _show(figure: Figure) -> None:
    bare = f"{figure.bare:.1f} {figure.unit}" if figure.bare is not None else "–"
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else "–"
    mark = "✓" if figure.reached else "✗"
    ours = f"{figure.value:.1f} {figure.unit}"
    print(f"{figure.name:<28}{ours:>14}{bare:>14}{ratio:>10}{figure.goal:>9g} {mark} {typeset(figure.what)}")


# ---- papers -----------------------------------------------------------------------------------


def _papers() -> Iterator[Figure]:
    from forms import loader, rules
    from printing.papers import form
    from printing.sheets import FormSheet

    pack = loader.shipped()
    facts = rules.complete(pack, _ANSWERS, date(2026, 11, 23))
    chosen = ("cert_new", "living_subsidy", "care_subsidy", "employment")
    sheet = FormSheet(pack, facts, chosen, None, date(2026, 11, 23))
    begin = perf_counter()
    form.draw(sheet)
    first = (perf_counter() - begin) * 1000
    ours, bare = median_ms(lambda: form.draw(sheet)), median_ms(lambda: _bare(form.pages(sheet)))
    yield Figure("papers.form", ours, "ms", bare, 1.3, "申请表,同样的字和线由裸 reportlab 画")
    yield Figure("papers.form.first", first, "ms", None, 1000, "申请表第一次(含读字体)")
    yield from _receipts()


def _receipts() -> Iterator[Figure]:
    """A thousand receipts, each a PDF of its own with its own number and codes."""
    from datetime import datetime

    from desk_app.domain.receipts import receipt_number
    from forms import loader
    from printing.papers import receipt
    from printing.sheets import ReceiptSheet

    pack, day = loader.shipped(), date(2026, 11, 23)
    begin = perf_counter()
    for counter in range(1, 1001):
        number = receipt_number("620403", "3", day, counter)
        matters = (("残疾人证新办", "平川区残联办理"), ("困难残疾人生活补贴", "等“残疾人证新办”结果"))
        sheet = ReceiptSheet(
            hall=pack.hall,
            window="3",
            clerk="样例",
            number=number,
            applicant="张样例",
            id_number="**************0029",
            matters=matters,
            materials=(),
            accepted_at=datetime.combine(day, datetime.min.time()),
            handover=day,
            promised=day,
            provisional=False,
            limits="共13个工作日",
            notes=(pack.texts["process"],),
            title=pack.texts["receipt_title"],
            sealed=f"{number}:R1:20261210:0123456789ABCDEF",
        )
        receipt.draw(sheet)
    yield Figure("papers.receipts", perf_counter() - begin, "s", None, 60, "1000份受理回执,每份一个文件")


def _bare(pages: Any) -> bytes:
    """The same words and lines drawn straight on a reportlab canvas with the same fonts."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from printing import draw, font_files

    for name, path in (("bare", font_files.regular()), ("bare-bold", font_files.bold())):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(path)))
    buffer, scale = BytesIO(), 72 / 25.4
    canvas = Canvas(buffer, pagesize=A4, initialFontName="bare", invariant=1)
    for page in pages:
        for mark in page.marks:
            match mark:
                case draw.Words():
                    canvas.setFont("bare-bold" if mark.heavy else "bare", mark.size)
                    canvas.drawString(mark.x * scale, A4[1] - mark.y * scale, mark.text)
                case draw.Rule():
                    y1, y2 = A4[1] - mark.y1 * scale, A4[1] - mark.y2 * scale
                    canvas.line(mark.x1 * scale, y1, mark.x2 * scale, y2)
                case draw.Frame():
                    y = A4[1] - (mark.y + mark.h) * scale
                    canvas.rect(mark.x * scale, y, mark.w * scale, mark.h * scale)
                case draw.Tick():
                    y = A4[1] - (mark.y + mark.side) * scale
                    canvas.rect(mark.x * scale, y, mark.side * scale, mark.side * scale)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


_ANSWERS: Final[dict[str, Any]] = {
    "name": "张样例",
    "id_number": "620403198703120029",
    "ethnicity": "01",
    "marriage": "20",
    "education": "70",
    "household_kind": "0",
    "phone": "13800000001",
    "registered_address": "甘肃省白银市平川区长征街道样例社区12号",
    "present_address": "甘肃省白银市平川区长征街道样例社区12号",
    "apply_categories": ("4",),
    "low_income": True,
    "bank_card": "6217000000000000012",
    "able_to_work": True,
    "employed": False,
    "identity_kinds": ("3", "5"),
    "unemployment_place": "1",
    "unemployment_reason": "8",
    "unemployment_benefit": False,
    "job_intent_1": "手工编织",
    "delivery": "2",
}

# ---- start ------------------------------------------------------------------------------------


def _start() -> Iterator[Figure]:
    from desk_app.benches import start as bench_start

    yield from bench_start.start()


# ---- rules ------------------------------------------------------------------------------------


def _forms() -> Iterator[Figure]:
    from desk_app.commands import people
    from forms import loader

    load = median_ms(loader.load)
    yield Figure("forms.load", load, "ms", None, 100, "读入一套事项定义,含全部检查,不用缓存")
    pack = loader.shipped()
    times = [_judged_ms(pack, people.facts(p)) for p in people.everybody()[::_EVERY]]
    what = f"{len(times)}个虚构的人,一个人的全部事项,含推算年龄、等级"
    yield Figure("forms.judge", statistics.median(times), "ms", None, 1, what)
    yield Figure("forms.judge.slowest", max(times), "ms", None, 1, "其中最慢的一个人(各判三次取最快)")


def _judged_ms(pack: Any, known: Any) -> float:
    """Milliseconds to decide all matters for one person: the best of three, others use the computer too."""
    from desk_app.commands.people import DAY
    from forms import judging, rules

    times = []
    for _ in range(3):
        begin = perf_counter()
        judging.judge(pack, rules.complete(pack, known, DAY), ())
        times.append((perf_counter() - begin) * 1000)
    return min(times)


def _survey() -> Iterator[Figure]:
    from desk_app.benches import survey, survey_window

    yield from survey_window.sheet_window()
    yield from survey.survey()


def _visits() -> Iterator[Figure]:
    from desk_app.benches import roster as bench_roster
    from desk_app.benches import visits

    yield from visits.visits()
    yield from bench_roster.roster()


def _registers() -> Iterator[Figure]:
    from desk_app.benches import registers

    yield from registers.registers()


def _devices(cards: int) -> Iterator[Figure]:
    from desk_app.benches import card_reader
    from desk_app.benches import given as bench_given
    from desk_app.benches import reading as bench_reading

    yield from card_reader.card()
    yield from bench_given.given()
    yield from bench_reading.reading(cards)


def _questions() -> Iterator[Figure]:
    """Mean number of questions asked, beside asking all; outcomes must be the same for everybody."""
    from desk_app.commands import people
    from forms import loader

    pack, different = loader.shipped(), 0
    everything = sum(bool(e.ask) for e in pack.elements.values())
    for scene in people.SCENES:
        mean, wrong = people.measured(pack, scene, _EVERY)
        different += wrong
        what = f"{scene.title}:平均问几个;右边是全部都问"
        yield Figure(f"questions.{scene.id}", mean, "问", everything, 1, what)
    yield Figure("questions.different", different, "人", None, 0, "结论与全部都问不同的人数")


_EVERY: Final = 3
"""Every third person of the matrix is measured."""


def _lists() -> Iterator[Figure]:
    from desk_app.benches import book as bench_book

    yield from bench_book.lists()


def _book() -> Iterator[Figure]:
    from desk_app.benches import book as bench_book
    from desk_app.benches import ciphered

    yield from ciphered.book(bench_book.FEW, bench_book.MANY)


def _window() -> Iterator[Figure]:
    from desk_app.benches import echo as bench_echo
    from desk_app.benches import window as bench_window

    yield from bench_echo.echo()
    yield from bench_window.window()


def _counts() -> Iterator[Figure]:
    from desk_app.benches import counts as bench_counts
    from desk_app.benches import untyped as bench_untyped

    yield from bench_counts.counts()
    yield from bench_untyped.untyped()


def _events() -> Iterator[Figure]:
    from desk_app.benches import events as bench_events

    yield from bench_events.events()


def _people() -> Iterator[Figure]:
    from desk_app.benches import people as bench_people

    yield from bench_people.people()


_BENCHES: Final[dict[str, Callable[[], Iterator[Figure]]]] = {
    "book": _book,
    "counts": _counts,
    "events": _events,
    "forms": _forms,
    "lists": _lists,
    "papers": _papers,
    "people": _people,
    "questions": _questions,
    "registers": _registers,
    "start": _start,
    "survey": _survey,
    "visits": _visits,
    "window": _window,
}
