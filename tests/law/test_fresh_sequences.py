"""Sequences of visits that are easily forgotten, thought of from the sources alone, through both books."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desk_app.domain import holdings
from desk_app.domain.applications import Application
from desk_app.errors import RuleError
from forms.schema import Value
from tests.fakes import CHINA
from tests.law.fresh import MAY, NO, YES, Life, rows
from tests.law.world import World, world

OPEN, HELD, DONE, ENDED = "accepted", "held", "concluded", "closed"
VALID, LOST, EXPIRED = holdings.VALID, holdings.LOST, holdings.EXPIRED
GIVEN_UP, REPLACED = holdings.CANCELLED, holdings.REPLACED
CERTIFICATE = ("换领(残损)", "迁移", "挂失补办", "变更", "注销")
SUBSIDIES = ("生活补贴", "护理补贴")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def grown_up(hall: World) -> Life:
    return Life(hall, date(1981, 3, 12))


def holder(hall: World, assessed: str = "肢体二", life: Life | None = None) -> Life:
    """Somebody to whom the county issued a certificate."""
    life = life or grown_up(hall)
    words = " ".join(each[:-1] for each in assessed.split())
    first = life.takes("没有办过", f"新办({words})")
    hall.wait(0, 10)
    life.grants(first, "新办", assessed=rows(assessed))
    return life


def at(hall: World, year: int, month: int, day: int, hour: int = 9) -> None:
    hall.clock.moment = datetime(year, month, day, hour, 15, tzinfo=CHINA)


def test_certificate_runs_out_while_a_change_is_open(hall: World) -> None:
    life = holder(hall, "肢体四")
    hall.wait(119, 15)
    change = life.takes("有效", "变更")
    hall.wait(1, 0)
    assert life.certificate() == ("44", EXPIRED)
    assert life.each("过期", "换领(到期)") == {"换领(到期)": YES}
    until = (hall.today + timedelta(days=3000)).isoformat()
    life.grants(change, "变更", assessed=rows("肢体二"), expires_on=until)
    assert life.certificates() == [("44", REPLACED), ("42", VALID)]
    assert life.each("有效", "换领(到期)", "换领(残损)") == {"换领(到期)": NO, "换领(残损)": YES}


def test_a_change_of_an_expired_certificate_needs_a_later_last_day(hall: World) -> None:
    life = holder(hall, "肢体四")
    hall.wait(119, 15)
    change = life.takes("有效", "变更")
    hall.wait(1, 0)
    assert "有效期至" in life.turned_down(change, "变更", assessed=rows("肢体二"))


def test_subsidy_joined_to_a_change_that_is_refused(hall: World) -> None:
    life = holder(hall, "肢体四")
    assert life.each("有效", "护理补贴") == {"护理补贴": NO}
    change = life.takes("有效", "变更")
    hall.wait(0, 7)
    assert life.each("有效", "护理补贴") == {"护理补贴": MAY}
    care = life.takes("有效", "护理补贴")
    assert life.state(care, "护理补贴") == HELD
    life.world.decide(change, "cert_change", "assess")
    life.refuses(change, "变更")
    assert life.state(care, "护理补贴") == ENDED
    assert "一级或二级" in life.note(care, "护理补贴")
    assert life.certificate() == ("44", VALID)
    hall.wait(0, 1)
    assert life.each("有效", "护理补贴", "变更", "新办") == {"护理补贴": NO, "变更": YES, "新办": NO}


def test_change_and_reissue_on_one_day(hall: World) -> None:
    life = holder(hall, "肢体四")
    change = life.takes("有效", "变更")
    hall.wait(0, 10)
    life.grants(change, "变更", assessed=rows("肢体二"))
    hall.clock.move(3600)
    lost = life.takes("遗失", "挂失补办")
    assert life.certificate() == ("42", LOST)
    hall.clock.move(3600)
    life.grants(lost, "挂失补办")
    assert life.certificates() == [("44", REPLACED), ("42", REPLACED), ("42B1", VALID)]
    again = life.takes("遗失", "挂失补办")
    hall.clock.move(3600)
    life.grants(again, "挂失补办")
    assert life.certificates()[-2:] == [("42B1", REPLACED), ("42B2", VALID)]
    told = life.told("有效", "换领(残损)")
    here = hall.draft(told, ("cert_renew",)).records["certificate_number"]
    assert here == life.id_number + "42B2"


def child(hall: World, years: int, order: str = "002") -> Life:
    """Somebody whose next birthday is in ten days and makes them so old."""
    birthday = hall.today + timedelta(days=10)
    return Life(hall, birthday.replace(year=birthday.year - years), order, {"marriage": "10"})


@pytest.mark.parametrize(("category", "after"), [("肢体", False), ("智力", True), ("肢体 精神", True)])
def test_eighteen_between_acceptance_and_result(hall: World, category: str, after: bool) -> None:
    life = child(hall, 18)
    assert guarded(life, "没有办过", f"新办({category})")
    first = life.takes("没有办过", f"新办({category})")
    assert first.answers["guardian_name"] == "李样例"
    hall.wait(0, 10)
    life.grants(first, "新办", assessed=rows(" ".join(f"{c}二" for c in category.split())))
    assert life.certificate()[1] == VALID
    assert guarded(life, "有效", "换领(残损)") is after
    hall.wait(0, -1)
    assert guarded(life, "有效", "换领(残损)")


def guarded(life: Life, says: str, *asked: str) -> bool:
    read = life.read(says, *asked)
    return any(n.material.id == "guardian_id" and n.required for n in read.needs)


def test_ages_of_work(hall: World) -> None:
    young = child(hall, 16)
    old = child(hall, 60, "004")
    assert young.each("没有办过", "就业帮扶") == {"就业帮扶": NO}
    work = old.takes("没有办过", "就业帮扶")
    hall.wait(0, 9)
    assert young.each("没有办过", "就业帮扶") == {"就业帮扶": NO}
    hall.wait(0, 1)
    assert young.each("没有办过", "就业帮扶") == {"就业帮扶": YES}
    old.grants(work, "就业帮扶")
    assert old.state(work, "就业帮扶") == DONE
    assert old.each("没有办过", "就业帮扶") == {"就业帮扶": NO}


def test_handed_in_on_the_last_evening_of_a_month(hall: World) -> None:
    life = holder(hall)
    at(hall, 2027, 1, 29, 18)
    living = life.takes("有效", "生活补贴")
    at(hall, 2027, 2, 10)
    assert "早于申请" in life.turned_down(living, "生活补贴", first_month="2026-12")
    assert "还没有到" in life.turned_down(living, "生活补贴", first_month="2027-03")
    life.grants(living, "生活补贴", amount="110")
    assert life.paid() == [("生活补贴", "2027-01")]


def test_month_of_a_subsidy_that_waited(hall: World) -> None:
    life = grown_up(hall)
    at(hall, 2027, 1, 11)
    first = life.takes("没有办过", "新办", "生活补贴")
    at(hall, 2027, 2, 26)
    care = life.takes("没有办过", "护理补贴")
    assert life.state(first, "生活补贴") == life.state(care, "护理补贴") == HELD
    at(hall, 2027, 3, 5)
    life.grants(first, "新办", assessed=rows("肢体一"))
    assert life.state(first, "生活补贴") == life.state(care, "护理补贴") == OPEN
    at(hall, 2027, 4, 1)
    life.grants(first, "生活补贴")
    life.grants(care, "护理补贴")
    assert life.paid() == [("生活补贴", "2027-01"), ("护理补贴", "2027-02")]


def test_the_last_day_and_the_day_after(hall: World) -> None:
    life = holder(hall)
    hall.wait(120, 0)
    assert life.certificate() == ("42", VALID)
    assert life.each("有效", *SUBSIDIES, "换领(到期)") == dict.fromkeys((*SUBSIDIES, "换领(到期)"), YES)
    hall.wait(0, 1)
    assert life.certificate() == ("42", EXPIRED)
    assert life.each("过期", *SUBSIDIES) == dict.fromkeys(SUBSIDIES, NO)
    assert "过" in life.why("过期", "生活补贴")
    together = life.answers("过期", "换领(到期)", "生活补贴")
    assert together == {"换领(到期)": YES, "生活补贴": MAY}
    life.takes("过期", "换领(到期)")
    assert life.each("过期", *SUBSIDIES) == dict.fromkeys(SUBSIDIES, MAY)


def test_what_runs_when_the_certificate_runs_out(hall: World) -> None:
    life = holder(hall)
    living = life.takes("有效", "生活补贴")
    hall.wait(0, 5)
    life.grants(living, "生活补贴")
    hall.wait(121, 0)
    assert life.paid() == [("生活补贴", living_month(living))]
    assert life.each("过期", "生活补贴") == {"生活补贴": NO}
    renew = life.takes("过期", "换领(到期)")
    hall.wait(0, 5)
    life.grants(renew, "换领")
    assert life.paid() == [("生活补贴", living_month(living))]


def living_month(application: Application) -> str:
    return f"{application.accepted_at:%Y-%m}"


def test_issued_on_the_29th_of_february(hall: World) -> None:
    at(hall, 2028, 2, 18)
    life = grown_up(hall)
    first = life.takes("没有办过", "新办")
    at(hall, 2028, 2, 29)
    life.grants(first, "新办", assessed=rows("肢体三"))
    assert life.result(first, "新办")["expires_on"] == "2038-02-28"
    cancel = life.takes("有效", "注销(其他)")
    life.grants(cancel, "注销")
    at(hall, 2029, 2, 28)
    assert life.each("已注销", "新办") == {"新办": NO}
    at(hall, 2029, 3, 1)
    assert life.each("已注销", "新办") == {"新办": YES}


@pytest.mark.parametrize("reason", ["康复脱残", "其他"])
def test_a_year_after_a_cancellation(hall: World, reason: str) -> None:
    life = holder(hall)
    cancel = life.takes("有效", f"注销({reason})")
    hall.wait(0, 5)
    life.grants(cancel, "注销")
    hall.wait(12, 0)
    assert life.each("已注销", "新办", *CERTIFICATE, *SUBSIDIES) == dict.fromkeys(
        ("新办", *CERTIFICATE, *SUBSIDIES), NO
    )
    assert "一年内" in life.why("已注销", "新办")
    hall.wait(0, 1)
    assert life.each("已注销", "新办", *CERTIFICATE) == {"新办": YES} | dict.fromkeys(CERTIFICATE, NO)
    assert life.answers("已注销", "新办", "护理补贴") == {"新办": YES, "护理补贴": MAY}
    again = life.takes("已注销", "新办")
    hall.wait(0, 5)
    life.grants(again, "新办", assessed=rows("肢体二"))
    assert life.certificates() == [("42", GIVEN_UP), ("42", VALID)]
    assert life.paid() == []
    assert life.each("有效", "新办", *CERTIFICATE) == {"新办": NO, "挂失补办": NO} | dict.fromkeys(
        ("换领(残损)", "迁移", "变更", "注销"), YES
    )


def test_after_a_death(hall: World) -> None:
    life = holder(hall)
    cancel = life.takes("有效", "注销(死亡)")
    hall.wait(0, 5)
    life.grants(cancel, "注销")
    everything = ("新办", *CERTIFICATE, *SUBSIDIES, "就业帮扶")
    for months in (0, 13, 60):
        hall.wait(months, 1)
        assert life.each("已注销", *everything) == dict.fromkeys(everything, NO)
        assert life.each("没有办过", *everything) == dict.fromkeys(everything, NO)


def test_moved_away_and_back(hall: World) -> None:
    life = holder(hall)
    living = life.takes("有效", "生活补贴")
    hall.wait(0, 5)
    life.grants(living, "生活补贴")
    care = life.takes("有效", "护理补贴")
    hall.note(life.id_number, "move_away")
    assert life.certificates() == [("42", holdings.MOVED)]
    assert (life.paid(), life.state(living, "生活补贴"), life.state(care, "护理补贴")) == (
        [],
        "stopped",
        ENDED,
    )
    assert "迁入地" in life.note(living, "生活补贴")
    here = ("新办", "换领(残损)", "挂失补办", "变更", "注销", *SUBSIDIES)
    assert life.each("有效", "迁移", *here) == {"迁移": YES} | dict.fromkeys(here, NO)
    hall.wait(6, 0)
    back = life.takes("有效", "迁移")
    hall.wait(0, 5)
    life.grants(back, "迁移")
    assert (life.certificate(), life.paid()) == (("42", VALID), [])
    assert life.each("有效", *SUBSIDIES) == dict.fromkeys(SUBSIDIES, YES)


def test_no_longer_poor(hall: World) -> None:
    life = holder(hall)
    living = life.takes("有效", "生活补贴")
    hall.wait(0, 5)
    life.grants(living, "生活补贴")
    hall.wait(6, 0)
    for low in (True, False):
        assert life.each("有效", *SUBSIDIES, low_income=low) == {"生活补贴": NO, "护理补贴": YES}


def test_a_second_subsidy_while_the_first_waits(hall: World) -> None:
    life = grown_up(hall)
    first = life.takes("没有办过", "新办", "生活补贴")
    hall.wait(0, 9)
    assert life.each("没有办过", *SUBSIDIES, "新办") == {"生活补贴": NO, "护理补贴": MAY, "新办": NO}
    care = life.takes("没有办过", "护理补贴")
    hall.wait(0, 5)
    life.grants(first, "新办", assessed=rows("肢体三"))
    assert (life.state(first, "生活补贴"), life.state(care, "护理补贴")) == (OPEN, ENDED)
    assert "一级或二级" in life.note(care, "护理补贴")
    life.grants(first, "生活补贴")
    assert life.paid() == [("生活补贴", "2026-11")]


def test_lost_and_moved(hall: World) -> None:
    life = holder(hall)
    assert life.each("遗失", "迁移", "挂失补办") == {"迁移": NO, "挂失补办": YES}
    assert "挂失补办" in life.why("遗失", "迁移")
    both = life.takes("遗失", "挂失补办", "迁移")
    assert life.state(both, "迁移") == HELD
    life.grants(both, "挂失补办")
    life.grants(both, "迁移")
    assert life.certificates() == [("42", REPLACED), ("42B1", REPLACED), ("42B1", VALID)]


def test_parent_and_child(hall: World) -> None:
    parent = holder(hall, "肢体二")
    twin = Life(hall, date(1981, 3, 12), "004")
    assert twin.certificates() == []
    assert twin.each("没有办过", "新办", "生活补贴") == {"新办": YES, "生活补贴": NO}
    change = parent.takes("有效", "变更")
    new = twin.takes("没有办过", "新办")
    assert twin.each("没有办过", "生活补贴") == {"生活补贴": MAY}
    parent.grants(change, "变更", assessed=rows("肢体一"))
    assert twin.state(new, "新办") == "taken"
    assert "别人" in twin.turned_down(new, "新办", certificate_number=parent.id_number + "41")


def test_refused_and_asked_again(hall: World) -> None:
    life = holder(hall)
    for word in ("换领(残损)", "变更", "挂失补办", "注销(康复脱残)", "生活补贴", "护理补贴", "就业帮扶"):
        says = "遗失" if word == "挂失补办" else "有效"
        first = life.takes(says, word)
        hall.wait(0, 1)
        assert life.each(says, word) == {word: NO}
        name = word.partition("(")[0]
        if name == "变更":
            hall.decide(first, "cert_change", "assess")
        life.refuses(first, name)
        assert life.certificate() == ("42", VALID)
        hall.wait(0, 1)
        assert life.each(says, word) == {word: YES}, word


def test_one_of_several_healed(hall: World) -> None:
    life = holder(hall, "肢体二 精神三")
    assert life.certificate() == ("72", VALID)
    assert guarded(life, "有效", "换领(残损)")
    care = life.takes("有效", "护理补贴")
    hall.wait(0, 5)
    life.grants(care, "护理补贴")
    change = life.takes("有效", "变更(精神)")
    hall.wait(0, 5)
    life.grants(change, "变更", assessed=rows("肢体二"))
    assert life.certificate() == ("42", VALID)
    assert not guarded(life, "有效", "换领(残损)")
    assert [w for w, _ in life.paid()] == ["护理补贴"]
    change = life.takes("有效", "变更(精神)")
    hall.wait(0, 5)
    life.grants(change, "变更", assessed=rows("精神三"))
    assert life.certificate() == ("63", VALID)
    assert guarded(life, "有效", "换领(残损)")
    assert life.paid() == []
    assert life.each("有效", "护理补贴") == {"护理补贴": NO}


def test_cancellation_refused(hall: World) -> None:
    life = holder(hall)
    cancel = life.takes("有效", "注销(康复脱残)")
    hall.wait(0, 1)
    everything = ("新办", *SUBSIDIES, *CERTIFICATE)
    assert life.each("有效", *everything) == dict.fromkeys(everything, NO)
    life.refuses(cancel, "注销")
    hall.wait(0, 1)
    assert life.each("有效", *SUBSIDIES, "换领(残损)") == dict.fromkeys((*SUBSIDIES, "换领(残损)"), YES)


def test_death_while_a_change_is_open(hall: World) -> None:
    life = holder(hall, "肢体三")
    change = life.takes("有效", "变更")
    care = life.takes("有效", "护理补贴")
    assert life.state(care, "护理补贴") == HELD
    hall.wait(0, 5)
    cancel = life.takes("有效", "注销(死亡)")
    life.grants(cancel, "注销")
    assert (life.state(change, "变更"), life.state(care, "护理补贴")) == (ENDED, ENDED)
    assert "已终止" in life.turned_down(change, "变更", assessed=rows("肢体一"))


def test_renewed_and_lost(hall: World) -> None:
    life = holder(hall)
    hall.wait(115, 0)
    renew = life.takes("有效", "换领(到期)")
    hall.wait(0, 5)
    life.grants(renew, "换领")
    until = life.result(renew, "换领")["expires_on"]
    hall.wait(0, 7)
    for nth in ("42B1", "42B2"):
        lost = life.takes("遗失", "挂失补办")
        assert nth in life.turned_down(lost, "挂失补办", certificate_number=life.id_number + "42B3")
        life.grants(lost, "挂失补办")
        assert life.certificate() == (nth, VALID)
        assert life.result(lost, "挂失补办")["expires_on"] == until
    hall.wait(118, 0)
    renew = life.takes("有效", "换领(到期)")
    life.grants(renew, "换领")
    assert life.certificate() == ("42B2", VALID)


def test_found_again(hall: World) -> None:
    life = holder(hall)
    lost = life.takes("遗失", "挂失补办")
    assert life.certificate() == ("42", LOST)
    hall.wait(0, 1)
    assert life.each("遗失", "挂失补办", *SUBSIDIES) == {"挂失补办": NO} | dict.fromkeys(SUBSIDIES, MAY)
    hall.decide(lost, "cert_lost", "close", text="证件找到,申请人撤回")
    assert life.certificate() == ("42", VALID)
    assert life.each("有效", *SUBSIDIES) == dict.fromkeys(SUBSIDIES, YES)
    assert life.each("遗失", "挂失补办") == {"挂失补办": YES}


def test_change_and_renewal_open_together(hall: World) -> None:
    for renewed_first in (True, False):
        life = holder(hall, "肢体四", Life(hall, date(1981, 3, 12), "002" if renewed_first else "004"))
        hall.wait(119, 15)
        change = life.takes("有效", "变更")
        hall.wait(1, 0)
        renew = life.takes("过期", "换领(到期)")
        if renewed_first:
            life.grants(renew, "换领")
            life.grants(change, "变更", assessed=rows("肢体二"))
        else:
            until = (hall.today + timedelta(days=3000)).isoformat()
            life.grants(change, "变更", assessed=rows("肢体二"), expires_on=until)
            life.grants(renew, "换领")
        assert life.certificate() == ("42", VALID)


def test_number_corrected(hall: World) -> None:
    old = holder(hall)
    living = old.takes("有效", "生活补贴")
    hall.wait(0, 5)
    old.grants(living, "生活补贴")
    new = Life(hall, date(1981, 3, 21))
    card = shown(hall, old)
    assert "certificate_number" in [p.element for p in new.read("有效", "换领(资料更新)", **card).blocking]
    card["former_number"] = "1"
    told = new.told("有效", "生活补贴", **card)
    offline = hall.accept(told, ("living_subsidy",), hall.elsewhere)
    (letter,) = hall.elsewhere.store.outbox.letters(offline.subject)
    with pytest.raises(RuleError) as refused:
        hall.receive(letter, hall.elsewhere)
    assert "已经在发" in str(refused.value.problems)
    renew = new.takes("有效", "换领(资料更新)", **card)
    hall.wait(0, 5)
    new.grants(renew, "换领")
    assert new.certificates() == [(old.id_number + "42", REPLACED), ("42", VALID)]
    assert old.certificates() == [("42", REPLACED), (new.id_number + "42", VALID)]
    assert new.paid() == old.paid() == [("生活补贴", "2026-12")]
    assert new.each("有效", "新办", *SUBSIDIES) == {"新办": NO, "生活补贴": NO, "护理补贴": YES}


@pytest.mark.parametrize("asked", ["换领(资料更新)", "挂失补办"])
def test_a_misprinted_number_that_is_anothers_joins_nobody(hall: World, asked: str) -> None:
    """证号印错: the printed digits are not an earlier number of this person, but they may be somebody's."""
    owner, other = holder(hall), Life(hall, date(1981, 3, 21))
    card = shown(hall, owner) | {"former_number": "2"}
    said, lost = ("遗失", True) if asked == "挂失补办" else ("有效", False)
    mended = other.takes(said, asked, **card)
    assert owner.each("有效", "换领(残损)", *SUBSIDIES) == dict.fromkeys(("换领(残损)", *SUBSIDIES), YES)
    other.grants(mended, asked.partition("(")[0])
    assert owner.certificates() == [("42", VALID)]
    assert other.certificate() == ("42B1" if lost else "42", VALID)


