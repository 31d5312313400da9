"""Papers of real applications, decided at a real county: they print the result, never what was typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.applications import Application, Draft
from desk_app.errors import RuleError
from desk_app.services.applications import results
from desk_app.services.counter import capture, intake
from desk_app.services.lookup import masking, showing
from desk_app.services.printing import documents
from forms.schema import Facts
from tests.fakes import make_parts
from tests.holders import DAMAGED, ID, LOST, NEVER, VALID, told
from tests.law.world import World, filled, world
from tests.printing.reading import text_of
from tests.storage.test_steps import lay

PHOTO = (Path("resources/samples/01") / "portrait.jpg").read_bytes()
BEARING = ("certificate_page", "delivery_receipt", "collection_register", "retype")
"""The papers that bear a certificate's number once it is granted."""


@dataclass(frozen=True)
class Story:
    """One visit for a certificate and what was decided: the papers print the number, words and days."""

    matter: str
    told: Facts
    decided: Mapping[str, Any]
    number: str
    words: tuple[str, ...]
    never: tuple[str, ...]


UNTIL = {"expires_on": "2031-05-10"}
STORIES: Mapping[str, Story] = {
    "change": Story(
        "cert_change",
        told(VALID, f"{ID}44", certificate_until="2031-05-10"),
        {"assessed": "肢体2"},
        f"{ID}42",
        ("肢体", "二级", "2031年5月10日"),
        ("四级", f"{ID}44"),
    ),
    "another category": Story(
        "cert_change",
        told(VALID, f"{ID}43"),
        {"assessed": "精神一级", **UNTIL},
        f"{ID}61",
        ("精神", "一级", "2031年5月10日"),
        ("三级", f"{ID}43"),
    ),
    "lost": Story(
        "cert_lost", told(LOST, f"{ID}43"), UNTIL, f"{ID}43B1", ("肢体", "三级", "2031年5月10日"), ()
    ),
    "lost again": Story(
        "cert_lost", told(LOST, f"{ID}43B1"), UNTIL, f"{ID}43B2", ("三级", "2031年5月10日"), (f"{ID}43B1",)
    ),
    "renew": Story(
        "cert_renew",
        told(DAMAGED, f"{ID}43", renew_reason="1", certificate_until="2027-01-31"),
        {"issued_on": "2026-11-20"},
        f"{ID}43",
        ("三级", "2026年11月20日", "2036年11月20日"),
        ("2027年1月31日",),
    ),
    "move": Story(
        "cert_move", told(VALID, f"{ID}43"), UNTIL, f"{ID}43", ("三级", "2031年5月10日"), ("2036年",)
    ),
    "new, of several categories": Story(
        "cert_new",
        told(NEVER),
        {"assessed": "视力3、精神2"},
        f"{ID}72",
        ("多重", "二级", "视力三级、精神二级", "2026年11月23日", "2036年11月23日"),
        ("肢体二级",),
    ),
}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def drafted(here: World, answers: Facts, *chosen: str) -> Draft:
    """A draft that can be accepted, with a photo."""
    return capture.set_photo(here.desk, filled(here.desk, here.draft(answers, chosen)), PHOTO, "photo")


def accepted(here: World, answers: Facts, *chosen: str) -> Application:
    draft = drafted(here, answers, *chosen)
    here.desk.store.drafts.keep(draft)
    application = intake.accept(here.desk, draft)
    here.carry()
    return application


def said(here: World, application: Application, paper: str) -> str:
    """The words of a paper, with nothing given by the clerk."""
    return text_of(documents.draw(here.desk, here.at_desk(application), paper, {}))


def numbers(text: str) -> set[str]:
    """Every certificate number of the person in a text."""
    return set(re.findall(rf"{ID}[1-7][1-4](?:B[0-9]+)?", text))


def offered(here: World, application: Application) -> set[str]:
    return {d.id for d in documents.offered(here.desk, here.at_desk(application))}


@pytest.mark.parametrize("name", STORIES)
def test_every_paper_bears_the_certificate_that_was_granted(here: World, name: str) -> None:
    story = STORIES[name]
    taken = accepted(here, story.told, story.matter)
    assert not offered(here, taken) & {"certificate_page", "delivery_receipt", "collection_register"}
    here.decide(taken, story.matter, "conclude", **story.decided)
    for paper in BEARING:
        text = said(here, taken, paper)
        assert numbers(text) == {story.number}, paper
        for words in story.words:
            assert words in text, (paper, words)
        assert not [words for words in story.never if words in text.replace(story.number, "")], paper


