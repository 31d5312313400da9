"""补正 in two rows, answered on two days; the county chooses what the clock does (行政许可法第三十二条)."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Application
from desk_app.ui.applications.mend import MendDialog
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, opened_world, says

NEWCOMER = Person(
    facts={
        "certificate_state": "0",
        "has_impairment": True,
        "cancelled_lately": False,
        "low_income": False,
        "other_benefits": ("0",),
        "willing_to_work": False,
        "pension_joined": False,
        "apply_categories": ("4",),
    }
)
ROWS = [
    {"material": "户口簿", "fault": "缺本人页", "remedy": "补交本人页复印件", "until": "2026-12-02"},
    {"material": "照片", "fault": "背景不是白色", "remedy": "重拍白底照片", "until": "2026-12-02"},
]


def test_two_rows_are_answered_on_two_days(world: World) -> None:
    made = _asked_to_mend(world)
    says(world.card(made), "停表(补正),已用2个工作日")
    says(world.paper(made, "correction"), "办理期限停止计算,到全部补齐之日为止")
    _monday(world, made)
    says(world.card(made), "停表(补正),已用2个工作日")
    _thursday(world, made)
    # 10 December, and the six working days from 26 November to 3 December.
    says(world.card(made), "剩11个工作日,12月18日到期")
    world.decide(made, "cert_new", "resume")
    says(world.card(made), "部门已受理", "剩11个工作日,12月18日到期")
    says(world.paper(made, "receipt"), "2026年12月10日(星期四)前")


def test_where_the_county_lets_the_clock_run_no_day_moves(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_world(tmp_path, forms=_running(tmp_path)) as world:
        made = _asked_to_mend(world)
        is_silent(world.card(made), "停表(补正)")
        paper = world.paper(made, "correction")
        says(paper, "受理日期仍是2026年11月23日")
        is_silent(paper, "停止计算")
        _monday(world, made)
        _thursday(world, made)
        says(world.card(made), "剩5个工作日,12月10日到期")


def _running(folder: Path) -> Path:
    """A county's own pack in which 补正 stops no clock."""
    import forms as law

    text = (Path(law.__file__).parent / "definitions" / "county.toml").read_text(encoding="utf-8")
    assert "runs_on = []" in text
    own = folder / "own"
    own.mkdir()
    told = text.replace("runs_on = []", 'runs_on = ["补正"]')
    (own / "county.toml").write_text(told, encoding="utf-8")
    return own


def _asked_to_mend(world: World) -> Application:
    """Accepted on Monday 23 November, sent back on Wednesday, told by telephone."""
    made = world.take(NEWCOMER, "cert_new")
    world.wait(days=2)
    bare = [{"material": "照片", "fault": "", "remedy": ""}]
    says(world.refused(made, "cert_new", "correct", text="不对", rows=bare), "第1行还缺问题、怎样改")
    world.decide(made, "cert_new", "correct", text="材料有两处不对", rows=ROWS)
    says(world.todos(), "通知张样例…0025补正残疾人证新办")
    paper = world.paper(made, "correction")
    says(
        paper,
        "1户口簿缺本人页补交本人页复印件2026年12月2日前",
        "2照片背景不是白色重拍白底照片2026年12月2日前",
    )
    world.tell(made, "cert_new", "两样材料要补")
    is_silent(world.todos(), "通知张样例…0025补正")
    return made


def _monday(world: World, made: Application) -> None:
    world.wait(days=5)
    _answer(world, made, 1, "copy")
    assert world.states(made) == {"cert_new": "correction"}
    says(world.card(made), "1.户口簿:已交来复印件", "2.照片:背景不是白色,重拍白底照片,12月2日前")


def _thursday(world: World, made: Application) -> None:
    """A day late: the to-do reminds, nothing has ended, and what comes is taken."""
    world.wait(days=3)
    says(world.todos(), "张样例…0025的残疾人证新办补正逾期", "来补的照收")
    _answer(world, made, 2, "original")
    assert world.states(made) == {"cert_new": "mended"}
    says(world.card(made), "已补正,待部门审核", "补正第2条:照片,纸质原件。已补齐,送部门审核")
    is_silent(world.todos(), "补正逾期")
    assert "correction" not in world.papers(made)


def _answer(world: World, made: Application, row: int, way: str) -> None:
    """Take paper in for one row through the form 补正材料."""
    world.card(made)
    world.hands.click("mend-cert_new")
    assert isinstance(world.dialog("mend"), MendDialog)
    world.hands.tick(f"mend:{row}:{way}")
    world.hands.click("mend:send")
    world.hands.wait(lambda: not world.open_dialogs("mend"), "收下补正")
    world.hear()
