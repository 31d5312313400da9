"""What changed from one year's questionnaire to the next, in Chinese sentences."""

from collections.abc import Iterator, Mapping
from typing import Final

from forms.schema import Condition
from forms.sentences import plain_date, sentence
from forms.surveys import completing
from forms.surveys.explain import answered, called, jump, told
from forms.surveys.kinds import Questionnaire, SurveyItem


def sentences(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    """Every difference, in the order of the new form; nothing where they ask the same."""
    yield from _heads(before, after)
    yield from _sections(before, after)
    yield from _items(before, after)
    yield from _jumps(before, after)
    yield from _cautions(before, after)


def _heads(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    if before.head.title != after.head.title:
        yield f"名称由“{before.head.title}”改为“{after.head.title}”"
    for word, key in (("截至", "reference"), ("开始采集", "opens"), ("上传报送", "upload_by")):
        old, new = getattr(before.head, key), getattr(after.head, key)
        if old != new:
            yield f"{word}的日子由{_month_day(old)}改为{_month_day(new)}"


def _month_day(written: str) -> str:
    return plain_date(f"2027-{written}").removeprefix("2027年")


def _sections(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    old, new = ({s.id: s for s in form.sections} for form in (before, after))
    yield from (f"新增栏目“{new[name].title}”" for name in new if name not in old)
    yield from (f"去掉栏目“{old[name].title}”" for name in old if name not in new)
    for name in (n for n in new if n in old):
        if old[name].title != new[name].title:
            yield f"栏目“{old[name].title}”改叫“{new[name].title}”"
        yield from _shown(f"栏目“{new[name].title}”", before, after, old[name].show_when, new[name].show_when)


def _items(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    old = {item.id: item for item in before.items}
    came_from = {item.id: item.was or item.id for item in after.items}
    for item in after.items:
        was = old.get(came_from[item.id])
        if was is None:
            yield f"新增“{told(item)}”:{answered(after, item)}"
        else:
            yield from _item(before, after, was, item)
    gone = [item for item in before.items if item.id not in came_from.values()]
    yield from (f"去掉“{told(item)}”" for item in gone)
    kept = [name for name in came_from.values() if name in old]
    if kept != [name for name in old if name in kept]:
        yield "题的先后有变化"


def _item(before: Questionnaire, after: Questionnaire, was: SurveyItem, now: SurveyItem) -> Iterator[str]:
    name = f"“{told(now)}”"
    if told(was) != told(now):
        yield f"“{told(was)}”改为{name}"
    if was.kind is not now.kind:
        yield f"{name}的答法由“{answered(before, was)}”改为“{answered(after, now)}”"
    else:
        yield from (f"{name}{words}" for words in _options(before, after, was, now))
        yield from (f"{name}{words}" for words in _limits(was, now))
    for word, key in (("必填", "required"), ("人人要答", "everybody")):
        if getattr(was, key) != getattr(now, key):
            yield f"{name}{'改为' if getattr(now, key) else '不再'}{word}"
    yield from _shown(name, before, after, was.show_when, now.show_when)


def _options(before: Questionnaire, after: Questionnaire, was: SurveyItem, now: SurveyItem) -> Iterator[str]:
    old: Mapping[str, str] = {o.code: o.label for o in before.options(was)}
    new: Mapping[str, str] = {o.code: o.label for o in after.options(now)}
    yield from (f"新增选项 {code}.{new[code]}" for code in new if code not in old)
    yield from (f"去掉选项 {code}.{old[code]}" for code in old if code not in new)
    for code in (c for c in new if c in old and old[c] != new[c]):
        yield f"的选项{code}由“{old[code]}”改为“{new[code]}”"


_LIMITS: Final = (("下限", "least"), ("上限", "most"), ("小数位数", "decimals"), ("单独选的一项", "alone"))


def _limits(was: SurveyItem, now: SurveyItem) -> Iterator[str]:
    for word, key in _LIMITS:
        old, new = getattr(was, key), getattr(now, key)
        if old != new:
            yield f"的{word}由{_or_none(old)}改为{_or_none(new)}"


def _or_none(limit: object) -> str:
    return "没有" if limit in (None, "") else str(limit)


def _shown(
    name: str, before: Questionnaire, after: Questionnaire, old: Condition, new: Condition
) -> Iterator[str]:
    if old != new:
        was = sentence(before, old) if old else "人人都问"
        now = sentence(after, new) if new else "人人都问"
        yield f"{name}问谁,由“{was}”改为“{now}”"


def _jumps(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    old = [f"{called(before, s.at)}:{jump(before, s)}" for s in before.skips]
    new = [f"{called(after, s.at)}:{jump(after, s)}" for s in after.skips]
    yield from (f"新增跳转 {words}" for words in new if words not in old)
    yield from (f"去掉跳转 {words}" for words in old if words not in new)


def _cautions(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    old, new = (
        {
            row.id: f"{sentence(form, row.when)}的,{completing.grade(row)}:“{row.message}”"
            for row in form.cautions
        }
        for form in (before, after)
    )
    yield from (f"新增核对:{new[name]}" for name in new if name not in old)
    yield from (f"去掉核对:{old[name]}" for name in old if name not in new)
    for name in (n for n in new if n in old and old[n] != new[n]):
        yield f"核对由“{old[name]}”改为“{new[name]}”"
