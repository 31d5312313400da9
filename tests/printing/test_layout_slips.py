"""A mistake in any layout is told with file and line, or the paper is still sound; nothing else happens."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from printing import checks, layout, plans
from printing.errors import LayoutError, UnprintableError
from printing.papers import document, form, notice, receipt
from tests.printing import sheets
from tests.printing.mutations import doubled_line, slips, without_line
from tests.printing.reading import text_of

SHIPPED = sorted(layout.LAYOUTS.glob("*.toml"))
NUMBER = 500


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """The folder of a county's own layouts, empty."""
    layout.use(tmp_path)
    yield tmp_path
    layout.use(None)


def told(folder: Path, name: str, text: str) -> list[str]:
    """The faults found in a file with this text."""
    path = folder / f"{name}.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return list(checks.faults(name, path, sheets.pack()))


def test_500_slips_are_told_or_harmless(tmp_path: Path) -> None:
    chance = random.Random(20261126)
    makers = [(path, slips(path.read_text("utf-8"), chance)) for path in SHIPPED]
    heard: Counter[bool] = Counter()

    for number in range(NUMBER):
        path, maker = makers[number % len(makers)]
        kind, text = next(maker)
        found = told(tmp_path, path.stem, text)
        heard[bool(found)] += 1
        for sentence in found:
            assert re.match(rf"{path.name} 第\d+行:.{{4,}}", sentence), (kind, sentence)
            assert "纸外" not in sentence, (kind, path.name, text)

    assert heard.total() == NUMBER
    assert heard[True] > NUMBER * 0.7
    assert heard[False] > NUMBER * 0.05


@pytest.mark.parametrize("name", ["receipt", "notice", "notice_large"])
def test_any_line_missing_or_doubled_is_told(name: str, tmp_path: Path) -> None:
    text = (layout.LAYOUTS / f"{name}.toml").read_text("utf-8")

    for number, line in enumerate(text.split("\n")):
        if not line.strip() or line.startswith("#"):
            continue
        for slip in (without_line, doubled_line):
            found = told(tmp_path, name, slip(text, number))
            assert found, (slip.__name__, line)
            assert re.match(rf"{name}\.toml 第\d+行:", found[0])


def test_every_shipped_layout_is_sound() -> None:
    found = list(checks.every(sheets.pack()))

    assert {each.name for each in found} == {path.stem for path in SHIPPED}
    assert [each.told for each in found if each.faults] == []


# ---- the shipped layout stands in ----------------------------------------------------------------


@pytest.mark.warns
def test_a_broken_layout_of_a_county_never_leaves_a_visit_without_its_papers(own: Path) -> None:
    drawn = {
        "receipt": lambda: receipt.draw(sheets.receipt()),
        "notice": lambda: notice.draw(sheets.notice()),
        "notice_large": lambda: notice.draw(replace(sheets.notice(), large=True)),
        "form": lambda: form.draw(sheets.form()),
    }
    before = {name: draw() for name, draw in drawn.items()}
    for name in drawn:
        text = (layout.LAYOUTS / f"{name}.toml").read_text("utf-8").split("\n")
        (own / f"{name}.toml").write_text("\n".join(text[:20]), "utf-8")

    assert {name: draw() for name, draw in drawn.items()} == before
    assert sorted(each.name for each in checks.own(sheets.pack()) if each.faults) == sorted(drawn)


def test_what_is_told_names_line_and_what_is_printed_meanwhile(own: Path) -> None:
    text = (layout.LAYOUTS / "receipt.toml").read_text("utf-8")
    (own / "receipt.toml").write_text(text.replace('query = "', 'qurey = "'), "utf-8")
    (own / "undertaking.toml").write_text('[paper]\ntitle = "承诺书"\n', "utf-8")
    first, second = checks.own(sheets.pack())

    assert first.told == (
        f"版式 receipt.toml 第51行:不认识的键“qurey”,是不是“query”。"
        f"改正之前用随程序的版式印这种纸,文件在 {own}"
    )
    assert second.told.startswith("版式 undertaking.toml 第1行:缺少键“basis”,请补上")
    assert second.told.endswith(f"改正之前这种纸印不了,文件在 {own}")


def test_a_letter_no_font_has_in_a_countys_own_words_does_not_stop_the_receipt(own: Path) -> None:
    text = (layout.LAYOUTS / "receipt.toml").read_text("utf-8")
    (own / "receipt.toml").write_text(text.replace("请您知道", "请您知道😀"), "utf-8")

    assert "请您知道" in text_of(receipt.draw(sheets.receipt()))
    assert "receipt.toml 第49行:“😀”没有字形" in next(checks.own(sheets.pack())).told


