"""A procedure in Chinese sentences, for an official who proof-reads how something is handled."""

from collections.abc import Iterable, Iterator
from typing import Final

from forms import listing, phrases, recordings, unit_sheets
from forms.asked import NUMBERS
from forms.clock_kinds import Clock, Cycle, Unit
from forms.explain_words import PROPOSED, founded, labels_of, with_asks, word_of, words_of
from forms.pack import Pack
from forms.procedures import ROLE_WORDS, Act, Ask, Procedure, State
from forms.rate_kinds import ActTally, Rate
from forms.record_kinds import Criterion, ItemMove, Link, PaperOffer
from forms.report_kinds import UnitReport
from forms.round_kinds import Every, Round
from forms.schema import Kind
from forms.sentences import sentence
from forms.unit_sheets import DUTY, TOWN, VILLAGE, WHOLE, UnitSheet

_ORDER: Final = "一二三四五六七八九"
_UNITS: Final = {Unit.WORKING: "个工作日", Unit.CALENDAR: "天", Unit.MONTH: "个月", Unit.YEAR: "年"}
_KNOWN: Final = ("编号", "名称", "姓名", "到期日", "经办人", "时间", "次数")
_ALWAYS: Final = dict(zip(phrases.ALWAYS, _KNOWN, strict=True))


def lines(pack: Pack, row: Procedure) -> Iterator[str]:
    """Everything a procedure says, line by line, with half-width punctuation."""
    yield f"{row.title} ({row.id})"
    yield from _head(pack, row)
    parts = (
        ("服务谁(都要满足)", [line for c in row.criteria for line in _criterion(pack, row, c)]),
        ("有哪些状态", [line for s in row.states for line in _state(pack, row, s)]),
        ("谁可以做什么", [line for a in row.acts for line in _act(pack, row, a)]),
        ("期限", [line for c in row.clocks for line in _clock(pack, row, c)]),
        ("看状态可以打印的", [line for p in row.papers for line in _paper(row, p)]),
        ("按表格办的", [line for s in row.sheets for line in _sheet(row, s)]),
        ("台账和报表", [line for r in row.reports for line in _report(pack, row, r)]),
        ("定期要做的", [line for r in row.rounds for line in _round(pack, row, r)]),
        ("名单和统计", [*_listing(pack, row), *_counting(row)]),
    )
    said = [(title, block) for title, block in parts if block]
    for number, (title, block) in enumerate(said):
        yield ""
        yield f"{_ORDER[number]}、{title}"
        yield from (f"  {line}" for line in block)
    yield ""
    yield f"出处:{row.source};{pack.source},版本 {pack.version}"


def _head(pack: Pack, row: Procedure) -> Iterator[str]:
    if row.parent:
        yield f"属于:{pack.procedures[row.parent].title}"
    below = [p for p in pack.procedures.values() if p.parent == row.id]
    if below:
        whole = ",都办完了才算办完" if any(p.ranked for p in below) else ",各有各的状态"
        yield f"包含:{'、'.join(p.title for p in below)}{whole}"
    if row.programme:
        programme = pack.programmes[row.programme]
        yield f"属于:{programme.title}({'已启用' if programme.switched_on else '没有启用'})"
    if row.register:
        called = f",每一件叫“{_read(row, row.label)}”" if row.label else ""
        numbered = f",编号以 {row.prefix} 开头" if row.prefix else ""
        yield f"登记簿:有自己的一页{called}{numbered}"
    if row.shared:
        yield "共用:区县把它告诉每个窗口"
    if not row.travels:
        yield "保密:只留在这台电脑,不传给区县"
    if row.fields == NUMBERS:
        yield "保密:只录数字、日期和选项,不录文字"
    if row.roster:
        columns = "、".join(a.label for a in row.asks if a.headings)
        yield f"由名册和办理记录来:程序按受理条件逐人找;名册可以有{columns}"
    if row.demo:
        yield "注意:这是示例,不是本地规定"


