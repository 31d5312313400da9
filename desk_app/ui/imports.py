"""Imports after Qt's binding take no longer than those before it."""

import builtins

import PySide6  # noqa: F401 - what is undone here it does when it is imported


def leave_sources_unread() -> None:
    """Import modules as Python does.

    PySide reads the source of every module that is imported after it and keeps it in memory, to see whether
    names are to be switched there (its ``__feature__``). Nothing here switches any.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
