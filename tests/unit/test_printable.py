"""What no paper can show is refused by name before anything counts on it: the receipt comes after it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.domain.applications import Draft, Electronic, matter_id
from desk_app.errors import RuleError
from desk_app.services import printable, proceedings
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import drawing, papers
from desk_app.services.signin import people
from forms import loader
from forms.asked import FREE_TEXT
from printing import fonts
from tests.fakes import NOW, make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.unit.packs import Folder

NEVER = "م"
"""A letter that no font of the papers draws."""
KOREAN = "김여성"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def named(draft: Draft, element: str, text: str) -> Draft:
    return replace(draft, answers={**draft.answers, element: text})


def test_what_is_passed_unseen_is_in_the_bundled_font() -> None:
    rows = (bytes((first, second)) for first in range(0xA1, 0xF8) for second in range(0xA1, 0xFF))
    known = "".join(row.decode("gb2312", "ignore") for row in rows)

    assert len(known) > 7000
    assert fonts.missing(known) == ""


def test_every_free_answer_is_looked_at(parts: Parts) -> None:
    pack, draft = parts.pack, sound_draft(parts)
    free = [e for e in pack.elements.values() if e.kind in FREE_TEXT]

    assert {"name", "guardian_name", "present_address", "bank_branch"} & {e.id for e in free}
    for element in free:
        (found,) = printable.of_answers(pack, {element.id: f"样{NEVER}例"}, draft)
        assert found.blocks
        assert found.element == element.id
        assert found.message.startswith(f"“{element.label}”一栏的“{NEVER}”(U+0645)")
        assert found.message.endswith("请填证件上的汉字或拉丁字母")


@pytest.mark.parametrize("element", ["name", "registered_address"])
def test_acceptance_refuses_what_its_receipt_could_not_show(parts: Parts, element: str) -> None:
    draft = named(sound_draft(parts), element, f"样{NEVER}例")
    parts.store.drafts.keep(draft)

    with pytest.raises(RuleError, match="从右往左写的文字") as refused:
        intake.accept(parts, draft)

    assert [p.element for p in refused.value.problems] == [element]
    assert parts.store.applications.search() == ()


def test_a_korean_name_is_accepted_and_stands_on_the_receipt(parts: Parts) -> None:
    draft = named(sound_draft(parts), "name", KOREAN)
    parts.store.drafts.keep(draft)

    application = intake.accept(parts, draft)

    assert KOREAN in squeezed(text_of(papers.receipt(parts, application)))


def test_an_electronic_form_no_paper_could_name_is_refused(parts: Parts) -> None:
    draft = sound_draft(parts)
    seen = Electronic("id_card", f"公安{NEVER}部", "1", NOW, "演示人员")

    (found,) = printable.of_answers(parts.pack, {}, capture.look_at(draft, seen))

    assert found.element == "material:id_card"


def test_acts_and_corrections_refuse_it_too(parts: Parts) -> None:
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    place = matter_id(application.id, application.chosen[0])
    before = parts.store.events.about(application.subject)

    with pytest.raises(RuleError, match=f"“{NEVER}”"):
        proceedings.act(parts, parts.window.who, place, "retract", {"text": f"收错{NEVER}了"})
    for change in (Change("name", KOREAN + NEVER, "录错"), Change("name", KOREAN, f"录{NEVER}错")):
        with pytest.raises(RuleError, match="从右往左写的文字"):
            amending.carry_out(parts, application.id, [change])

    assert parts.store.events.about(application.subject) == before
    amending.carry_out(parts, application.id, [Change("name", KOREAN, "录错")])


def test_nobody_signs_in_under_a_name_that_no_paper_could_show(parts: Parts) -> None:
    with pytest.raises(RuleError, match=f"“姓名”一栏的“{NEVER}”"):
        people.first(parts, f"王{NEVER}", "Kaiyang-2026!")


# ---- what a county writes into its pack ----------------------------------------------------------


def test_a_text_of_the_county_that_no_paper_can_show_is_named_with_its_place(parts: Parts) -> None:
    pack = parts.pack
    assert printable.of_pack(pack) == ()
    wrong = replace(pack, hall=replace(pack.hall, name="平川区政务😀服务中心"), title=f"{pack.title}{NEVER}")
    told = printable.of_pack(wrong)
    assert len(told) == 2
    assert any("事项定义 hall.name" in each and "😀" in each for each in told)
    assert any("事项定义 title" in each and NEVER in each for each in told)
    assert drawing.own_faults(wrong) == told  # which the window tells once it is drawn


def test_forms_check_refuses_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Folder(tmp_path / "own")
    assert main(["forms", "check", str(folder.path)]) == 0
    county = folder.path / "county.toml"
    name = loader.shipped().hall.name
    county.write_text(county.read_text("utf-8").replace(f'name = "{name}"', f'name = "{name}🙂"'), "utf-8")
    assert main(["forms", "check", str(folder.path)]) == 1
    said = capsys.readouterr().out
    assert "hall.name" in said
    assert "有1处文字纸上印不出来" in said
