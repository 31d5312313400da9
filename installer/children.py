"""Child processes of the set-up: what they are told, and how a failed one is told of."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# Settings of the caller that would send pip or Python somewhere else than the venv.
MISLEADING = (
    "PIP_PREFIX",
    "PIP_REQUIRE_HASHES",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONHOME",
    "PYTHONPATH",
)


class SetUpError(Exception):
    """A set-up step can not go on; its text tells the user what to do."""


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def clean_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Give the environment without the variables that mislead pip and Python."""
    return {name: value for name, value in env.items() if name not in MISLEADING}


def big_file(line: str) -> str:
    """Turn pip's line about a file of 10 MB or more into 'name（97 MB）', any other into nothing."""
    words = line.split()
    for verb in ("Downloading", "cached"):
        if verb in words and line.rstrip().endswith("MB)"):
            size = float(words[-2].lstrip("("))
            name = words[words.index(verb) + 1].rsplit("/", 1)[-1].split("-")[0]
            return f"{name}（{size:.0f} MB）" if size >= 10 else ""
    return ""


def run_logged(command: Sequence[str], log: Path, advice: str) -> None:
    """Run a step with its output in the log; on failure show the log's end and the advice."""
    import subprocess

    with (
        log.open("a", encoding="utf-8") as kept,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=clean_environment(os.environ),
            encoding="utf-8",
            errors="replace",
            close_fds=False,
        ) as child,
    ):
        assert child.stdout is not None
        kept.write(f"$ {' '.join(command)}\n")
        tail: list[str] = []
        for line in child.stdout:
            kept.write(line)
            tail = [*tail[-14:], line]
            if name := big_file(line):
                say(f"        {name}")
    if child.returncode:
        say("".join(tail).rstrip())
        raise SetUpError(f"{advice}（详细记录：{log}）")
