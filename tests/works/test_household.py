"""户卷: a household of three, split, merged, with a corrected number; nothing that is filed moves."""

from desk_app.domain.people import Person
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.works import household
from desk_app.ui.registers import reading
from tests.people import id_number
from tests.works.conftest import LOAN, done, held, now

FATHER, MOTHER, SON = id_number("19620307"), id_number("19650307"), id_number("19900307")


def volume(parts: Parts, folder: str, head: str, number: str, since: str) -> str:
    given = {"folder": folder, "head": head, "head_number": number, "since": since, "village": "样例乡样例村"}
    return proceedings.begin(parts, parts.window.who, "archive_household", "open_volume", given).id


def titles(parts: Parts, volume_id: str) -> list[str]:
    shown = reading.shown(parts, volume_id)
    assert shown is not None
    return [item.label for item in shown.below]


def test_a_volume_follows_its_members_and_moves_nothing(parts: Parts) -> None:
    home = volume(parts, "0012", "张样例", FATHER, "2020-01-01")
    for name, number, relation in (("王样例", MOTHER, "2"), ("张小样", SON, "3")):
        given = {"member": name, "member_number": number, "relation": relation, "since": "2020-01-01"}
        done(parts, home, "join", **given)
    held(parts, title="父亲的证", name="张样例", id_number=FATHER, formed_on="2026-03-01")
    held(parts, title="母亲的补贴", name="王样例", id_number=MOTHER, formed_on="2026-04-01")
    early = held(parts, title="儿子的证", name="张小样", id_number=SON, formed_on="2026-05-01")
    assert titles(parts, home) == ["父亲的证", "母亲的补贴", "儿子的证"]

    done(parts, early, "lend", **LOAN)
    left = {"member": "张小样", "member_number": SON, "left_on": "2026-06-01", "reason": "split"}
    done(parts, home, "leave", **left)
    own = volume(parts, "0013", "张小样", SON, "2026-06-01")
    held(parts, title="儿子的补贴", name="张小样", id_number=SON, formed_on="2026-07-01")
    assert titles(parts, home) == ["父亲的证", "母亲的补贴", "儿子的证"]
    assert titles(parts, own) == ["儿子的补贴"]
    assert now(parts, early).state == "lent"

    done(parts, own, "merge", into="0012")
    back = {"member": "张小样", "member_number": SON, "relation": "3", "since": "2026-08-01"}
    done(parts, home, "join", **back, former="0013")
    held(parts, title="儿子的就业", name="张小样", id_number=SON, formed_on="2026-09-01")
    assert titles(parts, home) == ["父亲的证", "母亲的补贴", "儿子的证", "儿子的就业"]
    shown = reading.shown(parts, home)
    assert shown is not None
    assert shown.members[2:] == (
        "张小样 2020年1月1日起,到2026年6月1日",
        "张小样 2026年8月1日起",
    )


def test_a_corrected_number_keeps_what_was_filed_under_the_old_one(parts: Parts) -> None:
    home = volume(parts, "0014", "王样例", MOTHER, "2020-01-01")
    held(parts, title="旧号码的证", name="王样例", id_number=MOTHER)
    person = Person("person", "王样例", MOTHER)
    parts.store.people.keep(person)
    parts.store.people.renumber("person", FATHER, parts.clock.today())
    held(parts, title="新号码的补贴", name="王样例", id_number=FATHER, formed_on="2026-11-21")
    assert titles(parts, home) == ["旧号码的证", "新号码的补贴"]
    events = parts.store.events.of(home)
    assert [m.name for m in household.members(events)] == ["王样例"]
