"""A questionnaire as Chinese sentences, for whoever proof-reads it against the official form."""

from collections.abc import Iterator, Mapping
from typing import Final

from forms.explain_words import PROPOSED
from forms.schema import Element, Kind
from forms.sentences import plain_date, sentence
from forms.surveys import completing
from forms.surveys.kinds import END, LAST, Questionnaire, SurveyItem, SurveySkip

UNREAD: Final = "未核对"
_ORDER: Final = "一二三四五六七八九十"
_KINDS: Final[Mapping[Kind, str]] = {
    Kind.CHOICE: "单选",
    Kind.CHOICES: "多选",
    Kind.NUMBER: "数字",
    Kind.DATE: "日期",
    Kind.FLAG: "是否",
    Kind.NAME: "姓名",
    Kind.PHONE: "电话",
    Kind.ID_NUMBER: "身份证号",
    Kind.CERTIFICATE: "残疾人证号",
    Kind.BANK_CARD: "银行账号",
    Kind.TEXT: "文字",
}
_ABOUT: Final = {"person": "一人一张", "village": "一村(社区)一张"}


def lines(form: Questionnaire) -> Iterator[str]:
    """Everything a questionnaire says, line by line, with half-width punctuation."""
    head = form.head
    yield f"{form.title} ({form.id})"
    yield f"对象:{_ABOUT[head.about]}"
    yield f"情况截至:{plain_date(form.reference_day)},不管哪天问;以后的变化下一年度再填"
    window = f"{plain_date(form.first_day)}至{plain_date(form.reference_day)}"
    yield f"采集:{window};乡镇(街道){plain_date(form.upload_day)}前上传数据、报送资料"
    yield f"各项依据:{head.basis}"
    if head.unread:
        yield f"{UNREAD}:{head.unread}"
    for number, section in enumerate(form.sections):
        yield ""
        only = (
            f"({sentence(form, section.show_when)}的才问;出处:{section.source})" if section.show_when else ""
        )
        place = _ORDER[number] if number < len(_ORDER) else str(number + 1)
        yield f"{place}、{section.title}{only}"
        for item in (i for i in form.items if i.section == section.id):
            yield from (f"  {line}" for line in _item(form, item))
    yield from _followed(form)
    yield ""
    yield f"出处:{head.source};校验 {form.digest[:12]}"


def called(form: Questionnaire, name: str) -> str:
    """An item by its number, or by its label where the official form has none for it."""
    if name == END:
        return "表尾"
    return form.elements[name].number or f"“{form.elements[name].label}”"


def told(item: SurveyItem) -> str:
    """An item with its number: R9 是否就业."""
    return " ".join(part for part in (item.number, item.label) if part)


def answered(form: Questionnaire, item: Element) -> str:
    """How an item is answered: its kind with its options and limits."""
    options = " ".join(f"{option.code}.{option.label}" for option in form.options(item))
    limits = [f"最少{item.least}{item.unit}"] if item.least is not None else []
    if item.most is not None:
        limits.append(f"最多选{item.most}项" if item.kind is Kind.CHOICES else f"最多{item.most}{item.unit}")
    if item.kind is Kind.NUMBER:
        limits.append(f"{item.decimals}位小数" if item.decimals else "整数")
    if item.alone:
        limits.append(f"选了“{form.codes[item.codes].label(item.alone)}”就不选别的")
    return "".join((_KINDS[item.kind], f" {options}" if options else "", *(f",{limit}" for limit in limits)))


def jump(form: Questionnaire, skip: SurveySkip) -> str:
    """A jump as a sentence."""
    return f"{sentence(form, skip.when)}的,跳到{called(form, skip.to)}"


def _item(form: Questionnaire, item: SurveyItem) -> Iterator[str]:
    must = "人人要答" if item.everybody else "问到的要答" if item.required else "可以不答"
    only = f",{sentence(form, item.show_when)}的才问" if item.show_when else ""
    yield f"{told(item)}:{answered(form, item)};{must}{only}{marks(item)}"
    if item.help:
        yield f"  说明:{item.help}"
    if item.derived:
        yield "  推算得出的不问"
    yield f"  出处:{item.source}"
    for skip in (s for s in form.skips if s.at == item.id):
        marked = f"({PROPOSED})" if skip.proposed else ""
        yield f"  {jump(form, skip)}{marked}(依据:{skip.source})"
    for row in (c for c in form.cautions if c.element == item.id):
        words = f"{sentence(form, row.when)}的,{completing.grade(row)}:“{row.message}”"
        yield f"  {words}(出处:{row.source})"


def marks(item: SurveyItem) -> str:
    """What stands beside an item that is not, or not wholly, of a published form; else empty."""
    marked = [PROPOSED] if item.proposed else []
    marked += [f"{item.unread}{UNREAD}"] if item.unread else []
    return f"({','.join(marked)})" if marked else ""


def _followed(form: Questionnaire) -> Iterator[str]:
    known = [e for e in form.elements.values() if not e.section and not e.id.startswith(LAST)]
    if known:
        yield ""
        yield "不问、由程序给出或推算的"
    for element in known:
        yield f"  {element.label}(出处:{element.source})"
