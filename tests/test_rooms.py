"""Which room may import which. The table is in README.md, "Architecture"; change both together."""

import ast
import sys
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = frozenset(sys.stdlib_module_names)

# room → (what of ours it may import, outside libraries it may use)
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "resources": (set(), set()),
    "forms": ({"resources"}, set()),
    "printing": (
        {"forms", "resources"},
        {"reportlab", "barcode", "segno", "PIL", "fontTools", "platformdirs", "justmytype_intl_cjk"},
    ),
    "desk_app.errors": ({"forms"}, set()),
    "desk_app.clock": ({"forms"}, set()),
    "desk_app.updates": (
        {"desk_app.errors", "forms"},
        {"tuf", "securesystemslib", "cryptography"},
    ),
    "desk_app.release": ({"desk_app.__version__"}, set()),
    "desk_app.settings_table": (set(), set()),
    "desk_app.settings": ({"desk_app.errors", "desk_app.settings_table", "forms"}, {"platformdirs"}),
    "desk_app.rollout": ({"desk_app.errors", "desk_app.settings", "desk_app.settings_table", "forms"}, set()),
    "desk_app.rooms": (set(), set()),
    "desk_app.domain": ({"desk_app.errors", "forms"}, {"pypinyin", "cryptography"}),
    "desk_app.services": (
        {"desk_app.domain", "desk_app.errors", "forms", "printing"},
        {"xlsxwriter", "cryptography"},
    ),
    "desk_app.database": ({"desk_app.domain", "desk_app.errors", "forms"}, {"sqlalchemy", "sqlcipher3"}),
    "desk_app.storage": (
        {
            "desk_app.clock",
            "desk_app.database",
            "desk_app.domain",
            "desk_app.errors",
            "desk_app.services.sockets",
            "forms",
        },
        {"sqlalchemy", "sqlcipher3", "cattrs", "cryptography"},
    ),
    "desk_app.county": (
        {
            "desk_app.domain",
            "desk_app.errors",
            "desk_app.services.parts",
            "desk_app.services.sockets",
            "forms",
        },
        {"httpx"},
    ),
    "desk_app.county_server": (
        {
            "desk_app.clock",
            "desk_app.county.answers",
            "desk_app.county.enrolment",
            "desk_app.county.frame",
            "desk_app.county.histories",
            "desk_app.county.shapes",
            "desk_app.county.strict",
            "desk_app.database",
            "desk_app.domain",
            "desk_app.errors",
            "forms",
        },
        {"starlette", "uvicorn", "sqlalchemy", "cryptography"},
    ),
    "desk_app.devices": (
        {
            "desk_app.clock",
            "desk_app.domain",
            "desk_app.errors",
            "desk_app.services.parts",
            "forms",
            "resources",
        },
        {"PySide6", "shiboken6", "PIL", "keyring", "cryptography", "rapidocr", "cv2", "numpy"},
    ),
    "desk_app.ui": (
        {"desk_app.services", "desk_app.domain", "desk_app.errors", "desk_app.rooms", "forms", "resources"},
        {"PySide6", "shiboken6"},
    ),
}
# The rooms that plug the others together may look everywhere.
PLUGS = (
    *("desk_app.benches", "desk_app.bootstrap", "desk_app.commands", "desk_app.walkthrough"),
    "desk_app.__main__",
)


def _files(room: str) -> Iterator[Path]:
    path = ROOT.joinpath(*room.split("."))
    yield from sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(nodes: Iterable[ast.AST], path: Path) -> Iterator[str]:
    """The modules these statements import, with imported names."""
    for node in nodes:
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, f"{path}:{node.lineno}: imports are written in full"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]):
                yield from [name] if ast.unparse(called).endswith("import_module") else []


def _allowed(name: str, room: str) -> bool:
    ours, outside = ROOMS[room]
    top = name.split(".", maxsplit=1)[0]
    if top in ("desk_app", "forms", "printing", "resources"):
        return any(f"{name}.".startswith(f"{known}.") for known in ours | {room})
    return top in STANDARD or top in outside


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_looks_only_where_it_may(room: str) -> None:
    wrong = [
        f"{p.relative_to(ROOT)}: {n}"
        for p in _files(room)
        for n in _imports(ast.walk(_tree(p)), p)
        if not _allowed(n, room)
    ]
    assert not wrong


