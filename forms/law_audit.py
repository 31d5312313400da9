"""What of a pack contradicts the law it rests on: clauses without a row, altered quotations, numbers."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from forms import citing
from forms.lines import At
from forms.pack import Pack
from forms.provisions import Provision
from forms.remarks import Remark
from forms.rows import File

_ROW: Final = "请写进 clauses.toml 的 [[clause]](新的文件先写 [[law]]),或改成表中的写法"
_MONTHS_AND_DAYS: Final = {
    "renew_from_months": (0, 36, "到期前可以换证的月数"),
    "bar_months": (12, 36, "注销后不得重新申请的月数(残疾人证管理办法第二十四条:一年)"),
    "subsidy_review_months": (1, 12, "两项补贴资格复核的月数(至少一年一次)"),
    "publication_days": (1, 30, "村(社区)公示的工作日"),
}
"""Numbers of a county: the least and the most, and what they are."""
_LIMITED: Final = (
    (re.compile(r"(\d+)个工作日内[^,。;]{0,6}(?:转交|流转)"), "handover", "转交"),
    (re.compile(r"(\d+)个工作日内[^,。;]{0,6}审核"), "review", "审核"),
    (re.compile(r"法定[^,。;]{0,10}?(\d+)个工作日"), "legal", "法定"),
    (re.compile(r"(?:承诺|不超过)[^,。;]{0,10}?(\d+)个工作日"), "promised", "承诺"),
    (re.compile(r"(?<!法定)(?<!\d)(\d+)个工作日内?办结"), "promised", "承诺"),
)
"""How sentences speak of a limit, its key and its name."""
_MONEY: Final = re.compile(r"[0-9一二三四五六七八九十百]+(?:\.[0-9]+)?元")
_FREE: Final = "零费用"


def remarks(pack: Pack, files: Sequence[File]) -> Iterator[Remark]:
    """Every contradiction, where it was written; ``files`` are those the pack was read from."""
    yield from _table(pack, files)
    yield from _cited(pack)
    yield from _texts(pack)
    yield from _numbers(pack)
    yield from _quoted(pack)
    yield from _materials(pack)


def _table(pack: Pack, files: Sequence[File]) -> Iterator[Remark]:
    """Faults of the table of provisions itself."""
    places = [(f.shown, n) for f in files for n in range(len(f.data.get("clause", ())))]
    for kind, number, key, message in citing.faults(tuple(pack.laws.values()), pack.clauses):
        if kind == "law":
            yield Remark(("law", tuple(pack.laws)[number], key), message)
        elif number < len(places):
            shown, place = places[number]
            yield Remark(("clause", place, key), message, file=shown)


def _cited(pack: Pack) -> Iterator[Remark]:
    """Clauses that reach a paper and have no row."""
    for at, clause in _clauses(pack):
        for part in citing.unknown(pack, clause):
            law = citing.named(pack, part)
            said = f"《{law.title}》的表中没有这一条:“{part}”" if law else f"没有“{part}”这份文件"
            yield Remark(at, f"{said},{_ROW}", part if part in clause else "")


def _clauses(pack: Pack) -> Iterator[tuple[At, str]]:
    """Every clause of the matters, with its place."""
    for matter in pack.matters.values():
        at: At = ("matter", matter.id)
        yield (*at, "basis"), matter.basis
        for requirement in matter.requirements:
            yield (*at, "requirements", requirement.id, "clause"), requirement.clause
            for extension in requirement.extensions:
                yield ("extension", extension.id, "clause"), extension.clause
        for number, branch in enumerate(matter.branches):
            yield (*at, "branches", number, "source"), branch.source


def _texts(pack: Pack) -> Iterator[Remark]:
    """Sentences that say another number than the limits, or a price."""
    for name, words in pack.texts.items():
        for pattern, key, word in _LIMITED:
            right = getattr(pack.limits, key)
            for found in pattern.finditer(words):
                if int(found[1]) != right:
                    said = f"这里写{found[1]}个工作日,[limits] 的{word}({key})是{right};数字可以写成 ${key}"
                    yield Remark(("text", name, "words"), said)
        if (price := _MONEY.search(words)) and _row(pack, "annex2", "第十五条"):
            yield Remark(("text", name, "words"), f"写了“{price[0]}”;附件2第十五条:零费用,不得收取费用")
    if pack.limits.fee != _FREE and _row(pack, "annex2", "第十五条"):
        said = f'费用写成“{pack.limits.fee}”;附件2第十五条推行“零费用”,请写 fee = "{_FREE}"'
        yield Remark(("limits", "fee"), said)


def _numbers(pack: Pack) -> Iterator[Remark]:
    for name, (least, most, what) in _MONTHS_AND_DAYS.items():
        value = pack.values.get(name, "")  # what is no number at all is told where a condition uses it
        if re.fullmatch(r"-?\d+", value) and not least <= int(value) <= most:
            yield Remark(("values", name), f"{what}应在{least}至{most}之间,现在是“{value}”")


def _quoted(pack: Pack) -> Iterator[Remark]:
    """The promise of the form, which stands word for word as in its source."""
    row, words = _row(pack, "annex4", "承诺签名"), pack.texts.get("promise")
    if row and words is not None and _letters(words) != _letters(row.words):
        yield Remark(("text", "promise", "words"), "承诺的文字与附件4“承诺签名”不一样,要一字不差")


def _materials(pack: Pack) -> Iterator[Remark]:
    """Materials beyond the list of the scheme, which may not be demanded (附件2第十七条)."""
    titles = [p.words.split(",")[0] for p in pack.clauses if p.law == "annex5" and p.article]
    for material in pack.materials if titles else ():
        if material.title not in titles:
            said = f"附件5没有“{material.title}”;附件5以外的材料不得要求(附件2第十七条),请删去"
            yield Remark(("material", material.id, "title"), said)


def _row(pack: Pack, law: str, article: str) -> Provision | None:
    return next((p for p in pack.clauses if (p.law, p.article) == (law, article)), None)


def _letters(text: str) -> str:
    """A text without blanks and the width of its punctuation."""
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text if not c.isspace())
