"""The one format of both ends of the line: JSON texts and what they mean.

Both ends read through this module only, so a letter the desk writes is a letter the county
understands. Letters are read strictly: a key too many is refused, for the county must not store
what it does not understand. Answers and news may grow keys that an older desk ignores.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from desk_app.domain.applications import Application, Page
from desk_app.domain.letters import News, NewsBatch, NewsKind, Supplement
from desk_app.domain.promises import Promise
from forms.schema import Facts, Outcome, Problem, Value

VERSION: Final = 1
"""Version of the letter format; a reader refuses any other."""

MAX_LETTER: Final = 1_000_000
"""Largest letter in bytes; a full form of all matters is about 6 kB."""

MAX_FILE: Final = 20_000_000
"""Largest page in bytes; a page scanned at 300 dpi is about 1 MB."""

NEWS_LIMIT: Final = 200
"""Most pieces of news in one batch."""

_NAME_LENGTH = 100
_DIGEST = re.compile(r"[0-9a-f]{64}")
# NUL and lone surrogates can be written in JSON but not be stored by any database.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_Word = TypeVar("_Word", bound=StrEnum)
_Row = Mapping[str, Any]


class WireError(ValueError):
    """A text that is not as agreed; ``str(error)`` is one Chinese sentence naming what is wrong."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the window told the applicant of one matter at acceptance."""

    matter: str
    outcome: Outcome
    waits_for: str


@dataclass(frozen=True, slots=True)
class LetterBody:
    """An accepted application as the county receives it; ``id`` is the application's id at the desk."""

    id: str
    number: str
    answers: Facts
    chosen: tuple[str, ...]
    findings: tuple[Judged, ...]
    pages: tuple[Page, ...]
    seen: tuple[str, ...]
    accepted_at: datetime
    clerk: str
    window: str
    region_code: str
    pack_version: str
    pack_digest: str
    copies: tuple[str, ...] = ()
    """Materials of ``seen`` of which the window kept a copy; older letters do not say."""
    promises: tuple[Promise, ...] = ()
    """Materials that follow (容缺), each with its last day; older letters know of none."""