def shown(hall: World, life: Life) -> dict[str, Value]:
    """What somebody tells who shows this person's certificate."""
    until = hall.today.replace(year=hall.today.year + 9).isoformat()
    number = life.id_number + life.certificate()[0]
    return {"certificate_number": number, "categories": ("4",), "grade": "2", "certificate_until": until}


def test_frozen_and_restored(hall: World) -> None:
    life = holder(hall)
    hall.note(life.id_number, "freeze")
    assert life.each("有效", "新办", "注销(死亡)", *SUBSIDIES) == {
        "新办": NO,
        "注销(死亡)": YES,
        "生活补贴": MAY,
        "护理补贴": MAY,
    }
    hall.note(life.id_number, "restore")
    assert life.each("有效", *SUBSIDIES, *CERTIFICATE) == {"挂失补办": NO} | dict.fromkeys(
        (*SUBSIDIES, "换领(残损)", "迁移", "变更", "注销"), YES
    )


def test_applicant_for_a_first_certificate_dies(hall: World) -> None:
    life = grown_up(hall)
    new = life.takes("没有办过", "新办", "生活补贴")
    assert life.each("没有办过", "注销(死亡)") == {"注销(死亡)": NO}
    hall.wait(0, 5)
    life.grants(new, "新办", assessed=rows("肢体二"))
    cancel = life.takes("有效", "注销(死亡)")
    life.grants(cancel, "注销")
    assert life.state(new, "生活补贴") == ENDED
    assert "已终止" in life.turned_down(new, "生活补贴")