def test_nothing_that_the_county_said_is_asked(here: World) -> None:
    story = STORIES["new, of several categories"]
    taken = accepted(here, story.told, story.matter)
    here.decide(taken, story.matter, "conclude", **story.decided)
    done = here.at_desk(taken)
    assert documents.questions(here.desk, done, "certificate_page") == ()
    page = documents.draw(here.desk, done, "certificate_page", {"certificate_number": f"{ID}11"})
    assert numbers(text_of(page)) == {story.number}


def test_before_the_conclusion_the_retype_sheet_says_that_the_result_comes_later(here: World) -> None:
    taken = accepted(here, told(VALID, f"{ID}44"), "cert_change")
    text = said(here, taken, "retype")
    assert numbers(text) == set()
    assert text.count("办结后录入") == 4
    assert "四级" not in text
    here.decide(taken, "cert_change", "refuse", text="等级不变")
    text = said(here, taken, "retype")
    assert numbers(text) == set()
    assert "没有发证" in text


def test_a_cancellation_names_the_certificate_it_cancels(here: World) -> None:
    taken = accepted(here, told(VALID, f"{ID}43", cancel_reason="2"), "cert_cancel")
    here.decide(taken, "cert_cancel", "conclude")
    for paper in ("retype", "delivery_receipt", "collection_register"):
        assert numbers(said(here, taken, paper)) == {f"{ID}43"}, paper
    assert "肢体三级" in said(here, taken, "retype")
    assert "certificate_page" not in offered(here, taken)


def test_no_page_is_printed_of_a_certificate_that_was_cancelled_or_renewed(here: World) -> None:
    first = accepted(here, told(DAMAGED, f"{ID}43", renew_reason="1"), "cert_renew")
    here.decide(first, "cert_renew", "conclude")
    assert "certificate_page" in offered(here, first)
    here.wait(0, 1)
    second = accepted(here, told(DAMAGED, renew_reason="1"), "cert_renew")
    here.decide(second, "cert_renew", "conclude")
    assert "certificate_page" not in offered(here, first)
    assert "certificate_page" in offered(here, second)
    here.wait(0, 1)
    third = accepted(here, told(VALID, cancel_reason="2"), "cert_cancel")
    here.decide(third, "cert_cancel", "conclude")
    assert "certificate_page" not in offered(here, second)
    with pytest.raises(RuleError, match="已经注销"):
        said(here, second, "certificate_page")


def test_a_loss_is_declared_of_the_number_on_record(here: World) -> None:
    first = accepted(here, told(LOST, f"{ID}43"), "cert_lost")
    here.decide(first, "cert_lost", "conclude", expires_on="2031-05-10")
    here.wait(2, 0)
    again = drafted(here, told(LOST), "cert_lost")
    declared = text_of(documents.draw(here.desk, again, "loss_statement", {}))
    assert numbers(declared) == {f"{ID}43B1"}
    second = accepted(here, told(LOST), "cert_lost")
    here.decide(second, "cert_lost", "conclude")
    assert numbers(said(here, second, "certificate_page")) == {f"{ID}43B2"}
    assert "certificate_page" not in offered(here, first)
    with pytest.raises(RuleError, match=f"现在的证号是{ID}43B2"):
        said(here, first, "certificate_page")
    assert numbers(said(here, first, "retype")) == {f"{ID}43B1"}
    assert "2031年5月10日" in said(here, second, "certificate_page")


def test_of_two_results_of_one_visit_the_later_is_the_certificate(here: World) -> None:
    taken = accepted(here, told(LOST, f"{ID}44"), "cert_lost", "cert_change")
    here.decide(taken, "cert_lost", "conclude", **UNTIL)
    assert numbers(said(here, taken, "certificate_page")) == {f"{ID}44B1"}
    here.decide(taken, "cert_change", "conclude", assessed="肢体2", **UNTIL)
    for paper in ("certificate_page", "retype", "delivery_receipt", "collection_register"):
        assert numbers(said(here, taken, paper)) == {f"{ID}42"}, paper


