"""``desk-app survey``: begin the questionnaires of a new year, and tell two years apart."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.commands import survey_year
from desk_app.commands.telling import tell
from desk_app.errors import RuleError, WorldError, because

if TYPE_CHECKING:
    from forms.surveys.kinds import Questionnaire


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    survey = commands.add_parser("survey", help="动态更新:调查表、名单、进度、核对、上报、双签字")
    verbs = survey.add_subparsers(title="动作", metavar=survey_year.VERBS, required=True)
    new = verbs.add_parser("new", help="照一年的调查表开始新一年的,写进区县的事项定义文件夹")
    new.add_argument("year", type=int, help="新的一年,如 2027")
    new.add_argument("--from", dest="old", type=int, required=True, metavar="YEAR", help="照哪一年的")
    new.add_argument("--pack", type=Path, metavar="DIR", help="定义文件夹;默认是设置里的")
    new.set_defaults(run=_new)
    diff = verbs.add_parser("diff", help="两张调查表有什么不同,读成句子")
    diff.add_argument("before", help="前一张,如 person-2026")
    diff.add_argument("after", help="后一张,如 person-2027")
    diff.add_argument("--pack", type=Path, metavar="DIR", help="定义文件夹;默认是设置里的")
    diff.set_defaults(run=_diff)
    survey_year.add(verbs)


def _new(options: argparse.Namespace) -> int:
    from forms.surveys import years

    folder = options.pack or _own()
    if folder is None:
        raise RuleError("还没有区县的事项定义文件夹,请用 --pack 写明写到哪里,或先设 DESK_FORMS", ())
    try:
        made = years.begin(options.year, options.old, folder)
    except years.YearError as error:
        raise RuleError(str(error), ()) from error
    except OSError as error:
        raise WorldError(f"写不进去:{because(error)}") from error
    for form in made:
        tell(f"{form.title} ({form.id}):", folder / "surveys" / form.id)
    tell(f"各题与{options.old}年的相同,请照下发的表修改,再用 forms check 检查,用 survey diff 核对")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from forms.surveys import diff

    forms = {form.id: form for form in _every(options.pack or _own())}
    for name in (options.before, options.after):
        if name not in forms:
            raise RuleError(f"没有调查表“{name}”,可写:{'、'.join(forms)}", ())
    found = list(diff.sentences(forms[options.before], forms[options.after]))
    for sentence in found:
        tell(sentence)
    tell(f"共{len(found)}处不同" if found else "没有不同")
    return 0


def _own() -> Path | None:
    from desk_app import settings

    return settings.load().forms


def _every(folder: Path | None) -> "tuple[Questionnaire, ...]":
    from forms.faults import PackError
    from forms.surveys import reading

    try:
        return reading.every(folder)
    except PackError as error:
        raise RuleError(f"调查表有错,请先改正:{error}", ()) from error
