"""A county's book of the first release opens: everything is found, and its feed continues where it was."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.county import answers
from desk_app.county_server import older
from desk_app.county_server.book import STEPS, CountyBook
from desk_app.database import steps
from desk_app.domain.applications import MatterState
from desk_app.errors import WorldError
from tests.county_server.offices import Office
from tests.fakes import NOW
from tests.opened import key_beside, opened_book

OLD = Path(__file__).parent.parent / "old_data" / "county-1.sql"
LATER = NOW + timedelta(days=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a book as the first release left it."""
    place = tmp_path / "county.db"
    with closing(sqlite3.connect(place)) as made:
        made.executescript(OLD.read_text(encoding="utf-8"))
    return place


@pytest.fixture
def county(path: Path) -> Office:
    return Office(f"sqlite:///{path}")


def before(path: Path, question: str) -> list[tuple[object, ...]]:
    """What the old book contained."""
    with closing(opened_book(path)) as held:
        return held.execute(question).fetchall()


def test_every_application_stands_where_it_stood(path: Path, county: Office) -> None:
    words = {
        "已收件": "taken",
        "随证待审(停表)": "held",
        "部门已受理": "accepted",
        "待补正": "correction",
        "不予受理": "refused",
        "已办结": "concluded",
        "已终止": "closed",
    }
    matters = before(
        path, "SELECT a.number, m.matter, m.title, m.state, m.note, m.waits_for FROM matters m "
        "JOIN applications a ON a.id = m.application ORDER BY a.office_number, m.place"
    )  # fmt: skip
    facts = dict(before(path, "SELECT number, facts FROM applications"))
    with closing(county.book()) as book:
        cases = book.cases()
        found = book.check()
    assert (found.broken, found.apart) == ((), ())
    assert [
        (c.number, m.matter, m.title, m.state, m.note, m.waits_for) for c in cases for m in c.matters
    ] == [(n, m, t, words[str(s)], note, w) for n, m, t, s, note, w in matters]
    assert {c.number: json.dumps(dict(c.facts)) for c in cases}.keys() == facts.keys()
    for case in cases:
        assert case.facts["name"] == json.loads(str(facts[case.number]))["name"]
        assert case.pack_digest.startswith("fa6e51cf")


def test_the_feed_goes_on_with_the_same_places_and_ids(path: Path, county: Office) -> None:
    told = before(path, "SELECT seq, id, application || '/' || matter, text, at FROM news ORDER BY seq")
    with closing(county.book()) as book:
        news = book.news(0, "3")
    assert [(e.county, e.id, e.proceeding, e.payload["text"], e.at.isoformat()) for e in news.events] == told
    assert news.cursor == 12
    read = answers.read_news(answers.write_news(news.pieces, news.cursor))
    assert [i.fault for i in read.items] == [""] * 12
    county.number = "620403-03-20261123-000494"
    county.say("cert_new", "assess")
    with closing(county.book()) as book:
        assert [e.county for e in book.news(12, "3").events] == [13]
        assert book.news(12, "4").events == ()
        assert [e.county for e in book.news(8, "3").events] == [9, 10, 11, 12, 13]


def test_an_older_window_reads_the_old_news_as_they_were(path: Path, county: Office) -> None:
    keys = ("id", "seq", "application", "matter", "kind", "text", "at")
    told = before(path, f"SELECT {', '.join(keys)} FROM news ORDER BY seq")
    with closing(county.book()) as book:
        found = json.loads(older.write_news(book.news(0, "3")))
    assert [tuple(n[k] for k in keys) for n in found["news"]] == told


def test_what_was_held_ended_by_the_decision_it_waited_for(county: Office) -> None:
    with closing(county.book()) as book:
        events = {e.county: e for e in book.news(0).events}
    assert (events[5].act, events[5].who.role, events[5].cause) == ("release", "system", events[4].id)
    assert (events[6].act, events[6].cause) == ("lapse", events[4].id)
    assert (events[10].act, events[10].cause) == ("lapse", events[9].id)
    assert (events[4].act, events[4].who.role) == ("conclude", "department")


def test_departments_go_on_deciding(county: Office) -> None:
    county.number = "620403-20261123-000028"
    county.say("cert_new", "accept", "已补正")
    county.say("cert_new", "conclude", assessed="肢体2")
    assert county.states() == [MatterState.CONCLUDED, MatterState.ACCEPTED, MatterState.ACCEPTED]
    assert county.sound()


