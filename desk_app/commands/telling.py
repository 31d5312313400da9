"""The one place where a command prints sentences: with Chinese punctuation, as window and papers have it."""

import sys

from forms.typesetting import typeset


def tell(text: str, path: object = "", *, error: bool = False) -> None:
    """Print a sentence of ours at once, on standard error where it tells of one.

    ``path`` (a file or address) follows it as it is: its own marks are no punctuation.
    """
    print(f"{typeset(text)}{path}", file=sys.stderr if error else sys.stdout, flush=True)


def told(text: str) -> str:
    """A question of ours for ``input``."""
    return typeset(text)
