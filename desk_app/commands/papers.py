"""``desk-app papers``: every paper as a sample, a county's own layouts checked, hand-over sheets."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from desk_app.errors import RuleError, WorldError


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    papers = commands.add_parser("papers", help="纸件:样张预览、版式检查、部门交接单")
    verbs = papers.add_subparsers(title="动作", metavar="动作", required=True)
    preview = verbs.add_parser("preview", help="把每种纸件的样张存成 PDF,同时检查版式文件")
    preview.add_argument("names", nargs="*", help="只看这几种;默认全部")
    preview.add_argument("--out", type=Path, default=Path("out/papers"), help="存到哪个文件夹")
    preview.set_defaults(run=_preview)
    handover = verbs.add_parser("handover", help="某一天受理的办件,按部门的转办交接单")
    handover.add_argument(
        "--day", type=date.fromisoformat, default=None, help="受理日,如 2026-11-23;默认今天"
    )
    handover.add_argument("--out", type=Path, default=Path("out/papers"), help="存到哪个文件夹")
    handover.set_defaults(run=_handover)


def _preview(options: argparse.Namespace) -> int:
    from printing.errors import LayoutError

    drawers = _specimens()
    if unknown := sorted(set(options.names) - drawers.keys()):
        raise RuleError(f"没有纸件“{unknown[0]}”,可看:{'、'.join(drawers)}", ())
    faults = 0
    for name in options.names or drawers:
        try:
            _write(options.out / f"{name}.pdf", drawers[name]())
        except LayoutError as error:
            faults += 1
            print(error)
    print(f"样张在 {options.out};有{faults}个版式要改" if faults else f"样张在 {options.out}")
    return int(faults > 0)


def _specimens() -> dict[str, Callable[[], bytes]]:
    """Every paper by name, and how its sample is drawn."""
    from forms import loader
    from printing import plans, sample_sheets
    from printing.papers import document, form, notice, receipt

    pack = loader.shipped()
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
    from desk_app.services import handover

    with Desk(settings.load()) as desk:
        day = options.day or desk.parts.clock.today()
        made = 0
        for department, pdf in handover.sheets(desk.parts, day):
            made += 1
            _write(options.out / f"handover-{day}-{department}.pdf", pdf)
            print(f"{department}:{options.out / f'handover-{day}-{department}.pdf'}")
    print(f"{day}没有受理的办件" if not made else f"共{made}个部门")
    return 0


def _write(path: Path, pdf: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    except OSError as error:
        raise WorldError(f"{path} 写不进去:{error.strerror},请换一个文件夹") from error