def test_grade_falls_while_a_subsidy_asked_before_is_open(hall: World) -> None:
    life = holder(hall)
    care, living = life.takes("有效", "护理补贴"), life.takes("有效", "生活补贴")
    change = life.takes("有效", "变更")
    life.grants(change, "变更", assessed=rows("肢体三"))
    assert (life.state(care, "护理补贴"), life.state(living, "生活补贴")) == (ENDED, "taken")
    assert "一级或二级" in life.note(care, "护理补贴")


def test_subsidy_granted_before_the_cancellation_is(hall: World) -> None:
    life = holder(hall)
    care = life.takes("有效", "护理补贴")
    cancel = life.takes("有效", "注销(康复脱残)")
    life.grants(care, "护理补贴")
    assert [word for word, _ in life.paid()] == ["护理补贴"]
    life.grants(cancel, "注销")
    assert (life.paid(), life.state(care, "护理补贴")) == ([], "stopped")


def test_change_granted_while_a_reported_death_is_not_decided(hall: World) -> None:
    """Nothing ends by a cancellation that is open, and may be refused."""
    for order, grade, state in (("002", "肢体二", DONE), ("004", "肢体三", OPEN)):
        life = holder(hall, grade, Life(hall, date(1981, 3, 12), order))
        change = life.takes("有效", "变更") if state == OPEN else None
        care = life.takes("有效", "护理补贴")
        if change is None:
            life.grants(care, "护理补贴")
            change = life.takes("有效", "变更")
        cancel = life.takes("有效", "注销(死亡)")
        life.grants(change, "变更", assessed=rows("肢体一"))
        assert life.state(care, "护理补贴") == state
        life.refuses(cancel, "注销")
        assert life.state(care, "护理补贴") == state
