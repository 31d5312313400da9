"""The rows of a record's papers: what was done to it, the records below it, and its pictures."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from desk_app.domain.events import Event
from desk_app.services import ledger, recordings
from desk_app.services.parts import Parts
from desk_app.services.proceedings import Record
from forms import asked, moments, phrases
from forms.recordings import sized
from forms.typesetting import typeset

ITEMS: Final = "items"
"""Name of a layout's rows for the records below one, in their places, each with the word of its state."""
PICTURES: Final = "pictures"
"""Name of a layout's rows for the pictures and recordings its acts brought, each with its digest."""
RECORDS: Final = "records"
"""Name of a layout's rows for the records that stand on one sheet."""
_NOT_YET: Final = "未上传"
_KIND: Final = "proof_kind"
"""What an act asks of a picture: what it is. Where it asks nothing, the label of the question stands."""

Cells = Mapping[str, str]


def rows(parts: Parts, record: Record, name: str) -> tuple[Cells, ...] | None:
    """The rows a layout calls ``items``, ``pictures``, or by the code of an act: one a time it was done.

    None for a name that is none of these: the record then knows the rows as an answer, or not at all.
    """
    if name == ITEMS:
        return tuple(_items(parts, record))
    if name == PICTURES:
        return (*_pictures(record), *_recordings(record))
    return tuple(_done(record, name)) if record.procedure.act(name) else None


def _items(parts: Parts, record: Record) -> Iterator[Cells]:
    for each in parts.store.proceedings.children(record.proceeding.id):
        state = parts.law.shown(each.pack_digest, each.procedure, each.state).word
        yield {**_cells(ledger.values(parts, each, {})), "state": state}


def _pictures(record: Record) -> Iterator[Cells]:
    """Each picture of a question once, as it was told last, without those of void acts.

    Beside its digest it has what else its act was told (when it was taken, where it was uploaded).
    """
    found: dict[tuple[str, str], Cells] = {}
    for event in record.events:
        act = None if event.void else record.procedure.act(event.act)
        for ask in act.asks if act else ():
            page = str(event.payload.get(ask.id) or "")
            if act and page and ask.id in act.evidence:
                said = _cells(asked.worded(record.pack, record.procedure, event.payload))
                label = said.get(_KIND) or ask.label
                told = {"label": label, "digest": page, "uploaded": _uploaded(said, ""), **_when(event)}
                before = found.get((ask.id, page), told)
                found[ask.id, page] = {**said, **told, "at": before["at"], "who": before["who"]}
    yield from found.values()


def _recordings(record: Record) -> Iterator[Cells]:
    for kept in recordings.of_record(record):
        said = _cells(asked.worded(record.pack, record.procedure, kept.said))
        size = sized(kept.recording.size)
        told = {"label": f"{kept.kind or kept.label}({size},存在本机)", "digest": kept.recording.digest}
        yield {
            **said,
            **told,
            "uploaded": _uploaded(said, _NOT_YET),
            "at": moments.to_the_minute(kept.at),
            "who": kept.who,
        }


def _uploaded(said: Cells, otherwise: str) -> str:
    """When it was uploaded and under which number, as it was told; else something else."""
    told = (said.get("proof_uploaded_on", ""), said.get("proof_upload_number", ""))
    return " ".join(filter(None, told)) or otherwise


def _done(record: Record, act: str) -> Iterator[Cells]:
    for event in record.events:
        if event.act == act and not event.void:
            said = asked.worded(record.pack, record.procedure, event.payload)
            yield {**_cells(said), **_when(event)}


def _when(event: Event) -> Cells:
    return {"at": moments.to_the_minute(event.at), "who": event.who.person}


def _cells(said: Mapping[str, Any]) -> Cells:
    return {name: typeset(phrases.said(value)) for name, value in said.items()}
