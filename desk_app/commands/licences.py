"""``licences``: every part of the program with its version and licence; its bill of materials for others."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from desk_app import release
from desk_app.commands.telling import tell
from desk_app.errors import RuleError
from forms import files

_OSI: Final = "License :: "
_LONGEST: Final = 60
"""Characters beyond which a field of a package is the text of a licence and no name."""
_UNKNOWN: Final = "没有写明"


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the program that others made."""

    name: str
    version: str
    licence: str
    """Its licence as its makers name it, by SPDX where they do; empty where they name none."""
    kind: str = "pypi"
    """Where it comes from: ``pypi``, or ``generic`` for what is no package of Python's."""
    texts: tuple[Path, ...] = ()
    """Files with the licence in full."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser("licences", help="列出程序的每个组成部分和它的许可")
    parser.add_argument("name", nargs="?", help="组成部分的名称:印出它的许可全文")
    parser.add_argument("--bom", type=Path, metavar="文件", help="另存物料清单(CycloneDX JSON)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    found = components()
    if options.bom:
        written = json.dumps(bill(found), ensure_ascii=False, indent=1) + "\n"
        files.write(options.bom, written.encode(), mode=0o644)
        tell(f"{len(found)}个组成部分写进了 {options.bom}")
        return 0
    if options.name:
        return _text(found, options.name)
    for each in found:
        tell(f"{each.name} {each.version}:{each.licence or _UNKNOWN}")
    tell(f"共{len(found)}个;desk-app licences 名称 印出许可全文")
    return 0


def _text(found: Iterable[Component], name: str) -> int:
    wanted = next((each for each in found if each.name.casefold() == name.casefold()), None)
    if wanted is None:
        raise RuleError(f"程序里没有 {name};不带名称运行 desk-app licences 列出全部")
    for path in wanted.texts:
        print(path.read_text(encoding="utf-8", errors="replace"))
    if not wanted.texts:
        tell(f"{wanted.name} {wanted.version}:{wanted.licence or _UNKNOWN},没有附许可全文")
    return 0


def components() -> tuple[Component, ...]:
    """Every part that is installed here beside the program itself, by name."""
    found = {each.name.casefold(): each for each in (*_packages(), *_built())}
    return tuple(found[name] for name in sorted(found) if name != "desk-app")


def _packages() -> Iterator[Component]:
    for each in metadata.distributions():
        texts = (p for p in each.files or () if p.name.upper().startswith(("LICEN", "COPYING", "OFL")))
        there = tuple(path for text in texts if (path := Path(str(each.locate_file(text)))).is_file())
        yield Component(each.name, each.version, _licence(each.metadata), texts=there)


def _licence(about: "metadata.PackageMetadata") -> str:
    for field in ("License-Expression", "License"):
        named = "".join(about.get_all(field) or ()).strip()
        if named and "\n" not in named and len(named) <= _LONGEST:
            return named
    classes = (each for each in about.get_all("Classifier") or () if each.startswith(_OSI))
    return ", ".join(each.rpartition(" :: ")[2] for each in classes)


def _built() -> Iterator[Component]:
    """What the packaged copy brings beside packages of Python's; nothing in an environment."""
    told = Path(sys.prefix, "parts.json")
    if told.is_file():
        folder = Path(sys.prefix, "licences")
        for each in json.loads(told.read_text(encoding="utf-8")):
            texts = (folder / f"{each['name']}.txt",)
            there = tuple(path for path in texts if path.is_file())
            yield Component(each["name"], each["version"], each["licence"], "generic", there)


def bill(found: Iterable[Component]) -> dict[str, Any]:
    """The bill of materials as CycloneDX 1.5."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "desk-app", "version": release.name()}},
        "components": [
            {
                "type": "library",
                "name": each.name,
                "version": each.version,
                "purl": f"pkg:{each.kind}/{each.name.lower()}@{each.version}",
                "licenses": [{"license": {"name": each.licence}}] if each.licence else [],
            }
            for each in found
        ],
    }
