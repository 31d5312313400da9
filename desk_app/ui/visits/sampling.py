"""抽查 of a quarter: how many of each town, the seed, and the key that draws."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from desk_app.domain.proceedings import Proceeding
from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.visits import sampling
from desk_app.services.visits.sampling import Quarter, TownShare
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.roles import as_group, one_of
from desk_app.ui.kit.ticks import on_pick
from desk_app.ui.kit.widgets import Strip, button, label
from forms.programmes import Programme, Sample

_SEED: Final = "随机数(不写就自动生成;写以前的随机数,同样的件抽到的一样)"


class SampleDialog(DeskDialog):
    """Draws the sample of a quarter; ``done`` gets the record that keeps it."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        sample: tuple[Programme, Sample],
        parent: QWidget,
        done: Callable[[Proceeding], None],
    ) -> None:
        super().__init__("sample", sample[1].title, parent, 620, 480)
        self._parts, self._errands, self._sample, self._done = parts, errands, sample, done
        now = Quarter.of(parts.clock.today())
        self._quarters = (now, now.before)
        self._quarter = now
        self._group, self._choice = QButtonGroup(self), QWidget()
        self._told = label("", wrap=True, name="sample-towns")
        self._seed = QLineEdit()
        self._seed.setObjectName("sample-seed")
        self._seed.setAccessibleName("随机数")
        self._seed.setMaxLength(40)
        self._strip = Strip("", "wrong")
        self._go = button("抽取", "primary", name="sample-go")
        self._close = button("取消", name="sample-close")
        self._arrange()
        self._read()

    def _arrange(self) -> None:
        content = QWidget()
        body = column(content, spacing=12)
        of, sample = self._sample
        measure = next(m for m in of.measures if m.id == sample.measure)
        body.addWidget(label(sample.title, "headline"))
        said = f"分乡镇随机抽,每个乡镇不低于{measure.least}%,不足一件的算一件(建议)。依据:{sample.source}"
        body.addWidget(label(said, "quiet", wrap=True))
        line = FlowLayout(self._choice, spacing=8)
        as_group(self._choice, "哪个季度")
        for place, quarter in enumerate(self._quarters):
            made = button(quarter.title, "choice", name=f"sample-quarter-{place}")
            made.setChecked(place == 0)
            one_of(self._group, made, place)
            on_pick(made, partial(self._turn, quarter))
            line.addWidget(made)
        body.addWidget(self._choice)
        body.addWidget(self._told)
        body.addWidget(label(_SEED, "quiet", wrap=True))
        body.addWidget(self._seed)
        body.addStretch(1)
        self._strip.hide()
        self.lay_out(content, feet(self._close, self._go), self._strip)
        self.default = self._go
        self._go.clicked.connect(self._draw)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._group.button(0).setFocus()

    def _turn(self, quarter: Quarter) -> None:
        self._quarter = quarter
        self._read()

    def _read(self) -> None:
        of, sample = self._sample
        quarter = self._quarter
        self._strip.hide()
        self._errands.run(
            lambda: sampling.towns(self._parts, of, sample, quarter),
            while_alive(self, self._show),
            topic="sample",
        )

    def _show(self, found: tuple[TownShare, ...]) -> None:
        lines = (*map(_line, found), sampling.whole(*self._sample, found)) if found else ()
        self._told.setText("\n".join(lines) or f"{self._quarter.title}还没有回访过的。")

    @Slot()
    def _draw(self) -> None:
        of, sample = self._sample
        quarter, seed = self._quarter, self._seed.text()
        self._go.setEnabled(False)
        self._errands.run(
            lambda: sampling.draw(self._parts, of, sample, quarter, seed),
            while_alive(self, self._drawn),
            while_alive(self, self._refuse),
        )

    def _drawn(self, kept: Proceeding) -> None:
        self.accept()
        self._done(kept)

    def _refuse(self, error: DeskError) -> None:
        self._go.setEnabled(True)
        self._strip.show_text(str(error), "wrong")
        self._strip.show()


def _line(town: TownShare) -> str:
    return f"{town.town}:回访{len(town.records)}件,要抽{town.wanted}件,已抽{len(town.drawn)}件"
