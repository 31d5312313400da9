"""``audit``: whether the chains of events and reads are whole; who did and read what; a signed export."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.commands.telling import tell
from desk_app.domain.signing import fingerprint, pem, verified
from desk_app.errors import RuleError, WorldError, because

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from desk_app.bootstrap import Desk
    from desk_app.domain.signing import Signer
    from desk_app.storage.audit import BookAudit


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    verbs = commands.add_parser("audit", help="查阅记录和事件链:核对、查看、导出").add_subparsers(
        title="动作", metavar="动作", required=True
    )
    verify = verbs.add_parser("verify", help="有没有一行被改动、删去或换过位置;给出文件时核对导出的文件")
    verify.add_argument("file", nargs="?", type=Path, metavar="文件")
    verify.set_defaults(run=_verify)
    for name, run in (("show", _show), ("export", _export)):
        verb = verbs.add_parser(
            name, help="谁在什么时候办了、看了什么" + ",签名后存成文件" * (name == "export")
        )
        verb.add_argument("--day", type=_day, metavar="日期", help="如 2026-11-27")
        verb.add_argument("--person", default="", metavar="姓名", help="窗口人员的姓名")
        verb.add_argument(
            "--kind", default="", metavar="种类", help="如 opened、unmasked、exported、printed、accept"
        )
        verb.set_defaults(run=run)
        verb.add_argument("--purpose", default="", metavar="用途", help="做什么用,记入查阅记录")
        if name == "export":
            verb.add_argument("file", type=Path, metavar="文件")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"日期应像 2026-11-27,现在是 {text}") from error


def _audit(desk: "Desk") -> "BookAudit":
    from desk_app.storage.audit import BookAudit
    from desk_app.storage.book import Book

    book = desk.parts.store
    assert isinstance(book, Book)
    return BookAudit(book.database, book.identity.id)


def _verify(options: argparse.Namespace) -> int:
    if options.file:
        return verify_file(options.file)
    from desk_app import settings
    from desk_app.bootstrap import Desk

    with Desk(settings.load(), beside=True) as desk:
        mark = desk.care.standing.mark
        found = _audit(desk).verify(desk.care.signer().public, (mark.seq, mark.chain) if mark else (0, ""))
        gone = _audit(desk).let_go()
    for fault in found:
        tell(fault)
    if gone:
        tell(f"查阅记录第1至{gone.seq}行({gone.first}至{gone.last})已满保存期限,按规定删除")
    tell("有问题,请联系技术人员,不要再改动数据文件夹" if found else "事件和查阅记录完好,签名无误")
    return 1 if found else 0


def verify_file(path: Path) -> int:
    """Tell whether an exported file is as it was signed; 0 when it is, 1 when not."""
    from desk_app.storage.audit import heading_of

    try:
        content, signature = path.read_bytes(), path.with_name(f"{path.name}.sig").read_bytes()
        public = bytes.fromhex(str(heading_of(content)["public"]))
    except OSError as error:
        raise WorldError(f"{path} 或它的签名文件(.sig)读不了:{because(error)}") from error
    except (ValueError, KeyError) as error:
        raise RuleError(f"{path} 不是导出的查阅记录,或开头被改动过") from error
    good = verified(public, content, signature)
    tell(f"窗口密钥的指纹:{fingerprint(public)}(请和窗口核对)")
    tell("签名无误,文件没有改动过" if good else "签名不对:文件被改动过,或不是这把密钥签的")
    return 0 if good else 1


def _wanted(options: argparse.Namespace) -> Any:
    from desk_app.storage.audit import AuditWanted

    return AuditWanted(options.day, options.person, options.kind)


def _show(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "audit show", options.purpose)
        for line in _audit(desk).lines(_wanted(options)):
            who = " ".join(filter(None, (line["person"], line["role"])))
            what = f"{line['kind']} {line['subject_kind']} {line['subject_id']}"
            doubt = "(这一行与校验不符,不可信)" if line.get("damaged") else ""
            tell(f"{line['at']} {who} {what} {line['text']}".rstrip() + doubt)
    return 0


def _export(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "audit export", options.purpose)
        lines = _audit(desk).lines(_wanted(options))
        export_to(options.file, lines, desk.care.signer(), desk.care.key.id, desk.parts.clock.now())
    name = options.file.name
    tell(f"已存成 {options.file},签名在 {name}.sig,公钥在 {name}.pub")
    tell(
        f"不用本程序也能核对:openssl pkeyutl -verify -pubin -inkey {name}.pub -rawin -in {name}"
        f" -sigfile {name}.sig"
    )
    return 0


def export_to(
    path: Path, lines: "Iterator[dict[str, Any]]", signer: "Signer", book: str, now: "datetime"
) -> None:
    """Write lines, their signature and the public key side by side; WorldError when that fails."""
    from desk_app.storage import audit

    try:
        signature = audit.export(lines, signer, book, now, path.write_bytes)
        path.with_name(f"{path.name}.sig").write_bytes(signature)
        path.with_name(f"{path.name}.pub").write_text(pem(signer.public), encoding="ascii")
    except OSError as error:
        raise WorldError(f"{path} 存不下来:{because(error)}") from error
