"""What came home is let go of on the laptop: nothing of a person is left, and it may go out again."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.applications import Application
from desk_app.domain.lists import Order, Wanted
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services.counter import inform
from desk_app.services.lookup import finding
from desk_app.services.todos import todos
from desk_app.services.visits import carrying
from tests import news
from tests.carrying.conftest import PHRASE, TAKEN, Field
from tests.carrying.test_carrying import book, taken_at_home
from tests.opened import opened_book
from tests.people import nth_number

NUMBER = "11010519491231002X"
NAME = "欧阳样例"
TODAY = date(2026, 11, 23)


def everything(folder: Path) -> str:
    """All rows of the book in clear, and the pictures' files beside it."""
    with closing(opened_book(folder / "book.db")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [str(row) for name in tables for row in db.execute(f'SELECT * FROM "{name}"')]
    return "\n".join((*rows, *(str(p) for p in (folder / "pages").rglob("*") if p.is_file())))


def journey(field: Field) -> tuple[Proceeding, Application, str]:
    """A visit that went out, an application taken at the home, and the code of the hall that has both."""
    visit = field.visit(name=NAME, id_number=NUMBER, phone="13809430077")
    field.out("51", visit)
    taken = taken_at_home(field.at("51"), 0)
    field.do("51", visit, "take_in", **TAKEN | {"receipt": taken.number})
    field.move(3)
    return visit, taken, field.back("51").code


def test_nothing_of_a_person_stays_on_the_laptop_and_its_chain_verifies(field: Field, tmp_path: Path) -> None:
    visit, taken, code = journey(field)
    laptop, folder = field.at("51"), tmp_path / "51"
    secret = (NAME, NUMBER, "13809430077", nth_number(0), str(taken.answers["phone"]), visit.number)
    before = everything(folder)
    assert [word for word in secret if word not in before] == []
    assert "pages/" in before
    gone = carrying.let_go(laptop, f"{code[:4]}-{code[4:]}")
    assert (gone.applications, gone.people) == (1, 1)
    after = everything(folder)
    assert [word for word in secret if word in after] == []
    assert "pages/" not in after
    assert finding.find(laptop, NAME).nothing
    assert laptop.store.lists.page(Wanted("home_visit"), Order("began_at"), TODAY, 9).rows == ()
    assert laptop.store.outbox.letters() == ()
    found = book(laptop.store).check()
    assert found.sound
    assert found.events > 5, "the chain is as long as before"
    assert field.hall.store.applications.one(taken.id) is not None


def test_the_laptop_keeps_what_the_hall_does_not_have(field: Field) -> None:
    visit, _, code = journey(field)
    laptop = field.at("51")
    wrong = "1" * 8 if code != "1" * 8 else "2" * 8
    with pytest.raises(RuleError, match="没有清除"):
        carrying.let_go(laptop, wrong)
    draft = inform.new_draft(laptop)
    laptop.store.drafts.keep(draft)
    with pytest.raises(RuleError, match="1件没有办完的申请"):
        carrying.let_go(laptop, code)
    laptop.store.drafts.drop(draft.id)
    taken_at_home(laptop, 1)
    with pytest.raises(RuleError, match="再带回一次"):
        carrying.let_go(laptop, code)
    assert field.state("51", visit) == field.state("3", visit)
    again = field.back("51").code
    assert again != code
    gone = carrying.let_go(laptop, again)
    assert gone.applications == 2
    # A second time by the same code finishes what a full disk left, and tells the same; another does nothing
    assert carrying.let_go(laptop, again) == gone
    with pytest.raises(RuleError, match="没有带入的外出包"):
        carrying.let_go(laptop, code)
    with pytest.raises(RuleError, match="没有带入过外出包"):
        carrying.carry_back(laptop, field.file("empty"), PHRASE)


def test_a_laptop_reminds_of_what_it_should_have_brought_home_and_let_go_of(field: Field) -> None:
    visit = field.visit(name=NAME)
    field.out("51", visit)  # due back on the next working day, the 24th
    laptop = field.at("51")

    def reminded() -> list[str]:
        return [t.title for t in todos.todos(laptop).shown if t.key.startswith("here|")]

    assert reminded() == []
    field.move(24)
    assert reminded() == ["外出包应在2026年11月24日带回窗口"]
    # It goes on when the hall has all, until the laptop has let go of it
    code = field.back("51").code
    assert len(reminded()) == 1
    carrying.let_go(laptop, code)
    assert reminded() == []


def test_what_was_let_go_goes_out_again_whole(field: Field) -> None:
    visit = field.visit(name=NAME)
    field.out("51", visit)
    field.do("51", visit, "take_in", **TAKEN)
    laptop = field.at("51")
    carrying.let_go(laptop, field.back("51").code)
    assert carrying.carry_in(laptop, field.file("out-51"), PHRASE).again
    assert field.state("51", visit) == ""
    field.out("51", visit)
    assert field.state("51", visit) == field.state("3", visit)
    here, there = (one.store.events.of(visit.id) for one in (laptop, field.hall))
    assert [(e.id, e.payload) for e in here] == [(e.id, e.payload) for e in there]
    assert [hit.label for hit in finding.find(laptop, NAME).records] == [NAME]
    assert book(laptop.store).check().sound


def test_receipt_numbers_go_on_and_late_news_brings_nobody_back(field: Field) -> None:
    _, taken, code = journey(field)
    laptop = field.at("51")
    carrying.let_go(laptop, code)
    news.tell(laptop, taken, "cert_new", "correct", text=f"请{NAME}补照片")
    assert laptop.store.inbox.cursor() == 1
    assert laptop.store.inbox.set_aside() == ()
    assert NAME not in everything(field.folder / "51")
    assert laptop.store.events.of(taken.id)[-1].payload == {}
    assert taken_at_home(laptop, 1).number > taken.number
