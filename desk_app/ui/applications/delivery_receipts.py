"""Two parts of 送达和清单: what waits for its receipt, and the lists of a day with the register."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Slot

from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Deliveries, Delivery
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from desk_app.ui.applications.delivery_rows import DeliveryRow, SentRow, beside, place_of
from desk_app.ui.applications.delivery_section import DeliverySection
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.days import date_of, day_edit
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, clear
from desk_app.ui.kit.ticks import on_tick, show_ticked
from desk_app.ui.kit.widgets import button, label
from forms.typesetting import typeset


class ReceiptSection(DeliverySection):
    """What is under way: receipts that came back, letters that were returned, numbers to correct."""

    def __init__(self, parts: Parts, errands: Errands) -> None:
        super().__init__(
            parts, errands, "已经送出、等回执的。回执或签好的清单回来了登记签收;没有送到的登记退回。"
        )
        self.late = button("只看超期的", name="sent-late")
        self.late.setCheckable(True)
        self.bar.addWidget(self.late)
        self._found: tuple[Delivery, ...] = ()
        self._those: list[Delivery] = []
        on_tick(self.late, lambda _: self._show())

    def show_found(self, found: Deliveries) -> None:
        """Show what is under way, what is late first."""
        today = self.parts.clock.today()
        self._found = tuple(sorted(found.shown, key=lambda d: not d.late(today)))
        late = sum(d.late(today) for d in found.shown)
        self.late.setText(f"只看超期的 {late}")
        self.late.setEnabled(late > 0)
        if not late:
            show_ticked(self.late, on=False)
        self._show(anew=False)

    def _show(self, *, anew: bool = True) -> None:
        today = self.parts.clock.today()
        self._those = [d for d in self._found if not self.late.isChecked() or d.late(today)]
        self.list.show_rows(self._those, lambda d: self._row(d, today), anew=anew)

    def take_scan(self, text: str) -> bool:
        """The row whose letter, list or receipt was scanned gets the keyboard; False when none is of it."""
        place = place_of(self._those, text)
        if place is None and place_of(self._found, text) is not None:  # not late, and only the late are shown
            show_ticked(self.late, on=False)
            self._show()
            place = place_of(self._those, text)
        row = None if place is None else self.list.reach(place)
        if row is not None and row.first is not None:
            row.first.setFocus()
        return place is not None

    def _row(self, delivery: Delivery, today: date) -> DeliveryRow:
        return self.row_of(SentRow(delivery, today))


class ListSection(DeliverySection):
    """The lists of a day, to be printed again, and the register of a period."""

    def __init__(self, parts: Parts, errands: Errands) -> None:
        super().__init__(parts, errands, "某一天送出的清单可以再打;领取登记表列出在窗口领走的结果。")
        today = parts.clock.today()
        self.day = day_edit(today, "lists-day", "送出日期", today)
        self.since = day_edit(today, "register-since", "领取从哪天", today)
        self.until = day_edit(today, "register-until", "领取到哪天", today)
        self.go = button("打领取登记表…", name="register-go")
        self.bar.addWidget(beside("送出日期", self.day))
        self._lists = FlowLayout(spacing=8)
        self.whole.addLayout(self._lists)
        line = FlowLayout(spacing=8)
        for part in (beside("领取从", self.since), beside("到", self.until), self.go):
            line.addWidget(part)
        self.whole.addLayout(line)
        self.whole.addStretch(1)
        self.day.dateChanged.connect(self.read)
        self.go.clicked.connect(self._register)

    @Slot()
    def read(self) -> None:
        """Read the lists of the day that is chosen; of several days chosen in a row, the last."""
        day, parts = date_of(self.day), self.parts
        self.tell("")
        self.errands.run(
            lambda: delivering.of_day(parts, day),
            while_alive(self, self._show),
            while_alive(self, lambda error: self.tell(str(error))),
            topic=f"lists-{id(self)}",
        )

    def _show(self, found: Mapping[str, tuple[Delivery, ...]]) -> None:
        clear(self._lists)
        for number, those in found.items():
            title = f"{deliveries.title_of(those)} {number or '没有编号'} {len(those)}件…"
            made = button(typeset(title), name=f"list:{number}")
            made.clicked.connect(lambda _=False, n=number, t=those: self._print(n, t))
            made.setEnabled(bool(number))
            self._lists.addWidget(made)
            made.show()
        if not found:
            nothing = label("这一天没有送出的。", "quiet")
            self._lists.addWidget(nothing)
            nothing.show()

    def _print(self, number: str, those: tuple[Delivery, ...]) -> None:
        self.paper_wanted.emit(deliveries.list_of(self.parts, number, those))

    @Slot()
    def _register(self) -> None:
        since, until = date_of(self.since), date_of(self.until)
        if since > until:
            self.tell("登记期间的开始不能晚于结束,请改日期")
            self.since.setFocus()
            return
        self.tell("")
        self.paper_wanted.emit(deliveries.register(self.parts, since, until))
