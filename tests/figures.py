"""One page of figures about the code, counted from its syntax: ``python -m tests.figures [--write]``.

Printed as Markdown; ``--write`` puts it between the marks in README.md. Limits that a test holds stand beside
the figures.
"""

import ast
import io
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from statistics import median, quantiles
from typing import Final

ROOT: Final = Path(__file__).parent.parent
OURS: Final = ("desk_app", "forms", "printing", "resources")
LONGEST, MOST_LINES, MOST_MOCKS, LEAST_DOCUMENTED = 40, 400, 0.05, 0.99
BEGIN, END = "<!-- figures: python -m tests.figures --write -->", "<!-- /figures -->"

_MOCKS: Final = frozenset({"Mock", "MagicMock", "AsyncMock", "NonCallableMock", "create_autospec", "patch"})
_WAIVERS: Final = re.compile(r"#.*(?:type: ignore|noqa)")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: its path, text and syntax."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the file."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in the tree: it is gone through for many figures."""
        return list(ast.walk(self.tree))

    @cached_property
    def functions(self) -> list[_Function]:
        """Every function and method, nested ones too."""
        return [node for node in self.nodes if isinstance(node, _Function)]

    @cached_property
    def comments(self) -> list[tokenize.TokenInfo]:
        """Every comment, also behind code."""
        found = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return [token for token in found if token.type == tokenize.COMMENT]

    @cached_property
    def lines(self) -> int:
        """Number of lines with code: neither blank nor only a comment."""
        return sum(
            bool(line.strip()) and not line.lstrip().startswith("#") for line in self.text.splitlines()
        )

    @cached_property
    def module(self) -> str:
        """The name by which it is imported."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources(*tops: str) -> list[Source]:
    """Every Python file below these folders of the repository, read once."""
    return [Source(p, p.read_text("utf-8")) for top in tops for p in sorted((ROOT / top).rglob("*.py"))]


def lengths(files: list[Source]) -> list[int]:
    """Lines of every function, from ``def`` to its end."""
    return [(node.end_lineno or 0) - node.lineno + 1 for file in files for node in file.functions]


def knots(files: list[Source]) -> list[list[str]]:
    """Groups of modules that import each other in a circle, counting imports within functions."""
    known = {file.module for file in files}
    graph = {f.module: {m for n in _imports(f.tree) if (m := _module(n, known))} - {f.module} for f in files}
    reach = {start: _reached(graph, start) for start in graph}
    groups = {tuple(sorted({m, *(o for o in reach[m] if m in reach[o])})) for m in graph}
    return [list(group) for group in groups if len(group) > 1]


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        for after in graph[todo.pop()] - seen:
            seen.add(after)
            todo.append(after)
    return seen


def _imports(tree: ast.AST) -> Iterator[str]:
    """The modules a file imports when it runs, also within functions; not those for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=test) if ast.unparse(test).endswith("TYPE_CHECKING"):
                continue
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from _imports(node)


def _module(name: str, known: set[str]) -> str:
    """Our module that an imported name is or belongs to; empty for a module of others."""
    return next((n for n in (name, name.rpartition(".")[0]) if n in known), "")


def tests(files: list[Source]) -> int:
    """Number of test functions; a parametrised one counts once."""
    return sum(node.name.startswith("test_") for file in files for node in file.functions)


def mocks(files: list[Source]) -> int:
    """Number of calls of a mock library."""
    calls = (n.func for f in files for n in f.nodes if isinstance(n, ast.Call))
    names = (ast.unparse(called) for called in calls)
    return sum(n.rpartition(".")[2] in _MOCKS or n.startswith("mocker.") for n in names)


def replaced(files: list[Source]) -> int:
    """Number of calls of ``monkeypatch.setattr``: a clock, a full disk, a service that is down."""
    calls = (n.func for f in files for n in f.nodes if isinstance(n, ast.Call))
    return sum(ast.unparse(called).endswith("monkeypatch.setattr") for called in calls)


def documented(files: list[Source]) -> tuple[int, int]:
    """How many public modules, classes and functions have a docstring, and how many there are."""
    told = [ast.get_docstring(node) is not None for file in files for node in _public(file.tree)]
    return sum(told), len(told)


def _public(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | _Function]:
    """The module and its public classes, functions and methods."""
    if tree.body:
        yield tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from (n for n in node.body if isinstance(n, _Function) and not n.name.startswith("_"))
        elif isinstance(node, _Function) and not node.name.startswith("_"):
            yield node


def comments(files: list[Source]) -> float:
    """Comment lines per hundred lines with code or a comment."""
    told = sum(not token.line[: token.start[1]].strip() for file in files for token in file.comments)
    return 100 * told / (told + sum(file.lines for file in files))


def _late(files: list[Source]) -> int:
    """Number of imports within functions."""
    inner = {n for f in files for function in f.functions for n in ast.walk(function)}
    return sum(isinstance(node, ast.Import | ast.ImportFrom) for node in inner)


def _any(files: list[Source]) -> int:
    return sum(isinstance(n, ast.Name) and n.id == "Any" for f in files for n in f.nodes)


def _waived(files: list[Source]) -> int:
    return sum(bool(_WAIVERS.search(token.string)) for f in files for token in f.comments)


def page(today: date) -> str:
    """All figures as a Markdown table, with the day they were counted."""
    ours, own_tests = sources(*OURS), sources("tests")
    long, code = lengths(ours), sum(f.lines for f in ours)
    sizes = Counter({f.module: len(f.text.splitlines()) for f in ours})
    told, public = documented(ours)
    count = tests(own_tests)
    stand_ins = f"{mocks(own_tests) / count:.2f}; {replaced(own_tests) / count:.2f}"
    rows = (
        ("files; lines of code", f"{len(ours)}; {code:,}", ""),
        ("functions", f"{len(long):,}", ""),
        ("length of a function: median, 95 %, longest", _spread(long), f"≤ {LONGEST}"),
        ("longest file; files above 400 lines", _files(sizes), "0"),
        ("import knots, late imports among them", str(len(knots(ours))), "0"),
        ("test functions; to 1,000 lines of code", f"{count:,}; {1000 * count / code:.0f}", ""),
        ("mocks to a test; things of others replaced", stand_ins, f"≤ {MOST_MOCKS}"),
        ("public modules, classes, functions with a docstring", f"{100 * told / public:.0f} %", "≥ 99 %"),
        ("comment lines", f"{comments(ours):.1f} %", ""),
        ("`Any`", str(_any(ours)), ""),
        ("`type: ignore` and `noqa`", str(_waived(ours)), ""),
        ("imports within functions", str(_late(ours)), ""),
    )
    table = "\n".join(f"| {what} | {figure} | {limit} |" for what, figure, limit in rows)
    return f"| counted on {today} | figure | limit |\n|---|---|---|\n{table}\n"


def _spread(long: list[int]) -> str:
    return f"{median(long):.0f}, {quantiles(long, n=20)[-1]:.0f}, {max(long)}"


def _files(sizes: Counter[str]) -> str:
    return f"{max(sizes.values())}; {sum(size > MOST_LINES for size in sizes.values())}"


def written(text: str, figures: str) -> str:
    """The text with these figures between its marks; ValueError when it has no marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no place for the figures: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{figures}{END}{after}"


def main(arguments: list[str]) -> None:
    """Print the figures, or write them into README.md."""
    figures = page(datetime.now().astimezone().date())
    if arguments == ["--write"]:
        readme = ROOT / "README.md"
        readme.write_text(written(readme.read_text("utf-8"), figures), encoding="utf-8")
    else:
        print(figures)


if __name__ == "__main__":
    main(sys.argv[1:])
