"""The work table as a paper (附表4) and as a table file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.services import ledger
from desk_app.services.lists import export
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from forms.works import Post, Work
from printing.sheets import DocumentSheet, DocumentValue

PAPER: Final = "work_table"
"""Name of its layout, and kind of subject its prints and exports are noted under."""
TITLE: Final = "工作明细表"
_NOBODY: Final = "责任人：      "
_HEADS: Final = (
    *("序号", "工作内容(项目)", "工作标准(政策、法规)", "工作程序(流程)", "档案和信息管理", "责任股"),
    *("责任人", "电话", "副手", "副手电话"),
)


def printout(parts: Parts) -> Printout:
    """The table as a paper; each day's prints are counted together."""
    return Printout(
        f"{TITLE}(附表4)",
        lambda copy, _shift: sheet(parts, copy),
        Subject(PAPER, f"{parts.clock.today():%Y%m%d}"),
        media=documents.media(PAPER),
    )


def sheet(parts: Parts, copy: int = 0) -> bytes:
    """The paper as PDF; ``copy`` is the reprint's number. WorldError when a letter can not be printed."""
    # The sheet brings the drawing library; the page is opened without it.
    from printing.papers import document

    works, now = tuple(parts.pack.works.values()), parts.clock.now()
    values: dict[str, DocumentValue] = {
        "hall": parts.window.hall.name,
        "today": now.date(),
        "lacking": str(sum(p.named is None for w in works for p in w.posts)),
        "rows": tuple(map(_row, works)),
    }
    return drawn(document.draw, DocumentSheet(PAPER, values, copy=copy, made=now))


def write(parts: Parts, path: Path) -> None:
    """Write the table into an xlsx file, a line a unit; noted. WorldError when it can not be written."""

    def note() -> None:
        ledger.note_read(
            parts, parts.window.who, ReadKind.EXPORTED, Subject(PAPER, PAPER), f"导出{TITLE},xlsx"
        )

    lines = (_line(work, post) for work in parts.pack.works.values() for post in work.posts)
    export.write_lines(path, TITLE, _HEADS, lines, note)


def _row(work: Work) -> dict[str, str]:
    return {
        "place": str(work.place),
        "work": "\n".join(said for said in (work.title, work.about) if said),
        "standards": _numbered(s.whole for s in work.standards),
        "steps": "\n".join(work.steps),
        "archive": "\n".join(work.archive),
        "posts": "\n".join(_post(post) for post in work.posts),
    }


def _numbered(texts: Iterator[str]) -> str:
    said = tuple(texts)
    return "\n".join(f"{n}、{words}" for n, words in enumerate(said, 1)) if len(said) > 1 else "".join(said)


def _post(post: Post) -> str:
    person = f"责任人：{post.named.person}" if post.named else _NOBODY
    return f"{post.unit}\n{person}"


def _line(work: Work, post: Post) -> tuple[str, ...]:
    row, named = _row(work), post.named
    people = (named.person, named.phone, named.deputy, named.deputy_phone) if named else ("", "", "", "")
    return (row["place"], row["work"], row["standards"], row["steps"], row["archive"], post.unit, *people)
