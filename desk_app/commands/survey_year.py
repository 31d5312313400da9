"""``desk-app survey``: the people of a year, how far it is, what is to be mended, the way to signatures."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.commands.telling import tell

if TYPE_CHECKING:
    from desk_app.services.parts import Parts
    from desk_app.services.survey.coverage import Coverage

VERBS: Final = "new|diff|people|withdraw|coverage|check|sample|report|summary|sign|figures|pay|export|needs"
_SHOWN: Final = 50
"""Lines with faults that are printed."""
_ROLES: Final = {"主席": "乡镇残联主席", "理事长": "乡镇残联理事长"}
_HEADS: Final = ("乡镇(街道)", "村(社区)", "名单", "采集完成", "失访", "采集中", "未采集", "登记率", "入户率")


def add(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the verbs of a year."""
    told = verbs.add_parser("coverage", help="进度:各乡镇、村的登记率、入户率,分母怎样算的")
    told.add_argument("--out", type=Path, metavar="FILE", help="另存成 xlsx")
    checked = verbs.add_parser("check", help="核对:各张表之间要改正、要核对的")
    drawn = verbs.add_parser("sample", help="抽查回访:按采集员抽,随机数记下")
    drawn.add_argument("--seed", default="", help="随机数;默认新取一个")
    drawn.add_argument("--share", type=int, default=0, metavar="N", help="每个采集员抽百分之几;默认按设置")
    for verb in (checked, drawn):
        verb.add_argument("--town", default="", help="只看一个乡镇(街道)")
    up = verbs.add_parser("report", help="村上报乡镇;登记率到100%%才能报")
    up.add_argument("town", help="乡镇(街道)")
    up.add_argument("village", help="村(社区)")
    summed = verbs.add_parser("summary", help="乡镇汇总表:打印出来签字、盖章")
    summed.add_argument("town", help="乡镇(街道)")
    signed = verbs.add_parser("sign", help="乡镇双签字:主席和理事长两个人各签一次")
    signed.add_argument("town", help="乡镇(街道)")
    signed.add_argument("--as", dest="role", required=True, choices=sorted(_ROLES), help="以什么身份签")
    told_to = verbs.add_parser(
        "figures", help="指标:各题各回答的人数,按类别、等级、性别、年龄、乡镇分,与上年比"
    )
    told_to.add_argument("--out", type=Path, required=True, metavar="FILE", help="存成 xlsx(带图)或 csv")
    told_to.add_argument("--outside", action="store_true", help="给外单位:少于5的不写数")
    paid = verbs.add_parser("pay", help="补助发放表:各采集员几张、多少元,各乡镇工作经费")
    paid.add_argument("--check", action="store_true", help="只列出来,不记下、不打印")
    out = verbs.add_parser("export", help="给国家平台的文件:一张表一行,列照调查表的 export.toml")
    out.add_argument("file", type=Path, help="写到哪里:xlsx 或 csv")
    out.add_argument("--purpose", required=True, help="用途,记在查阅记录里")
    wants = verbs.add_parser("needs", help="需求:谁需要什么;--hand-over 给有登记的各登记一件")
    wants.add_argument("--town", default="", help="只看一个乡镇(街道)")
    wants.add_argument("--hand-over", action="store_true", help="登记;登记过的不再登记")
    runs = _list_verbs(verbs)
    runs |= {told: _coverage, checked: _check, drawn: _sample, up: _report, signed: _sign}
    runs |= {summed: _summary, told_to: _figures, paid: _pay, out: _export, wants: _needs}
    for verb, run in runs.items():
        verb.add_argument("--year", type=int, help="哪一年度;默认现在采集的一年")
        verb.set_defaults(run=_with_desk(run))


def _list_verbs(verbs: "argparse._SubParsersAction[Any]") -> dict[argparse.ArgumentParser, Any]:
    """The verbs of the list itself."""
    taken = verbs.add_parser("people", help="列名单:上年在册、新办证的,加名册(xlsx 或 CSV)")
    taken.add_argument("file", type=Path, nargs="?", help="名册文件;不写的只列上年在册和新办证的")
    taken.add_argument("--good-only", action="store_true", help="名册里有错的行不列入,其余照列")
    taken.add_argument("--check", action="store_true", help="只核对,不列入")
    back = verbs.add_parser("withdraw", help="撤回名单:列错了、还没有问过一个人的")
    back.add_argument("--reason", required=True, help="撤回的原因,记在台账里")
    return {taken: _people, back: _withdraw}


def _with_desk(run: Any) -> Any:
    """A verb with an open book, for whoever may run it."""

    def ran(options: argparse.Namespace) -> int:
        from desk_app import settings
        from desk_app.bootstrap import Desk
        from desk_app.commands import guarding

        with Desk(settings.load()) as desk:
            guarding.enter(desk.parts, f"survey {run.__name__.strip('_')}")
            return int(run(desk.parts, options))

    return ran


