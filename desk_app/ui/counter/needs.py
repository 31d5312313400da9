"""Right of step 2: materials to bring, cost, promised day, and whom to call."""

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QSpacerItem, QVBoxLayout, QWidget

from desk_app.domain.applications import Draft, in_hand, only_brought
from desk_app.services.counter import capture, intake, materials
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.ondemand import OnDemand
from desk_app.ui.kit.layouts import VerticalScroll, column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Card, chip, label, rule
from forms import sentences
from forms.pack import Pack
from forms.schema import Material, Need
from forms.stops import ASSESSING
from forms.typesetting import typeset


class _NeedRow(QWidget):
    """One material with a tick box: the applicant has it with them (已带)."""

    brought = Signal(str, bool)

    def __init__(self, material: Material) -> None:
        super().__init__()
        self._tick = QCheckBox(typeset(material.title))
        self._tick.setObjectName(f"seen:{material.id}")
        self._tick.setAccessibleName(f"已带{material.title}")
        self._tick.toggled.connect(lambda on: self.brought.emit(material.id, on))
        self._chip = chip("")
        self._words = label("", "quiet", wrap=True)
        head = row()
        head.addWidget(self._tick, 1)
        head.addLayout(self._chip_place())
        whole = column(self, spacing=2)
        whole.addLayout(head)
        whole.addWidget(self._words)
        whole.addWidget(rule())
        self._words.setContentsMargins(px(28), 0, 0, px(4))

    def _chip_place(self) -> QVBoxLayout:
        """Room for the widest chip that a tick brings, so that a tick makes no column wider."""
        self._chip.show_text(*materials.BROUGHT)
        place = column(spacing=0)
        place.addItem(QSpacerItem(self._chip.sizeHint().width(), 0))
        place.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignRight)
        return place

    def show_need(self, pack: Pack, need: Need, draft: Draft) -> None:
        """Show the material as this application needs it."""
        material = need.material
        held = in_hand(draft, material.id)
        with QSignalBlocker(self._tick):
            self._tick.setChecked(held or only_brought(draft, material.id))
        self._tick.setEnabled(not held)
        self._chip.show_text(*materials.short_state(need, draft))
        # The words stay whatever is ticked, so that the rows below do not move.
        where = material.where if need.required else ""
        follows = materials.may_be_late(pack, need)
        told = (materials.wanted(need), need.reason, where, follows)
        self._words.setText(";".join(t for t in told if t))


class NeedList(Card):
    """The materials of all chosen matters without repetitions, and the promised days."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._list = column(spacing=6)
        rows = {m.id: m for m in case.pack.materials}
        self._rows = OnDemand(self._list, rows, lambda m: self._row(rows[m]))
        self._count = label("", "quiet")
        self._empty = label("勾选要办的事项后,这里列出要带的材料。", "quiet", wrap=True)
        self._promise = label("", wrap=True)
        self._build()

    def _build(self) -> None:
        head = row()
        head.addWidget(label("要带的材料", "title"))
        head.addWidget(self._count)
        head.addStretch()
        inner = QWidget()
        body = column(inner)
        body.setContentsMargins(0, 0, px(6), 0)
        body.addWidget(self._empty)
        body.addLayout(self._list)
        body.addStretch()
        body.addWidget(self._promise_box())
        self.body.addLayout(head)
        self._scroll = VerticalScroll(inner)
        self.body.addWidget(self._scroll, 1)

    def minimumSizeHint(self) -> QSize:
        """The least of the list in its frame: the count above it, which a tick changes, moves no column."""
        sides = self.body.contentsMargins()
        border = px(4)  # of the card, both sides; the style sheet draws it
        width = self._scroll.minimumSizeHint().width() + sides.left() + sides.right() + border
        return QSize(width, super().minimumSizeHint().height())

    def _promise_box(self) -> QFrame:
        box = QFrame()
        set_property(box, "role", "strip")
        set_property(box, "tone", "info")
        inside = column(box, margins=10, spacing=2)
        inside.addWidget(self._promise)
        return box

    def refresh(self) -> None:
        """Show the materials and dates of what is chosen now."""
        for _part in self.refreshing():
            pass

    def refreshing(self) -> Iterator[None]:
        """Show the materials and dates of what is chosen now, in parts: a row that is new is one."""
        self._say_how_many()
        needs = self._case.needs
        for need in needs:
            new = self._rows.get(need.material.id) is None
            self._rows[need.material.id].show_need(self._case.pack, need, self._case.draft)
            if new:
                yield
        self._rows.show_only(n.material.id for n in needs)
        self._promise.setText(_promise(self._case))

    def _say_how_many(self) -> None:
        needs = self._case.needs
        draft = self._case.draft
        lacking = (materials.MaterialState.MISSING,)
        missing = sum(materials.state_of(n, draft) in lacking for n in needs)
        self._count.setText(f"共 {len(needs)} 样,还差 {missing} 样" if missing else f"共 {len(needs)} 样")
        self._count.setVisible(bool(needs))
        self._empty.setVisible(not needs)

    def _row(self, material: Material) -> _NeedRow:
        made = _NeedRow(material)
        made.brought.connect(self._mark_brought)
        return made

    @Slot(str, bool)
    def _mark_brought(self, material: str, brought: bool) -> None:
        """Note that the applicant has a material with them; step 4 asks what was done with it."""
        self._case.change(lambda d: capture.mark_brought(d, material, brought=brought))


def _promise(case: Case) -> str:
    parts = case.parts
    limits, promised = case.pack.limits, intake.dates(parts, case.pack, parts.clock.now())
    year = parts.clock.today().year
    assessed = any(case.pack.matters[m].takes for m in case.draft.chosen)
    apart = ";评定和公示的时间另计" if assessed and case.pack.stops(ASSESSING) else ""
    day = sentences.spoken_day(promised.promised, provisional=promised.provisional, year=year)
    return "\n".join(
        (
            case.pack.texts["fee"],
            f"{limits.handover}个工作日内转各部门,{limits.review}个工作日内审完,今天受理的{day}前办结{apart}。",
            f"咨询电话:{parts.window.hall.phone}",
        )
    )
