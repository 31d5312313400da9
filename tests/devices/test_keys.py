"""The keyring: only trusted back ends, and nothing is kept until it was read back."""

import importlib.util
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from desk_app.devices.keys.main import TRUSTED, keep_window_key, window_key
from desk_app.errors import WorldError


class Drawer(KeyringBackend):
    """A keyring in memory."""

    viable = False  # keyring shall not choose it by itself

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise OSError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise OSError("locked")
        self.kept[service, username] = password


class Sieve(Drawer):
    """A keyring that takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Chain(ChainerBackend):
    """Several keyrings asked one after the other, as keyring does by itself."""

    viable = False
    backends: tuple[KeyringBackend, ...] = ()


HERE = {f"{Drawer.__module__}.Drawer", f"{Drawer.__module__}.Sieve"}


@pytest.fixture(autouse=True)
def _keyring_of_the_computer() -> Iterator[None]:
    earlier = keyring.get_keyring()
    yield
    keyring.set_keyring(earlier)


def install(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)


def test_a_key_is_kept_and_read_back() -> None:
    install(Drawer())
    assert window_key("desk", "window-3", HERE) is None
    keep_window_key("desk", "window-3", "secret", HERE)
    keep_window_key("desk", "window-3", "newer", HERE)
    assert window_key("desk", "window-3", HERE) == "newer"
    assert window_key("desk", "window-4", HERE) is None


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), Drawer()])
def test_other_back_ends_are_refused_unused(backend: KeyringBackend) -> None:
    install(backend)
    for ask in (lambda: window_key("desk", "x"), lambda: keep_window_key("desk", "x", "secret")):
        with pytest.raises(WorldError, match="DESK_COUNTY_TOKEN"):
            ask()
    assert not getattr(backend, "kept", None)


def test_what_is_not_kept_is_told() -> None:
    install(Sieve())
    with pytest.raises(WorldError, match=r"没有存住.*DESK_COUNTY_TOKEN"):
        keep_window_key("desk", "x", "secret", HERE)


def test_a_locked_keyring_is_told() -> None:
    drawer = Drawer()
    drawer.locked = True
    install(drawer)
    with pytest.raises(WorldError, match=r"打不开.*DESK_COUNTY_TOKEN"):
        window_key("desk", "x", HERE)
    with pytest.raises(WorldError, match=r"不肯保存.*DESK_COUNTY_TOKEN"):
        keep_window_key("desk", "x", "secret", HERE)


def test_of_a_chain_the_trusted_one_is_used() -> None:
    chain, drawer = Chain(), Drawer()
    chain.backends = (null.Keyring(), drawer)
    install(chain)
    keep_window_key("desk", "x", "secret", HERE)
    assert drawer.kept == {("desk", "x"): "secret"}


def test_the_list_names_back_ends_that_exist() -> None:
    for path in TRUSTED:
        module, name = path.rsplit(".", 1)
        source = importlib.util.find_spec(module)
        assert source is not None
        assert source.loader is not None
        assert f"class {name}(" in (source.loader.get_source(module) or "")
