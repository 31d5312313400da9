"""What one guess at a password or a passphrase costs, as shipped: 64 MB and three passes of Argon2id."""

from desk_app.devices.keys import slots
from desk_app.services.signin import demo, passwords
from tests import cheap_keys
from tests.opened import KEY

COST = "$argon2id$v=19$m=65536,t=3,p=1$"


def test_a_hash_costs_what_the_standard_recommends() -> None:
    with cheap_keys.as_shipped():
        made = passwords.hashed("gan-zhou-2026-x")
        assert made.startswith(COST)
        assert passwords.matches("gan-zhou-2026-x", made)
        assert not passwords.matches("gan-zhou-2026-y", made)


def test_an_unknown_name_and_the_demo_cost_as_much() -> None:
    with cheap_keys.as_shipped():
        assert passwords.UNKNOWN.startswith(COST)
        assert demo._HASH.startswith(COST)
        assert passwords.matches(demo.PASSWORD, demo._HASH)


def test_a_passphrase_costs_as_much_on_four_lanes() -> None:
    with cheap_keys.as_shipped():
        made = slots.by_passphrase(KEY, "gan zhou 2026 x")
        assert {name: made[name] for name in ("memory", "passes", "lanes")} == {
            "memory": 65536,
            "passes": 3,
            "lanes": 4,
        }
