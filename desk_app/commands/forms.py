"""``desk-app forms``: check a definition pack, or read its rules as sentences."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.commands.telling import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.faults import PackError
    from forms.pack import Pack
    from forms.surveys.kinds import Questionnaire


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    forms = commands.add_parser("forms", help="事项定义:check 检查一套定义,explain 读成句子")
    verbs = forms.add_subparsers(title="动作", metavar="check|explain", required=True)
    check = verbs.add_parser("check", help="检查一套事项定义,列出每处错误的文件和行号")
    check.add_argument("directory", nargs="?", type=Path, help="定义文件夹;默认检查随程序的一套")
    check.set_defaults(run=_check)
    explain = verbs.add_parser("explain", help="把一个事项或流程的全部规定读成句子,供业务人员校对")
    explain.add_argument("name", nargs="?", default="", help="事项、流程、调查表的名称、一部分或 id;默认全部")
    explain.add_argument("--paper", type=Path, metavar="PDF", help="调查表另存为空白的纸表")
    explain.add_argument("--pack", type=Path, metavar="DIR", help="定义文件夹;默认用正在使用的一套")
    explain.set_defaults(run=_explain)


def _check(options: argparse.Namespace) -> int:
    from desk_app.services import printable
    from forms import loader
    from forms.surveys import reading
    from printing import layout
    from printing.papers import form

    folder = options.directory or loader.DEFINITIONS
    own = folder / layout.FOLDER
    try:
        if own.is_dir():
            layout.use(own)
        pack = loader.checked(folder, printed=form.places, papers=paper_fault)
        surveys = reading.every(options.directory)
        faults = _layout_faults(pack) if own.is_dir() else ()
        letters = [*printable.of_pack(pack), *(told for each in surveys for told in printable.of_pack(each))]
    except loader.PackError as error:
        return _refuse(error)
    finally:
        if own.is_dir():
            layout.use(None)
    for told, kind in ((faults, "版式有{}处错误"), (letters, "有{}处文字纸上印不出来")):
        if told:
            tell("\n".join(told))
            tell(f"{kind.format(len(told))},改正后再检查一次")
            return 1
    tell(
        f"可以使用:{pack.title},版本 {pack.version},校验 {pack.digest[:12]};"
        f"共{len(pack.matters)}个事项,{len(pack.elements)}个要素,"
        f"{len(pack.materials)}种材料,{len(pack.codes)}个代码表,{len(pack.procedures)}个流程,"
        f"{len(surveys)}张调查表"
    )
    return 0


def _layout_faults(pack: "Pack") -> tuple[str, ...]:
    """Every fault of the layouts in the folder, each of which is read and drawn."""
    from printing import checks, layout

    return tuple(f"{layout.FOLDER}/{fault}" for each in checks.own(pack) for fault in each.faults)


def paper_fault(name: str) -> str:
    """The fault of a layout that can not be read; empty when it can."""
    from printing import plans
    from printing.errors import LayoutError

    try:
        plans.plan(name)
    except LayoutError as error:
        return str(error)
    return ""


def _explain(options: argparse.Namespace) -> int:
    from forms import explain, loader

    try:
        pack = _pack(options.pack)
        surveys = _surveys(options.pack)
        found = explain.which(pack, options.name, surveys)
    except loader.PackError as error:
        return _refuse(error)
    except explain.UnknownMatter as error:
        tell(str(error))
        return 1
    for number, explained in enumerate(found):
        if number:
            print("\n" + "─" * 40 + "\n")
        for line in explain.lines(pack, explained):
            tell(line)
    return _keep_paper(options.paper, [form for form in surveys if form in found]) if options.paper else 0


def _keep_paper(path: Path, chosen: "Sequence[Questionnaire]") -> int:
    """Write the one questionnaire that was explained as a blank form."""
    from desk_app.services.printing import survey_paper
    from forms import files

    if len(chosen) != 1:
        tell("纸表一次存一张,请写明是哪一张调查表")
        return 1
    files.write(path, survey_paper.draw_blank(chosen[0]))
    tell("空白的纸表:", path)
    return 0


def _surveys(folder: Path | None) -> "tuple[Questionnaire, ...]":
    """The questionnaires of a folder and the shipped ones, or those in force."""
    from desk_app import settings
    from forms.surveys import reading

    return reading.every(folder or settings.load().forms)


def _pack(folder: Path | None) -> "Pack":
    """The pack of a folder, or the one in force."""
    from desk_app import settings
    from forms import loader

    return loader.load(folder) if folder else settings.pack_of(settings.load())


def _refuse(error: "PackError") -> int:
    for fault in error.faults:
        tell(str(fault))
    tell(f"有{len(error.faults)}处错误,这套定义不会启用")
    return 1
