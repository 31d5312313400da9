"""The figures of the code stay within their limits, and the script counts what it says."""

from datetime import date
from pathlib import Path

import pytest

from tests import figures
from tests.figures import Source


def source(text: str, name: str = "forms/x.py") -> Source:
    return Source(figures.ROOT / name, text)


def test_limits_hold() -> None:
    ours, own_tests = figures.sources(*figures.OURS), figures.sources("tests")
    assert max(figures.lengths(ours)) <= figures.LONGEST
    assert {s.module for s in ours if len(s.text.splitlines()) > figures.MOST_LINES} == set()
    assert figures.knots(ours) == []
    told, public = figures.documented(ours)
    assert told >= figures.LEAST_DOCUMENTED * public
    assert figures.mocks(own_tests) <= figures.MOST_MOCKS * figures.tests(own_tests)


def test_the_page_holds_every_figure() -> None:
    rows = figures.page(date(2026, 11, 26)).splitlines()
    assert rows[0] == "| counted on 2026-11-26 | figure | limit |"
    assert len(rows) == 14
    assert all(row.count("|") == 4 and row.split("|")[2].strip() for row in rows)


def test_lengths_are_counted_from_def_to_end() -> None:
    assert figures.lengths([source("def a():\n    pass\n\n\ndef b():\n    def c():\n        pass\n")]) == [
        2,
        3,
        2,
    ]


def test_a_knot_is_found_through_late_imports_and_not_through_types() -> None:
    a = source("from forms import b\n", "forms/a.py")
    b = source("def f():\n    from forms.c import g\n", "forms/b.py")
    knot = source("import forms.a\n\ng = 1\n", "forms/c.py")
    typed = source("if TYPE_CHECKING:\n    import forms.a\n\ng = 1\n", "forms/c.py")
    assert figures.knots([a, b, knot]) == [["forms.a", "forms.b", "forms.c"]]
    assert figures.knots([a, b, typed]) == []


def test_mocks_and_tests_are_counted() -> None:
    text = "def test_a():\n    x = Mock()\n    mocker.patch('a')\n    monkeypatch.setattr(b, 'c', 1)\n"
    assert (figures.tests([source(text)]), figures.mocks([source(text)])) == (1, 2)
    assert figures.replaced([source(text)]) == 1


def test_what_is_private_needs_no_docstring() -> None:
    text = '"""Told."""\n\n\ndef _a():\n    pass\n\n\nclass B:\n    def c(self):\n        """Told."""\n'
    assert figures.documented([source(text)]) == (2, 3)


def test_the_page_goes_between_its_marks_and_nowhere_else() -> None:
    text = f"a\n{figures.BEGIN}\nold\n{figures.END}\nb\n"
    assert figures.written(text, "new\n") == f"a\n{figures.BEGIN}\nnew\n{figures.END}\nb\n"
    with pytest.raises(ValueError, match="no place"):
        figures.written("a", "new")


def test_every_file_of_ours_is_counted() -> None:
    counted = {s.path for s in figures.sources(*figures.OURS)}
    assert Path(figures.ROOT, "desk_app", "bootstrap.py") in counted