# Inside the window: what each part of desk_app.ui may build on. The shell opens every room by its name.
PARTS_OF_THE_WINDOW: dict[str, set[str]] = {
    "kit": set(),
    "camera": {"kit"},
    "papers": {"kit"},
    "acts": {"kit", "papers", "camera"},
    # The questionnaire of one person, opened from the counter, a to-do, a list.
    "survey": {"kit", "papers", "acts"},
    "counter": {"kit", "papers", "camera", "acts", "survey"},
    # A material that comes later is taken with the card of step 4.
    "applications": {"kit", "papers", "acts", "counter"},
    # A to-do's one act opens its form, the tray of a material that comes later, or its paper.
    "todos": {"kit", "papers", "acts", "applications", "survey"},
    "statistics": {"kit", "papers"},
    "registers": {"kit", "papers", "acts", "survey"},
    "visits": {"kit", "papers", "acts"},
    "settings": {"kit", "camera"},
    "start": {"kit"},
    "finder": {"kit", "papers"},
    "signin": {"kit"},
    "shell": {
        "finder",
        "kit",
        "signin",
        "counter",
        "applications",
        "todos",
        "registers",
        "visits",
        "statistics",
        "settings",
    },
}


@pytest.mark.parametrize("part", PARTS_OF_THE_WINDOW)
def test_no_part_of_the_window_looks_into_another(part: str) -> None:
    allowed = {f"desk_app.ui.{name}" for name in PARTS_OF_THE_WINDOW[part] | {part}}
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in _files(f"desk_app.ui.{part}")
        for name in _imports(ast.walk(_tree(path)), path)
        if name.startswith("desk_app.ui.") and not any(f"{name}.".startswith(f"{a}.") for a in allowed)
    ]
    assert not wrong


def test_every_part_of_the_window_stands_in_the_table() -> None:
    parts = {p.parent.name for p in (ROOT / "desk_app/ui").glob("*/__init__.py")}
    assert parts == set(PARTS_OF_THE_WINDOW)


def test_every_file_belongs_to_a_room() -> None:
    known = {p for room in (*ROOMS, *PLUGS) for p in _files(room)} | {ROOT / "desk_app/__init__.py"}
    ours = [p for top in ("desk_app", "forms", "printing", "resources") for p in (ROOT / top).rglob("*.py")]
    assert [str(p.relative_to(ROOT)) for p in ours if p not in known] == []


def test_the_top_level_is_the_agreed_one() -> None:
    agreed = {
        "desk_app", "resources", "forms", "printing", "installer", "tests",
        "pyproject.toml", "README.md", "LICENSE", "requirements.lock",
    }  # fmt: skip
    tracked = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}
    assert tracked - {"out", "build", "dist", "desk_app.egg-info", "__pycache__"} == agreed


def test_a_name_means_one_thing() -> None:
    """No two public classes share a name, so that a name in a question has one answer."""
    found: dict[str, list[str]] = {}
    for path in (p for top in OURS for p in sorted((ROOT / top).rglob("*.py"))):
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


# ---- halls: no file and no function is too large to be held in mind, and none go round in a circle ----

OURS = ("desk_app", "forms", "printing", "resources")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40


def _ours() -> Iterator[Path]:
    for top in OURS:
        yield from sorted((ROOT / top).rglob("*.py"))


def test_no_file_is_too_long() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in _ours()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{p.relative_to(ROOT)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for p in _ours()
        for node in ast.walk(_tree(p))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every syntax node that runs, without what is for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        yield node
        yield from _running(node)


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {_module(path): path for path in _ours()}

    def module_of(name: str) -> str:
        return name if name in known else name.rpartition(".")[0]

    graph = {
        module: {module_of(name) for name in _imports(_running(_tree(path)), path)} & known.keys() - {module}
        for module, path in known.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as knot:
        pytest.fail("these import each other: " + " → ".join(knot.args[1]))


# ---- Qt --------------------------------------------------------------------------------------------

_STALE = ("itemAt", "nextInFocusChain", "previousInFocusChain")


def test_the_window_asks_for_nothing_pyside_holds_too_long() -> None:
    """PySide keeps what these give after Qt deleted it, and takes the next object in its place for it."""
    found = [
        f"{p.relative_to(ROOT)}:{node.lineno} {node.func.attr}"
        for p in sorted((ROOT / "desk_app" / "ui").rglob("*.py"))
        for node in ast.walk(_tree(p))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _STALE
    ]
    assert found == []
