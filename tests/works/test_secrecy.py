"""保密: off until the county writes what must be minded; numbers and days alone, and nothing leaves."""

from pathlib import Path

import pytest

from desk_app.domain.acting import told
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import record_papers
from forms import loader
from forms.asked import FREE_TEXT
from tests.fakes import StillClock, make_parts
from tests.printing.reading import squeezed, text_of
from tests.unit.packs import Folder
from tests.works.conftest import done, now

WORDS = loader.shipped().procedures["secret_paper"].switch_words
PAPER = {"class_code": "1", "serial": "12", "copies": "2", "received_on": "2026-11-20"}


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Parts:
    county = tmp_path / "county"
    county.mkdir()
    (county / "own.toml").write_text(f'[values]\nsecret_papers = "{WORDS}"\n', encoding="utf-8")
    return make_parts(tmp_path / "desk", clock, county)


def received(parts: Parts, **other: str) -> Proceeding:
    return proceedings.begin(parts, parts.window.who, "secret_paper", "receive", PAPER | other)


def test_it_is_off_until_the_county_writes_the_sentence(tmp_path: Path) -> None:
    parts = make_parts(tmp_path / "desk")
    assert not [law for law in proceedings.registers(parts) if "secrecy" in law.works]
    with pytest.raises(RuleError, match="停用"):
        received(parts)
    parts.store.close()
    folder = Folder(tmp_path / "own")
    (folder.path / "own.toml").write_text('[values]\nsecret_papers = "yes"\n', encoding="utf-8")
    found = folder.faults()
    assert {(f.file, f.line) for f in found} == {("own.toml", 2)}
    assert all(WORDS in f.message for f in found)


def test_a_round_of_a_secret_paper_is_numbers_and_days(desk: Parts, clock: StillClock) -> None:
    paper = received(desk).id
    done(desk, paper, "circulate", reader="7", out_on="2026-11-23")
    clock.move(24 * 3600)
    with pytest.raises(RuleError) as fault:
        done(desk, paper, "take_back", copies_back="1", back_on="2026-11-24")
    assert "领取的是2份" in told(fault.value)
    assert now(desk, paper).state == "out"
    done(desk, paper, "take_back", copies_back="2", back_on="2026-11-24")
    done(desk, paper, "clear", clear_number="88", cleared_on="2026-11-24")
    assert now(desk, paper).state == "cleared"
    assert desk.store.outbox.letters() == ()
    record = proceedings.record(desk, desk.window.who, paper)
    assert record is not None
    printed = squeezed(text_of(record_papers.draw(desk, record, "secret_list")))
    assert "1类" in printed
    assert "2026年11月24日" in printed
    desk.store.close()


@pytest.mark.parametrize("typed", ["关于某事的通知", "12号文", "<b>"])
def test_whatever_is_no_number_is_a_sentence(desk: Parts, typed: str) -> None:
    with pytest.raises(RuleError) as fault:
        received(desk, serial=typed)
    assert "不是数字" in told(fault.value)
    with pytest.raises(RuleError) as fault:
        received(desk, title=typed)
    assert "不问“title”" in told(fault.value)
    assert desk.store.proceedings.listed("secret_paper") == ()
    desk.store.close()


def test_nothing_of_it_asks_for_text_or_a_picture() -> None:
    laws = [law for law in loader.shipped().procedures.values() if "secrecy" in law.works]
    assert {law.id for law in laws} == {"secret_paper", "secret_check"}
    for law in laws:
        assert not law.travels
        assert not [a.id for a in law.asks if a.kind in FREE_TEXT or a.rows]
        assert not [act.code for act in law.acts if act.evidence]


def test_what_was_sent_up_waits_for_its_receipt_and_is_bound(desk: Parts) -> None:
    given = {"class_code": "2", "serial": "3", "copies": "1", "sent_on": "2026-11-23"}
    sent = proceedings.begin(desk, desk.window.who, "secret_paper", "send_up", given).id
    with pytest.raises(RuleError):
        done(desk, sent, "bind", volume="1", bound_on="2026-11-23")
    done(desk, sent, "receipt", receipt_number="5", receipt_on="2026-11-23")
    done(desk, sent, "bind", volume="1", bound_on="2026-11-23")
    assert now(desk, sent).state == "bound"
    desk.store.close()
