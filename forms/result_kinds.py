"""Kinds of result: what a granted matter brings, and what the department is asked about it."""

from dataclasses import dataclass

from forms.procedures import Ask
from forms.schema import Effect


@dataclass(frozen=True, slots=True)
class ResultKind:
    """A kind of result; a matter names its kind with ``gives``."""

    id: str
    title: str
    effect: Effect
    source: str
    says: str = ""
    """Its sentence, with fields of its asks in braces (``forms.phrases``); empty: each ask with its label."""
    asks: tuple[Ask, ...] = ()
    """What the act that grants a matter asks of a result of this kind; ``required`` ones must be known."""