def test_a_letter_answered_before_gets_its_answer_and_what_names_it(path: Path, county: Office) -> None:
    """The window that lost the answer was updated meanwhile and wants to hear which letter it is of."""
    letters = before(path, "SELECT id, digest, answer FROM letters")
    bodies = [str(b) for (b,) in before(path, "SELECT body FROM applications")]
    bodies += [str(b) for (b,) in before(path, "SELECT body FROM supplements")]
    by_digest = {answers.frame.digest(b.encode()): b.encode() for b in bodies}
    with closing(county.book()) as book:
        for name, digest, old in letters:
            answer = answers.read_answer(book.receive(str(name), by_digest[str(digest)], LATER))
            assert (answer.letter, answer.digest) == (name, digest)
            assert answer.number == json.loads(str(old))["office_number"]
        assert len(book.cases()) == 4


def test_the_same_application_under_another_letter_is_the_same(path: Path, county: Office) -> None:
    (body,) = before(path, "SELECT body FROM applications ORDER BY office_number LIMIT 1")[0]
    with closing(county.book()) as book:
        answer = answers.read_answer(book.receive("once more", str(body).encode(), LATER))
    assert answer.number == "620403-20261123-000010"


def test_records_and_supplements_are_found(county: Office) -> None:
    with closing(county.book()) as book:
        matters = {m.matter: m for m in book.history("620403198703120029").matters}
        (supplement,) = book.supplements("67164890-d49d-4ac1-a5b8-063831360a40")
        acts = [e.act for e in book.events("67164890-d49d-4ac1-a5b8-063831360a40")]
    first = matters["cert_new"]
    assert (first.open, str(first.concluded_on)) == (False, "2026-11-28")
    assert supplement.material == "household"
    assert acts == ["accept", "deliver", "supplement"]


def test_the_old_book_is_copied_first_and_the_step_is_walked_once(path: Path, county: Office) -> None:
    with closing(county.book()):
        pass
    with closing(county.book()) as book:
        assert len(book.cases()) == 4
    (copy,) = (path.parent / "before").iterdir()
    assert len(before(copy, "SELECT * FROM news")) == 12


def test_a_folder_may_have_any_name(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "区县 #1?mode=x%20"
    folder.mkdir()
    path.rename(folder / "county.db")
    with closing(
        CountyBook(folder / "county.db", create=False, key=key_beside(folder / "county.db"))
    ) as book:
        assert len(book.cases()) == 4
    assert len(list((folder / "before").iterdir())) == 1


def test_a_book_older_than_the_register_of_persons_opens_too(path: Path, county: Office) -> None:
    with closing(sqlite3.connect(path)) as held:
        held.executescript("DROP TABLE register; DROP TABLE supplements;")
    with closing(county.book()) as book:
        assert len(book.history("620403198703120029").matters) == 3
        assert {c.pack_digest[:8] for c in book.cases()} == {"fa6e51cf"}


def test_a_book_of_a_newer_program_is_left_alone(path: Path, county: Office) -> None:
    with closing(county.book()):
        pass
    with closing(opened_book(path)) as held:
        held.execute(f"PRAGMA user_version = {steps.newest(STEPS) + 1}")
    with pytest.raises(WorldError, match="更新版本的程序"):
        county.book()


def test_an_upgrade_that_can_not_be_copied_first_changes_nothing(path: Path, county: Office) -> None:
    (path.parent / "before").write_text("in the way")
    with pytest.raises(WorldError, match="副本存不下来"):
        county.book()
    assert len(before(path, "SELECT * FROM news")) == 12


def test_a_new_book_and_an_old_one_have_the_same_tables(county: Office, tmp_path: Path) -> None:
    with (
        closing(county.book()),
        closing(CountyBook(f"sqlite:///{tmp_path}/new.db", key=key_beside(f"sqlite:///{tmp_path}/new.db"))),
    ):
        pass

    def columns(place: Path) -> dict[object, list[tuple[object, ...]]]:
        tables = before(
            place, "SELECT name FROM sqlite_master WHERE type IN ('table', 'index') AND sql <> ''"
        )
        return {t: before(place, f"SELECT name FROM pragma_table_info('{t}')") for (t,) in tables}

    assert columns(tmp_path / "new.db") == columns(tmp_path / "county.db")
