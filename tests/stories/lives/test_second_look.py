"""What crosses with 撤回 and 更正, and papers nobody handed out: every place tells how it stands."""

from desk_app.domain.applications import Application
from desk_app.services.counter import intake
from desk_app.services.todos.todos import todos
from tests.people import sound_draft
from tests.stories.lives.test_withdrawn import CERT, GRANTED, _decide_alone, _take_back
from tests.stories.lives.world import World


def test_a_receipt_is_owed_again_when_the_county_did_not_take_the_withdrawal(world: World) -> None:
    application = _owing(world)
    world.wait(days=3)
    assert _asked(world) == ["打印回执 张样例 …0029"]
    world.county.down = True
    _decide_alone(world, application, CERT, "conclude", **GRANTED)
    _take_back(world, application, "withdraw", CERT, text="不办了", paper_kept="yes")
    assert _asked(world) == []
    world.county.down = False
    world.hear()
    assert _asked(world) == ["打印回执 张样例 …0029"]
    assert world.parts.store.check().sound


def _owing(world: World, person: int = 0) -> Application:
    """An application for a certificate and both subsidies, at the county, whose receipt is still to come."""
    draft = sound_draft(world.parts, person=person)
    world.parts.store.drafts.keep(draft)
    application = intake.accept(world.parts, draft, owes_receipt=True)
    world.window.applications.refresh(application.subject)
    world.hear()
    return application


def _asked(world: World) -> list[str]:
    """What 待办 asks for of receipts."""
    return [t.title for t in todos(world.parts).shown if t.paper]