def _criterion(pack: Pack, row: Procedure, criterion: Criterion) -> Iterator[str]:
    asked = with_asks(pack, row)
    yield f"{criterion.title}:{sentence(asked, criterion.when)}"
    told = zip(
        ("满足", "不满足", "还不知道"), (criterion.met, criterion.unmet, criterion.unknown), strict=True
    )
    yield from (f"   {label}:{words}" for label, words in told)
    if criterion.next_step:
        yield f"   不满足的:{criterion.next_step}"
    yield from founded(criterion.source, proposed=criterion.proposed)


def _listing(pack: Pack, row: Procedure) -> Iterator[str]:
    """What its ``[list]`` sets, a line each; nothing for what follows from the acts."""
    told, titles = row.listing, listing.known(pack, row)

    def named(columns: Iterable[str]) -> str:
        return "、".join(titles.get(column, column) for column in columns)

    if told.columns:
        yield f"列:{named(told.columns)}{f'({PROPOSED})' if told.proposed else ''}"
    if told.others:
        yield f"导出时另有:{named(told.others)}"
    if told.divides:
        yield f"可以按{named(told.divides)}筛选、统计"
    if told.order:
        yield f"先按{named([told.order])}排,{'大的' if told.descending else '小的'}在前"
    clock = next((c.title for c in row.clocks if c.id == told.promise), "")
    if clock:
        yield f"按期:看“{clock}”"
    act = row.act(told.counts)
    if act:
        yield f"统计里另数做过“{act.word}”的"
    if told.shortcuts:
        yield f"常用的筛选:{'、'.join(s.label for s in told.shortcuts)}"


def _counting(row: Procedure) -> Iterator[str]:
    """What its statistics tell besides: acts that are counted, then rates."""
    yield from (line for tally in row.tallies for line in _tally(row, tally))
    yield from (line for rate in row.rates for line in _rate(rate))


def _tally(row: Procedure, tally: ActTally) -> Iterator[str]:
    once = ",同一人同一天算一次" if tally.once_a_day else ""
    labels = labels_of(row)
    day = f"按{'、'.join(labels[d] for d in tally.days)}" if tally.days else "按登记那天"
    yield f"统计里另数“{tally.title}”:{words_of(row, tally.counts)}各算一次,{day}算{once}"
    yield from founded(tally.source, proposed=tally.proposed)


def _rate(row: Rate) -> Iterator[str]:
    yield f"统计里另有“{row.title}”:{row.part_words}÷{row.whole_words}"
    yield from founded(row.source, proposed=row.proposed)


def _read(row: Procedure, template: str, own: Act | None = None) -> str:
    """A template with each field replaced by its label: of several that of its own act, else the first."""
    acts = (*reversed(row.acts), *((own,) if own else ()))
    labels = _ALWAYS | {ask.id: ask.label for act in acts for ask in act.asks}
    return phrases.fill(template, {name: f"〔{label}〕" for name, label in labels.items()})


def _todo(row: Procedure, template: str) -> str:
    title, text = phrases.split(_read(row, template))
    return f"“{title}”:{text}"


def _only(pack: Pack, row: Procedure, state: State) -> str:
    """When a state has its to-do, as the beginning of a sentence; empty when it always has."""
    if not state.todo_when:
        return ""
    asked = with_asks(pack, row)
    return f"{sentence(asked, state.todo_when)}时"


def _state(pack: Pack, row: Procedure, state: State) -> Iterator[str]:
    yield f"{state.word}:{'还没有办完' if state.open else '办完了'}"
    if state.stops:
        lasts = f",满{state.lasts}个工作日自动恢复" if state.lasts else ""
        yield f"   停表:{state.stops}{lasts}"
    if state.todo:
        yield f"   {_only(pack, row, state)}待办{_todo(row, state.todo)}"
    if state.todo_paper:
        yield f"   打印“{state.todo_paper}”或存成文件就不再提醒"
    if answer := row.act(state.todo_act):
        then = f",之后待办{_todo(row, state.todo_after)}" if state.todo_after else ""
        yield f"   办过“{answer.word}”并办成就不再提醒{then}"