_LETTER_KEYS = frozenset(LetterBody.__dataclass_fields__) | {"version"}
_SUPPLEMENT_KEYS = frozenset(Supplement.__dataclass_fields__) | {"version"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The county has the letter: 办件编号, when (ISO, with zone), and a remark for the window, if any."""

    office_number: str
    received_at: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the county did not do as asked: its words, and the elements to mend."""

    words: str
    problems: tuple[Problem, ...] = ()

    @property
    def sentence(self) -> str:
        """Words and problems in one line for the clerk."""
        told = ";".join(p.message for p in self.problems)
        return f"{self.words.rstrip('。:')}:{told}" if told else self.words


def letter_body(application: Application, region_code: str) -> str:
    """The letter of an accepted application as canonical JSON, fixed at acceptance."""
    judged = tuple(Judged(f.matter, f.outcome, f.waits_for) for f in application.findings)
    return write_letter(
        LetterBody(
            id=application.id,
            number=application.number,
            answers=application.answers,
            chosen=application.chosen,
            findings=judged,
            pages=application.pages,
            seen=application.seen,
            accepted_at=application.accepted_at,
            clerk=application.clerk,
            window=application.window,
            region_code=region_code,
            pack_version=application.pack_version,
            pack_digest=application.pack_digest,
            copies=application.copies,
            promises=application.promises,
        )
    )


def write_letter(body: LetterBody) -> str:
    """A letter as canonical JSON: the same letter is always the same text."""
    return _dump(
        {
            "version": VERSION,
            "id": body.id,
            "number": body.number,
            "answers": _json_facts(body.answers),
            "chosen": list(body.chosen),
            "findings": [
                {"matter": f.matter, "outcome": f.outcome.value, "waits_for": f.waits_for}
                for f in body.findings
            ],
            "pages": _json_pages(body.pages),
            "seen": list(body.seen),
            "copies": list(body.copies),
            "promises": [{"material": p.material, "until": p.until.isoformat()} for p in body.promises],
            "accepted_at": body.accepted_at.isoformat(),
            "clerk": body.clerk,
            "window": body.window,
            "region_code": body.region_code,
            "pack_version": body.pack_version,
            "pack_digest": body.pack_digest,
        }
    )


def read_letter(text: str | bytes) -> LetterBody:
    """The letter a text stands for; WireError for anything missing, misshapen or unknown."""
    row = _checked(text, _LETTER_KEYS)
    return LetterBody(
        id=_name(row, "id"),
        number=_name(row, "number"),
        answers=_facts(row, "answers"),
        chosen=_names(row, "chosen"),
        findings=tuple(
            Judged(_name(f, "matter"), _word(f, "outcome", Outcome), _text(f, "waits_for"))
            for f in _rows(row, "findings")
        ),
        pages=tuple(_page(p) for p in _rows(row, "pages")),
        seen=_names(row, "seen"),
        accepted_at=_moment(row, "accepted_at"),
        clerk=_text(row, "clerk"),
        window=_name(row, "window"),
        region_code=_name(row, "region_code"),
        pack_version=_name(row, "pack_version"),
        pack_digest=_name(row, "pack_digest"),
        copies=_names(row, "copies") if "copies" in row else (),
        promises=_promises(row) if "promises" in row else (),
    )


def write_supplement(supplement: Supplement) -> str:
    """The letter of a material that followed, as canonical JSON."""
    return _dump(
        {
            "version": VERSION,
            "application": supplement.application,
            "material": supplement.material,
            "pages": _json_pages(supplement.pages),
            "taken_at": supplement.taken_at.isoformat(),
            "clerk": supplement.clerk,
        }
    )


def read_supplement(text: str | bytes) -> Supplement:
    """The supplement a text stands for; WireError for anything missing, misshapen or unknown."""
    row = _checked(text, _SUPPLEMENT_KEYS)
    supplement = Supplement(
        application=_name(row, "application"),
        material=_name(row, "material"),
        pages=tuple(_page(p) for p in _rows(row, "pages")),
        taken_at=_moment(row, "taken_at"),
        clerk=_text(row, "clerk"),
    )
    if not supplement.pages or any(p.material != supplement.material for p in supplement.pages):
        raise WireError("补交信件里应有这种材料的图片,只有这种材料的")
    return supplement


def write_facts(facts: Facts) -> str:
    """Answers as canonical JSON."""
    return _dump(_json_facts(facts))


def read_facts(text: str | bytes) -> dict[str, Value]:
    """Answers from JSON; lists come back as tuples."""
    return _facts({"answers": _object(text)}, "answers")


def write_answer(answer: Answer) -> str:
    """The county's answer to a letter."""
    return _dump(
        {
            "office_number": answer.office_number,
            "received_at": answer.received_at,
            "remark": answer.remark,
        }
    )


def read_answer(text: str | bytes) -> Answer:
    """The answer a text stands for; WireError otherwise."""
    row = _object(text)
    return Answer(_name(row, "office_number"), _moment(row, "received_at").isoformat(), _text(row, "remark"))


def write_refusal(refusal: Refusal) -> str:
    """The county's reasons for not doing as asked."""
    problems = [{"element": p.element, "message": p.message} for p in refusal.problems]
    return _dump({"problems": problems, "words": refusal.words})


def read_refusal(text: str | bytes) -> Refusal:
    """The reasons a text stands for; WireError otherwise, so no stranger's page passes for a refusal."""
    row = _object(text)
    problems = tuple(Problem(_text(p, "element"), _text(p, "message")) for p in _rows(row, "problems"))
    words = _text(row, "words")
    if not words:
        raise WireError("退回没有说明原因")
    return Refusal(words, problems)


def write_news(batch: NewsBatch) -> str:
    """A batch of news with the cursor to ask with next."""
    news = [
        {
            "id": n.id,
            "seq": n.seq,
            "application": n.application,
            "matter": n.matter,
            "kind": n.kind.value,
            "text": n.text,
            "at": n.at.isoformat(),
        }
        for n in batch.news
    ]
    return _dump({"news": news, "cursor": batch.cursor})


def read_news(text: str | bytes) -> NewsBatch:
    """The batch a text stands for; WireError unless its news stand in order, up to the cursor."""
    row = _object(text)
    batch = NewsBatch(tuple(_news(n) for n in _rows(row, "news")), _count(row, "cursor"))
    order = [n.seq for n in batch.news]
    if order != sorted(set(order)) or any(seq > batch.cursor for seq in order):
        raise WireError("消息的次序不对")
    return batch


def is_digest(text: str) -> bool:
    """Whether a text is a SHA-256 in lower-case hex, as page ids are."""
    return _DIGEST.fullmatch(text) is not None


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _json_pages(pages: Iterable[Page]) -> list[dict[str, Any]]:
    return [
        {"id": p.id, "material": p.material, "name": p.name, "media": p.media, "size": p.size} for p in pages
    ]


def _checked(text: str | bytes, keys: frozenset[str]) -> _Row:
    """The object a letter's text stands for, of our version and without unknown keys."""
    row = _object(text)
    if row.get("version") != VERSION:
        raise WireError(f"信件格式版本{row.get('version')!r}不认识,请把窗口程序和区县程序升级到同一版本")
    if unknown := sorted(row.keys() - keys):
        raise WireError(f"信件里有不认识的项目“{unknown[0]}”,请升级区县程序")
    return row


def _json_facts(facts: Facts) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in facts.items()}


