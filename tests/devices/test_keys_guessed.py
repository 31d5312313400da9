"""Ten thousand wrong passphrases: few are tried at all, nothing changes, and the sheet still opens."""

from pathlib import Path

import pytest
from keyring.backends import fail

from desk_app.devices.keys import slots, tries
from desk_app.errors import WorldError
from tests.devices.keyrings import GOOD, Person, installed, opened, phrase, typed

GUESSES = 10_000


def test_ten_thousand_guesses_are_not_ten_thousand_tries(tmp_path: Path) -> None:
    with installed(fail.Keyring()):
        owner = Person(phrases=[GOOD])
        key = opened(tmp_path, owner)
        assert owner.sheet is not None
        held = {name: (tmp_path / name).read_bytes() for name in (slots.FILE_NAME, slots.COPY_NAME)}
        guesses = [phrase(f"falsch geraten {n}") for n in range(GUESSES)]
        guesser = Person(*guesses, phrase(GOOD))  # the right one too: it comes within a pause
        with pytest.raises(WorldError, match="没有打开数据"):
            opened(tmp_path, guesser)
        assert len(guesser.told) == GUESSES + 2
        assert len(guesser.waited) == tries.wrong(tmp_path), "as many were tried as are counted"
        assert tries.wrong(tmp_path) < 10
        assert all("口令不对" in told or "请等" in told for told in guesser.told[1:])
        assert {name: (tmp_path / name).read_bytes() for name in held} == held
        assert guesser.pauses[-1] > 0
        assert opened(tmp_path, Person(typed(owner.sheet.code))) == key
