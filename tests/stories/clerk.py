"""A clerk at the real window in a process of its own, for stories that kill it.

``type DATA``: types on and on and prints each draft the window calls saved.
``resume DATA``: opens the window again, presses 继续 and prints the values the fields show.
``discard DATA``: presses 放弃 and prints how many drafts are left.
``switch DATA``: types an employer, says the person has no work after all, accepts, and prints what is left.
"""

import itertools
import json
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QLabel, QLineEdit

from desk_app import bootstrap, settings
from desk_app.commands import application
from desk_app.services.parts import Store
from desk_app.ui.shell.window import MainWindow
from desk_app.walkthrough.driver import Hands
from desk_app.walkthrough.run import HEIGHT, WIDTH, open_case
from tests.printing.reading import text_of

EMPLOYER = "样例纺织厂"


def say(what: object) -> None:
    """Print one line of JSON for the parent process."""
    print(json.dumps(what, ensure_ascii=False), flush=True)


def type_on(window: MainWindow, hands: Hands, _store: Store) -> None:
    """Type into steps 1 and 3 until the process is killed."""
    open_case(hands, window)
    workspace = window.counter.workspace
    assert workspace is not None
    case = workspace.case
    case.saved.connect(lambda draft: say(dict(draft.answers)))
    hands.write("name", "张样例")
    hands.click("step-2")
    hands.click("certificate_state:0")
    hands.tick("matter:cert_new")
    hands.click("step-3")
    for round_ in itertools.count():
        hands.write("native_place", f"甘肃白银{round_}")
        hands.write("registered_address", f"样例社区{round_}号,还没有录完")
        hands.write("phone", f"138{round_ % 1000}")


def resume(_window: MainWindow, hands: Hands, store: Store) -> None:
    """Press 继续 on the draft left behind."""
    drafts = store.drafts.all()
    hands.click(f"resume-{drafts[0].id}")
    hands.click("step-3")
    names = ("native_place", "registered_address", "phone")
    say({name: hands.find(name, QLineEdit).text() for name in names} | {"drafts": len(drafts)})


def discard(_window: MainWindow, hands: Hands, store: Store) -> None:
    """Press 放弃, confirm, and check that the draft is gone."""
    draft = store.drafts.all()[0]
    hands.click(f"discard-{draft.id}")
    hands.click(f"confirm-discard-{draft.id}")
    hands.wait(lambda: not store.drafts.all(), "the draft is gone")
    say({"drafts": 0})


def switch(window: MainWindow, hands: Hands, store: Store) -> None:
    """Type an employer, switch 是否就业 to 否, fill what is asked then, and accept."""
    (draft,) = store.drafts.all()
    hands.click(f"resume-{draft.id}")
    hands.click("step-3")
    hands.tick("employed:yes")
    hands.tick("employment_kind:1")
    hands.write("unit_name", EMPLOYER)
    hands.tick("employed:no")
    hands.tick("unemployment_place:1")
    hands.write("unemployment_reason", "从各类单位辞职")
    hands.tick("unemployment_benefit:no")
    workspace = window.counter.workspace
    assert workspace is not None
    case = workspace.case
    typed = case.draft.answers.get("unit_name")
    hands.click("step-6")
    hands.click("accept")
    hands.wait(lambda: case.application is not None, "accepted")
    application = case.application
    assert application is not None
    (letter,) = store.outbox.letters(application.subject)
    hands.wait(lambda: store.outbox.waiting() == 0, "the county has it")
    reopened = store.applications.one(application.id)
    assert reopened is not None
    window.open_application(application.id)
    drawn: list[bytes] = []
    case.draw_form(drawn.append, lambda error: say(str(error)))
    hands.wait(lambda: bool(drawn), "the form is drawn")
    say({
        "typed": typed,
        "paper": text_of(drawn[0]),
        "letter": letter.body,
        "record": {k: str(v) for k, v in reopened.answers.items()},
        "window": [w.text() for w in window.findChildren(QLabel)],
    })  # fmt: skip


def main() -> None:
    """Open the window on a data folder and do what the first argument names."""
    what, data = sys.argv[1], Path(sys.argv[2])
    application.made(sys.argv[:1])
    chosen = replace(settings.load(), data=data)
    with bootstrap.Desk(chosen, seated=True) as desk, bootstrap.opened(desk) as window:
        window.show()
        window.resize(WIDTH, HEIGHT)
        deeds = {"type": type_on, "resume": resume, "discard": discard, "switch": switch}
        deeds[what](window, Hands(window), desk.parts.store)


if __name__ == "__main__":
    main()
