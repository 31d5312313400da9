"""抽查: at least 70 % of each town's return visits of a quarter, drawn by a seed that is kept."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.visits import sampling
from desk_app.services.visits.sampling import Quarter
from tests.fakes import CHINA, StillClock, make_parts
from tests.visits.settled import settle_items

SWITCH = '[visits]\non = ["quxian"]\nsource = "本区规定"\n'
BY_PHONE = {"return_way": "2"}
AUTUMN, WINTER = Quarter(2026, 3), Quarter(2026, 4)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    county = tmp_path / "county"
    county.mkdir()
    (county / "own.toml").write_text(SWITCH, encoding="utf-8")
    made = make_parts(tmp_path / "desk", StillClock(datetime(2026, 12, 24, 9, tzinfo=CHINA)), county)
    yield made
    made.store.close()


def _returned(parts: Parts, village: str, count: int, on: str, before: str = "") -> None:
    """So many people of a village whom the town returned to on a day, and before with something missing."""
    missing = (
        ("not_done", {"returned_on": before, "policy_done": False, "lacking_words": "钱没有到", **BY_PHONE}),
        ("settle", {"settled": "补发了"}),
    )
    for _ in range(count):
        asked = {"name": "石样例", "village": village, "wish": "办证", "channel": "1", "asked_by": "1"}
        record = proceedings.begin(parts, parts.window.who, "one_plus_n", "ask", asked).id
        for act, given in (
            ("verify", {"person": "1", "services": ("care",)}),
            ("visit", {"visited_on": "2026-09-01", "team": "县残联", "did": ("2",)}),
            ("complete", {}),
            ("settle", {"settled": "护理补贴"}),
            *(missing if before else ()),
        ):
            proceedings.act(parts, parts.window.who, record, act, given)
        settle_items(parts, record)
        told = {"returned_on": on, **BY_PHONE}
        proceedings.act(parts, parts.window.who, record, "return_visit", told)


def _draw(parts: Parts, quarter: Quarter, seed: str = "") -> Proceeding:
    ((of, sample),) = sampling.samples(parts)
    return sampling.draw(parts, of, sample, quarter, seed)


def _numbers(kept: Proceeding) -> list[str]:
    return [row["number"] for row in kept.facts["people"]]


def test_each_town_is_drawn_from_and_the_seed_is_kept(parts: Parts) -> None:
    with pytest.raises(RuleError, match="2026年第4季度还没有回访过的"):
        _draw(parts, WINTER)
    _returned(parts, "甲样例乡一村", 4, "2026-10-01")
    _returned(parts, "乙样例镇二村", 1, "2026-12-23")
    _returned(parts, "样例村", 2, "2026-10-08")
    _returned(parts, "甲样例乡一村", 1, "2026-09-30")
    # 70 % of 4 are 2.8: three; of 1 one; of 2 two
    kept = _draw(parts, WINTER, "渠县-4711")
    assert Counter(row["town"] for row in kept.facts["people"]) == {
        "甲样例乡": 3,
        "乙样例镇": 1,
        "没有写乡镇": 2,
    }
    assert kept.facts["towns"][2] == {"town": "甲样例乡", "of": "4", "drawn": "3", "share": "75%"}
    assert kept.facts["seed"] == "渠县-4711"
    # the county's ratio is the source's own: 6 of 7
    assert kept.facts["county"] == (
        "全县:回访7件,已抽6件,占85.7%,够;要求不低于70%(渠府办〔2023〕79号 三(四))"
    )
    assert len(_numbers(_draw(parts, AUTUMN))) == 1


def test_nobody_is_drawn_twice_and_later_return_visits_keep_the_share(parts: Parts) -> None:
    _returned(parts, "甲样例乡一村", 4, "2026-10-01")
    first = _draw(parts, WINTER)
    assert len(str(first.facts["seed"])) == 16
    with pytest.raises(RuleError, match="已经抽够了"):
        _draw(parts, WINTER)
    _returned(parts, "甲样例乡二村", 6, "2026-12-01")
    ((of, sample),) = sampling.samples(parts)
    now = sampling.whole(of, sample, sampling.towns(parts, of, sample, WINTER))
    assert "回访10件,已抽3件,占30%,不够;要求不低于70%" in now
    second = _draw(parts, WINTER)
    assert len(_numbers(second)) == 7 - 3
    assert not set(_numbers(first)) & set(_numbers(second))


def test_a_second_return_visit_takes_none_from_the_quarter_before(parts: Parts) -> None:
    _returned(parts, "甲样例乡一村", 1, "2026-12-23", before="2026-09-30")
    (record,) = parts.store.proceedings.listed("one_plus_n")
    ((of, sample),) = sampling.samples(parts)
    for quarter in (AUTUMN, WINTER):
        (town,) = sampling.towns(parts, of, sample, quarter)
        assert [r.id for r in town.records] == [record.id]


def test_a_seed_draws_the_same_again(parts: Parts) -> None:
    _returned(parts, "甲样例乡一村", 5, "2026-10-01")
    ((of, sample),) = sampling.samples(parts)
    (town,) = sampling.towns(parts, of, sample, WINTER)
    once, again, other = (sampling.chosen(town, seed) for seed in ("一", "一", "二"))
    assert once == again
    assert once != other
