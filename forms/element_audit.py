"""What is wrong with single elements, code tables and clauses of a pack or a questionnaire."""

from collections.abc import Iterator
from typing import Final

from forms import conditions
from forms.derive import DERIVERS, Deriver, inputs
from forms.lines import At
from forms.remarks import Remark
from forms.schema import Clause, Derivation, Element, Kind, Origin
from forms.spelling import choose, meant
from forms.vocabulary import Vocabulary

_CODED: Final = (Kind.CHOICE, Kind.CHOICES)
_MOST_DECIMALS: Final = 4
_ORDER: Final = "order"
_Told = tuple[At, str]


def element(row: Element, pack: Vocabulary) -> Iterator[_Told]:
    """What is wrong with an element: the key, and a sentence that says what to write."""
    if (row.kind in _CODED) != bool(row.codes):
        yield ("codes",), "单选(choice)、多选(choices)要写 codes,其他类型不写"
    elif row.codes and row.codes not in pack.codes:
        yield ("codes",), f"没有代码表“{row.codes}”{meant(row.codes, pack.codes)}"
    elif row.alone and (row.kind is not Kind.CHOICES or row.alone not in _codes(row, pack)):
        usable = "、".join(_codes(row, pack)[:20])
        yield ("alone",), f"alone 只用于多选,写表中的一个代码({usable}),现在是“{row.alone}”"
    sections = [s.id for s in pack.sections]
    if row.section and row.section not in sections:
        yield ("section",), f"没有栏目“{row.section}”{choose(row.section, sections)}"
    if row.kind is Kind.FLAG and not (row.yes and row.no):
        yield ("yes" if row.no else "no",), "是非要素要写 yes 和 no 两句话,告知书上用"
    if row.ask and not row.why:
        yield ("ask",), "写了 ask 就要写 why:问这个决定什么"
    if row.kind is Kind.FILE:
        yield ("kind",), "录像、录音(file)只由登记的动作问,表上没有"
    yield from _limits(row)
    yield from _demands(row)
    yield from _derivation(row, pack)
    yield from _helpers(row, pack)


def _limits(row: Element) -> Iterator[_Told]:
    """Faults of the keys ``least``, ``most`` and ``decimals``."""
    number = row.kind is Kind.NUMBER
    if row.least is not None and not number:
        yield ("least",), "least 只用于数字(kind 为 number)"
    if row.most is not None and not (number or row.kind is Kind.CHOICES):
        yield ("most",), "most 只用于数字(最大的值)和多选(最多选几项)"
    lowest = row.least if number else 1
    if row.most is not None and lowest is not None and row.most < lowest:
        yield ("most",), f"most 是{row.most},太小了,没有能填的;请改大"
    if not 0 <= row.decimals <= _MOST_DECIMALS:
        yield ("decimals",), f"decimals 写0到{_MOST_DECIMALS},现在是{row.decimals}"


def _helpers(row: Element, pack: Vocabulary) -> Iterator[_Told]:
    """Faults of ``same_as``, ``also_as``, their words, ``not_before``, ``repeats``, ``beside``, ``place``."""
    for key in ("same_as", "also_as", "not_before", "beside", "repeats"):
        name = getattr(row, key)
        if name and (name not in pack.elements or name == row.id):
            yield (key,), f"没有别的要素“{name}”{meant(name, pack.elements)}"
    for key, words in (("same_as", "same_words"), ("also_as", "also_words")):
        if bool(getattr(row, key)) != bool(getattr(row, words)):
            yield (key,), f"{key} 和 {words} 要一起写:从哪一项照抄,按钮上写什么"
    other = pack.elements.get(row.not_before)
    if row.not_before and (row.kind is not Kind.DATE or (other and other.kind is not Kind.DATE)):
        yield ("not_before",), "not_before 只用于两个日期(kind 为 date)之间"
    first = pack.elements.get(row.repeats)
    if first and first.kind is not row.kind:
        yield ("repeats",), f"再录一遍的 kind 应与“{first.label}”一样,写 {first.kind}"
    if row.beside and not row.ask:
        yield ("beside",), "beside 写在要问的要素上,请补上 ask 或删去 beside"
    if row.place and row.kind is not Kind.TEXT:
        yield ("place",), "place 只用于文字(kind 为 text)"


