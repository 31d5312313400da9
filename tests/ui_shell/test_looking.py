"""Each check of the screenshots on a little widget that is wrong in just that way, and on a right one."""

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.ui.kit import style
from desk_app.ui.kit.fields.search import SearchEdit
from desk_app.ui.kit.lists.table import CellLook, RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.roles import combo_box
from desk_app.ui.kit.widgets import button, label
from desk_app.walkthrough import looking
from desk_app.walkthrough.looking import Flaw
from forms.schema import Option

Show = Callable[[QWidget], list[Flaw]]


@pytest.fixture
def look(qtbot: QtBot) -> Show:
    """Shows a window and returns what is wrong with it."""

    def shown(window: QWidget) -> list[Flaw]:
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        return list(looking.faults(looking.view(window)))

    return shown


def kinds(faults: list[Flaw]) -> set[str]:
    return {fault.kind for fault in faults}


def window_of(*widgets: QWidget, size: QSize | None = None) -> QWidget:
    """A window with widgets one below the other."""
    window = QWidget()
    window.setObjectName("window")
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch()
    window.resize(size or QSize(420, 300))
    return window


def held(widget: QWidget, width: int, height: int) -> QWidget:
    """A widget in a room of its own, with just this size."""
    widget.setFixedSize(width, height)
    return widget


def line(text: str, name: str = "line") -> QLineEdit:
    made = QLineEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(name)
    return made


def test_a_right_window_has_no_faults(look: Show) -> None:
    tick = QCheckBox("同意")
    assert look(window_of(label("申请人"), line("张样例"), button("下一步", name="next"), tick)) == []


def test_a_fault_names_the_way_to_its_widget(look: Show) -> None:
    inner = window_of(held(label("很长很长的一句话", name="told"), 30, 30))
    inner.setObjectName("page")
    (fault,) = look(window_of(inner))
    assert (fault.kind, fault.where) == ("outside", "window/page/told")
    assert "很长很长的一句话" in fault.text


@pytest.mark.parametrize(
    "cut",
    [
        lambda: held(label("很长很长的一句话"), 60, 30),
        lambda: held(button("打印受理回执", key="F8"), 70, 40),
        lambda: held(line("620403198703120029"), 80, 36),
        lambda: held(label("上面切掉"), 120, 9),
    ],
)
def test_words_beyond_their_box_are_seen(look: Show, cut: Callable[[], QWidget]) -> None:
    assert "outside" in kinds(look(window_of(cut())))


def test_an_elided_placeholder_is_seen(look: Show) -> None:
    short, whole = line(""), line("")
    short.setPlaceholderText("录入姓名、证号、回执编号或电话")
    whole.setPlaceholderText("姓名…")  # it is written so, and drawn whole
    assert kinds(look(window_of(held(short, 120, 36), whole))) == {"elided"}
    assert look(window_of(held(line("", "one"), 120, 36), line("", "other"))) == []


@pytest.mark.parametrize(("width", "cut"), [(90, True), (400, False)])
def test_a_wrapped_label_without_room_for_its_lines_is_seen(look: Show, width: int, cut: bool) -> None:
    told = label("这件申请还差三样材料,请补齐以后再来", wrap=True)
    assert (kinds(look(window_of(held(told, width, 24)))) >= {"squeezed"}) is cut


def test_a_tick_box_without_room_is_seen(look: Show) -> None:
    assert "squeezed" in kinds(look(window_of(held(QCheckBox("原件已核对,复印件已留"), 80, 36))))


def table(loose: str) -> ListTable:
    """Two columns, of which the second may be cut, in a room for half its words."""
    columns: list[ShownColumn[str]] = [
        ShownColumn("编号", lambda row: row, look=lambda _row: CellLook("", "text")),
        ShownColumn("事项", lambda _row: loose, whole=False),
    ]
    model = RowsModel(columns, key=lambda row: row)
    made = ListTable(model, "list", "办件")
    model.show_rows(["620403-3-20261126-0001-42"])
    return made


