"""How the tests are shared out to workers."""

from pathlib import Path

import pytest

from tests import sharing

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", [*sharing.FIRST, *sharing.TOGETHER])
def test_what_is_named_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_papers_are_one_workers_and_any_other_file_is_its_own_unit() -> None:
    one, other = "tests/papers/test_duties.py::test_a[x::y]", "tests/papers/test_matrix.py::test_b"
    assert sharing.unit_of(one) == sharing.unit_of(other)
    assert sharing.unit_of("tests/unit/test_a.py::test_b[c::d]") == "tests/unit/test_a.py"


def test_what_is_named_comes_first_and_all_else_last() -> None:
    first, last = f"{sharing.FIRST[0]}::test_a", "tests/unit/test_a.py::test_b"
    assert sharing.place_of(first) == 0
    assert sharing.place_of("tests/papers/test_duties.py::test_a") < sharing.place_of(last)


def test_workers_are_given_units(pytestconfig: pytest.Config) -> None:
    made = pytestconfig.hook.pytest_xdist_make_scheduler
    names = {impl.plugin_name for impl in made.get_hookimpls()}
    assert any(name.endswith("tests/conftest.py") for name in names)
