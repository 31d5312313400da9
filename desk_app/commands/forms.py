"""``desk-app forms check``: whether a definition pack can be used, with file and line of every fault."""

import argparse
from pathlib import Path
from typing import Any


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    forms = commands.add_parser("forms", help="事项定义:check 检查一套定义")
    verbs = forms.add_subparsers(title="动作", metavar="check", required=True)
    check = verbs.add_parser("check", help="检查一套事项定义,列出每处错误的文件和行号")
    check.add_argument("directory", nargs="?", type=Path, help="定义文件夹;默认检查随程序的一套")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from forms import loader

    folder = options.directory or loader.DEFINITIONS
    codes = folder / "codes" if options.directory and (folder / "codes").is_dir() else loader.CODES
    try:
        pack = loader.load(folder, codes)
    except loader.PackError as error:
        for fault in error.faults:
            print(fault)
        print(f"有{len(error.faults)}处错误,这套定义不会启用")
        return 1
    print(
        f"可以使用:{pack.title},版本 {pack.version},校验 {pack.digest[:12]};"
        f"{len(pack.matters)}个事项,{len(pack.elements)}个要素,{len(pack.materials)}种材料,{len(pack.codes)}个代码表"
    )
    return 0