def test_only_columns_that_may_be_cut_are_cut(look: Show) -> None:
    shown = table("残疾人证新办、困难残疾人生活补贴、重度残疾人护理补贴、残疾人就业帮扶")
    window = window_of(held(shown, 380, 120))
    assert "elided" not in kinds(look(window))
    shown.setColumnWidth(0, 90)
    assert [f.kind for f in looking.faults(looking.view(window)) if f.kind == "elided"] == ["elided"]


@pytest.mark.parametrize(("tint", "faint"), [("#9AA5B4", True), ("#5C6778", False)])
def test_faint_words_are_seen(look: Show, tint: str, faint: bool) -> None:
    told = QLabel("请先读证")
    told.setStyleSheet(f"color: {tint}; background: #FFFFFF")
    assert (kinds(look(window_of(told))) == {"faint"}) is faint


def test_large_words_may_be_fainter(look: Show) -> None:
    large, body = QLabel("件数"), QLabel("件数")
    large.setStyleSheet("color: #7C8797; background: #FFFFFF; font-size: 30px")
    body.setStyleSheet("color: #7C8797; background: #FFFFFF; font-size: 15px")
    assert look(window_of(large)) == []
    assert kinds(look(window_of(body))) == {"faint"}


@pytest.mark.parametrize(("left", "wrong"), [(60, True), (140, False)])
def test_neighbours_over_each_other_are_seen(look: Show, left: int, wrong: bool) -> None:
    window = QWidget()
    window.resize(400, 200)
    for name, place in (("one", 10), ("other", left)):
        made = label("两项补贴", name=name)
        made.setParent(window)
        made.setGeometry(place, 20, 100, 30)
    found = kinds(look(window))
    assert ("overlapping" in found, "words-overlapping" in found) == (wrong, wrong)


def test_what_lets_the_mouse_through_may_lie_over_others(look: Show) -> None:
    window = QWidget()
    window.resize(400, 200)
    below, badge = button("办件", name="room"), label("")
    for widget, place in ((below, QRect(10, 10, 90, 60)), (badge, QRect(80, 10, 20, 20))):
        widget.setParent(window)
        widget.setGeometry(place)
    badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert look(window) == []


@pytest.mark.parametrize(("left", "wrong"), [(350, True), (290, False)])
def test_what_stands_outside_is_seen(look: Show, left: int, wrong: bool) -> None:
    window = QWidget()
    window.resize(400, 200)
    made = button("下一步", name="next")
    made.setParent(window)
    made.setGeometry(left, 100, 100, 40)
    assert ("off" in kinds(look(window))) is wrong


@pytest.mark.parametrize(("wide", "wrong"), [(600, True), (200, False)])
@pytest.mark.parametrize("barred", [True, False])
def test_scrolling_sideways_is_seen_with_and_without_a_bar(
    look: Show, wide: int, wrong: bool, barred: bool
) -> None:
    content = QWidget()
    content.setFixedSize(wide, 800)
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    policy = Qt.ScrollBarPolicy
    area.setHorizontalScrollBarPolicy(policy.ScrollBarAsNeeded if barred else policy.ScrollBarAlwaysOff)
    assert ("sideways" in kinds(look(window_of(held(area, 300, 200))))) is wrong


@pytest.mark.parametrize(("more", "wrong"), [(20, True), (-20, False)])
def test_a_dialog_larger_than_the_screen_is_seen(look: Show, more: int, wrong: bool) -> None:
    dialog = QDialog()
    dialog.setMinimumHeight(dialog.screen().availableGeometry().height() + more)
    assert ("too-large" in kinds(look(dialog))) is wrong


def low(role: str, height: int) -> QWidget:
    """A button of a role, as high as this."""
    made = button("全部删除", role, name="delete")
    made.setStyleSheet(f"min-height: {height}px; max-height: {height}px; border: 0; padding: 0 8px")
    return made


def test_targets_are_as_large_as_a_hand_needs(look: Show) -> None:
    assert kinds(look(window_of(low("secondary", 30)))) == {"small"}
    assert look(window_of(low("secondary", 36))) == []
    assert look(window_of(low("link", 28))) == []
    assert kinds(look(window_of(low("link", 21)))) == {"small"}


