"""How a run over everything is shared out to its workers: what stays together, and what begins.

A file is one worker's, and a worker that is done takes the next file. One long file that begins last keeps
its worker busy while the others wait; and what files share that is slow to make, each worker would make anew.
"""

from typing import Final

TOGETHER: Final = ("tests/papers/",)
"""Folders whose files one worker runs: they read one matrix of papers, which is drawn once a worker."""
FIRST: Final = (
    # Changes the look of every widget there is some hundred times: quick while there are few.
    "tests/ui_shell/test_contrast.py",
    "tests/ui_shell/test_screenshots.py",
    "tests/stories/test_walkthrough.py",
    "tests/stories/test_bad_input.py",
    "tests/stories/test_nothing_in_clear.py",
    "tests/stories/lives/test_promised.py",
    "tests/stories/test_hands.py",
    "tests/stories/test_keyboard_only.py",
    "tests/papers/",
    "tests/ui_shell/test_sizes_shell.py",
    "tests/printing/test_document_limits.py",
    "tests/storage/test_damage_everywhere.py",
    "tests/storage/test_retention.py",
    "tests/ui_shell/test_accept_meant.py",
    "tests/ui_shell/test_list_page.py",
    "tests/law/test_sequences.py",
    "tests/storage/test_rights.py",
    "tests/stories/lives/test_assessed.py",
    "tests/stories/lives/test_departed.py",
    "tests/stories/lives/test_endings.py",
    "tests/stories/lives/test_waiting.py",
)
"""Files and folders that begin, those that take longest before others; all others come in any order."""


def unit_of(node: str) -> str:
    """What a test is given out with, by its node id: its file, or a folder that stays together."""
    file = node.partition("::")[0]
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def place_of(node: str) -> int:
    """When a test is given out: the place of its file or folder among the first, or after them all."""
    return next((place for place, name in enumerate(FIRST) if node.startswith(name)), len(FIRST))
