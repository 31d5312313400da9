"""Two parts of 送达和清单: what is to be posted, and what lies at the window and may be taken along."""

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox

from desk_app.errors import RuleError
from desk_app.services.applications import delivering, postal_numbers
from desk_app.services.applications.delivering import Deliveries, Delivery
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from desk_app.ui.applications.delivery_rows import BringRow, PostRow, beside, place_of, plain_code
from desk_app.ui.applications.delivery_section import DeliverySection
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.widgets import button
from forms.typesetting import typeset


class PostSection(DeliverySection):
    """What is to be posted, with the postal numbers."""

    def __init__(self, parts: Parts, errands: Errands) -> None:
        super().__init__(
            parts, errands, "申请人要求邮寄的。把面单条码扫进各行或录入单号,再登记寄出;没有单号的留着。"
        )
        self.go = button("登记寄出并打清单", "primary", "Ctrl+Return", name="post-go")
        self.labels = button("打标签…", name="post-labels")
        self.bar.addWidget(self.go)
        self.bar.addWidget(self.labels)
        self.go.clicked.connect(self._post)
        self.labels.clicked.connect(self._print_labels)
        self._found: tuple[Delivery, ...] = ()
        self._known: Mapping[str, str] = {}
        self._typed: dict[str, str] = {}
        self._asked: frozenset[str] = frozenset()

    def show_found(self, found: Deliveries, under_way: Deliveries) -> None:
        """Show what is to be posted; what was typed for what is still here stays."""
        here = {d.key for d in found.shown}
        self._typed = {key: number for key, number in self._numbers().items() if key in here}
        self._found, self._known = found.shown, delivering.known_numbers(under_way.shown)
        self.list.show_rows(found.shown, self._row, anew=False)

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Begin with numbers that were typed before the dialog was closed, by the key of the delivery."""
        self._typed = dict(typed)

    @property
    def numbers(self) -> Mapping[str, str]:
        """The numbers that were typed and not noted yet, by the key of the delivery."""
        return self._numbers()

    def _numbers(self) -> dict[str, str]:
        """The numbers that were typed, by the key of the delivery, also of rows that are still to be made."""
        made = {row.delivery.key: row.number for row in self._posts}
        return {key: number for key, number in {**self._typed, **made}.items() if number}

    def _row(self, delivery: Delivery) -> PostRow:
        made = PostRow(delivery)
        if typed := self._typed.get(delivery.key, ""):
            made.take(typed)
        made.entered.connect(self._entered)
        self.row_of(made)
        return made

    @property
    def _posts(self) -> list[PostRow]:
        return [row for row in self.rows if isinstance(row, PostRow)]

    def take_scan(self, text: str) -> bool:
        """A code scanned while no line has the keyboard: a receipt's row, or the next number."""
        if (found := self._of_paper(text)) is not None:
            found.line.setFocus()
            return True
        try:
            number = postal_numbers.plain(text)
        except RuleError as fault:
            self.tell(str(fault))
            return True
        empty = next((row for row in self._posts if row.open), None) or self._next_page()
        if empty is None:
            return False
        self.tell("")
        empty.take(number)
        self._entered(empty)
        return True

    def _of_paper(self, text: str) -> PostRow | None:
        """The row of the application whose receipt, label or letter bears this code."""
        place = place_of(self._found, text)
        row = None if place is None else self.list.reach(place)
        return row if isinstance(row, PostRow) else None

    @Slot(object)
    def _entered(self, row: PostRow) -> None:
        """A number is complete: it is looked at, and the keyboard goes on to the next row without one."""
        if (other := self._of_paper(row.number)) is not None:
            row.take("")
            other.line.setFocus()
            return
        if row.number and not self._checked(row):
            row.line.setFocus()
            row.line.selectAll()  # the next scan replaces it
            return
        after = [*self._posts[self._posts.index(row) + 1 :], *self._posts]
        following = next((r for r in after if r.open), None) or self._next_page()
        (following.line if following else self.go).setFocus()

    def _next_page(self) -> PostRow | None:
        """The first row of those that were not listed yet."""
        row = self.list.reach(len(self.rows))
        return row if isinstance(row, PostRow) and row.open else None

    def _checked(self, row: PostRow) -> str:
        """The number of a row as it is kept; empty when it is none, which the row then says."""
        try:
            number = postal_numbers.plain(row.number)
        except RuleError as fault:
            row.tell(str(fault))
            return ""
        row.take(number)
        row.tell(self._twice(row, number))
        return number

    def _twice(self, row: PostRow, number: str) -> str:
        """A sentence when the number stands on another row, or is under way; empty when it does not."""
        others = (
            r.delivery.recipient for r in self._posts if r is not row and plain_code(r.number) == number
        )
        other = next(others, self._known.get(number, ""))
        return f"{number}已经用在{other}那一件上。同一个信封的,再登记一次就照登" if other else ""

    @Slot()
    def _post(self) -> None:
        wanted = self._numbered()
        numbers = [(row.delivery, number) for row in wanted if (number := self._checked(row))]
        if len(numbers) < len(wanted):
            self.tell("有单号不对的,请改好再登记")
            held = {d.key for d, _ in numbers}
            next(row for row in wanted if row.delivery.key not in held).line.setFocus()
            return
        twice = frozenset(n for row, (_, n) in zip(wanted, numbers, strict=True) if self._twice(row, n))
        if not twice <= self._asked:
            self._asked |= twice
            self.tell("有单号用了两次,请看下面标出的;同一个信封的,再按一次“登记寄出”")
            return
        parts, day, made = self.parts, self.parts.clock.today(), list[str]()
        subjects = tuple(d.subject for d, _ in numbers)

        def after() -> None:
            self.done.emit(subjects, f"已登记寄出{len(numbers)}件,清单{made[0]}")
            self.print_list(lambda: made[0], day)

        who = parts.window.who
        self.act(lambda: made.append(delivering.post(parts, who, numbers, day)), after)

    def _numbered(self) -> list[PostRow]:
        """The rows with a number, those that are still to be made too."""
        numbers = self._numbers()
        rows = (self.list.reach(place) for place, d in enumerate(self._found) if d.key in numbers)
        return [row for row in rows if isinstance(row, PostRow) and row.number]

    @Slot()
    def _print_labels(self) -> None:
        wanted = [row.delivery for row in self._numbered()] or list(self._found)
        if wanted:
            self.paper_wanted.emit(deliveries.labels(self.parts, wanted))
        else:
            self.tell("没有要打标签的件")


