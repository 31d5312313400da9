"""Guesses which known word a wrong one was meant to be."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is spelled most like this one; empty when none is similar."""
    from difflib import get_close_matches  # slow to import, and wanted only for faults

    return next(iter(get_close_matches(word, list(known), n=1)), "")


def meant(word: str, known: Iterable[str]) -> str:
    """``,是不是“…”?`` with the nearest known word; empty when none is similar."""
    near = nearest(word, known)
    return f",是不是“{near}”?" if near else ""


def choose(word: str, known: Iterable[str]) -> str:
    """The hint of ``meant``, followed by all words that may be written."""
    words = list(known)
    near = meant(word, words)
    return f"{near or ','}可用:{'、'.join(words)}"
