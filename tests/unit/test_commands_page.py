"""The page of commands names every command there is, and none that is not."""

import argparse
import re
from collections.abc import Iterator

import resources
from desk_app.__main__ import _parser

PAGE = resources.path("guide", "commands.md").read_text(encoding="utf-8")


def commands(parser: argparse.ArgumentParser, told: str = "desk-app") -> Iterator[str]:
    """Every command that does something, as it is typed, without its options."""
    chosen = [a for a in parser._actions if a.choices and not a.option_strings and a.nargs != "?"]
    if not chosen:
        yield told
    for action in chosen:
        for name in action.choices or ():
            if isinstance(action, argparse._SubParsersAction):
                yield from commands(action.choices[name], f"{told} {name}")
            else:
                yield f"{told} {name}"


def on_page() -> Iterator[str]:
    """The commands of the tables: the first of a row whole, further ones by their last word."""
    for row in re.findall(r"^\| (`desk-app .+?) \|", PAGE, re.MULTILINE):
        first, *others = [re.sub(r"[^a-z -]", "", name).split() for name in re.findall(r"`([^`]+)`", row)]
        yield " ".join(first)
        yield from (" ".join((*first[:-1], other[-1])) for other in others)


def test_every_command_stands_on_the_page() -> None:
    measures = {"desk-app bench hands", "desk-app bench faults"}
    assert set(on_page()) - measures == set(commands(_parser()))
