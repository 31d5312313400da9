"""Which known word a wrong one was probably meant to be."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is written most like this one; empty where none is near."""
    from difflib import get_close_matches  # slow to import, and wanted only for faults

    return next(iter(get_close_matches(word, list(known), n=1)), "")


def meant(word: str, known: Iterable[str]) -> str:
    """``,是不是“…”?`` with the nearest known word, or an empty text where none is near."""
    near = nearest(word, known)
    return f",是不是“{near}”?" if near else ""


def choose(word: str, known: Iterable[str]) -> str:
    """The nearest known word, and all that may be written."""
    words = list(known)
    near = meant(word, words)
    return f"{near or ','}可用:{'、'.join(words)}"
