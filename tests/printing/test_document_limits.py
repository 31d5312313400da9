"""Papers that are layout files alone: what is too long, missing or unprintable is lost on none of them."""

import re
from collections import Counter

import pytest

from printing import plans
from printing.errors import LayoutError, UnprintableError
from printing.papers import document
from printing.plan_shapes import Variable
from printing.sheets import DocumentSheet
from tests.printing.documents import (
    ADDRESS,
    NAME,
    PAPERS,
    black,
    drawn_or_refused,
    in_codes,
    sample,
    variables,
    with_values,
)
from tests.printing.reading import opened, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")


def body_of(pdf: bytes, name: str) -> str:
    """All words of a paper without what stands below every page."""
    document_ = opened(pdf)
    pages = (document_.getAllText(n).text() for n in range(document_.pageCount()))
    return "".join(re.sub(r"第\d+页共\d+页$", "", squeezed(page)) for page in pages)


@pytest.mark.parametrize(("name", "variable"), variables("text", "long"), ids=lambda v: getattr(v, "name", v))
@pytest.mark.parametrize("value", [NAME, ADDRESS], ids=["name", "address"])
def test_a_long_value_is_printed_whole_or_refused_by_name(name: str, variable: Variable, value: str) -> None:
    drawn, refused = drawn_or_refused(with_values(name, **{variable.name: value}))
    if refused:
        assert "没有打印" in refused
        assert variable.label in refused or "每页最下面一行" in refused
    elif variable.name not in in_codes(name):
        body = body_of(drawn, name)
        # A row taller than a page is parted, and the cells beside it come in between.
        counted = Counter(body)
        assert squeezed(value) in body or all(counted[c] >= n for c, n in Counter(squeezed(value)).items())


def test_a_text_too_long_for_its_box_goes_on_an_attached_page() -> None:
    pdf = document.draw(with_values("file_cover", fonds=ADDRESS * 2))
    printed = text_of(pdf)

    assert opened(pdf).pageCount() == 2
    assert "全文见附页" in printed
    assert "案卷封面附页" in printed
    assert squeezed(ADDRESS * 2) in printed


def has_long(name: str) -> bool:
    return any(v.kind == "long" for v in plans.plan(name).variables)


@pytest.mark.parametrize("name", [n for n in PAPERS if not plans.plan(n).attaches and has_long(n)])
def test_a_card_or_overlay_has_no_attached_page(name: str) -> None:
    longest = max((v for v in plans.plan(name).variables if v.kind == "long"), key=lambda v: v.name)

    with pytest.raises(UnprintableError) as refused:
        document.draw(with_values(name, **{longest.name: ADDRESS * 4}))

    assert f"“{longest.label}”太长" in str(refused.value)
    assert "没有打印" in str(refused.value)


@pytest.mark.parametrize(("name", "variable"), variables("text", "long"), ids=lambda v: getattr(v, "name", v))
def test_what_can_not_be_printed_is_refused_by_field(name: str, variable: Variable) -> None:
    if variable.name in in_codes(name):
        return
    with pytest.raises(UnprintableError) as refused:
        document.draw(with_values(name, **{variable.name: "张\x07例"}))

    assert variable.label in str(refused.value)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("char", ["😀", "א"], ids=["emoji", "rtl"])
def test_neither_pictures_nor_writing_from_the_right_are_printed(name: str, char: str) -> None:
    first = next((v for n, v in variables("text", "long") if n == name and v.name not in in_codes(n)), None)
    if first is not None:
        with pytest.raises(UnprintableError, match=re.escape(first.label)):
            document.draw(with_values(name, **{first.name: f"张{char}例"}))


@pytest.mark.parametrize(("name", "variable"), variables("rows"), ids=lambda v: getattr(v, "name", v))
def test_what_can_not_be_printed_in_a_row_is_refused_by_column(name: str, variable: Variable) -> None:
    first = sample(name).values[variable.name][0]  # type: ignore[index]
    for key in first:
        with pytest.raises(UnprintableError) as refused:
            document.draw(with_values(name, **{variable.name: ({**first, key: "张😀例"},)}))
        assert f"“{key}”" not in str(refused.value)


@pytest.mark.parametrize(("name", "variable"), variables("rows"), ids=lambda v: getattr(v, "name", v))
def test_a_hundred_rows_go_on_overleaf_and_lose_nothing(name: str, variable: Variable) -> None:
    first = sample(name).values[variable.name][0]  # type: ignore[index]
    rows = tuple({key: f"第{n}行{key[0]}" for key in first} for n in range(100))

    pdf = document.draw(with_values(name, **{variable.name: rows}))
    printed = text_of(pdf)

    assert opened(pdf).pageCount() > 2
    assert all(squeezed(said) in printed for row in rows for said in row.values())


@pytest.mark.parametrize(("name", "variable"), variables("picture"), ids=lambda v: getattr(v, "name", v))
def test_a_missing_picture_is_asked_for_where_the_paper_is_nothing_without_it(
    name: str, variable: Variable
) -> None:
    sheet = with_values(name, **{variable.name: b""})
    if not variable.required:
        assert opened(document.draw(sheet)).pageCount() == 1
        return
    with pytest.raises(UnprintableError) as refused:
        document.draw(sheet)
    assert f"还缺{variable.label}" in str(refused.value)


@pytest.mark.parametrize(("name", "variable"), variables("picture"), ids=lambda v: getattr(v, "name", v))
def test_a_picture_that_is_none_or_of_another_shape_is_refused(name: str, variable: Variable) -> None:
    for data, told in ((b"no picture", "打不开"), (black(400, 400), variable.label)):
        with pytest.raises(UnprintableError) as refused:
            document.draw(with_values(name, **{variable.name: data}))
        assert told in str(refused.value)


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_left_open_can_be_written_in_by_hand(name: str) -> None:
    required = {v.name: sample(name).values[v.name] for v in plans.plan(name).variables if v.required}
    pdf = document.draw(DocumentSheet(name, required))

    assert opened(pdf).pageCount() == 1
    assert squeezed(plans.plan(name).title)[-4:] in text_of(pdf) or not plans.plan(name).blocks


@pytest.mark.parametrize(("name", "variable"), [(n, v) for n, v in variables("text", "long", "rows")])
def test_a_required_value_is_asked_for_by_name(name: str, variable: Variable) -> None:
    if not variable.required:
        return
    with pytest.raises(UnprintableError, match=f"还缺{re.escape(variable.label)}"):
        document.draw(with_values(name, **{variable.name: () if variable.kind == "rows" else ""}))


def test_a_value_of_another_kind_or_name_is_a_fault_of_the_caller() -> None:
    with pytest.raises(LayoutError, match="没有变量 colour"):
        document.draw(with_values("correction", colour="red"))
    with pytest.raises(LayoutError, match="“materials”不能是 kind"):
        document.draw(with_values("correction", materials="户口簿"))
