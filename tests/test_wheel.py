"""The wheel holds everything the program needs, and runs from where it was unpacked."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = (".toml", ".csv", ".qss", ".svg", ".jpg", ".png", ".typed")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        check=True, timeout=100, env={**os.environ, "PIP_NO_INDEX": "1"},
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_no_module_and_no_data_file_is_left_behind(unpacked: Path) -> None:
    ours = ("desk_app", "forms", "printing", "resources")
    wanted = {
        p.relative_to(ROOT)
        for top in ours
        for p in (ROOT / top).rglob("*")
        if p.suffix in (".py", *DATA) and "__pycache__" not in p.parts
    }
    assert {w for w in wanted if not (unpacked / w).is_file()} == set()
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