def test_the_size_of_a_target_grows_with_the_look(look: Show, qapp: object) -> None:
    style.apply(qapp, style.Looks.LARGE.value)  # type: ignore[arg-type]
    assert kinds(look(window_of(low("secondary", 38)))) == {"small"}


def test_a_control_without_a_name_is_seen(look: Show) -> None:
    assert kinds(look(window_of(QLineEdit("张样例")))) == {"nameless"}


def single(*, exclusive: bool) -> QWidget:
    """Two answers of which one is given."""
    answers = [QPushButton(text) for text in ("是", "否")]
    window = window_of(*answers)
    group = QButtonGroup(window)
    for answer in answers:
        answer.setCheckable(True)
        answer.setAutoExclusive(exclusive)
        group.addButton(answer)
    return window


def test_a_single_choice_is_a_group_of_radio_buttons(look: Show) -> None:
    assert kinds(look(single(exclusive=False))) == {"roles"}
    assert look(single(exclusive=True)) == []


def test_a_search_field_is_a_combo_box(look: Show) -> None:
    bare, held_ = SearchEdit([Option("03", "回族")]), SearchEdit([Option("03", "回族")])
    for edit in (bare, held_):
        edit.setAccessibleName("民族")
    assert kinds(look(window_of(bare))) == {"roles"}
    assert look(window_of(combo_box(held_, "民族"))) == []


def order(*names: str) -> list[QAbstractButton]:
    return [button(name, name=name) for name in names]


def chained(walk: list[QAbstractButton]) -> None:
    for before, after in itertools.pairwise(walk):
        QWidget.setTabOrder(before, after)


@pytest.mark.parametrize(("walk", "wrong"), [((0, 1, 2), False), ((0, 2, 1), True)])
def test_tab_that_goes_up_again_is_seen(look: Show, walk: tuple[int, ...], wrong: bool) -> None:
    buttons = order("one", "two", "three")
    window = window_of(*buttons)
    chained([buttons[n] for n in walk])
    told = [f for f in look(window) if f.kind == "jumping"]
    assert bool(told) is wrong
    if wrong:
        assert told[0].where == "window/two"
        assert "window/three" in told[0].text


def columns(left: list[QAbstractButton], right: list[QAbstractButton]) -> QWidget:
    window = QWidget()
    window.setObjectName("window")
    across = QHBoxLayout(window)
    for name, buttons in (("left", left), ("right", right)):
        card = window_of(*buttons)
        card.setObjectName(name)
        across.addWidget(card)
    return window


def test_tab_goes_through_one_column_and_then_the_next(look: Show) -> None:
    left, right = order("a", "b"), order("c", "d")
    window = columns(left, right)
    chained([*left, *right])
    assert look(window) == []


def test_tab_that_goes_from_the_right_column_to_the_left_is_seen(look: Show) -> None:
    left, right = order("a", "b"), order("c", "d")
    window = columns(left, right)
    assert look(window) == []
    window.layout().setDirection(QHBoxLayout.Direction.RightToLeft)  # type: ignore[attr-defined]
    window.layout().activate()
    assert kinds(look(window)) == {"jumping"}


def test_tab_that_comes_back_to_a_card_is_seen(look: Show) -> None:
    left, right = order("a", "b"), order("c", "d")
    window = columns(left, right)
    chained([left[0], right[0], left[1], right[1]])
    assert any("又回来" in fault.text for fault in look(window))


def test_looking_changes_nothing_and_leaves_every_widget_alive(look: Show, qtbot: QtBot) -> None:
    """PySide takes the next widget of a focus chain for a child of the one before it."""
    first, second = order("first", "second")
    window = window_of(first, second)
    look(window)
    first.deleteLater()
    qtbot.waitUntil(lambda: len(window.findChildren(QPushButton)) == 1)
    assert second.text() == "second"
    assert second.parentWidget() is window