def test_what_a_value_can_not_be_printed_for_is_still_told_by_its_field(own: Path) -> None:
    (own / "receipt.toml").write_text((layout.LAYOUTS / "receipt.toml").read_text("utf-8"), "utf-8")

    with pytest.raises(UnprintableError, match="“申请人”一栏"):
        receipt.draw(replace(sheets.receipt(), applicant="张😀例"))


def test_a_sound_layout_of_a_county_is_taken_and_a_mended_one_at_once(own: Path) -> None:
    text = (layout.LAYOUTS / "receipt.toml").read_text("utf-8")
    (own / "receipt.toml").write_text(text.replace("请您知道", "温馨提示"), "utf-8")
    assert "温馨提示" in text_of(receipt.draw(sheets.receipt()))

    (own / "receipt.toml").write_text(text.replace("请您知道", "请您留意一下"), "utf-8")
    assert "请您留意一下" in text_of(receipt.draw(sheets.receipt()))


def test_a_paper_that_is_data_alone_is_not_replaced_by_ours(own: Path) -> None:
    """Its wording and measures are the county's, so the shipped ones would spoil the sheet."""
    (own / "certificate_page.toml").write_text('[paper]\ntitle = "内页"\n', "utf-8")

    with pytest.raises(LayoutError, match=r"certificate_page\.toml 第1行:缺少键“basis”"):
        document.specimen("certificate_page")


@pytest.mark.warns
def test_a_form_that_leaves_out_an_answer_is_told(own: Path) -> None:
    text = (layout.LAYOUTS / "form.toml").read_text("utf-8")
    (own / "form.toml").write_text(text.replace('text = "{phone}"', 'text = ""'), "utf-8")

    assert "“联系电话”没有地方填写,请补上写有 {phone} 的框" in next(checks.own(sheets.pack())).told
    assert "13800001234" in text_of(form.draw(sheets.form()))


def test_a_form_of_a_release_without_words_of_its_own_prints_them_as_shipped(own: Path) -> None:
    """Year and month of a birth, the word beside 否: such a layout has names for them and no rows."""
    facts = {**sheets.form().facts, "marriage": "40"}
    before = text_of(form.draw(replace(sheets.form(), facts=facts)))
    text = (layout.LAYOUTS / "form.toml").read_text("utf-8")
    words = text[text.index("[[word]]") : text.index("[sample]")]
    (own / "form.toml").write_text(text.replace(words, "").replace("婚否", "婚姻"), "utf-8")

    assert text_of(form.draw(replace(sheets.form(), facts=facts))) == before.replace("婚否", "婚姻")
    assert "(离婚)" in before


def test_a_word_of_the_form_that_is_no_answers_is_told(own: Path) -> None:
    text = (layout.LAYOUTS / "form.toml").read_text("utf-8")
    (own / "form.toml").write_text(text.replace('words = "({answer})"', 'words = "(离婚)"'), "utf-8")
    assert "words 里要写 {answer}" in next(checks.own(sheets.pack())).told
    (own / "form.toml").write_text(text.replace('of = "birth"', 'of = "brith"'), "utf-8")
    assert "没有要素“brith”,是不是“birth”" in next(checks.own(sheets.pack())).told


def test_a_plan_is_read_once_until_its_file_changes(own: Path) -> None:
    assert plans.plan("undertaking") is plans.plan("undertaking")
    text = (layout.LAYOUTS / "undertaking.toml").read_text("utf-8")
    (own / "undertaking.toml").write_text(text, "utf-8")
    first = plans.plan("undertaking")
    (own / "undertaking.toml").write_text(text, "utf-8")

    assert plans.plan("undertaking") is first


# ---- reprints ------------------------------------------------------------------------------------


def test_every_paper_says_which_reprint_it_is() -> None:
    drawn = {
        "receipt": lambda copy: receipt.draw(replace(sheets.receipt(), copy=copy)),
        "notice": lambda copy: notice.draw(replace(sheets.notice(), copy=copy)),
        "notice_large": lambda copy: notice.draw(replace(sheets.notice(), copy=copy, large=True)),
        "form": lambda copy: form.draw(replace(sheets.form(), copy=copy)),
    }
    for name in plans.names():
        sheet = replace(document.specimen(name), sample=False)
        drawn[name] = lambda copy, sheet=sheet: document.draw(replace(sheet, copy=copy))  # type: ignore[misc]

    for name, draw in drawn.items():
        overlay = name in plans.names() and plans.plan(name).overlay
        assert ("第3次补打" in text_of(draw(3))) is not overlay, name
        assert "次补打" not in text_of(draw(0)), name
