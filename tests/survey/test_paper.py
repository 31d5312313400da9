"""A questionnaire on paper: what is known of somebody stands on it, what is not asked of them says so."""

import pytest

from desk_app.services.printing import survey_paper
from forms.surveys import last_year, live, reading
from printing import proofread
from printing.papers import document
from tests.printing.reading import text_of

pytestmark = pytest.mark.usefixtures("qapp")
FORMS = {form.id: form for form in reading.every()}
PERSON = FORMS["person-2026"]


def test_a_form_to_take_along_has_last_year_beside_and_nothing_of_this_year() -> None:
    before = live.read(PERSON, {}, {"birth": "1987-03-12", "r9": "2", "r10": "4"})
    given = {
        "name": "张样例",
        "id_number": "620403198703120029",
        "certificate_number": "62040319870312002943",
    }
    beside = last_year.beside(PERSON, PERSON, before.facts)
    sheet = live.read(PERSON, given | last_year.given(beside), {})
    rows = {row["number"]: row for row in survey_paper.rows(sheet, beside)}
    assert rows["R1"]["answer"] == "张样例"
    assert (rows["R10"]["answer"].count("√"), rows["R10"]["last"]) == (0, "家庭成员供养")
    assert (rows["R16"]["answer"], rows["R17"]["answer"]) == ("不涉及", "不涉及")
    assert "16周岁" not in rows["R9"]["question"]
    printed = text_of(survey_paper.draw(sheet, beside, place="平川区样例乡样例村", hall="平川区残联"))
    assert "√4.肢体" in printed
    assert "√三级" not in printed
    assert "√3.三级" in printed
    assert "平川区样例乡样例村" in printed
    assert "校验" in printed


def test_a_filled_sheet_tells_what_a_jump_left_out() -> None:
    sheet = live.read(PERSON, {}, {"birth": "1987-03-12", "r9": "1", "r10": "4", "r12": ("1", "2")})
    rows = {row["number"]: row["answer"] for row in survey_paper.rows(sheet, {})}
    assert (rows["R10"], rows["R11"]) == ("不填", "不填")
    assert rows["R9"].startswith("√1.是")
    assert rows["R12"].count("√") == 2


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_shipped_forms_are_without_fault_of_typography(form: reading.Questionnaire) -> None:
    sheet = survey_paper.sheet(live.read(form, {}, {}), {}, hall="平川区残联")
    assert [str(fault) for fault in proofread.faults(sheet)] == []
    assert len(document.pages(sheet)) <= 2
