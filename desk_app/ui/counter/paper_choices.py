"""Below a card of step 4: the ways to hand a material in without a picture, or later (容缺)."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.domain.applications import Draft, HandedIn, in_hand, pages_of, paper_of, promise_of
from desk_app.domain.promises import Promise, may_follow, takes_copy
from desk_app.services.counter.materials import year_of
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, label
from forms import sentences
from forms.schema import Need
from forms.typesetting import typeset


class PaperChoices(QWidget):
    """Tick boxes: original shown, copy kept, or to follow by a day; only allowed ones are enabled."""

    def __init__(self, case: Case, material: str, title: str) -> None:
        super().__init__()
        self._case, self._material, self._title = case, material, title
        self._original = self._tick(HandedIn.ORIGINAL)
        self._copy = self._tick(HandedIn.COPY)
        self._copy.setText(typeset("复印件已留存"))
        self._copy.setAccessibleName(f"{title} 复印件已留存")
        self._until = label("", "caution", name=f"until:{material}")
        self._later = button("", "link", name=f"later:{material}")
        self._later.clicked.connect(self._promise)
        self._not_later = button("取消容缺", "link", name=f"not-later:{material}")
        self._not_later.setAccessibleName(f"{title} 取消容缺")
        self._not_later.clicked.connect(self._take_back)
        self._build()

    def _tick(self, paper: HandedIn) -> QCheckBox:
        made = QCheckBox()
        made.setObjectName(f"{paper.value}:{self._material}")
        made.clicked.connect(lambda on: self._case.mark_seen(self._material, paper if on else None))
        return made

    @Slot()
    def _promise(self) -> None:
        self._case.promise(self._material)
        self._not_later.setFocus()  # the button pressed is gone

    @Slot()
    def _take_back(self) -> None:
        self._case.take_back_promise(self._material)
        self._later.setFocus()

    def _build(self) -> None:
        self._papers = _line(self._original, self._copy)
        self._follow = _line(self._until, self._not_later, self._later)
        body = column(self, spacing=2)
        body.addWidget(self._papers)
        body.addWidget(self._follow)

    def show_need(self, need: Need) -> None:
        """Show what is chosen and what can be chosen now."""
        material, draft = need.material, self._case.draft
        words = "原件已核对(退还)" if takes_copy(material) else "原件已收"
        paper = paper_of(draft, material.id)
        self._original.setText(typeset(words))
        self._original.setAccessibleName(f"{self._title} {words}")
        self._original.setChecked(paper is HandedIn.ORIGINAL)
        self._copy.setChecked(paper is HandedIn.COPY)
        self._copy.setVisible(takes_copy(material))
        # A scanned material needs no word on its paper, unless one was given.
        self._papers.setVisible(paper is not None or not pages_of(draft, material.id))
        self._show_follow(need)
        self.show()

    def _show_follow(self, need: Need) -> None:
        material, draft = need.material, self._case.draft
        promise = promise_of(draft, material.id)
        missing = need.required and not in_hand(draft, material.id)
        if promise:
            self._until.setText(f"容缺,{_day(promise, draft)}前补交")
        words = f"容缺后补({material.follows_in}个工作日内)"
        self._later.setText(words)
        self._later.setAccessibleName(f"{self._title} {words}")
        self._until.setVisible(promise is not None)
        self._not_later.setVisible(promise is not None)
        self._later.setVisible(missing and not promise and may_follow(self._case.pack, material))
        self._follow.setVisible(promise is not None or not self._later.isHidden())


def _day(promise: Promise, draft: Draft) -> str:
    """The last day of a promise as it is spoken of: with its weekday, and its year when it is another."""
    return sentences.spoken_day(promise.until, provisional=promise.provisional, year=year_of(draft))


def _line(*widgets: QWidget) -> QWidget:
    """Widgets side by side, wrapping where the card is narrow."""
    made = QWidget()
    flow = FlowLayout(made, spacing=12)
    for widget in widgets:
        flow.addWidget(widget)
    return made