def _demands(row: Element) -> Iterator[_Told]:
    """Faults of an element's required and ranks keys: several of one kind, no field for it, no ``typed``."""
    given = [bool(row.required), bool(row.required_for), bool(row.required_when)]
    if sum(given) > 1:
        yield ("required",), "required、required_for、required_when 只写一个,其余的不起作用"
    if any(given) and not row.section:
        yield ("required",), "没有写 section,表上没有这一项,不能必填;请写 section 或删去必填"
    if not row.ranks or len(set(row.ranks)) < len(row.ranks):
        yield ("ranks",), f"ranks 要从最可信的写起,各写一次:{'、'.join(Origin)}"
    elif (row.ask or row.section) and Origin.TYPED not in row.ranks:
        yield ("ranks",), "要问或要填的,ranks 里要有 typed,否则录不进去"


def _derivation(row: Element, pack: Vocabulary) -> Iterator[_Told]:
    if row.derived is None:
        return
    deriver, arguments = DERIVERS.get(row.derived.name), row.derived.arguments
    if deriver is None:
        yield ("derived",), f"不认识的推算“{row.derived.name}”{choose(row.derived.name, DERIVERS)}"
        return
    if deriver.gives is not row.kind:
        yield ("derived",), f"推算“{row.derived.name}”得出 {deriver.gives},kind 应写 {deriver.gives}"
    if len(arguments) != deriver.arguments:
        yield (
            ("derived",),
            f"推算“{row.derived.name}”要{deriver.arguments}个参数,现在是{len(arguments)}个",
        )
        return
    for said in _arguments(row.derived, deriver, pack):
        yield ("derived",), said


def _arguments(derivation: Derivation, deriver: Deriver, pack: Vocabulary) -> Iterator[str]:
    """Faults of what a derivation reads."""
    named = inputs(derivation)
    for name in (n for n in named if n not in pack.elements):
        yield f"推算要用的要素“{name}”没有定义{meant(name, pack.elements)}"
    own = [pack.elements[n] for n in named[len(deriver.reads) :] if n in pack.elements]
    if strange := [e for e in own if e.kind not in deriver.takes]:
        takes = "、".join(deriver.takes)
        for source in strange:
            yield f"推算“{derivation.name}”要从 {takes} 类要素推算,“{source.label}”是 {source.kind}"
    elif deriver.pair:
        if len({source.kind for source in own}) > 1:
            kinds = "和".join(source.kind for source in own)
            yield f"推算“{derivation.name}”要看同一类的两项,现在是{kinds}"
        for source in own if derivation.name == _ORDER else ():
            if not all(code.isdigit() for code in _codes(source, pack)):
                yield f"“{source.label}”的代码要都是数字,才比得出先后"
    elif derivation.arguments[1:] and not derivation.arguments[1].isdigit():
        yield f"推算“{derivation.name}”的第2个参数应为月数,现在是“{derivation.arguments[1]}”"


def clause(row: Clause, pack: Vocabulary) -> str:
    """What is wrong with a clause; empty when nothing is, or nothing that is not told at its element."""
    found = pack.elements.get(row.element)
    if found is None:
        return f"条件用到的要素“{row.element}”没有定义{meant(row.element, pack.elements)}"
    if found.kind in _CODED and found.codes not in pack.codes:
        return ""
    return conditions.fault(row, found, _codes(found, pack)) or ""


def tables(pack: Vocabulary) -> Iterator[Remark]:
    """What is wrong with the code tables."""
    for table in pack.codes.values():
        at: At = ("table", table.id, "options")
        codes = [o.code for o in table.options]
        if not codes:
            yield Remark(at, f"代码表“{table.title}”没有选项,请至少写一个")
        for option in table.options:
            quoted = f'"{option.code}"'
            if codes.count(option.code) > 1:
                yield Remark(at, f"代码“{option.code}”写了两次,请删去一个或换个代码", quoted)
            if not option.code.strip() or not option.label.strip() or " " in option.code:
                yield Remark(at, f"选项“{option.code}”要有代码和名称,代码里没有空格", quoted)
            if option.code in conditions.FLAGS:
                yield Remark(at, f"代码不能叫“{option.code}”,条件里它表示是或否", quoted)
            if option.write_in:
                yield from _write_in(option.write_in, at, pack)


def _write_in(name: str, at: At, pack: Vocabulary) -> Iterator[Remark]:
    element = pack.elements.get(name)
    if element is None:
        near = meant(name, pack.elements)
        yield Remark(at, f"选项要填写的要素“{name}”没有定义{near or ',请写进 elements.toml 或删去'}", name)
    elif element.kind is not Kind.TEXT or not element.section:
        yield Remark(at, f"选项要填写的“{element.label}”应为有栏目(section)的文字(kind 为 text)", name)


def _codes(element: Element, pack: Vocabulary) -> list[str]:
    return [o.code for o in pack.codes[element.codes].options] if element.codes in pack.codes else []
