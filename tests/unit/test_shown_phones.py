"""A landline is printed with its hyphen wherever a paper, a sentence or a page shows it."""

from dataclasses import replace

import pytest

from desk_app.domain.applications import Draft
from desk_app.services import reading
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, papers
from forms import asked
from forms.procedures import Ask
from forms.schema import Kind
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

LINE, SHOWN = "09436690000转8012", "0943-6690000转8012"


@pytest.fixture
def draft(parts: Parts) -> Draft:
    made = sound_draft(parts)
    return replace(made, answers={**made.answers, "phone": LINE})


def test_on_the_form(parts: Parts, draft: Draft) -> None:
    said = squeezed(text_of(papers.form(parts, reading.of(parts, draft))))
    assert SHOWN in said
    assert LINE not in said


@pytest.mark.parametrize("paper", ["undertaking", "authorization"])
def test_on_the_other_papers(parts: Parts, draft: Draft, paper: str) -> None:
    read = reading.of(parts, draft)
    asks = {q.name: "样例" for q in documents.questions(parts, read, paper)}
    said = squeezed(text_of(documents.draw(parts, read, paper, asks)))
    assert SHOWN in said
    assert LINE not in said


def test_in_the_sentences_of_a_register(parts: Parts) -> None:
    pack = parts.law.packs.current
    procedure = pack.procedures["application"]
    act = replace(procedure.acts[0], asks=(Ask("phone", "联系电话", Kind.PHONE),))
    assert asked.worded(pack, replace(procedure, acts=(act,)), {"phone": LINE}) == {"phone": SHOWN}
