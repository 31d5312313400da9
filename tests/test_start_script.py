"""``installer/start.sh`` on a system whose Python is too old: nothing is installed that does not help."""

import subprocess
import sys
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parent.parent / "installer"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs bash")


def old_system(bin_: Path, candidate: str) -> None:
    """A system with ``python3`` 3.9 alone, whose sources offer this version; apt notes what it was asked."""
    for name in ("dirname", "env", "sed"):
        (bin_ / name).symlink_to(f"/usr/bin/{name}")
    scripts = {
        "python3": "exit 1",
        "apt-cache": f"echo '  Candidate: {candidate}'",
        "apt-get": f'echo "$*" >> {bin_}/asked',
    }
    for name, words in scripts.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{words}\n", "utf-8")
        (bin_ / name).chmod(0o755)


@posix_only
@pytest.mark.parametrize(
    ("candidate", "installed"), [("3.9.2-3", False), ("3.11.2-1+b1", True), ("(none)", True)]
)
def test_a_python_that_is_too_old_is_not_installed(tmp_path: Path, candidate: str, installed: bool) -> None:
    old_system(tmp_path, candidate)
    words = f"id() {{ echo 0; }}; . {INSTALLER}/start.sh; start run"
    env = {"PATH": str(tmp_path), "DESK_VENV": str(tmp_path / "none")}
    done = subprocess.run(
        ["/bin/bash", "-c", words], env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    asked = (tmp_path / "asked").read_text("utf-8") if (tmp_path / "asked").exists() else ""
    assert ("install" in asked) is installed
    told = done.stderr.strip().splitlines()
    assert len(told) == 1, "one sentence"
    assert "DESK_PYTHON" in told[0]
    assert ("旧" in told[0]) is not installed