def _object(text: str | bytes) -> _Row:
    try:
        row = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except WireError:
        raise
    except (ValueError, RecursionError):
        raise WireError("内容不是完整的 JSON") from None
    return _mapping(row, "内容")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in pairs:
        if key in row:
            raise WireError(f"“{key}”出现了两次")
        row[_storable(key, "项目名")] = value
    return row


def _no_constant(name: str) -> None:
    raise WireError(f"不能用数值 {name}")


def _mapping(value: Any, key: str) -> _Row:
    if not isinstance(value, dict):
        raise WireError(f"“{key}”应为一组项目")
    return value


def _get(row: _Row, key: str) -> Any:
    if key not in row:
        raise WireError(f"缺少“{key}”")
    return row[key]


def _storable(text: str, key: str) -> str:
    if _UNSTORABLE.search(text):
        raise WireError(f"“{key}”中有不能保存的字符,请删去后重录")
    return text


def _as_text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise WireError(f"“{key}”应为文字")
    return _storable(value, key)


def _text(row: _Row, key: str) -> str:
    return _as_text(_get(row, key), key)


def _name(row: _Row, key: str) -> str:
    text = _text(row, key)
    if not 1 <= len(text) <= _NAME_LENGTH:
        raise WireError(f"“{key}”应有1至{_NAME_LENGTH}个字")
    return text


def _texts(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise WireError(f"“{key}”应为文字列表")
    return tuple(_as_text(item, key) for item in value)


def _names(row: _Row, key: str) -> tuple[str, ...]:
    names = _texts(_get(row, key), key)
    if len(set(names)) < len(names):
        raise WireError(f"“{key}”中有重复的项目")
    return names


def _rows(row: _Row, key: str) -> list[_Row]:
    value = _get(row, key)
    if not isinstance(value, list):
        raise WireError(f"“{key}”应为列表")
    return [_mapping(item, key) for item in value]


def _count(row: _Row, key: str) -> int:
    value = _get(row, key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise WireError(f"“{key}”应为不小于零的整数")
    return value


def _moment(row: _Row, key: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(row, key))
    except ValueError:
        raise WireError(f"“{key}”不是时间") from None
    if moment.tzinfo is None:
        raise WireError(f"“{key}”没有注明时区")
    return moment


def _word(row: _Row, key: str, words: type[_Word]) -> _Word:
    try:
        return words(_text(row, key))
    except ValueError:
        raise WireError(f"“{key}”的值不认识,可用:{'、'.join(words)}") from None


def _facts(row: _Row, key: str) -> dict[str, Value]:
    return {k: _fact(v, k) for k, v in _mapping(_get(row, key), key).items()}


def _fact(value: Any, key: str) -> Value:
    if isinstance(value, bool):
        return value
    return _texts(value, key) if isinstance(value, list) else _as_text(value, key)


def _page(row: _Row) -> Page:
    page = Page(
        _text(row, "id"), _name(row, "material"), _text(row, "name"), _name(row, "media"), _count(row, "size")
    )
    if not is_digest(page.id):
        raise WireError("页面编号应为64位小写十六进制")
    return page


def _promises(row: _Row) -> tuple[Promise, ...]:
    promises = tuple(Promise(_name(p, "material"), _day(p, "until")) for p in _rows(row, "promises"))
    if len({p.material for p in promises}) < len(promises):
        raise WireError("“promises”中有重复的项目")
    return promises


def _day(row: _Row, key: str) -> date:
    text = _text(row, key)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WireError(f"“{key}”不是日期") from None


def _news(row: _Row) -> News:
    return News(
        id=_name(row, "id"),
        seq=_count(row, "seq"),
        application=_name(row, "application"),
        matter=_name(row, "matter"),
        kind=_word(row, "kind", NewsKind),
        text=_text(row, "text"),
        at=_moment(row, "at"),
    )
