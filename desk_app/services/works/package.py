"""The electronic package of a 件: its pages by hash, a signed index, checked without this program.

A package is a zip: ``index.json`` (what is filed, of which record, what was done, every page with its hash),
``index.txt`` (the same in words), ``pages/``, ``SHA256SUMS`` (one line a file, as sha256sum reads it),
``SHA256SUMS.sig`` and ``window.pub`` (Ed25519), and ``README.txt`` that tells how it is checked.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from desk_app.domain import signing
from desk_app.domain.applications import APPLICATION, TimelineEntry
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError, WorldError, because
from desk_app.services import law, ledger
from desk_app.services.parts import Parts
from desk_app.services.works import filing
from desk_app.services.works.table import ARCHIVE
from forms import archives, files, phrases, rules
from forms.schema import Kind
from forms.typesetting import typeset

FORMAT: Final = "desk-app piece 1"
_SUMS: Final = "SHA256SUMS"
_SIGNATURE: Final = f"{_SUMS}.sig"
_PUBLIC: Final = "window.pub"
_KINDS: Final = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG", "png"),
    (b"%PDF", "pdf"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
)
_README: Final = f"""这是一件电子档案,不用原来的程序也能核对。

index.txt、index.json 是这一件的目录和办理经过,pages 里是各页原图,文件名里有它的 SHA-256。
{_SUMS} 是每个文件的校验值,{_SIGNATURE} 是窗口对它的签名(Ed25519),{_PUBLIC} 是公钥。

1. 校验值:在解开的文件夹里运行 sha256sum -c {_SUMS}
2. 签名:openssl pkeyutl -verify -pubin -inkey {_PUBLIC} -rawin -in {_SUMS} -sigfile {_SIGNATURE}
3. 公钥的指纹在 index.txt 里,打电话同原窗口核对。
"""


@dataclass(frozen=True, slots=True)
class PackedPage:
    """One page of a piece; ``data`` is None where the picture is not to be had now."""

    title: str
    digest: str
    data: bytes | None

    @property
    def kind(self) -> str:
        """The ending of its file's name."""
        return next((kind for begin, kind in _KINDS if (self.data or b"").startswith(begin)), "bin")


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written: how many pages, and how many of them are lacking."""

    path: Path
    pages: int
    lacking: int

    @property
    def sentence(self) -> str:
        """What is told of it."""
        lack = f",还有{self.lacking}页取不到,连上区县以后再存一次" if self.lacking else ""
        return f"已存成 {self.path},{self.pages}页,连同校验值和签名{lack}"


def write(parts: Parts, piece: str, path: Path, purpose: str) -> Packed:
    """Write the package of a piece; noted with its purpose. Reads the book; called in a lane.

    RuleError when there is no such piece, it has no number yet, or needs a supervisor; WorldError when it can
    not be written or the window has no key.
    """
    found = parts.store.proceedings.one(piece)
    if found is None or found.procedure != ARCHIVE:
        raise RuleError("没有这一件档案,请刷新后再看")
    _require(parts, found)
    if parts.signer is None:
        raise WorldError("这个窗口没有签名的密钥,不能存电子档案包")
    pages = tuple(_pages(parts, found))
    content = _zipped(_contents(parts, found, pages), parts.signer())
    ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, found.subject, f"电子档案包,{purpose}")
    try:
        files.write(path, content)
    except OSError as error:
        raise WorldError(f"{path} 写不进去:{because(error)},请换一个文件夹") from error
    return Packed(path, len(pages), sum(page.data is None for page in pages))


def name_of(found: Proceeding) -> str:
    """The name of the file a package is offered under: the number of the archive."""
    number = str(found.facts.get(archives.NUMBER) or found.number)
    return "".join("_" if c in '/\\:*?"<>|' else c for c in number) + ".zip"


def _require(parts: Parts, found: Proceeding) -> None:
    procedure = parts.law.procedure(found.pack_digest, found.procedure)
    if not found.facts.get(archives.NUMBER):
        raise RuleError("这一件还没有编号归档,编了档号再存电子档案包")
    leading = procedure.act("lend_restricted")
    if found.facts.get("restricted") in (True, "yes") and leading and not parts.window.seat.may(leading):
        raise RuleError("这一件要负责人批,请负责人登录后再存")


# ---- what is in it -------------------------------------------------------------------------------


def _contents(parts: Parts, found: Proceeding, pages: Sequence[PackedPage]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file that is signed for."""
    index = _index(parts, found, pages)
    yield "index.json", json.dumps(index, ensure_ascii=False, indent=1).encode()
    yield "index.txt", typeset(_told(index)).encode()
    yield "README.txt", typeset(_README).encode()
    for place, page in enumerate(pages, 1):
        if page.data is not None:
            yield _file(place, page), page.data


