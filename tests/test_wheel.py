"""The wheel has everything the program needs, and runs from where it was unpacked."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("desk_app", "forms", "printing", "resources")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, unpacked; built from a copy, so that no earlier build is mixed in."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    for name in OURS:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, tree],
        check=True, timeout=100, env={**os.environ, "PIP_NO_INDEX": "1"},
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def files(tree: Path) -> set[Path]:
    """The paths of every file of the program in a tree."""
    found = (p for top in OURS for p in (tree / top).rglob("*") if p.is_file())
    return {p.relative_to(tree) for p in found if "__pycache__" not in p.parts}


def test_every_file_of_the_program_is_there_and_nothing_else(unpacked: Path) -> None:
    assert files(unpacked) == files(ROOT)
    assert not (unpacked / "tests").exists()


def test_it_runs_from_there(unpacked: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
    code = (
        "import sys, forms, resources, printing, desk_app; print(forms.__file__);"
        "from desk_app.__main__ import main; sys.exit(main(['forms', 'check']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(unpacked) in done.stdout
    assert "可以使用" in done.stdout
