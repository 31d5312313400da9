"""送达和清单: results on their way, with lists, labels, receipts and the register (附件2 第二十条)."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.events import Subject
from desk_app.errors import DeskError
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Deliveries, DeliveryKind
from desk_app.services.parts import Parts
from desk_app.services.printing.print_run import Printout
from desk_app.ui.applications.delivery_receipts import ListSection, ReceiptSection
from desk_app.ui.applications.delivery_section import DeliverySection
from desk_app.ui.applications.delivery_sections import BringSection, PostSection
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.ticks import on_pick, show_ticked
from desk_app.ui.kit.widgets import ChoiceButton, button, label
from desk_app.ui.papers.run import open_paper

_WORDS: Final = {"post": "邮寄", "collect": "领取、带走", "sent": "等回执", "lists": "清单和登记表"}


class DeliveringDialog(DeskDialog):
    """What is to be posted, brought or confirmed; it stays open until the clerk closes it."""

    changed = Signal(object, str)
    """Subjects of the applications that changed, and a sentence for the clerk."""
    printed = Signal(object)
    """Subject a print was noted on."""

    def __init__(
        self, parts: Parts, errands: Errands, parent: QWidget, numbers: Mapping[str, str] | None = None
    ) -> None:
        """``numbers`` are the postal numbers that stood here when it was closed (``post.numbers``)."""
        super().__init__("delivering-dialog", "送达和清单", parent, 900, 660)
        self._parts, self._errands = parts, errands
        self.post, self.bring = PostSection(parts, errands), BringSection(parts, errands)
        self.post.take_up(numbers or {})
        self.sent, self.lists = ReceiptSection(parts, errands), ListSection(parts, errands)
        self._sections: Mapping[str, DeliverySection] = {
            "post": self.post,
            "collect": self.bring,
            "sent": self.sent,
            "lists": self.lists,
        }
        self._picks = {name: ChoiceButton(word) for name, word in _WORDS.items()}
        self._told = label("正在读取…", "quiet", wrap=True, name="delivering-told")
        self._close = button("关闭", name="delivering-close")
        self._shown = ""
        self._build()
        self._close.clicked.connect(self.close)
        self.finished.connect(self.deleteLater)
        self._read()

    def _build(self) -> None:
        body = QWidget()
        whole = column(body, spacing=12)
        whole.addWidget(label("送达和清单", "headline"))
        picks = FlowLayout(spacing=8)
        for name, pick in self._picks.items():
            pick.setObjectName(f"delivering:{name}")
            on_pick(pick, lambda name=name: self._pick(name))  # type: ignore[misc]
            picks.addWidget(pick)
        whole.addLayout(picks)
        for section in self._sections.values():
            section.paper_wanted.connect(self._print)
            section.done.connect(self._done)
            section.hide()
            whole.addWidget(section)
        whole.addStretch(1)
        foot = row()
        foot.addWidget(self._told, 1)
        foot.addWidget(self._close)
        self.lay_out(body, foot)

    def take_scan(self, text: str) -> bool:
        """A scan goes to what is shown: a postal number, a result that is taken along, what came back."""
        match self._shown:
            case "post":
                return self.post.take_scan(text)
            case "collect":
                return self.bring.take_scan(text)
            case "sent":
                return self.sent.take_scan(text)
        return False

    # ---- reading ------------------------------------------------------------------------------

    def _read(self) -> None:
        self._errands.run(
            lambda: delivering.standing(self._parts),
            while_alive(self, self._show),
            while_alive(self, self._fail),
            lane=Lane.FILES,  # hundreds of results take seconds; a draft must not wait for them
            topic="delivering",
        )

    def _show(self, found: Mapping[DeliveryKind, Deliveries]) -> None:
        post, collect, sent = (found[kind] for kind in DeliveryKind)
        self.post.show_found(post, sent)
        self.bring.show_found(collect)
        self.sent.show_found(sent)
        counts = {"post": post, "collect": collect, "sent": sent}
        for name, those in counts.items():
            self._picks[name].setText(f"{_WORDS[name]} {those.total}")
        self._say(counts)
        if self._shown and not self._stands():  # what had the keyboard is done and gone
            rows = self._sections[self._shown].rows
            own = rows[0].first if rows else None
            (own or self._picks[self._shown]).setFocus()
        if not self._shown:
            first = next((name for name, those in counts.items() if those.total), "lists")
            self._pick(first)
            self._picks[first].setFocus()

    def _stands(self) -> bool:
        """Whether something that is shown has the keyboard, here or in a paper above."""
        focused = self.focusWidget()
        return focused is not None and focused.isVisibleTo(self)

    def _say(self, counts: Mapping[str, Deliveries]) -> None:
        today = self._parts.clock.today()
        late = sum(d.late(today) for d in counts["sent"].shown)
        beyond = any(len(those.shown) < those.total for those in counts.values())
        told = [f"{late}件的回执超期没有回来"] if late else []
        told += [f"只列出最早的{delivering.MOST}件,办完再显示后面的"] if beyond else []
        nothing = "没有要送达的结果" if not any(those.total for those in counts.values()) else ""
        self._told.setText("。".join(told) or nothing)

    def _pick(self, name: str) -> None:
        """Show one part and mark its button."""
        for each, pick in self._picks.items():
            show_ticked(pick, on=each == name)
            self._sections[each].setVisible(each == name)
        if name == "lists" and self._shown != name:
            self.lists.read()
        self._shown = name

    def _fail(self, error: DeskError) -> None:
        self._told.setText(str(error))

    # ---- doing --------------------------------------------------------------------------------

    @Slot(object)
    def _print(self, paper: Printout) -> None:
        subject = paper.subject
        tell = self._sections[self._shown].tell
        open_paper(
            self._parts,
            self._errands,
            paper,
            self,
            lambda: self.printed.emit(subject),
            lambda error: tell(str(error)),
        )

    @Slot(object, str)
    def _done(self, subjects: tuple[Subject, ...], sentence: str) -> None:
        self.changed.emit(tuple(dict.fromkeys(subjects)), sentence)
        self._read()
