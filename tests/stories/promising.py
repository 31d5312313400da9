"""A window in a process of its own that accepts applications with a 告知承诺 until it is killed.

``DATA`` is the folder of its book. Each application is printed once its acceptance has returned.
"""

import itertools
import json
import sys
from pathlib import Path

from desk_app.domain import undertaken
from desk_app.services import reading
from desk_app.services.counter import intake
from tests.fakes import make_parts
from tests.people import sound_draft

ROW = "living_income"


def main() -> None:
    """Accept one person after another, nothing is sent anywhere."""
    parts = make_parts(Path(sys.argv[1]))
    for person in itertools.count():
        draft = undertaken.toggled(sound_draft(parts, person=person), ROW, on=True)
        draft = undertaken.kept(draft, ROW, on=True)
        read = reading.of(parts, draft)
        application = intake.accept(parts, undertaken.stamped(read.pack, read.facts, draft))
        print(json.dumps({"number": application.number}), flush=True)


if __name__ == "__main__":
    main()
