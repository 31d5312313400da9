"""待办 asks for the receipt of an application that was accepted at the counter, until it is handed out."""

from pathlib import Path

import pytest

from desk_app.domain.applications import Application
from desk_app.domain.letters import Delivered
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import printouts, prints
from desk_app.services.todos.todos import Todo, Urgency, todos
from tests.fakes import make_parts
from tests.people import sound_draft


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


def taken(parts: Parts, *, person: int = 0, owes: bool = True) -> Application:
    draft = sound_draft(parts, person=person)
    parts.store.drafts.keep(draft)
    return intake.accept(parts, draft, owes_receipt=owes)


def asked(parts: Parts) -> list[Todo]:
    return [todo for todo in todos(parts).shown if todo.paper]


def test_an_acceptance_at_the_counter_leaves_the_receipt_to_be_printed(parts: Parts) -> None:
    application = taken(parts)
    (todo,) = asked(parts)
    assert todo.title == "打印回执 张样例 …0029"
    assert todo.paper == printouts.RECEIPT
    assert todo.subject == application.subject
    assert todo.urgency is Urgency.TODAY
    assert todos(parts).total == 1


def test_where_nobody_waits_for_paper_nothing_is_asked(parts: Parts) -> None:
    taken(parts, owes=False)
    assert asked(parts) == []
    assert todos(parts).total == 0


@pytest.mark.parametrize("way", ["print", "save", "note"])
def test_it_is_over_with_the_first_print_or_file(parts: Parts, way: str) -> None:
    application = taken(parts)
    count = prints.count_of(parts, printouts.receipt(parts, application))
    claim = count.claim("")
    assert asked(parts), "a print that was begun is not handed out"
    match way:
        case "print":
            count.note(claim, "")
        case "save":
            count.saved()
        case _:
            prints.note_print(parts, application.subject, printouts.RECEIPT, 0, "")
    assert asked(parts) == []
    assert todos(parts).total == 0


def test_another_paper_of_the_same_application_does_not_end_it(parts: Parts) -> None:
    application = taken(parts)
    prints.note_print(parts, application.subject, printouts.FORM, 0, "")
    assert len(asked(parts)) == 1


def test_it_keeps_its_key_when_the_county_has_the_letter(parts: Parts) -> None:
    application = taken(parts)
    (before,) = asked(parts)
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.delivered(
        letter.id, Delivered("PC-1", parts.clock.now().isoformat()), parts.clock.now()
    )
    (after,) = asked(parts)
    assert after.key == before.key


def test_a_repeated_acceptance_takes_no_second_number(parts: Parts) -> None:
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    first = intake.accept(parts, draft, owes_receipt=True)
    assert intake.accept(parts, draft, owes_receipt=True).number == first.number
    assert len(asked(parts)) == 1
    other = taken(parts, person=1)
    assert int(other.number.split("-")[3][:-2]) == int(first.number.split("-")[3][:-2]) + 1
