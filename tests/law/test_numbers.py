"""Sentences follow the numbers: no sentence keeps what a county changed, and altered law is refused."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from forms import loader, said
from forms.pack import Pack
from forms.programmes import Interpretation, Measure
from tests.unit.packs import Folder

SHIPPED = loader.shipped()
QUOTED = ("source", "clause", "basis", "clauses", "laws")
"""Fields that name or quote a source, whose numbers are the source's own."""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "pack")


def sentences(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a pack with its place, but for names and quotations of sources."""
    if isinstance(node, str):
        yield place, node
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for field in dataclasses.fields(node):
            if field.name not in QUOTED and not _quotes(node, field.name):
                yield from sentences(getattr(node, field.name), f"{place}.{field.name}")
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from sentences(value, f"{place}.{key}")
    elif isinstance(node, tuple | list):
        for value in node:
            yield from sentences(value, place)


def _quotes(row: object, name: str) -> bool:
    """Whether it is what a source says, word by word, in a programme of home visits."""
    return isinstance(row, Interpretation | Measure) and name == "words"


CHANGES = {
    "handover": (
        "pack.toml",
        "handover = 3\nreview = 10\npromised = 13",
        "handover = 4\nreview = 9\npromised = 13",
    ),
    "promised": ("pack.toml", "review = 10\npromised = 13", "review = 12\npromised = 15"),
    "legal": ("pack.toml", "legal = 30", "legal = 28"),
    "renew_from_months": ("county.toml", 'renew_from_months = "12"', 'renew_from_months = "7"'),
    "bar_months": ("county.toml", 'bar_months = "12"', 'bar_months = "18"'),
    "publication_days": ("county.toml", 'publication_days = "5"', 'publication_days = "8"'),
}
OLD = {
    "handover": ("3个工作日", "10个工作日"),
    "promised": ("13个工作日", "10个工作日"),
    "legal": ("30个工作日",),
    "renew_from_months": ("12个月", "到期前一年"),
    "bar_months": ("一年", "后12个月", "最近12个月", "满12个月"),
    "publication_days": ("5个工作日",),
}
NEW = {
    "handover": ("后4个工作日内", "后9个工作日内"),
    "promised": ("承诺15个工作日", "后12个工作日内"),
    "legal": ("28个工作日",),
    "renew_from_months": ("到期前7个月内",),
    "bar_months": ("18个月内不能重新申请", "注销满18个月后", "最近18个月内注销过残疾人证吗"),
    "publication_days": ("公示8个工作日",),
}
ALWAYS = ("10个工作日内向",)
"""Numbers of the law itself, which no county sets: 残疾人证管理办法第二十五条."""


@pytest.mark.parametrize("number", CHANGES)
def test_no_sentence_keeps_a_number_that_a_county_changed(folder: Folder, number: str) -> None:
    folder.change(*CHANGES[number])
    pack = loader.load(folder.path)
    words = list(sentences(pack))
    for new in NEW[number]:
        assert any(new in text for _, text in words), new
    kept = [(place, old) for place, text in words for old in OLD[number] if _says(text, old)]
    assert kept == []


def test_the_shipped_sentences_say_the_shipped_numbers() -> None:
    text = "".join(words for _, words in sentences(SHIPPED))
    for old in ("3个工作日", "13个工作日", "30个工作日", "12个月", "一年内不能重新申请", "公示5个工作日"):
        assert old in text, old
    assert "$" not in text


def test_the_interview_asks_for_the_countys_own_region(folder: Folder) -> None:
    folder.change("county.toml", 'region = "白银市平川区"', 'region = "某市样例县"')
    assert loader.load(folder.path).elements["registered_here"].ask == "户口在不在某市样例县?"


def _says(text: str, words: str) -> bool:
    """Whether a text says these words, beginning with a number of their own."""
    for always in ALWAYS:
        text = text.replace(always, "")
    return re.search(rf"(?<!\d){words}", text) is not None


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ("12", "一年"),
        ("24", "两年"),
        ("120", "十年"),
        ("18", "18个月"),
        ("132", "132个月"),
        ("0", "0个月"),
        ("x", "x个月"),
    ],
)
def test_a_period_is_said_in_years_where_it_is_whole_years(months: str, words: str) -> None:
    assert said.period(months) == words


PASSED = [
    ("pack.toml", "$promised个工作日内办结", "13个工作日内办结", "promised", "这里写13个工作日"),
    ("pack.toml", "$handover个工作日内转交", "3个工作日内转交", "handover", "这里写3个工作日"),
    ("pack.toml", "$review个工作日内同时审核", "10个工作日内同时审核", "promised", "这里写10个工作日"),
    ("pack.toml", "法定办结时限是$legal个工作日", "法定办结时限是30个工作日", "legal", "这里写30个工作日"),
]


@pytest.mark.parametrize(("name", "old", "new", "number", "told"), PASSED, ids=[p[3] + p[2] for p in PASSED])
def test_a_fixed_text_that_contradicts_the_limits_is_refused(
    folder: Folder, name: str, old: str, new: str, number: str, told: str
) -> None:
    folder.change(name, old, new)
    assert loader.load(folder.path)  # it says what the limits say
    folder.change(*CHANGES[number])
    folder.tells(name, new, told)


REFUSED = [
    ("materials.toml", "", '[[material]]\nid = "death"\ntitle = "死亡证明"\nform = "原件"\ncopies = 1\n'
     'source = "附件5 序号1"\nmatters = ["cert_cancel"]\n', "附件5没有“死亡证明”", 'title = "死亡证明"'),
    ("materials.toml", 'title = "照片"', 'title = "体检表"', "附件5没有“体检表”", "体检表"),
    ("pack.toml", "本人愿意承担法律责任", "本人愿意承担一切责任", "要一字不差", "一切责任"),
    ("pack.toml", "真实有效,若被查证", "真实有效。若被查证", "要一字不差", "真实有效。若"),
    ("pack.toml", 'fee = "零费用"', 'fee = "工本费5元"', "附件2第十五条推行“零费用”", "工本费5元"),
    ("pack.toml", "本窗口办理以上事项不收取任何费用。", "办证收取工本费五元。", "写了“五元”", "工本费五元"),
    ("county.toml", 'renew_from_months = "12"', 'renew_from_months = "-3"', "应在0至36之间", '"-3"'),
    ("county.toml", 'renew_from_months = "12"', 'renew_from_months = "240"', "应在0至36之间", '"240"'),
    ("county.toml", 'bar_months = "12"', 'bar_months = "6"', "应在12至36之间", '"6"'),
    ("county.toml", 'publication_days = "5"', 'publication_days = "0"', "应在1至30之间", '"0"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told", "where"), REFUSED, ids=[r[3] for r in REFUSED])
def test_what_contradicts_the_source_is_refused_with_its_line(
    folder: Folder, name: str, old: str, new: str, told: str, where: str
) -> None:
    folder.change(name, old, new)
    folder.tells(name, where, told)


def test_the_promise_may_have_wide_punctuation(folder: Folder) -> None:
    folder.change("pack.toml", "正确无误,并承诺", "正确无误\uff0c并承诺")
    assert loader.load(folder.path)


def test_what_was_kept_from_before_is_not_refused(folder: Folder) -> None:
    folder.change("county.toml", 'renew_from_months = "12"', 'renew_from_months = "240"')
    folder.change("pack.toml", 'fee = "零费用"', 'fee = "工本费5元"')
    kept: Pack = loader.load(folder.path, alone=True)
    assert kept.limits.fee == "工本费5元"