def _act(pack: Pack, row: Procedure, act: Act) -> Iterator[str]:
    yield f"{act.word}:{'负责人、管理员' if act.leading else _roles(row, act.roles)}{_moves(row, act)}"
    if act.when:
        asked = with_asks(pack, row)
        yield f"   条件:{sentence(asked, act.when)}的才可以"
    like = row.act(act.asks_like)
    if like:
        own = f"另有{'、'.join(_ask(pack, row, a) for a in act.asks if a not in like.asks)}"
        yield f"   填写:和“{like.word}”一样{',' + own if len(act.asks) > len(like.asks) else ''}"
    elif act.asks:
        yield f"   填写:{'、'.join(_ask(pack, row, a) for a in act.asks)}"
    if act.answers_when:
        yield f"   填的要是:{sentence(with_asks(pack, row), act.answers_when)}"
    if act.all_over:
        yield f"   下面的各件都办完了才能做;没有的说“…{act.all_over}”"
    yield from _files(act)
    if act.same_day:
        yield f"   只能在开始的当天做{f';{act.late}' if act.late else ''}"
    yield from _follows(pack, row, act)
    if act.takes_back:
        yield "   等于没有申请过:不排斥别的事项,可以马上重新申请"
    yield from _hands(row, act)
    if act.paper:
        yield f"   纸件:{act.paper}{f'({PROPOSED})' if act.paper_proposed else ''}"
    if act.line:
        yield f"   记录:{_read(row, act.line, act)}"
    if row.travels and not act.travels:
        yield "   只记在窗口,不传给区县"
    yield from founded(act.source, proposed=act.proposed)


def _follows(pack: Pack, row: Procedure, act: Act) -> Iterator[str]:
    """Lines for what an act begins or leads on beside its record, and whether it may follow itself."""
    if act.application:
        yield f"   同时为这个人开始一件申请,勾上“{labels_of(row)[act.application]}”里的事项"
    if act.feeds:
        yield f"   同时为这个人在“{pack.procedures[act.feeds].title}”开始一条,每条记录只开一次"
    if act.brings:
        below = pack.procedures[act.brings].title
        yield f"   “{labels_of(row)[act.each]}”选一个,就开一件“{below}”,写明责任单位"
    for move in act.moves:
        yield from _move(pack, row, move)
    for link in act.links:
        yield from _link(pack, row, link)
    if act.again:
        yield "   可以一次一次登记"


def _link(pack: Pack, row: Procedure, link: Link) -> Iterator[str]:
    """What is taken from another record and what is done to it, as one sentence."""
    other = pack.procedures[link.register]
    labels, theirs = labels_of(row), {**labels_of(other), "state": "状态", "number": "编号"}
    name, _, column = link.by.partition(".")
    which = f"按“{labels[name]}{'各行' if column else ''}”找到的" if link.by else "同一个对象的"
    when = f"{sentence(with_asks(pack, row), link.when)}的," if link.when else ""
    does = f",同时自动“{word_of(other, link.act)}”,办不成就都不办" if link.act else ""
    takes = f",带来{'、'.join(theirs[there] for _, there in link.takes)}" if link.takes else ""
    yield f"   {when}{which}“{other.title}”{takes}{does}"


def _files(act: Act) -> Iterator[str]:
    """Lines for the pictures and recordings an act brings."""
    if act.evidence:
        labels = {a.id: a.label for a in act.asks}
        instead = f";勾“{labels[act.instead]}”的可以没有" if act.instead else ""
        yield f"   要有图片:{'、'.join(labels[e] for e in act.evidence)}{instead}"
    if files := recordings.asked(act):
        kept = "、".join(a.label for a in files)
        yield f"   只存在窗口的文件:{kept};区县只收到它的校验值和大小"


