"""``desk-app papers``: every paper as a sample, a county's own layouts checked, hand-over sheets."""

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.commands import report
from desk_app.commands.filing import file_name, write_pdf
from desk_app.commands.given import day
from desk_app.commands.telling import tell
from desk_app.errors import RuleError, WorldError, because
from forms.typesetting import typeset

if TYPE_CHECKING:
    from desk_app.services.lookup.at_hand import Holder
    from desk_app.services.parts import Parts, Printer
    from desk_app.services.printing.batch import Batch, PaperCover, Progress
    from forms.pack import Pack

_PACE: Final = 0.3
"""Seconds between two looks at a print job."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    papers = commands.add_parser("papers", help="纸件:样张预览、版式检查、部门交接单")
    verbs = papers.add_subparsers(title="动作", metavar="动作", required=True)
    preview = verbs.add_parser("preview", help="把每种纸件的样张存成 PDF,同时检查版式文件")
    preview.add_argument("names", nargs="*", help="只看这几种;默认全部")
    preview.add_argument("--out", type=Path, default=Path("out/papers"), help="存到哪个文件夹")
    preview.set_defaults(run=_preview)
    handover = verbs.add_parser("handover", help="某一天受理的办件,按部门的转办交接单")
    handover.add_argument("--day", type=day, default=None, help="受理日,如 2026-11-23;默认今天")
    handover.add_argument("--out", type=Path, default=Path("out/papers"), help="存到哪个文件夹")
    handover.set_defaults(run=_handover)
    _add_deliveries(verbs)
    _add_draw(verbs)
    _add_guide(verbs)
    report.add(verbs)
    batch = verbs.add_parser("print", help="一批 PDF 一份接一份打印,卡纸或重启后可以从第几页续打")
    batch.add_argument("files", nargs="+", type=Path, help="PDF 文件")
    batch.add_argument("--printer", default="", help="打印机;默认系统的默认打印机")
    batch.set_defaults(run=_print)
    resume = verbs.add_parser("resume", help="续打没有打完的一批")
    resume.add_argument(
        "--page",
        type=int,
        help="卡住的那份从第几页续打,大于总页数表示它已打好;不写先问打印队列,已打完的不再打",
    )
    resume.add_argument("--printer", default="", help="换一台打印机")
    resume.set_defaults(run=_resume)
    verbs.add_parser("drop", help="放弃没有打完的一批").set_defaults(run=_drop)


def _add_deliveries(verbs: "argparse._SubParsersAction[Any]") -> None:
    sent = verbs.add_parser("deliveries", help="某一天送出的交寄清单、送达清单,和当天在窗口领取的登记表")
    sent.add_argument("--day", type=day, help="送出或领取的日期,如 2026-11-23;默认今天")
    sent.add_argument(
        "--kind",
        choices=("post", "town", "collect"),
        help="只要交寄清单(post)、送达清单(town)或领取登记表(collect);默认全部",
    )
    sent.add_argument("--out", type=Path, default=Path("out/papers"), help="存到哪个文件夹")
    sent.set_defaults(run=_deliveries)


def _add_draw(verbs: "argparse._SubParsersAction[Any]") -> None:
    draw = verbs.add_parser(
        "draw",
        help="把一件办件或登记的一样文书画成 PDF,同窗口里的一样",
        description="不占补打的次数,取用记入查阅记录。窗口开着也可以用。不写文书时列出可以出的。",
    )
    draw.add_argument("number", help="回执编号、办件编号或登记编号,有没有连字符都可以")
    draw.add_argument("paper", nargs="?", default="", help="文书的名称或 id;不写就列出")
    draw.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="文书问的一项;可写多次"
    )
    draw.add_argument("--out", type=Path, help="存成哪个文件或存进哪个文件夹;默认当前文件夹的“编号-文书.pdf”")
    draw.set_defaults(run=_draw)


def _add_guide(verbs: "argparse._SubParsersAction[Any]") -> None:
    guide = verbs.add_parser("guide", help="办事指南每个事项一页,和空白申请表,不涉及任何人")
    guide.add_argument("matters", nargs="*", help="事项的名称或 id;默认全部")
    guide.add_argument("--out", type=Path, default=Path("out/papers"), help="存到哪个文件夹")
    guide.set_defaults(run=_guide)


def _guide(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.services.printing import guide

    with Desk(settings.load(), beside=True) as desk:
        parts = desk.parts
        for matter in guide.chosen(parts.pack, options.matters):
            write_pdf(
                options.out / file_name(f"{parts.pack.matters[matter].title}办事指南.pdf"),
                guide.draw_one(parts, matter),
            )
        write_pdf(options.out / "空白申请表.pdf", guide.draw_blank(parts))
    tell("办事指南和空白申请表在 ", options.out)
    return 0


def _draw(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.commands.given import pairs
    from desk_app.services.lookup import at_hand
    from desk_app.services.printing import offers

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "papers draw")
        holder = at_hand.one(desk.parts, options.number)
        if not options.paper:
            return _list(desk.parts, holder)
        offer = offers.chosen(desk.parts, holder, options.paper)
        pdf = offers.draw(desk.parts, holder, offer, pairs(options.set))
    name = file_name(f"{at_hand.number_of(holder)}-{offer.title}.pdf")
    path = options.out or Path(name)
    path = path / name if os.path.isdir(path) else path  # no error for a name no disk takes
    write_pdf(path, pdf)
    tell(f"{offer.title}:", path)
    return 0


def _list(parts: "Parts", holder: "Holder") -> int:
    """Print what can be drawn of a record, with what each paper asks; returns the exit code."""
    from desk_app.services.printing import offers

    for offer in (found := offers.of(parts, holder)):
        tell(f"{offer.id}  {typeset(offer.title)}")
        for question in offers.questions(parts, holder, offer):
            must = "(必填)" if question.required else ""
            tell(f"    --set {question.name}=…  {typeset(question.label + must)}")
    if not found:
        tell("这一件现在没有可以出的文书")
    return 0


def _preview(options: argparse.Namespace) -> int:
    from printing import checks
    from printing.errors import LayoutError

    pack = _pack()
    drawers = _specimens(pack)
    if unknown := sorted(set(options.names) - drawers.keys()):
        raise RuleError(f"没有纸件“{unknown[0]}”,可看:{'、'.join(drawers)}", ())
    told = {own.name: own.faults for own in checks.own(pack) if own.faults}
    faults = 0
    for name in options.names or drawers:
        found = told.get(name, ())
        try:
            write_pdf(options.out / f"{name}.pdf", drawers[name]())
        except LayoutError as error:
            found = found or error.faults
        faults += bool(found)
        for sentence in found:
            tell(sentence)
    tell(f"有{faults}个版式要改;样张在 " if faults else "样张在 ", options.out)
    return int(faults > 0)


def _pack() -> "Pack":
    """The definition pack in force; its layouts are laid over the shipped ones."""
    from desk_app import settings
    from printing import folders

    chosen = settings.load()
    folders.lay(chosen.forms / "layouts" if chosen.forms else None)
    return settings.versions_of(chosen).current


def _specimens(pack: "Pack") -> dict[str, Callable[[], bytes]]:
    """Every paper by name, with a function that draws its sample."""
    from printing import plans, sample_sheets
    from printing.papers import document, form, notice, receipt

    drawers: dict[str, Callable[[], bytes]] = {
        "notice": lambda: notice.draw(sample_sheets.notice(pack)),
        "notice_large": lambda: notice.draw(sample_sheets.notice(pack, large=True)),
        "form": lambda: form.draw(form.specimen(pack)),
        "receipt": lambda: receipt.draw(sample_sheets.receipt(pack)),
    }
    for name in plans.names():
        drawers[name] = lambda name=name: document.draw(document.specimen(name))  # type: ignore[misc]
    return drawers


def _handover(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.applications import handover

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "papers handover")
        wanted = options.day or desk.parts.clock.today()
        made = 0
        for batch, pdf in handover.sheets(desk.parts, wanted):
            made += 1
            path = options.out / file_name(f"handover-{wanted}-{batch.department}-{batch.number}.pdf")
            write_pdf(path, pdf)
            tell(f"{batch.department}:", path)
    tell(f"{wanted}没有受理的办件" if not made else f"共{made}份交接单")
    return 0


def _print(options: argparse.Namespace) -> int:
    from desk_app.services.printing.batch import Batch, BatchPaper

    papers = [BatchPaper(path.stem, pdf := _read(path), _pages(path, pdf)) for path in options.files]
    printer = _printer()
    chosen = options.printer or next(iter(printer.names()), "")
    return _carry(Batch.begin(_folder(), chosen, papers, _cover()), printer)


def _cover() -> "PaperCover":
    """What a batch keeps until it is printed is encrypted with the key of the data folder."""
    from desk_app import settings
    from desk_app.commands.opening import key_of
    from desk_app.services.printing.batch import PaperCover
    from desk_app.storage.sealed import MAGIC, Algorithm, open_sealed, seal

    chosen = settings.load()
    key, algorithm = key_of(chosen).of("cache"), Algorithm[chosen.cipher.upper()]

    def opened(name: str, data: bytes) -> bytes:
        # A batch that an older release began is in clear.
        return open_sealed(key, name, data) if data.startswith(MAGIC) else data

    return PaperCover(partial(seal, key, algorithm), opened)


def _resume(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.commands import guarding
    from desk_app.services.printing.batch import Batch

    guarding.enter_book(settings.load(), "papers resume")
    batch, printer = Batch(_folder(), _cover()), _printer()
    batch.resume(printer, options.page, options.printer)
    return _carry(batch, printer)


def _drop(_options: argparse.Namespace) -> int:
    from desk_app.services.printing.batch import Batch

    Batch(_folder(), _cover()).drop()
    tell("已放弃这一批;已经交给打印机的不会收回")
    return 0


def _deliveries(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.printing import deliveries

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "papers deliveries")
        wanted, made = options.day or desk.parts.clock.today(), 0
        for kind, title, number, pdf in deliveries.papers_of(desk.parts, wanted):
            if options.kind in (None, kind):
                made += 1
                path = options.out / file_name(f"{title}-{number}.pdf")
                write_pdf(path, pdf)
                tell(f"{title}:", path)
    tell(f"{wanted}没有送出或领取的" if not made else f"共{made}份")
    return 0


def _carry(batch: "Batch", printer: "Printer") -> int:
    """Print a batch until all is printed or the printer needs somebody; returns the exit code."""
    progress = batch.carry(printer, _tell, lambda: time.sleep(_PACE))
    if progress.over:
        batch.drop()
        tell(f"{progress.total}份都已打完,请取纸看一看")
        return 0
    tell("处理好打印机后,用 desk-app papers resume --page 页码 续打")
    return 1


def _tell(progress: "Progress") -> None:
    if not progress.over:
        state = progress.state
        how = f"{state.stage.value} {state.text}" if state else "等待打印"
        tell(f"第{progress.done + 1}份,共{progress.total}份“{progress.title}”:{how}")


def _folder() -> Path:
    from desk_app import settings

    return settings.load().data / "batch"


def _printer() -> "Printer":
    from desk_app import settings
    from desk_app.commands.printers import start_qt
    from desk_app.devices.printer.main import SystemPrinter

    start_qt()
    return SystemPrinter(folder=settings.load().data)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorldError(f"{path} 读不出来:{because(error)}") from error


def _pages(path: Path, pdf: bytes) -> int:
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtPdf import QPdfDocument

    held = QByteArray(pdf)
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.pageCount() < 1:
        raise WorldError(f"{path} 不是能打印的 PDF 文件")
    return document.pageCount()
