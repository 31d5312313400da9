"""What a print needs and how far it is: the medium, the job in a printer queue, the job's state.

A job in a queue is not a print yet: only the clerk's word or the queue's report makes it one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Media:
    """The paper a print needs, in mm in the orientation of its pages; ``name`` is its common name."""

    width_mm: float
    height_mm: float
    name: str = ""

    @property
    def words(self) -> str:
        """The paper in words, e.g. ``A4`` or ``130×90毫米``."""
        return self.name or f"{self.width_mm:g}×{self.height_mm:g}毫米"


A4: Final = Media(210, 297, "A4")


@dataclass(frozen=True, slots=True)
class Job:
    """A print job a queue has taken; ``id`` is empty when the system gives none."""

    id: str
    printer: str
    text: str
    """What is known of its sending, in one sentence."""


class Stage(StrEnum):
    """How far a job is, in the words the clerk sees."""

    WAITING = "排队中"
    PRINTING = "正在打印"
    HELD = "在等人处理"
    """Nothing moves until someone goes to the printer, or to the system's print settings."""
    DONE = "已打印完"
    FAILED = "没有打完"
    UNKNOWN = "不清楚"


OVER: Final = frozenset({Stage.DONE, Stage.FAILED, Stage.UNKNOWN})
"""Stages after which asking again tells nothing new."""


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job is and what the clerk should know or do."""

    stage: Stage
    pages_done: int = 0
    """Pages the queue has passed to the printer; fewer may have come out."""
    text: str = ""