def _move(pack: Pack, row: Procedure, move: ItemMove) -> Iterator[str]:
    """What follows for the records below, as one sentence, and whether a source says so."""
    below = [p for p in pack.procedures.values() if p.parent == row.id and p.act(move.act)]
    table = next(pack.codes[a.codes] for p in below for a in p.asks if a.kind is Kind.CHOICE)
    states = "、".join(f"“{below[0].state(code).word}”" for code in move.sources)
    items = "、".join(map(table.label, move.items)) or "下面的各件"
    standing = f"现在是{states}的," if states else ""
    when = f"{sentence(with_asks(pack, row), move.when)}的," if move.when else ""
    yield f"   {when}{items}:{standing}自动“{word_of(below[0], move.act)}”"
    yield from founded("", proposed=move.proposed)


def _hands(row: Procedure, act: Act) -> Iterator[str]:
    """Lines for four eyes and double sign-off, where the act asks for them."""
    if act.unlike:
        yield f"   两人经手:不能是做“{word_of(row, act.unlike)}”的同一个人"
    if act.every:
        yield f"   会签:{'、'.join(_roles(row, [role]) for role in act.every)}都做了才算"


def _roles(row: Procedure, roles: Iterable[str]) -> str:
    marks = dict.fromkeys(row.proposed_roles, "(建议)")
    return "、".join(f"{ROLE_WORDS.get(role, role)}{marks.get(role, '')}" for role in roles)


def _moves(row: Procedure, act: Act) -> str:
    to = f",变为“{row.state(act.target).word}”" if act.target else ",状态不变"
    if act.start:
        return f",由此开始{to}"
    within = "、".join(f"“{row.state(s).word}”" for s in act.sources)
    return f",{f'在{within}时' if within else '任何时候'}{to}"


def _ask(pack: Pack, row: Procedure, ask: Ask) -> str:
    columns = "、".join(c.label for c in ask.rows)
    table = pack.codes.get(ask.codes)
    notes = (
        "自动填" if ask.filled else "必填" if ask.required else "",
        {1: "加到以前的数上", -1: "从以前的数里减,不够减的不能办"}.get(ask.sums, ""),
        f"不满{ask.youngest}周岁的不能登记" if ask.youngest else "",
        f"{sentence(with_asks(pack, row), ask.needed_when)}的必填" if ask.needed_when else "",
        f"不早于{next(a.label for a in row.asks if a.id == ask.not_before)}" if ask.not_before else "",
        f"要等于{next(a.label for a in row.asks if a.id == ask.same_as)}" if ask.same_as else "",
        f"一行一行填:{columns}" if columns else "",
        f"一题一答{',逐次累起来' if ask.gathers else ''}" if ask.mapping else "",
        f"从“{table.title}”中选" if table else "",
        "离今天半年以上的提醒核对" if ask.near else "",
        "列在登记簿上" if ask.column else "",
        "建议问" if ask.proposed else "",
    )
    said = ",".join(note for note in notes if note)
    return f"{ask.label}({said})" if said else ask.label


def _clock(pack: Pack, row: Procedure, clock: Clock) -> Iterator[str]:
    over = "" if clock.beyond else "或办完"
    ends = f"做了{words_of(row, clock.ends)}{over}为止" if clock.ends else "办完为止"
    yield f"{clock.title}:从{words_of(row, clock.starts)}起{_length(pack, row, clock)},{ends}"
    yield from _counted(pack, row, clock)
    if clock.unit is Unit.WORKING:
        yield f"   停表的日子{'不算' if clock.stoppable else '也算'}"
    day = "个工作日" if clock.unit is Unit.WORKING else "天"
    if clock.when:
        asked = with_asks(pack, row)
        yield f"   {sentence(asked, clock.when)}的才算"
    if clock.act:
        yield f"   提醒时办“{word_of(row, clock.act)}”"
    if clock.warning:
        yield f"   提前{clock.warn}{day}提醒{_todo(row, clock.warning)}"
    if clock.overdue:
        yield f"   超期提醒{_todo(row, clock.overdue)}"
    yield from founded(clock.source, proposed=clock.proposed, county=clock.county)


