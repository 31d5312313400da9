"""What is deleted is gone, what is still needed stays, whatever happens in between."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from desk_app.domain.applications import Draft, Page
from desk_app.domain.events import Subject
from desk_app.domain.letters import Delivered
from desk_app.domain.retention import AWAY, RETENTION, KeptDays, PagesHeld, Purged
from desk_app.errors import WorldError
from desk_app.services.applications import whole
from desk_app.services.counter import capture, intake
from desk_app.services.lookup import at_hand, showing
from desk_app.services.parts import Parts
from desk_app.services.retention import purge, rights
from desk_app.services.todos import todos
from desk_app.storage.book import Book
from tests.fakes import NOW, StillClock, make_parts
from tests.people import nth_number, sound_draft

KEEPING = KeptDays()


def picture(colour: int) -> bytes:
    """A small scan, another for each number."""
    held = BytesIO()
    Image.frombytes("RGB", (60, 80), Random(colour).randbytes(60 * 80 * 3)).save(held, "JPEG")
    return held.getvalue()


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def clock(parts: Parts) -> StillClock:
    assert isinstance(parts.clock, StillClock)
    return parts.clock


def person(parts: Parts, place: int) -> Draft:
    draft = sound_draft(parts)
    return replace(draft, answers={**draft.answers, "id_number": nth_number(place)})


def scanned(parts: Parts, draft: Draft, *colours: int, material: str = "household") -> Draft:
    for colour in colours:
        draft = capture.add_page(parts, draft, material, picture(colour), f"{colour}.jpg")
        parts.store.drafts.keep(draft)
    return draft


def files(folder: Path) -> int:
    return sum(path.is_file() for path in (folder / "pages").rglob("*"))


def readable(parts: Parts, page: Page) -> bool:
    try:
        return bool(parts.store.pages.read(page.id))
    except WorldError:
        return False


def sent(parts: Parts, *colours: int) -> tuple[Page, ...]:
    """The pages of an application that the county has confirmed."""
    application = intake.accept(parts, scanned(parts, sound_draft(parts), *colours))
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.delivered(letter.id, Delivered("62-1", NOW.isoformat()), parts.clock.now())
    return application.pages


def test_scans_of_a_dropped_draft_are_gone_at_once(parts: Parts, tmp_path: Path) -> None:
    draft = scanned(parts, sound_draft(parts), 20, 60, 90)
    assert files(tmp_path) == 3
    parts.store.drafts.drop(draft.id)
    assert files(tmp_path) == 0
    assert not any(readable(parts, page) for page in draft.pages)


def test_a_page_another_draft_uses_stays(parts: Parts, tmp_path: Path) -> None:
    first = scanned(parts, sound_draft(parts), 20, 60)
    second = replace(first, id="b" * 32, pages=first.pages[:1])
    parts.store.drafts.keep(second)
    parts.store.drafts.drop(first.id)
    assert files(tmp_path) == 1
    assert readable(parts, second.pages[0])
    parts.store.drafts.drop(second.id)
    assert files(tmp_path) == 0


def test_a_replaced_page_can_be_taken_back_until_the_draft_is_dropped(parts: Parts, tmp_path: Path) -> None:
    draft = scanned(parts, sound_draft(parts), 20)
    fewer = capture.remove_page(draft, draft.pages[0])
    parts.store.drafts.keep(fewer)
    assert readable(parts, draft.pages[0])
    parts.store.drafts.drop(draft.id)
    assert files(tmp_path) == 0


def test_a_replaced_page_is_gone_at_acceptance(parts: Parts, tmp_path: Path) -> None:
    draft = scanned(parts, sound_draft(parts), 20, 60)
    parts.store.drafts.keep(draft := capture.remove_page(draft, draft.pages[0]))
    application = intake.accept(parts, draft)
    assert files(tmp_path) == len(application.pages) == 1
    assert readable(parts, application.pages[0])


def test_a_page_kept_again_before_its_draft_is_saved_stays(parts: Parts) -> None:
    first = scanned(parts, sound_draft(parts), 20)
    second = capture.add_page(parts, sound_draft(parts), "household", picture(20), "again.jpg")
    parts.store.drafts.drop(first.id)
    assert readable(parts, second.pages[0])
    parts.store.drafts.keep(second)
    parts.store.drafts.drop(second.id)
    assert not readable(parts, second.pages[0])


def test_sent_pages_go_when_the_county_had_them_long_enough(parts: Parts, tmp_path: Path) -> None:
    (page,) = sent(parts, 20)
    clock(parts).move(29 * 86400)
    assert purge.purge(parts) == Purged()
    assert readable(parts, page)
    clock(parts).move(86400)
    assert purge.purge(parts) == Purged(pages=1, letters=1)
    assert files(tmp_path) == 0
    assert parts.store.pages.held([page.id]) == PagesHeld(here=0, away=1)
    with pytest.raises(WorldError, match=AWAY):
        parts.store.pages.read(page.id)


def test_a_page_comes_back_from_the_county_when_it_is_looked_at(parts: Parts, tmp_path: Path) -> None:
    (page,) = sent(parts, 20)
    whole = parts.store.pages.read(page.id)
    clock(parts).move(31 * 86400)
    purge.purge(parts)
    parts.store.pages.fetch_from(lambda _page, _subject: b"another picture")
    with pytest.raises(WorldError, match=AWAY):
        parts.store.pages.read(page.id)
    parts.store.pages.fetch_from(lambda asked, _subject: whole if asked == page.id else None)
    assert parts.store.pages.read(page.id) == whole
    assert parts.store.pages.held([page.id]).here == 1


@pytest.mark.parametrize("how", ["a flipped bit", "gone"])
def test_a_damaged_picture_that_the_county_has_is_whole_again(parts: Parts, tmp_path: Path, how: str) -> None:
    (page,) = sent(parts, 20)
    whole = parts.store.pages.read(page.id)
    (file,) = (path for path in (tmp_path / "pages").rglob("*") if path.is_file())
    torn = bytearray(file.read_bytes())
    torn[len(torn) // 2] ^= 4
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(torn)
    assert isinstance(parts.store, Book)
    assert parts.store.check().pictures == 1
    answers = [None, b"another picture"]
    parts.store.pages.fetch_from(lambda _page, _subject: answers.pop(0))
    while answers:  # with the line down, or a county that errs, it is told
        with pytest.raises(WorldError, match="找不到了" if how == "gone" else "已损坏"):
            parts.store.pages.read(page.id)
    parts.store.pages.fetch_from(lambda asked, _subject: whole if asked == page.id else None)
    assert parts.store.pages.read(page.id) == whole
    parts.store.pages.fetch_from(lambda _page, _subject: None)
    assert parts.store.pages.read(page.id) == whole
    assert parts.store.check().pictures == 0


def test_pages_a_letter_still_needs_are_never_purged(parts: Parts) -> None:
    pages = sent(parts, 20)
    application = intake.accept(parts, scanned(parts, person(parts, 1), 20))  # the same scan, not sent yet
    clock(parts).move(400 * 86400)
    assert purge.purge(parts).pages == 0
    assert readable(parts, pages[0])
    assert parts.store.outbox.letters(application.subject)[0].files == (pages[0].id,)


def test_an_old_draft_is_deleted_and_the_purge_is_noted_in_counts(parts: Parts, tmp_path: Path) -> None:
    draft = scanned(parts, sound_draft(parts), 20)
    moved = draft.updated_at.date()
    assert not purge.warned(draft, KEEPING, moved + timedelta(days=75))
    assert purge.warned(draft, KEEPING, moved + timedelta(days=76))
    clock(parts).move(90 * 86400)
    assert purge.purge(parts) == Purged()
    clock(parts).move(86400)
    assert purge.purge(parts).drafts == 1
    assert parts.store.drafts.all() == ()
    assert files(tmp_path) == 0
    (event,) = parts.store.events.about(Subject(RETENTION, parts.clock.today().isoformat()))
    assert event.payload == {"drafts": 1, "pages": 0, "freed": 0, "orphans": 0, "letters": 0, "copies": 0}


def test_a_to_do_warns_before_a_draft_goes(parts: Parts) -> None:
    parts.store.drafts.keep(sound_draft(parts))
    clock(parts).move(75 * 86400)
    assert todos.todos(parts).shown == ()
    clock(parts).move(86400)
    (todo,) = todos.todos(parts).shown
    assert todo.due == (NOW + timedelta(days=90)).date()
    assert "张样例 …0029" in todo.title
    assert "这件2月21日后连同图片删除" in todo.text


def test_files_of_a_crash_are_swept_and_young_ones_left(parts: Parts, tmp_path: Path) -> None:
    draft = scanned(parts, sound_draft(parts), 20)
    (kept,) = (path for path in (tmp_path / "pages").rglob("*") if path.is_file())
    for name in ("ab/.half.new", "ab/" + "ab" * 32):
        (tmp_path / "pages" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "pages" / name).write_bytes(b"left")
    assert parts.store.pages.sweep() == 0, "they may be of a picture that is being kept now"
    for path in (path for path in (tmp_path / "pages").rglob("*") if path.is_file()):
        os.utime(path, (1, 1))
    assert parts.store.pages.sweep() == 2
    assert kept.exists()
    assert readable(parts, draft.pages[0])


def test_copies_of_the_book_that_were_set_aside_go_after_their_days(parts: Parts, tmp_path: Path) -> None:
    store = parts.store
    assert isinstance(store, Book)
    ours = (
        "before/book-3-20261120080000.db",
        "replaced/20261120-080000/book.db",
        "replaced/20261120-080001-demo/a/b",
    )
    theirs = ("replaced/20261123-080000/book.db", "before/notes.txt", "replaced/99999999-080000/book.db")
    for name in (*ours, *theirs, f"{ours[0]}-wal", f"{ours[0]}-shm"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"a whole book")
    clock(parts).move(87 * 86400)
    parts.store.days.trust(parts.clock.today())
    store.identity.jumps = True  # what the restored book lacks may stand in a copy alone
    assert purge.purge(parts).copies == 0
    store.identity.jumps = False
    assert purge.purge(parts).copies == len(ours)
    left = {
        p.relative_to(tmp_path).as_posix() for f in ("before", "replaced") for p in (tmp_path / f).rglob("*")
    }
    assert left == {*theirs, *(name.rpartition("/")[0] for name in theirs if name.count("/") == 2)}
    assert purge.purge(parts).copies == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.storage.test_retention import *
from desk_app.storage import hidden_files

def at(nth):
    # The process ends before, or after, the n-th file is wiped; and between the two halves of wiping.
    wipe, turns = hidden_files.wipe, [0]
    def ending(path):
        turns[0] += 1
        if turns[0] == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        if turns[0] == -nth:
            path.write_bytes(bytes(9))
            os.kill(os.getpid(), signal.SIGKILL)
        wipe(path)
        if turns[0] == nth - 100:
            os.kill(os.getpid(), signal.SIGKILL)
    hidden_files.wipe = ending

folder, what, nth = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
parts = make_parts(folder)
if what == "drop":
    draft = parts.store.drafts.all()[0]
    at(nth)
    parts.store.drafts.drop(draft.id)
if what == "purge":
    parts.clock.move(40 * 86400)
    at(nth)
    purge.purge(parts)
if what == "accept":
    draft = parts.store.drafts.all()[0]
    at(nth)
    intake.accept(parts, draft)
raise SystemExit("was not killed")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX story")
@pytest.mark.parametrize("nth", [1, 2, -1, -2, 101, 102])
@pytest.mark.parametrize("what", ["drop", "purge", "accept"])
def test_kill_9_while_files_go_leaves_nothing_and_takes_nothing(tmp_path: Path, what: str, nth: int) -> None:
    parts = make_parts(tmp_path)
    if what == "purge":
        sent(parts, 20, 60)
    needed = intake.accept(parts, scanned(parts, person(parts, 1), 30, 40)).pages
    if what != "purge":
        draft = replace(scanned(parts, person(parts, 2), 70, 80, 90), pages=())
        parts.store.drafts.keep(draft)
    parts.store.close()
    child = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), what, str(nth)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr[-900:]
    again = make_parts(tmp_path, StillClock(NOW + timedelta(days=40)))
    for path in (path for path in (tmp_path / "pages").rglob("*") if path.is_file()):
        os.utime(path, (1, 1))
    purge.purge(again)
    assert all(readable(again, page) for page in needed)
    assert files(tmp_path) == 2
    again.store.close()


def test_what_is_deleted_is_in_no_file_any_more(parts: Parts, tmp_path: Path) -> None:
    draft = scanned(parts, sound_draft(parts), 20)
    whole = parts.store.pages.read(draft.pages[0].id)
    said = [str(draft.answers[name]) for name in ("name", "id_number", "phone")]
    clock(parts).move(91 * 86400)
    purge.purge(parts)
    wal = tmp_path / "book.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert len(raw) > 10_000
    for word in said:
        assert not any(word.encode(code) in raw for code in ("utf-8", "utf-16-le", "gb18030"))
    assert whole[200:300] not in raw
    book = parts.store
    assert isinstance(book, Book)
    assert draft.id not in dump(book), "nor in what the key opens"


def dump(book: Book) -> str:
    """Everything the book holds, decrypted, without what the event chain says."""
    with book._desk.db.reading() as db:
        names = db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return "\n".join(str(db.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in names)


def test_a_confirmed_letter_sheds_its_body_after_the_set_time(parts: Parts) -> None:
    sent, waits = (intake.accept(parts, person(parts, place)) for place in (1, 2))
    (before,) = parts.store.outbox.letters(sent.subject)
    parts.store.outbox.delivered(before.id, Delivered("PC-0001", NOW.isoformat()), parts.clock.now())
    length = len(before.body.encode())
    assert length > 1000
    clock(parts).move((KEEPING.pages - 1) * 24 * 3600)
    parts.store.days.trust(parts.clock.today())
    purge.purge(parts)
    assert parts.store.outbox.letters(sent.subject)[0].body == before.body
    clock(parts).move(24 * 3600)
    assert purge.purge(parts).letters == 1
    (after,) = parts.store.outbox.letters(sent.subject)
    told = json.loads(after.body)
    assert told == {
        "shed": parts.clock.today().isoformat(),
        "sha256": hashlib.sha256(before.body.encode()).hexdigest(),
        "bytes": length,
    }
    assert replace(after, body="") == replace(
        before, body="", state="delivered", answer="PC-0001", attempts=before.attempts + 1
    )
    assert parts.store.outbox.letters(waits.subject)[0].body.startswith('{"')
    assert len(parts.store.outbox.letters(waits.subject)[0].body) > 1000
    assert purge.purge(parts).letters == 0
    book = parts.store
    assert isinstance(book, Book)
    assert book.check().sound
    # What reads letters later needs no body: the whole view, the record by command, the person's report.
    assert whole.look(parts, sent.id).letters
    assert showing.show(parts, at_hand.one(parts, sent.number))["letters"][0]["answer"] == "PC-0001"
    assert rights.report(parts, sent.number).given