def _zipped(contents: Iterator[tuple[str, bytes]], signer: signing.Signer) -> bytes:
    """The zip with sums, signature and public key; the same contents give the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        sums = ""
        for name, data in contents:
            sums += f"{sha256(data).hexdigest()}  {name}\n"
            _add(archive, name, data)
        signed = sums.encode()
        _add(archive, _SUMS, signed)
        _add(archive, _SIGNATURE, signer.sign(signed))
        _add(archive, _PUBLIC, signing.pem(signer.public).encode())
    return made.getvalue()


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    info = ZipInfo(name)  # of the first day a zip can tell, so that nothing but its contents makes a package
    info.compress_type = ZIP_STORED if name.startswith("pages/") else ZIP_DEFLATED
    archive.writestr(info, data)


def _file(place: int, page: PackedPage) -> str:
    return f"pages/{place:03d}-{page.digest}.{page.kind}"


def _index(parts: Parts, found: Proceeding, pages: Sequence[PackedPage]) -> dict[str, Any]:
    origin = _origin(parts, found)
    signer = parts.signer() if parts.signer else None
    return {
        "format": FORMAT,
        "made_at": parts.clock.now().isoformat(),
        "made_by": parts.window.who.person,
        "hall": parts.window.hall.name,
        "key": signing.fingerprint(signer.public) if signer else "",
        "piece": dict(_facts(parts, found)),
        "history": _history(ledger.timeline(parts, found.subject)),
        "origin": _of_origin(parts, origin) if origin else None,
        "pages": [
            {
                "title": page.title,
                "sha256": page.digest,
                "file": "" if page.data is None else _file(place, page),
                "size": len(page.data or b""),
            }
            for place, page in enumerate(pages, 1)
        ],
    }


def _of_origin(parts: Parts, origin: Proceeding) -> dict[str, Any]:
    procedure = parts.law.procedure(origin.pack_digest, origin.procedure)
    return {
        "number": origin.number,
        "register": procedure.title,
        "answers": dict(_answers(parts, origin)),
        "history": _history(ledger.timeline(parts, origin.subject)),
    }


def _history(entries: Sequence[TimelineEntry]) -> list[dict[str, str]]:
    return [
        {"at": e.at.isoformat(timespec="seconds"), "who": e.who, "act": e.act, "text": e.text}
        for e in entries
    ]


def _answers(parts: Parts, origin: Proceeding) -> Iterator[tuple[str, str]]:
    """What the record says, by label: of an application its form, else what its acts were given."""
    if origin.procedure != APPLICATION:
        yield from _facts(parts, origin)
        return
    if application := parts.store.applications.one(origin.id):
        pack = law.of(parts, application.pack_digest)
        for name, value in application.answers.items():
            if name in pack.elements and value not in ("", (), None):
                yield pack.elements[name].label, rules.label(pack, pack.elements[name], value)


def _facts(parts: Parts, found: Proceeding) -> Iterator[tuple[str, str]]:
    """What a record was given, by label, in words; pictures stand among the pages."""
    procedure = parts.law.procedure(found.pack_digest, found.procedure)
    said, events = ledger.values(parts, found, {}), parts.store.events.of(found.id)
    pictures = {name for act in procedure.acts for name in act.evidence}
    for ask in ledger.asks(procedure, events):
        if ask.id in found.facts and ask.id not in pictures and ask.kind is not Kind.FILE:
            yield ask.label, phrases.said(said.get(ask.id))


def _told(index: dict[str, Any]) -> str:
    """The index in words."""
    lines = ["电子档案目录", "", f"全宗单位:{index['hall']}", f"存出:{index['made_at']},{index['made_by']}"]
    lines += [f"窗口公钥的指纹:{index['key']}", "", *_lines(index["piece"]), "", "档案经过"]
    lines += _steps(index["history"])
    if origin := index["origin"]:
        lines += [
            "",
            f"来源:{origin['register']} {origin['number']}",
            *_lines(origin["answers"]),
            "",
            "办理经过",
        ]
        lines += _steps(origin["history"])
    lines += ["", f"页:{len(index['pages'])}"]
    lines += [f"{p['title']} {p['sha256']} {p['file'] or '(取不到)'}" for p in index["pages"]]
    return "\n".join(lines) + "\n"


def _lines(facts: dict[str, str]) -> list[str]:
    return [f"{label}:{text}" for label, text in facts.items()]


def _steps(history: Sequence[dict[str, str]]) -> list[str]:
    return [f"{step['at']} {step['who']} {step['text']}" for step in history]


# ---- the record it comes from, and its pages -----------------------------------------------------


def _origin(parts: Parts, found: Proceeding) -> Proceeding | None:
    """The record a piece was taken in from; None of one that was entered by hand."""
    number = str(found.facts.get("origin") or "")
    kept = parts.pack.retention.get(str(found.facts.get(archives.TABLE) or ""))
    for name in kept.covers if kept and number else ():
        for record in parts.store.proceedings.listed(name, query=number):
            if filing.identity(record.id) == found.id:
                return record
    return None


def _pages(parts: Parts, found: Proceeding) -> Iterator[PackedPage]:
    """Every page of the piece and of the record it comes from, each once, in the order they came."""
    origin, known = _origin(parts, found), set[str]()
    for title, page in (*_scans(parts, origin), *_evidence(parts, origin), *_evidence(parts, found)):
        if page not in known:
            known.add(page)
            yield PackedPage(title, page, _read(parts, page))


def _read(parts: Parts, page: str) -> bytes | None:
    with suppress(WorldError):
        return parts.store.pages.read(page)
    return None


def _scans(parts: Parts, origin: Proceeding | None) -> Iterator[tuple[str, str]]:
    application = parts.store.applications.one(origin.id) if origin else None
    if application is None:
        return
    titles = {m.id: m.title for m in law.of(parts, application.pack_digest).materials}
    yield from ((titles.get(page.material, page.name), page.id) for page in application.pages)


def _evidence(parts: Parts, found: Proceeding | None) -> Iterator[tuple[str, str]]:
    events: Sequence[Event] = parts.store.events.about(found.subject) if found else ()
    held = {i: parts.store.proceedings.one(i) for i in {e.proceeding for e in events if e.proceeding}}
    for event in (e for e in events if not e.void):
        act = ledger.act_of(parts, event, held.get(event.proceeding))
        for ask in act.asks if act else ():
            page = event.payload.get(ask.id)
            if act and ask.id in act.evidence and isinstance(page, str) and page:
                yield ask.label, page