def _counted(pack: Pack, row: Procedure, clock: Clock) -> Iterator[str]:
    """From which day it counts where that is not the day of the act, and what counts at all."""
    labels = {a.id: a.label for a in row.asks}
    asked = with_asks(pack, row)
    if clock.from_day:
        yield f"   从“{labels[clock.from_day]}”那天起算"
    if clock.else_after:
        yield f"   {words_of(row, clock.else_after)}以后,到{clock.else_on}日还没有的,从{clock.else_on}日起算"
    if clock.enough:
        yield f"   {sentence(asked, clock.enough)}的才算一次"
    if clock.times:
        yield "   开始的那一期不满的不算;错过的不补,只列出"


def _length(pack: Pack, row: Procedure, clock: Clock) -> str:
    if clock.times:
        period = "每个月" if clock.period is Cycle.MONTH else "每周(周一至周日)"
        return f",{period}“{word_of(row, clock.counted)}”不少于{clock.times}次"
    if clock.last_day:
        labels = {a.id: a.label for a in row.asks}
        return f"到“{labels.get(clock.last_day, clock.last_day)}”那天"
    own = f"“{labels_of(row)[clock.amount_of]}”那么多{_UNITS[clock.unit]},没有写的" if clock.amount_of else ""
    said = pack.values.get(clock.county) or clock.amount or getattr(pack.limits, clock.limit)
    return f"{own}{said}{_UNITS[clock.unit]}"


def _report(pack: Pack, row: Procedure, report: UnitReport) -> Iterator[str]:
    titles = listing.known(pack, row)
    what = f"一行一条:{'、'.join(titles[c] for c in report.columns)}" if report.columns else ""
    counts = f"按{titles[report.by]}统计" if report.by else ""
    cut = f",季、年统计到最后一月的{report.cut_off}日,余下的并入下一期" if report.cut_off else ""
    yield f"{report.title}:按“{titles[report.unit]}”分单位,{what}{counts}{cut}"
    yield from founded(report.source, proposed=report.proposed)


def _round(pack: Pack, row: Procedure, duty: Round) -> Iterator[str]:
    once = "" if duty.every is Every.WEEK else "做一次"
    each = pack.procedures[duty.each].title if duty.each in pack.procedures else _SETS.get(duty.each, "")
    yield f"{duty.title}:每个{each},{_when(duty)}{once}“{word_of(row, duty.act)}”"
    yield from founded(duty.source, proposed=duty.proposed, county=duty.county)


def _paper(row: Procedure, offer: PaperOffer) -> Iterator[str]:
    words = "、".join(f"“{row.state(code).word}”" for code in offer.sources) or "每个状态"
    yield f"{offer.id}:{words}时"
    yield from founded(offer.source, proposed=offer.proposed)


def _sheet(row: Procedure, sheet: UnitSheet) -> Iterator[str]:
    acts = dict.fromkeys(a.word for s in row.states for a in unit_sheets.acts(row, sheet.role, s.code))
    by = next((ask.label for ask in row.asks if ask.id == sheet.by), sheet.by)
    begun = "、".join(act.word for act in unit_sheets.starts(row, sheet.role))
    told = (f"填回{'、'.join(acts)}" if acts else "", f"新增的填{begun}" if begun else "")
    yield f"{sheet.role}:按“{by}”{_UNITS_OF[sheet.unit]}一张表,{','.join(filter(None, told))}"


_UNITS_OF: Final = {
    **{WHOLE: "每个", TOWN: "每个乡镇(街道)", VILLAGE: "每个村(社区)"},
    DUTY: "每项服务的负责单位",
}
_SETS: Final = {
    **{"hall": "大厅", "organisation": "机构", "town": "乡镇(街道)"},
    **{"village": "村(社区)", "department": "部门"},
}


def _when(duty: Round) -> str:
    months = "、".join(f"{m}月" for m in duty.months)
    match duty.every:
        case Every.MONTH_DAY:
            return f"每月{duty.on}日"
        case Every.LAST_WORKING_DAY:
            return f"{months or '每月'}的最后一个工作日"
        case Every.WINDOW:
            return f"每年{_month_day(duty.since)}至{_month_day(duty.until)}"
        case Every.WEEK:
            return f"每周至少{duty.times}次"


def _month_day(text: str) -> str:
    month, day = (int(part) for part in text.split("-"))
    return f"{month}月{day}日"
