"""Conclusions that can not be, and news twice or in another order: one sentence, nothing changed."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk_app.__main__ import main
from desk_app.county import answers
from desk_app.domain.applications import Application
from desk_app.domain.letters import NewsBatch
from tests.law.fresh import Life, matter, rows
from tests.law.test_fresh_sequences import at, holder
from tests.law.world import World, world
from tests.opened import opened_book

HELD = date(1975, 5, 5)
"""The birthday of the one who has a certificate, and lost it."""


@dataclass
class Hall:
    """A county with an application for a first certificate, for a reissue and for a subsidy."""

    world: World
    file: Path
    cases: Mapping[str, Application]
    """Matter word → its application."""
    numbers: Mapping[str, str]
    """What is written into a conclusion instead of {own} and {other}."""

    def dump(self) -> list[str]:
        with closing(opened_book(self.file)) as book:
            tables = [name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = {name: book.execute(f'SELECT * FROM "{name}"').fetchall() for name in sorted(tables)}
            return [f"{name}: {row}" for name in rows for row in rows[name]]

    def decide(self, word: str, decision: str, said: str) -> int:
        """The exit code of ``county decide``."""
        options = said.format_map(self.numbers).split()
        place = ("--database", f"sqlite:///{self.file}")
        return main(["county", "decide", self.cases[word].number, matter(word), decision, *options, *place])


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with world(tmp_path) as made:
        at(made, 2026, 11, 2)
        first, had = Life(made, date(1981, 3, 12)), holder(made, "肢体二", Life(made, HELD))
        new = first.takes("没有办过", "新办", "生活补贴")
        lost, care = had.takes("遗失", "挂失补办"), had.takes("有效", "护理补贴")
        cases = {"新办": new, "生活补贴": new, "挂失补办": lost, "护理补贴": care}
        numbers = {"own": first.id_number, "other": had.id_number}
        yield Hall(made, tmp_path / "county.db", cases, numbers)


@pytest.mark.parametrize(
    ("word", "said", "told"),
    [
        ("新办", "", "请填写评定的类别和等级"),
        ("新办", "--assessed 肢体9", "等级1至4"),
        ("新办", "--assessed 肢体2 --grade 9", "残疾等级"),
        ("新办", "--assessed 肢体2 --grade 3", "残疾等级写的是3级"),
        ("新办", "--assessed 多重2", "请写成"),
        ("新办", "--assessed 肢体2 --assessed 肢体3", "写了两次"),
        ("新办", "--certificate {other}42", "别人的证号"),
        ("新办", "--certificate {own}42B1", "只加在补办"),
        ("新办", "--certificate {own}72", "至少两类"),
        ("新办", "--assessed 肢体2 --issued 1970-01-01", "早于出生日期"),
        ("新办", "--assessed 肢体2 --issued 2099-01-01", "今天之后"),
        ("新办", "--assessed 肢体2 --until 2099-01-01", "有效期为10年"),
        ("新办", "--assessed 肢体2 --amount 100", "不填每月金额"),
        ("新办", "--assessed 肢体2 --set foo=bar", "不问“foo”"),
        ("生活补贴", "--amount 100", "随证待审"),
        ("挂失补办", "--certificate {other}42B2", "{other}42B1"),
        ("挂失补办", "--certificate {other}42", "{other}42B1"),
        ("护理补贴", "--amount 1200000", "1至5000"),
        ("护理补贴", "--amount 110.555", "只到分"),
        ("护理补贴", "--amount -5", "不是数字"),
        ("护理补贴", "--month 2020-01", "早于申请"),
        ("护理补贴", "--month 2099-01", "还没有到"),
        ("护理补贴", "--certificate {other}42", "不填残疾人证号"),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(
    hall: Hall, word: str, said: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hall.dump()
    assert hall.decide(word, "conclude", said) == 1
    out = capsys.readouterr()
    assert told.format_map(hall.numbers) in out.err
    assert (out.out, out.err.count("\n"), hall.dump()) == ("", 1, before)


def test_a_certificate_that_was_issued_before_it_was_applied_for_is_looked_at_again(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hall.decide("新办", "conclude", "--assessed 肢体2 --issued 2026-05-01") == 0
    assert "早于申请" in capsys.readouterr().out


def test_an_unknown_note_on_a_certificate_is_told_in_a_sentence(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    before, place = hall.dump(), ("--database", f"sqlite:///{hall.file}")
    said = ["county", "mark", hall.numbers["other"], "burn", "--reason", "测试"]
    assert main([*said, *place]) == 1
    assert "没有“burn”这个动作" in capsys.readouterr().err
    assert hall.dump() == before


def test_news_twice_and_backwards_lead_to_the_same_states(hall: Hall) -> None:
    """The window hears of everything in the opposite order, then all of it again."""
    made, new = hall.world, hall.cases["新办"]
    made.decide(new, "cert_new", "assess")
    made.decide(new, "cert_new", "conclude", assessed=rows("肢体二"))
    made.decide(new, "living_subsidy", "conclude", amount="110")
    told = made.county.news(0, made.desk.window.number)
    whole = answers.read_news(answers.write_news(told.pieces, told.cursor))
    states, history = made.states(new), stored(hall)
    assert set(states.values()) == {("concluded", "concluded")}
    for items in (tuple(reversed(whole.items)), whole.items):
        made.desk.store.inbox.apply(NewsBatch(items, whole.cursor), made.clock.now())
        assert (made.states(new), stored(hall)) == (states, history)
    older = tuple(replace(p, seq=p.seq + 1000) for p in whole.items[:1])
    made.desk.store.inbox.apply(NewsBatch(older, whole.cursor + 1000), made.clock.now())
    assert (made.states(new), stored(hall)) == (states, history)


def stored(hall: Hall) -> Any:
    """What the window's own book holds of the applicant."""
    told = Life(hall.world, date(1981, 3, 12)).told("有效")
    return hall.world.draft(told, ()).records
