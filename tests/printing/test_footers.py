"""The line at the foot of a page: whole, or with a mark where it is cut."""

from printing import draw, text

WIDE, HIGH, SIZE, FLOOR = draw.FOOTER


def test_a_footer_that_is_too_long_says_so_at_its_end() -> None:
    name = "阿卜杜热合曼江·买买提吐尔逊·" * 9
    marks = draw.footing(f"申请人 {name}", 1, 2, draw.A4, SIZE)
    said = "".join(m.text for m in marks if isinstance(m, draw.Words))
    assert "……" in said
    assert said.endswith("第1页 共2页")


def test_a_footer_that_fits_is_left_whole() -> None:
    marks = draw.footing("平川区政务服务中心  申请人 张样例", 1, 2, draw.A4, SIZE)
    said = "".join(m.text for m in marks if isinstance(m, draw.Words))
    assert said == "平川区政务服务中心  申请人 张样例第1页 共2页"
    assert "……" not in said
    assert text.fit(text.words(said), WIDE, HIGH, SIZE, FLOOR).whole
