"""What the reading process does (``child``): what it is asked, one thing at a time, until its pipe ends."""

import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from desk_app.devices.reading.models import NICE
from desk_app.errors import WorldError, places

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class ReadAnswer(Generic[_Made]):
    """What was made, or the sentence that refuses it, or the places of a fault of ours."""

    made: _Made | None = None
    refused: str = ""
    fault: str = ""


def serve() -> None:
    """Do what comes on the standard input until it ends; answer on what was the standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted terminal ends the window, and it this one
    if hasattr(os, "nice"):
        os.nice(NICE)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not run into the answers
    while True:
        try:
            work, about = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(_outcome(work, about), answers, 5)
        answers.flush()


def _outcome(work: Callable[..., object], about: tuple[object, ...]) -> ReadAnswer[object]:
    try:
        return ReadAnswer(work(*about))
    except WorldError as refusal:
        return ReadAnswer(refused=str(refusal))
    except Exception as error:
        return ReadAnswer(fault=places(error))
