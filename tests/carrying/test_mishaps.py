"""What goes wrong with laptops: two packages on one, a hall restored, its own file, a copied book."""

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from desk_app.commands import visits
from desk_app.errors import RuleError, WorldError
from desk_app.services.lookup import at_hand
from desk_app.services.visits import carrying
from tests.carrying.conftest import PHRASE, TAKEN, Field
from tests.carrying.test_carrying import book, taken_at_home


def kept(field: Field, number: str) -> None:
    """Copy the data folder of a window, closed for it."""
    field.at(number).store.close()
    del field.windows[number]
    shutil.copytree(field.folder / number, field.folder / f"{number}-copy")


def put_back(field: Field, number: str) -> None:
    """Put the copy in the place of the window's data folder."""
    field.windows.pop(number).store.close()
    shutil.rmtree(field.folder / number)
    shutil.copytree(field.folder / f"{number}-copy", field.folder / number)


def test_all_packages_of_a_laptop_come_home_together_whatever_its_clock_said(field: Field) -> None:
    # GIVEN a laptop that took in a second package before the first was home, its clock a year back by then
    first, second = field.visit(), field.visit(name="王样甲")
    field.out("51", first)
    field.do("51", first, "take_in", **TAKEN)
    field.clocks["51"].moment -= timedelta(days=365)
    field.out("51", second)
    field.do("51", second, "take_in", **TAKEN | {"visited_on": "2025-11-23"})
    # WHEN it brings its work home THEN what was done of both is there, and both are free at the hall
    done = field.back("51")
    assert (done.events, done.beside, done.doubtful) == (2, 0, 1)
    assert [field.state("3", each) for each in (first, second)] == ["handling", "handling"]
    assert field.hall.store.carrying.leases() == ()
    # AND the laptop lets go of both by the one code, with the copies since the first of its moments
    gone = carrying.let_go(field.at("51"), done.code)
    assert (gone.records, gone.since) == (2, field.clocks["51"].moment)
    assert [field.state("51", each) for each in (first, second)] == ["", ""]


def test_a_hall_restored_from_before_takes_home_what_went_out_since(field: Field) -> None:
    # GIVEN a hall whose backup knows nothing of a visit, nor that it went out
    field.at("51")
    kept(field, "3")
    visit = field.visit()
    field.out("51", visit)
    field.do("51", visit, "take_in", **TAKEN)
    put_back(field, "3")
    # WHEN it comes home THEN the visit is there with all that was done
    done = field.back("51")
    assert (done.beside, done.doubtful) == (0, 0)
    assert field.state("3", visit) == "handling"
    assert book(field.hall.store).check().sound
    # AND another window takes it in no more than before
    with pytest.raises(RuleError, match="不是从这里带出的"):
        carrying.carry_in(field.at("4"), field.file("back-51"), PHRASE)


def test_two_records_of_one_number_after_a_copied_back_hall_are_told_and_kept_apart(field: Field) -> None:
    # GIVEN a hall put back to before a visit went out, which begins another one since: under the same number
    field.at("51")
    kept(field, "3")
    visit = field.visit()
    field.out("51", visit)
    field.do("51", visit, "take_in", **TAKEN)
    put_back(field, "3")
    other = field.visit(name="王样甲")
    assert other.number == visit.number
    # WHEN the first comes home THEN that is told, and both are there
    done = field.back("51")
    assert done.same == (visit.number,)
    assert any(f"登记编号{visit.number}窗口里另有一条" in line for line in visits._said(done))
    # AND a command tells them apart by their ids
    with pytest.raises(WorldError, match=f"请写明记录号.*{other.id}"):
        at_hand.one(field.hall, visit.number)
    found = at_hand.one(field.hall, visit.id)
    assert at_hand.subject_of(found) == visit.subject


def test_a_laptop_that_takes_in_its_own_file_gets_no_code_to_let_go(field: Field) -> None:
    visit = field.visit()
    field.out("51", visit)
    field.do("51", visit, "take_in", **TAKEN)
    path = field.file("home")
    carrying.carry_back(field.at("51"), path, PHRASE)
    with pytest.raises(RuleError, match=r"自己带回的文件.*没有清除码"):
        carrying.carry_in(field.at("51"), path, PHRASE)


def test_a_receipt_number_given_twice_by_a_copied_laptop_holds_up_nothing_else(field: Field) -> None:
    # GIVEN a laptop whose folder was copied, and an application taken on each, under the same number
    visit = field.visit()
    field.out("51", visit)
    kept(field, "51")
    one = taken_at_home(field.at("51"), 0)
    assert field.back("51").applications == (one.number,)
    put_back(field, "51")
    two = taken_at_home(field.at("51"), 1)
    assert two.number == one.number
    field.do("51", visit, "take_in", **TAKEN)
    # WHEN the second comes home THEN its application is left out and told, the rest is there
    done = field.back("51")
    assert (done.applications, done.twice) == ((), (one.number,))
    assert field.state("3", visit) == "handling"
    assert field.hall.store.applications.one(two.id) is None
    assert any(f"回执编号{one.number}在窗口已是另一件" in line for line in visits._said(done))
    # AND the laptop may not let go of it, nor after the file came a second time
    assert (done.code, carrying.carry_in(field.hall, field.file("back-51"), PHRASE).code) == ("", "")
    assert book(field.hall.store).check().sound


def test_a_disk_that_is_full_at_the_last_moment_leaves_no_file_of_what_is_not_out(field: Field) -> None:
    visit, path = field.visit(), field.file("out")
    engine = book(field.hall.store).database.engine

    def full(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, dbapi2.OperationalError("database or disk is full"))

    event.listen(engine, "commit", full)
    with pytest.raises(WorldError, match="磁盘已满"):
        carrying.carry_out(field.hall, [visit.number], "51", path, PHRASE)
    event.remove(engine, "commit", full)
    assert not path.exists()
    assert field.hall.store.carrying.leases() == ()
    carrying.carry_out(field.hall, [visit.number], "51", path, PHRASE)
    assert path.exists()
