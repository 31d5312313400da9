"""The keyring: only trusted back ends are asked."""

import importlib.util
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from desk_app.devices.keys.keyrings import TRUSTED, keep_window_key, window_key
from desk_app.errors import WorldError
from tests.devices.keyrings import HERE, Drawer


class Chain(ChainerBackend):
    """Several keyrings asked one after the other, as keyring does by itself."""

    viable = False
    backends: tuple[KeyringBackend, ...] = ()


@pytest.fixture(autouse=True)
def _keyring_of_the_computer() -> Iterator[None]:
    earlier = keyring.get_keyring()
    yield
    keyring.set_keyring(earlier)


def install(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)


def test_each_window_has_its_key() -> None:
    drawer = Drawer()
    install(drawer)
    assert window_key("desk", "window-3", HERE) is None
    drawer.set_password("desk", "window-3", "secret")
    assert window_key("desk", "window-3", HERE) == "secret"
    assert window_key("desk", "window-4", HERE) is None


def test_a_key_that_is_kept_is_read_back() -> None:
    drawer = Drawer()
    install(drawer)
    keep_window_key("desk", "https://county.example", "secret", HERE)
    assert window_key("desk", "https://county.example", HERE) == "secret"
    drawer.locked = True
    with pytest.raises(WorldError, match="存不进"):
        keep_window_key("desk", "https://county.example", "other", HERE)


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), Drawer()])
def test_other_back_ends_are_refused_unused(backend: KeyringBackend) -> None:
    install(backend)
    with pytest.raises(WorldError, match="DESK_COUNTY_TOKEN"):
        window_key("desk", "x")
    with pytest.raises(WorldError, match="DESK_COUNTY_TOKEN"):
        keep_window_key("desk", "x", "secret")


def test_a_locked_keyring_is_told() -> None:
    drawer = Drawer()
    drawer.locked = True
    install(drawer)
    with pytest.raises(WorldError, match=r"打不开.*DESK_COUNTY_TOKEN"):
        window_key("desk", "x", HERE)


def test_of_a_chain_the_trusted_one_is_used() -> None:
    chain, drawer = Chain(), Drawer()
    chain.backends = (null.Keyring(), drawer)
    install(chain)
    drawer.set_password("desk", "x", "secret")
    assert window_key("desk", "x", HERE) == "secret"


def test_the_list_names_back_ends_that_exist() -> None:
    for path in TRUSTED:
        module, name = path.rsplit(".", 1)
        source = importlib.util.find_spec(module)
        assert source is not None
        assert source.loader is not None
        assert f"class {name}(" in (source.loader.get_source(module) or "")
