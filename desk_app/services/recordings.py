"""Recordings (录像、录音) told of by acts: kept at the window, shown with what was said of them, saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.domain.recordings import Going
from desk_app.services import ledger
from desk_app.services.parts import Parts
from desk_app.services.proceedings import Record
from forms import asked, recordings
from forms.procedures import Ask
from forms.recordings import Recording, sized
from forms.schema import Kind

_NUMBER, _DAY = "proof_upload_number", "proof_uploaded_on"
"""What an act asks of the system a recording was uploaded to by somebody else: its number there, the day."""
UPLOAD: Final = (_NUMBER, _DAY)


@dataclass(frozen=True, slots=True)
class KeptRecording:
    """A recording of a record, as it was told of last."""

    recording: Recording
    label: str
    """What it is, in the words of the question."""
    act: str
    """Code of the act that tells of it."""
    at: datetime
    """When it was kept."""
    who: str
    """Who kept it."""
    said: Mapping[str, Any]
    """What its act was given last, as a form of that act may open with it again."""
    kind: str = ""
    """What its act chose, in words (录像)."""

    @property
    def uploaded(self) -> bool:
        """Whether it was said to have been uploaded to another system."""
        return any(self.said.get(name) for name in UPLOAD)

    @property
    def number(self) -> str:
        """Its number in that system; empty where none was told."""
        return str(self.said.get(_NUMBER) or "")


def of_record(record: Record) -> tuple[KeptRecording, ...]:
    """Every recording of a record's acts once, in the order they were kept; none of void acts."""
    found: dict[str, KeptRecording] = {}
    for event in record.events:
        act = None if event.void else record.procedure.act(event.act)
        for ask in recordings.asked(act) if act else ():
            if act and (told := recordings.of(event.payload.get(ask.id))):
                said = dict(event.payload)
                kept = found.get(told.digest) or KeptRecording(
                    told, ask.label, act.code, event.at, event.who.person, said
                )
                found[told.digest] = replace(kept, said=said, kind=_kind(record, act.asks, said))
    return tuple(found.values())


def _kind(record: Record, asks: tuple[Ask, ...], said: Mapping[str, Any]) -> str:
    """The first choice among an act's answers, in words."""
    chosen = next((ask.id for ask in asks if ask.kind is Kind.CHOICE), "")
    return str(asked.worded(record.pack, record.procedure, said).get(chosen) or "")


def keep(parts: Parts, path: Path, going: Going) -> str | None:
    """Keep a file; returns the text an act tells of it by, None when it was stopped.

    RuleError for what is no file, is empty or changes meanwhile; WorldError when it can not be read, or there
    is no room for it. It takes its time: to be called in a lane.
    """
    found = parts.store.recordings.keep(path, path.name, going)
    return found.told if found else None


def hand_on(parts: Parts, about: Subject, recording: Recording, target: Path, going: Going) -> bool:
    """Write a recording into a file for another system, once it is noted that it leaves; False when stopped.

    WorldError when its file is missing or damaged, or there is no room.
    """
    text = f"另存录像、录音({sized(recording.size)},校验值{recording.digest[:8]}…)"
    ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, about, text)
    return parts.store.recordings.export(recording, target, going)
