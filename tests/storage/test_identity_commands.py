"""The administrator's drill: back up, lose the book, restore it, go on; by the commands and in the dialog."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from desk_app import __main__, settings
from desk_app.bootstrap import Desk
from desk_app.commands.choosing import at_hand, done
from desk_app.domain.standing import BookTrouble, Trouble
from desk_app.errors import WorldError
from desk_app.services.counter import intake
from desk_app.storage.book import BOOK
from desk_app.ui.shell.book_strip import BookStrip
from desk_app.ui.shell.book_trouble import BookTroubleDialog, BookWay, Chosen
from tests.dressed import dressed
from tests.opened import opened_book
from tests.people import sound_draft


def _data() -> Path:
    return settings.load().data


def _day(person: int, count: int = 1) -> list[int]:
    """What a window accepts on a day, as the counters of its receipt numbers."""
    with Desk(settings.load()) as desk:
        taken = [intake.accept(desk.parts, sound_draft(desk.parts, person=person + n)) for n in range(count)]
    return [int(a.number.split("-")[3][:4]) for a in taken]


def _run(*arguments: str) -> int:
    return __main__.main(["book", *arguments])


def test_the_drill(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    dressed()
    given = _day(0, 2)
    assert _run("backup", "--to", str(tmp_path / "stick")) == 0
    assert "办件2件 · 已验证" in capsys.readouterr().out
    given += _day(2, 2)
    (_data() / BOOK).unlink()
    # The book is gone: nothing is begun anew, and the sentence says what to do.
    with pytest.raises(BookTrouble, match=r"不见了.*desk-app book restore"):
        Desk(settings.load())
    assert not (_data() / BOOK).exists()
    assert _run("check") == 1
    assert _run("backups", "--in", str(tmp_path / "stick")) == 0
    (source,) = (tmp_path / "stick").glob("book-*.db")
    # Nobody can be asked here, so it is not done without --yes.
    assert _run("restore", str(source)) == 1
    assert not (_data() / BOOK).exists()
    assert _run("restore", str(source), "--yes") == 0
    assert "恢复好了，里面有2件办件" in capsys.readouterr().out
    given += _day(2, 1)
    assert given == [1, 2, 3, 4, 1005]
    assert _run("check") == 0
    said = capsys.readouterr().out
    assert "恢复过1次" in said
    assert "编号跳过了1000个" in said


def test_a_row_changed_past_the_program_is_named_before_what_can_be_mended(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dressed()
    _day(0, 2)
    with closing(opened_book(_data() / BOOK)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name GLOB 'mac_*'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        number, one = db.execute("SELECT number, id FROM application ORDER BY rowid DESC").fetchone()
        db.execute("UPDATE application SET name = '别人' WHERE id = ?", (one,))
        db.execute("UPDATE proceeding SET state = 'concluded' WHERE parent = ?", (one,))
        db.execute("DELETE FROM find_key")
    for mended in ((), ("--mend",)):
        assert _run("check", *mended) == 1
        said = capsys.readouterr().out
        assert number in said
        assert "请从备份里恢复" in said
        assert said.index(number) < (said.index("--mend") if "--mend" in said else len(said))


@pytest.mark.warns  # who signs the reads says so too
@pytest.mark.parametrize("name", ["window.key", "seal.key"])
def test_a_key_that_does_not_open_is_told_by_the_check(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    dressed()
    with Desk(settings.load()) as desk:
        desk.parts.sign("one")
        desk.care.signer()
    assert _run("check") == 0
    capsys.readouterr()
    (_data() / name).write_bytes(b"")
    assert _run("check") == 1
    assert name in capsys.readouterr().out
    assert (_data() / name).read_bytes() == b""


def test_an_older_copy_is_gone_on_with_only_when_somebody_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    dressed()
    given = _day(0)
    shutil.copyfile(_data() / BOOK, tmp_path / "morning.db")
    given += _day(1)
    assert _run("go-on", "--yes") == 1
    assert "账本和这台电脑上次写的一致" in capsys.readouterr().err.replace("，", ",")
    shutil.copyfile(tmp_path / "morning.db", _data() / BOOK)
    assert _run("backup") == 1  # an older copy is no backup of anything
    assert _run("go-on", "--yes") == 0
    given += _day(1)
    assert given == [1, 2, 1003]


def test_a_new_book_after_a_lost_one_keeps_its_distance() -> None:
    dressed()
    given = _day(0)
    assert _run("begin-anew", "--yes") == 1
    (_data() / BOOK).write_bytes(b"no book at all, " * 600)
    assert _run("go-on", "--yes") == 1
    assert _run("begin-anew", "--yes") == 0
    assert [p.read_bytes()[:11] for p in (_data() / "replaced").rglob(BOOK)] == [b"no book at "]
    given += _day(0)
    assert given == [1, 1002]


def test_the_dialog_offers_what_is_possible(qtbot: QtBot, tmp_path: Path) -> None:
    dressed()
    _day(0)
    book = at_hand()
    kept = book.back_up()
    dialog = BookTroubleDialog(BookTrouble(Trouble.OLDER), book.backups())
    qtbot.addWidget(dialog)
    dialog.show()
    shown = dialog.findChild(QListWidget, "backups")
    assert shown is not None
    assert shown.item(0).text().endswith("办件1件 · 已验证")
    names = {b.objectName() for b in dialog.findChildren(QPushButton)}
    assert {"quit", "begin-anew", "go-on", "restore"} <= names
    _press(dialog, "restore")
    assert dialog.chosen == Chosen(BookWay.RESTORE, kept)
    lost = BookTroubleDialog(BookTrouble(Trouble.MISSING), ())
    qtbot.addWidget(lost)
    names = {b.objectName() for b in lost.findChildren(QPushButton)}
    assert not {"go-on", "restore"} & names
    _press(lost, "quit")
    assert lost.chosen.way is BookWay.QUIT


def _press(dialog: BookTroubleDialog, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    found.click()


def test_what_the_dialog_chose_is_done() -> None:
    dressed()
    _day(0)
    book = at_hand()
    kept = book.back_up()
    (_data() / BOOK).unlink()
    assert not done(book, Chosen(BookWay.QUIT))
    with pytest.raises(WorldError):
        done(book, Chosen(BookWay.GO_ON))
    assert done(book, Chosen(BookWay.RESTORE, kept))
    assert book.trouble() is None


def test_the_strip_says_it_as_long_as_it_is_so(qtbot: QtBot) -> None:
    dressed()
    strip, words = BookStrip(), ["这是恢复的账本"]
    qtbot.addWidget(strip)
    strip.follow(lambda: words)
    assert not strip.isHidden()
    words.clear()
    qtbot.waitUntil(strip.isHidden)