def _people(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import listed

    seen = listed.preview(parts, listed.look(parts, options.file)) if options.file else None
    drawn = listed.drawn(parts, seen, options.year)
    for read in drawn.faults[:_SHOWN]:
        tell(f"第{read.line.number}行:{';'.join(read.faults)}", error=True)
    for note in drawn.notes:
        tell(note)
    if options.check:
        tell("只核对,没有列入")
    else:
        listed.bring(parts, drawn, good_only=options.good_only)
    return int(bool(drawn.faults))


def _withdraw(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import people

    count = people.withdraw(parts, parts.window.who, options.reason, options.year)
    tell(f"名单撤回了,原来{count}人")
    return 0


def _coverage(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import coverage

    found = coverage.of(parts, options.year)
    for line in found.towns:
        tell(f"{line.town}:{_told(found, line.town)}")
    tell(f"全县:{_told(found, '')}")
    tell(found.ground)
    for caution in coverage.cautions(parts, found):
        tell(caution)
    if options.out:
        _write(parts, found, options.out)
        tell("进度在 ", options.out)
    return 0


def _told(found: "Coverage", town: str) -> str:
    line = next((line for line in found.towns if line.town == town), found.whole)
    return (
        f"名单{line.listed}人,完成{line.collected}人,失访{line.lost}人,采集中{line.asking}人,未采集{line.untouched}人,"
        f"登记率{line.registered.words},入户率{found.at_home(line).words}"
    )


def _write(parts: "Parts", found: "Coverage", path: Path) -> None:
    """All villages and towns as xlsx, with how the rates are reckoned below."""
    from desk_app.domain.events import Subject
    from desk_app.domain.reads import ReadKind
    from desk_app.domain.survey import SURVEY
    from desk_app.services import ledger
    from desk_app.services.lists import export

    lines = [
        [
            *(line.town, line.village or ("合计" if line.town else "全县")),
            *map(str, (line.listed, line.collected, line.lost, line.asking, line.untouched)),
            *(line.registered.words, found.at_home(line).words),
        ]
        for line in (*found.villages, *found.towns, found.whole)
    ]
    about, text = Subject(SURVEY, str(found.year)), f"导出{found.year}年度动态更新进度"
    export.write_lines(
        path,
        "进度",
        _HEADS,
        [*lines, [found.ground]],
        lambda: ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, about, text),
    )


def _check(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import coverage, deeds, quality

    found = quality.findings(parts, options.year, options.town)
    for each in found:
        tell(f"{'改正' if each.mends else '核对'}:{each.message}")
    for sentence in deeds.unsigned(parts, coverage.of(parts, options.year)):
        tell(sentence)
    tell(f"要改正{sum(f.mends for f in found)}处,要核对{sum(not f.mends for f in found)}处")
    return int(any(f.mends for f in found))


def _sample(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import quality

    who = parts.window.who
    kept = quality.draw(parts, who, options.year, options.town, options.seed, options.share)
    facts = kept.facts
    tell(f"{kept.number} {facts['turn']}:从{facts['of']}张里抽{facts['drawn']}张,随机数{facts['seed']}")
    for row in facts["people"]:
        tell(f"{row['number']} {row['name']} {row['place']} 采集员{row['collector']}")
    return 0


def _report(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import reporting

    event = reporting.report(parts, parts.window.who, options.town, options.village, options.year)
    tell(
        f"{options.town}{options.village}已上报:{event.payload['told_count']}张,失访{event.payload['lost_count']}人"
    )
    return 0


def _summary(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import reporting

    event = reporting.summarise(parts, parts.window.who, options.town, options.year)
    record = parts.store.proceedings.one(event.proceeding)
    number = record.number if record else ""
    tell(f"{options.town}已汇总;打印:desk-app papers draw {number} survey_summary")
    return 0


def _figures(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import figures

    found = figures.of(parts, options.year)
    figures.write(parts, found, options.out, outside=options.outside)
    tell(found.note)
    tell("指标在 ", options.out)
    return 0


def _pay(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import pay

    for sentence in pay.sentences(pay.of(parts, options.year)):
        tell(sentence)
    if not options.check:
        record = parts.store.proceedings.one(pay.note(parts, parts.window.who, options.year).proceeding)
        tell(f"已记下;打印:desk-app papers draw {record.number if record else ''} survey_pay")
    return 0


def _export(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import exchange

    count = exchange.write(parts, options.file, options.purpose, options.year)
    tell(f"{count}张在 ", options.file)
    return 0


def _needs(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.services.survey import needs

    found = needs.of(parts, options.town, year=options.year)
    for sentence in needs.sentences(found):
        tell(sentence)
    if options.hand_over:
        tell(f"新登记了{needs.hand_over(parts, parts.window.who, found)}件")
    return 0


def _sign(parts: "Parts", options: argparse.Namespace) -> int:
    from desk_app.domain import acting
    from desk_app.errors import RuleError
    from desk_app.services.survey import reporting, rounds, shelf

    try:
        reporting.sign(parts, parts.window.who, options.town, _ROLES[options.role], options.year)
    except RuleError as refused:
        raise RuleError(acting.told(refused)) from refused
    year = shelf.of_year(parts, "person", options.year).head.year
    found = parts.store.proceedings.one(rounds.town_id(year, options.town))
    both = found is not None and found.state != rounds.UNSIGNED
    then = "双签字完成" if both else "等另一位签字"
    tell(f"{options.town}:{parts.window.clerk}以{options.role}身份签字,{then}")
    return 0