class BringSection(DeliverySection):
    """What lies at the window, by town: ticked and taken along by somebody."""

    def __init__(self, parts: Parts, errands: Errands) -> None:
        super().__init__(
            parts, errands, "等领取的。乡镇(街道)、村(社区)来人带走送达的,勾选后登记,清单请带走的人签字。"
        )
        self.town, self.place, self.carrier = QComboBox(), Edit(), Edit()
        self.town.setObjectName("bring-town")
        self.town.setAccessibleName("乡镇(街道)")
        self.town.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.bar.addWidget(self.town)
        for edit, name, title in (
            (self.place, "bring-place", "交给"),
            (self.carrier, "bring-carrier", "带走人"),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(title)
            self.bar.addWidget(beside(title, edit))
        self.all = button("全勾", name="bring-all")
        self.go = button("登记送出并打清单", "primary", "Ctrl+Return", name="bring-go")
        self.bar.addWidget(self.all)
        self.bar.addWidget(self.go)
        self._found: tuple[Delivery, ...] = ()
        self._here: tuple[Delivery, ...] = ()
        self._every = False
        self._shown = ""
        self._ticked: set[str] = set()
        self.town.currentIndexChanged.connect(self._chosen)
        self.all.clicked.connect(self._tick_all)
        self.go.clicked.connect(self._send)

    def show_found(self, found: Deliveries) -> None:
        """Show what lies here, of the town that was chosen before."""
        self._found = found.shown
        before = self.town.currentData()
        self.town.blockSignals(True)
        self.town.clear()
        for town, those in delivering.by_town(found.shown).items():
            self.town.addItem(typeset(f"{town} {len(those)}件"), town)
        self.town.setCurrentIndex(max(self.town.findData(before), 0))
        self.town.blockSignals(False)
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        """Show what lies here for the chosen town; ticks stay, and what was typed for the same town."""
        self._note_ticks()
        town = str(self.town.currentData() or "")
        other, self._shown = town != self._shown, town
        if other:
            self.place.setText("" if town == delivering.OTHERS else town)
        self._here = those = tuple(d for d in self._found if d.town == town)
        self.list.show_rows(those, self._row, anew=other)

    def _note_ticks(self) -> None:
        """Keep which rows are ticked, before they are made anew."""
        if self._every:
            self._ticked |= {d.key for d in self._here[len(self.rows) :]}
        ticked = {row.delivery.key: row.box.isChecked() for row in self._brings}
        here = {d.key for d in self._found}
        self._ticked = {key for key in self._ticked | ticked.keys() if ticked.get(key, True) and key in here}
        self._every = False

    def _row(self, delivery: Delivery) -> BringRow:
        made = BringRow(delivery)
        wanted = self._every or delivery.key in self._ticked
        made.box.setChecked(wanted and made.box.isEnabled())
        self.row_of(made)
        return made

    def take_scan(self, text: str) -> bool:
        """The result whose receipt was scanned is ticked, whatever its town; False when none is of it."""
        if (place := place_of(self._found, text)) is None:
            return False
        wanted = self._found[place]
        self.town.setCurrentIndex(self.town.findData(wanted.town))
        row = self.list.reach(self._here.index(wanted))
        if isinstance(row, BringRow) and row.box.isEnabled():
            row.box.setChecked(True)
            row.box.setFocus()
        return True

    @property
    def _brings(self) -> list[BringRow]:
        return [row for row in self.rows if isinstance(row, BringRow)]

    @Slot()
    def _tick_all(self) -> None:
        on = self._every = not all(row.box.isChecked() for row in self._brings if row.box.isEnabled())
        self._ticked -= {d.key for d in self._here}
        for row in self._brings:
            row.box.setChecked(on and row.box.isEnabled())

    @Slot()
    def _send(self) -> None:
        wanted = [row.delivery for row in self._brings if row.box.isChecked()]
        later = (d for d in self._here[len(self.rows) :] if not d.problem)  # these have no row yet
        wanted += [d for d in later if self._every or d.key in self._ticked]
        parts, day, made = self.parts, self.parts.clock.today(), list[str]()
        place, carrier = self.place.text().strip(), self.carrier.text().strip()

        who = parts.window.who

        def send() -> None:
            made.append(delivering.send_out(parts, who, wanted, place, carrier, day))

        def after() -> None:
            self._every = False
            self.carrier.clear()  # the next list is somebody else's
            self.done.emit(
                tuple(d.subject for d in wanted), f"已登记交{place}送达{len(wanted)}件,清单{made[0]}"
            )
            self.print_list(lambda: made[0], day)

        if not (place and carrier):
            self.tell("请写明交给哪个乡镇(街道)、村(社区)和带走人姓名")
            (self.carrier if place else self.place).setFocus()
            return
        self.act(send, after)
