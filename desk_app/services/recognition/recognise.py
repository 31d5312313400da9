"""What a picture is of, how it lies, and what stands on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desk_app.domain.page_words import PageWords
from desk_app.domain.recognised import PageSpot, ReadField, ReadPage
from desk_app.errors import WorldError
from desk_app.services.recognition import kinds, pieces, values, zones
from desk_app.services.recognition.kinds import CardKind, FieldRule, KindTable
from desk_app.services.recognition.pieces import Label, LinePiece
from desk_app.services.recognition.socket import PageReader
from forms.facts import CodeTable
from forms.numbers import id_kind, read_id

_OTHER_BIRTH: Final = "证上的出生日期与号码里的不同,请逐位核对"
_OTHER_SEX: Final = "证上的性别与号码里的不同,请逐位核对"
_WRITTEN: Final = 5
"""Words from which on a picture is a page; a sign on a wall has fewer."""
_MARGIN: Final = 0.4
"""Heights of a line shown around a value."""


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Reads pictures by the tables of one pack, on one day."""

    reader: PageReader
    codes: Mapping[str, CodeTable]
    today: date
    table: KindTable

    @classmethod
    def of(cls, reader: PageReader, codes: Mapping[str, CodeTable], today: date) -> "Recogniser":
        """One with the kinds this program ships."""
        return cls(reader, codes, today, kinds.shipped())

    def read(self, data: bytes) -> ReadPage:
        """What a picture shows, however it was turned; WorldError when it can not be read."""
        words = self.reader.words(data)
        turn = self.turn(words)
        if turn:  # single characters are only read right when they stand upright
            words = self.reader.words(data, turn)
        written = len(words.words) >= _WRITTEN
        found = replace(self.upright(words), advice=words.advice, written=written)
        return replace(found, turn=turn) if found.kind else found

    def turn(self, words: PageWords) -> int:
        """By how many quarters to the right the picture has to be turned to stand upright."""
        found = [len(self.upright(pieces.turned(words, quarters)).fields) for quarters in range(4)]
        return found.index(max(found))

    def upright(self, words: PageWords) -> ReadPage:
        """What the words of an upright picture tell."""
        lines = pieces.lines(words)
        kind = self._kind("\n".join(p.text for p in lines))
        if kind is None:
            return ReadPage()
        labels, rest = pieces.cut(lines, kind.labels)
        size = words.width, words.height
        found = [f for rule in kind.fields if (f := self._field(rule, labels, rest, size))]
        if kind.materials == ("bank_card_copy",) and not found:  # the word 银行 alone is on many papers
            return ReadPage()
        return ReadPage(kind.id, kind.title, kind.materials, 0, _borne_out(kind, found, self.today))

    def _kind(self, text: str) -> CardKind | None:
        for kind in self.table.kinds:
            signs = sum(sign in text for sign in kind.signs)
            needed = not kind.needs or any(n in text for n in kind.needs)
            if signs >= kind.least and needed and not any(n in text for n in kind.never):
                return kind
        return None

    def _field(
        self, rule: FieldRule, labels: Sequence[Label], rest: Sequence[LinePiece], size: tuple[int, int]
    ) -> ReadField | None:
        judge = values.Judge(self.codes, self.table.same, self.today)
        beside = [
            piece
            for label in labels
            if label.label in rule.labels and (piece := zones.right_of(label, rule.lines, labels, rest))
        ]
        for piece in (*beside, *(rest if rule.anywhere else ())):
            if read := judge.read(rule, piece.text, piece.scores):
                return ReadField(rule.id, read.value, read.doubt, _spot(piece, size))
        return None


def _spot(piece: LinePiece, size: tuple[int, int]) -> PageSpot:
    """Where a value stands, with a little around it."""
    wide, high = size
    line = min(piece.height, high / 10) * _MARGIN
    return PageSpot(
        max(0.0, (piece.left - line) / wide),
        max(0.0, (piece.top - line) / high),
        min(1.0, (piece.right + line) / wide),
        min(1.0, (piece.bottom + line) / high),
    )


def _borne_out(kind: CardKind, found: Sequence[ReadField], today: date) -> tuple[ReadField, ...]:
    """The fields with a doubt on a number that says otherwise than the birth or sex beside it."""
    told = {f.id: f.value for f in found}
    number = read_id(str(told.get("id_number", "")), today)
    if number is None or id_kind(number.number) is None:
        return tuple(found)
    doubt = ""
    if told.get("birth", number.birth.isoformat()) != number.birth.isoformat():
        doubt = _OTHER_BIRTH
    elif told.get("sex", number.sex) != number.sex:
        doubt = _OTHER_SEX
    witnesses = {r.id for r in kind.fields if r.witness}
    doubted = {"id_number", *witnesses} if doubt else set()
    return tuple(replace(f, doubt=f.doubt or doubt) if f.id in doubted else f for f in found)


def read(reader: PageReader, codes: Mapping[str, CodeTable], today: date, data: bytes) -> ReadPage:
    """What a picture shows; nothing where it can not be read: then everything is typed, as ever."""
    try:
        return Recogniser.of(reader, codes, today).read(data)
    except WorldError:
        return ReadPage()
