"""What vouches for answers, from the reading to the next visit: a card, a page that was confirmed, nobody."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.applications import Draft
from desk_app.domain.recognised import PageSpot, ReadField, ReadPage
from desk_app.services import reading
from desk_app.services.applications import amending, whole
from desk_app.services.applications.amending import Change
from desk_app.services.counter import intake, known, sources
from desk_app.services.parts import Parts
from desk_app.services.recognition import filling
from forms.schema import Origin
from tests.fakes import make_parts
from tests.people import sound_draft


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def page(**told: str) -> ReadPage:
    found = tuple(ReadField(f, value, "", PageSpot(0, 0, 1, 1)) for f, value in told.items())
    return ReadPage("household_member", "户口簿本人页", ("household",), 0, found)


def read(parts: Parts) -> Draft:
    """A draft whose name and ethnicity a card gave, whose marriage a page of the household book says."""
    draft = sound_draft(parts)
    given = {"name": "张样例", "ethnicity": "01"}
    answers = {k: v for k, v in draft.answers.items() if k not in (*given, "marriage")}
    draft = sources.offered(parts.pack, replace(draft, answers=answers), given, Origin.CARD)
    return filling.filled(
        parts.pack, draft, "p", "household", page(name="张样例", ethnicity="03", marriage="20")
    )


def test_a_card_stands_a_confirmed_page_is_a_persons_word_and_both_are_kept(parts: Parts) -> None:
    draft = read(parts)
    assert (draft.answers["ethnicity"], sources.words(draft, "ethnicity")) == ("01", "身份证已核验")
    assert sources.words(draft, "marriage") == ""  # it waits for a look
    draft = filling.confirmed(draft, draft.unconfirmed)
    assert (sources.of(draft, "marriage"), sources.words(draft, "marriage")) == (
        Origin.TYPED,
        "机器读取,已确认",
    )
    again = filling.filled(parts.pack, draft, "q", "household", page(marriage="30"))
    assert again.answers["marriage"] == "20"
    typed = known.answered(draft, {**draft.answers, "name": "张例"}, "name")
    assert (sources.words(typed, "name"), sources.words(typed, "ethnicity")) == ("", "身份证已核验")
    parts.store.drafts.keep(draft)
    accepted = intake.accept(parts, draft)
    assert accepted.sources == {"name": "card", "ethnicity": "card", "marriage": "read"}
    kept = whole.look(parts, accepted.id)
    assert kept.vouched == ("姓名、民族:身份证已核验", "婚姻状况:机器读取,已确认")
    amending.carry_out(parts, accepted.id, [Change("marriage", "30", "记错")])
    assert whole.look(parts, accepted.id).vouched == ("姓名、民族:身份证已核验",)


def test_the_next_visit_says_how_it_was_known_until_the_person_says_it_again(parts: Parts) -> None:
    first = filling.confirmed(read(parts), read(parts).unconfirmed)
    parts.store.drafts.keep(first)
    intake.accept(parts, first)
    fresh = replace(sound_draft(parts), chosen=("living_subsidy", "care_subsidy", "cert_new"))
    names = ("name", "id_number")
    fresh = replace(fresh, answers={k: fresh.answers[k] for k in names})
    earlier = known.of(parts, fresh, parts.pack).earlier
    assert earlier is not None
    carried = known.take_over(fresh, earlier)
    told = {
        p.element: p.message
        for p in reading.of(parts, carried).problems
        if p.message.startswith("上次登记的")
    }
    assert told["ethnicity"] == "上次登记的(身份证已核验),请问申请人有没有变"
    assert told["marriage"] == "上次登记的(机器读取,已确认),请问申请人有没有变"
    assert told["phone"] == "上次登记的,请问申请人有没有变"
    assert sources.words(carried, "ethnicity") == ""
    said = known.confirmed(carried, "ethnicity")
    assert (sources.of(said, "ethnicity"), sources.words(said, "ethnicity")) == (Origin.TYPED, "")
    assert "marriage" not in known.without_taken(carried, {"marriage"}).sources
