"""工作明细表: every work of the centre with what is open and due, and a card with its row of the table."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desk_app.services.parts import Parts
from desk_app.services.works import paper, table
from desk_app.services.works.table import WorkFigure, WorkRegister, WorkRow
from desk_app.ui.kit import focus, layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.layouts import VerticalScroll, column
from desk_app.ui.kit.lists.table import CellLook, RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.widgets import TINTS, Card, button, chip, label, rule
from forms.explain_programme import said_of
from forms.works import Post, Standard

_NOBODY: Final = "没有写责任人"


def _people(row: WorkRow) -> str:
    named = [p.named.person for p in row.work.posts if p.named]
    return "、".join(named) if len(named) == len(row.work.posts) else _NOBODY


def _people_look(row: WorkRow) -> CellLook | None:
    lacking = any(p.named is None for p in row.work.posts)
    return CellLook("ring", TINTS["caution"]) if lacking else None


def _due_look(row: WorkRow) -> CellLook | None:
    return CellLook("clock", TINTS["caution"]) if row.due else None


_COLUMNS: Final[tuple[ShownColumn[WorkRow], ...]] = (
    ShownColumn("序号", lambda r: str(r.work.place), lead=True),
    ShownColumn("工作内容", lambda r: r.work.title, whole=False, telling=True, strong=True),
    ShownColumn("责任股", lambda r: "、".join(r.work.responsible), whole=False, line=2),
    ShownColumn("责任人", _people, _people_look, whole=False, line=2),
    ShownColumn("没办完", lambda r: str(r.open) if r.registers else "—", end=True, prefix="没办完 "),
    ShownColumn(
        "快到期、超期",
        lambda r: str(r.due) if r.registers else "—",
        _due_look,
        line=2,
        end=True,
        prefix="快到期、超期 ",
    ),
    ShownColumn("档案", lambda r: str(r.filed.count) if r.filed else "—", line=0),
)


class WorksPage(QWidget):
    """The table, in the place of a register's list; ``card`` shows the row that is chosen."""

    opened = Signal()
    """A row was asked for: its card is to be shown."""
    told = Signal(str, str)
    """A message for the strip: tone and one sentence."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = parts, errands
        self.card = WorkCard(parts)
        self.model: RowsModel[WorkRow] = RowsModel(_COLUMNS, lambda r: r.work.id, self)
        self.table = ListTable(self.model, "works", paper.TITLE)
        body = column(self, spacing=8)
        body.addWidget(self._head())
        body.addWidget(self.table, 1)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.table.entered_row.connect(lambda _index: self.opened.emit())
        self.table.opened.connect(lambda _index: self.opened.emit())

    def _head(self) -> QWidget:
        made = QWidget()
        line = layouts.row(made, spacing=8)
        line.addWidget(label("标准、程序、档案照来源原文,责任人由区县定", "quiet", wrap=True), 1)
        printed = button("打印附表4…", "soft", "F5", name="works-print")
        printed.clicked.connect(lambda _on=False: self._print())
        written = button("导出…", name="works-export")
        written.clicked.connect(lambda _on=False: self._ask_file())
        told = button("年度报告…", name="works-year")
        told.clicked.connect(lambda _on=False: self._open_year())
        for each in (printed, written, told):
            line.addWidget(each)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Read the book whenever the table is shown, since what is due changes with the day."""
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Read what the book has of every work."""
        self._errands.run(lambda: table.rows(self._parts), while_alive(self, self._show), topic="work-table")

    def _show(self, found: Sequence[WorkRow]) -> None:
        chosen = max(self.table.currentIndex().row(), 0)
        self.model.show_rows(found)
        if found:
            self.table.selectRow(min(chosen, len(found) - 1))
            self._choose()

    @Slot(QItemSelection, QItemSelection)
    def _choose(self, *_: object) -> None:
        index: QModelIndex = self.table.currentIndex()
        if (row := self.model.at(index.row())) is not None:
            self.card.show_row(row)

    def _print(self) -> None:
        from desk_app.ui.papers.run import open_paper  # read when a paper is wanted

        open_paper(self._parts, self._errands, paper.printout(self._parts), self, self.read)

    def _open_year(self) -> None:
        from desk_app.ui.registers.centre_year import CentreYearDialog  # read when a year is told

        CentreYearDialog(self._parts, self._errands, self.window()).open()

    def _ask_file(self) -> None:
        choose_place(self, Path(f"{paper.TITLE}.xlsx"), "xlsx", self._write)

    def _write(self, path: Path) -> None:
        self._errands.run(
            lambda: paper.write(self._parts, path),
            lambda _: self.told.emit("good", f"已导出到 {path}"),
            lambda error: self.told.emit("caution", str(error)),
        )


class WorkCard(Card):
    """One row of the table in the source's words, with links to its registers and its archive."""

    wanted = Signal(object)
    """The ``Wanted`` of a list that is to be opened."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("work")
        self._parts = parts
        self._row: WorkRow | None = None
        self._name = label("", "headline", wrap=True, name="work-name")
        self._about = label("", "quiet", wrap=True)
        content = QWidget()
        self._body = column(content, spacing=12)
        self._scroll = VerticalScroll(content)
        self._scroll.setAccessibleName("这项工作")
        self.body.addWidget(self._name)
        self.body.addWidget(self._about)
        self.body.addWidget(rule())
        self.body.addWidget(self._scroll, 1)

    def show_row(self, row: WorkRow) -> None:
        """Show a row; the same again changes nothing on the screen."""
        if row == self._row:
            return
        self._row = row
        self._name.setText(f"{row.work.place}、{row.work.title}")
        self._about.setText(row.work.about)
        self._about.setVisible(bool(row.work.about))
        with focus.kept(self):
            layouts.clear(self._body)
            for part in self._parts_of(row):
                self._body.addWidget(part)
            self._body.addStretch(1)

    def _parts_of(self, row: WorkRow) -> Iterator[QWidget]:
        yield self._registers(row)
        yield _titled("工作标准(政策、法规)", (self._standard(s) for s in row.work.standards))
        yield _titled("工作程序(流程)", map(_line, row.work.steps))
        yield _titled("档案和信息管理", map(_line, row.work.archive))
        yield _titled("责任股(人)", (_post(p, f"work-post-{n}") for n, p in enumerate(row.work.posts)))
        yield label(f"出处:{row.work.source}", "quiet", wrap=True)

    def _registers(self, row: WorkRow) -> QWidget:
        lines = [self._register(each) for each in row.registers]
        if row.filed:
            lines.append(self._figures("档案", row.filed.wanted, [("归档", row.filed)]))
        return _titled("登记", lines or [label("这项工作没有登记,照程序办。", "quiet", wrap=True)])

    def _register(self, each: WorkRegister) -> QWidget:
        return self._figures(each.title, each.every, [("没办完", each.open), ("到期", each.due)])

    def _figures(self, title: str, every: object, figures: Sequence[tuple[str, WorkFigure]]) -> QWidget:
        made = QWidget()
        line = layouts.row(made, spacing=10)
        line.addWidget(self._link(title, every, f"work-open-{title}"))
        line.addStretch(1)
        for word, figure in figures:
            link = self._link(f"{word} {figure.count}", figure.wanted, f"work-{word}-{title}")
            link.setAccessibleName(f"{title}{word}{figure.count}件")
            link.setEnabled(bool(figure.count))
            line.addWidget(link)
        return made

    def _link(self, text: str, wanted: object, name: str) -> QWidget:
        made = button(text, "link", name=name)
        made.clicked.connect(partial(self.wanted.emit, wanted))
        return made

    def _standard(self, row: Standard) -> QWidget:
        made = QWidget()
        lines = column(made, spacing=2)
        lines.addWidget(_line(row.whole))
        if row.over(self._parts.clock.today()):
            lines.addWidget(chip(f"施行到{row.until},已过", "caution", "cut"), 0, Qt.AlignmentFlag.AlignLeft)
        elif row.since or row.until:
            lines.addWidget(label(f"施行:{row.since}起{f',到{row.until}' if row.until else ''}", "quiet"))
        else:
            lines.addWidget(label("起止日期:没有写", "quiet"))
        return made


def _titled(title: str, lines: Iterator[QWidget] | Sequence[QWidget]) -> QWidget:
    made = QWidget()
    body = column(made, spacing=6)
    body.addWidget(label(title, "title"))
    for each in lines:
        body.addWidget(each)
    return made


def _line(words: str) -> QWidget:
    return label(words, wrap=True, verbatim=True)


def _post(post: Post, name: str) -> QWidget:
    made = QWidget()
    line = layouts.row(made, spacing=10)
    line.addWidget(label(post.unit, wrap=True), 1)
    if post.named is None:
        lacking = chip(_NOBODY, "caution", "ring")
        lacking.setObjectName(name)
        line.addWidget(lacking)
    else:
        line.addWidget(label(said_of(post.named), wrap=True, name=name), 2)
    return made