def test_a_subsidy_is_delivered_with_amount_and_month(here: World) -> None:
    taken = accepted(here, told(NEVER), "cert_new", "living_subsidy")
    here.decide(taken, "cert_new", "conclude", assessed="肢体3")
    here.wait(1, 0)
    here.decide(taken, "living_subsidy", "conclude", amount="120")
    for paper in ("delivery_receipt", "collection_register"):
        assert "计发2026年11月起、每月120元" in said(here, taken, paper)


def test_the_register_has_the_office_number_and_the_kind_of_card(here: World) -> None:
    taken = accepted(here, told(NEVER), "cert_new")
    here.decide(taken, "cert_new", "conclude", assessed="肢体3")
    text = said(here, taken, "collection_register")
    assert here.at_desk(taken).office_number in text
    assert taken.number not in text
    assert "居民身份证" in text
    assert "2026年11月" in text


@pytest.mark.parametrize(
    ("facts", "known", "asked"),
    [
        ({"grade": "3"}, "三级", {"certificate_number", "category", "issued_on", "valid_until"}),
        ({"certificate_number": f"{ID}42"}, f"{ID}42", {"issued_on", "valid_until"}),
        ({}, "", {"certificate_number", "category", "grade", "issued_on", "valid_until"}),
    ],
)
def test_a_result_of_an_older_book_is_printed_as_far_as_it_goes(
    here: World, facts: Mapping[str, str], known: str, asked: set[str]
) -> None:
    taken = accepted(here, told(NEVER), "cert_new")
    (case,) = taken.matters
    older = replace(taken, matters=(replace(case, state="concluded", facts={**case.facts, **facts}),))
    assert {q.name for q in documents.questions(here.desk, older, "certificate_page")} == asked
    assert known in text_of(documents.draw(here.desk, older, "retype", {}))


def test_an_older_result_of_a_loss_without_its_number_does_not_print_the_void_one(here: World) -> None:
    taken = accepted(here, told(LOST, f"{ID}43"), "cert_lost")
    (case,) = taken.matters
    older = replace(taken, matters=(replace(case, state="concluded"),))
    assert "certificate_number" in {q.name for q in documents.questions(here.desk, older, "certificate_page")}
    assert numbers(text_of(documents.draw(here.desk, older, "delivery_receipt", {}))) == set()


@pytest.mark.parametrize("name", ["desk-1", "desk-3"])
def test_applications_of_an_older_book_show_and_print_what_they_know(name: str, tmp_path: Path) -> None:
    parts = make_parts(lay(tmp_path / "old", name))
    drawn = 0
    for application in parts.store.applications.search():
        assert results.said(parts, application) == {}, "older conclusions told no result here"
        assert showing.show(parts, application)["children"]
        for paper in documents.offered(parts, application):
            asked = documents.questions(parts, application, paper.id)
            given = {q.name: "2026-11-20" if q.kind == "date" else "样例" for q in asked}
            if documents.missing(parts, application, paper.id, given):
                continue  # the pictures of these books are not kept
            assert application.name in text_of(documents.draw(parts, application, paper.id, given)), paper.id
            drawn += 1
    assert drawn
    parts.store.close()


def test_show_tells_the_result_and_masks_its_number_everywhere(here: World) -> None:
    taken = accepted(here, told(LOST, f"{ID}43"), "cert_lost")
    here.decide(taken, "cert_lost", "conclude", text=f"新证{ID}43B1已制好", **UNTIL)
    masked = showing.show(here.desk, here.at_desk(taken))
    assert masked["children"][0]["result"].startswith("证号*")
    assert "43B1、肢体三级" in masked["children"][0]["result"]
    assert ID not in str(masked)
    plain = showing.show(here.desk, here.at_desk(taken), "核对证号")
    assert f"证号{ID}43B1、肢体三级" in plain["children"][0]["result"]
    rows = {row["id"]: row["text"] for row in plain["children"][0]["facts"]}
    assert rows["assessed"] == "肢体三级"


def test_a_number_with_a_b_is_masked_within_a_sentence() -> None:
    assert ID not in masking.sentence(f"新证{ID}43B1已制好")
    assert masking.sentence(f"新证{ID}43B12已制好").endswith("3B12已制好")
