"""Papers that are layout files alone: a county's own stand in for the shipped ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from printing import layout, plans
from printing.draw import Words
from printing.papers import document
from tests.printing.documents import sample
from tests.printing.reading import text_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    layout.use(None)


def test_a_county_moves_a_box_and_rewords_it(own: Path) -> None:
    shipped = (layout.LAYOUTS / "service_card.toml").read_text("utf-8")
    changed = shipped.replace("at = [4, 19.5, 51, 4.5]", "at = [4, 20.5, 51, 4.5]").replace("卡号", "服务号")
    (own / "service_card.toml").write_text(changed, "utf-8")
    before = y_of("KF-", "service_card")

    layout.use(own)

    assert "服务号KF-620403" in text_of(document.draw(sample("service_card")))
    assert y_of("KF-", "service_card") - before == pytest.approx(1.0)


def y_of(words: str, name: str) -> float:
    marks = (mark for page in document.pages(sample(name)) for mark in page.marks)
    return next(mark.y for mark in marks if isinstance(mark, Words) and words in mark.text)


def test_a_county_rewords_a_paper_that_flows_and_adds_one(own: Path) -> None:
    shipped = (layout.LAYOUTS / "correction.toml").read_text("utf-8")
    (own / "correction.toml").write_text(shipped.replace("不会自动作废", "不会按撤回处理"), "utf-8")
    (own / "thanks.toml").write_text(
        '[paper]\ntitle = "感谢信"\nbasis = "本地"\n[[block]]\nkind = "title"\n', "utf-8"
    )

    layout.use(own)

    assert "申请不会按撤回处理" in text_of(document.draw(sample("correction")))
    assert "thanks" in plans.names()
    assert "感谢信" in text_of(document.draw(document.specimen("thanks")))
