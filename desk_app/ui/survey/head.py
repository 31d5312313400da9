"""Above a sheet: whom it is about, of which year, and what has to be told of it."""

from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.ui.kit.layouts import FlowLayout, column, show_if
from desk_app.ui.kit.widgets import Strip, button, label
from desk_app.ui.kit.words import plain_tip
from desk_app.ui.survey.asking import SheetAsking
from forms import rules
from forms.conditions import known
from forms.sentences import plain_date

_WORDS: Final = ("sex", "age", "categories", "grade")
_TAIL: Final = 4


class SheetHead(QWidget):
    """The person in one line, the year of the form, the notes of the opening, and what is on no disk."""

    def __init__(self, asking: SheetAsking, folded: QWidget) -> None:
        """``folded`` is the button of the sections, shown where there is little width."""
        super().__init__()
        self._asking = asking
        form, record = asking.form, asking.sheet.record
        self._name = label(str(record.facts.get("name", "")), "headline", name="sheet-name", verbatim=True)
        self._person = label("", "quiet", name="sheet-person-facts")
        self._folded = folded
        day = plain_date(form.reference_day.isoformat())
        self._year = label(f"{form.head.year}年度,截至{day}的情况", "quiet")
        self._unread = label("照公布过的各项做,以下发的表为准", "caution")
        self._unread.setToolTip(plain_tip(form.head.unread))
        line = QWidget()
        flow = FlowLayout(line, spacing=12)
        for each in (self._name, self._person, folded, self._year, self._unread):
            flow.addWidget(each)
        self.notes = Strip("", "caution")
        self.notes.setObjectName("sheet-notes")
        self._refused = Strip("", "wrong")
        self._refused.setObjectName("sheet-refused")
        self._unsaved = Strip("", "wrong")
        self._unsaved.setObjectName("sheet-unsaved")
        self.again = button("现在再试", "link", name="sheet-save-again")
        self.leave = button("仍要关掉,放弃没有存上的", "link", name="sheet-leave-unsaved")
        for link in (self.again, self.leave):
            self._unsaved.add_link(link)
        self._whole = column(self, spacing=6)
        for widget in (line, self.notes, self._refused, self._unsaved):
            self._whole.addWidget(widget)
        self._unsaved.hide()
        self._refused.hide()
        self.refresh()

    def fold(self, *, narrow: bool) -> None:
        """Leave out what stands on the paper too where there is little width, and show the sections there."""
        show_if(self._folded, narrow)
        show_if(self._year, not narrow)
        show_if(self._unread, not narrow and bool(self._asking.form.head.unread))

    def hold_notes(self) -> None:
        """Take the notes back that stood elsewhere."""
        self._whole.insertWidget(1, self.notes)

    def refresh(self) -> None:
        """Show person and notes as they are now."""
        sheet, form = self._asking.sheet, self._asking.form
        words = [
            rules.label(form, form.elements[name], sheet.read.facts[name]) + form.elements[name].unit
            for name in _WORDS
            if name in form.elements and known(sheet.read.facts, name)
        ]
        number = str(sheet.record.facts.get("id_number") or "")
        tail = f"…{number[-_TAIL:]}" if number else ""
        told = (*words, tail, str(sheet.record.facts.get("village") or ""))
        self._person.setText(" · ".join(word for word in told if word))
        notes = ";".join(n for n in (sheet.shut, *sheet.notes) if n)
        self.notes.show_text(notes, "caution")
        show_if(self.notes, bool(notes))

    def tell_refused(self, sentence: str) -> None:
        """Say why the sheet could not be completed; empty: nothing was refused."""
        self._refused.show_text(sentence, "wrong")
        show_if(self._refused, bool(sentence))

    def tell_unsaved(self, sentence: str, *, may_leave: bool) -> None:
        """Say what is on no disk and why; empty when all is."""
        if sentence:
            self._unsaved.show_text(sentence, "wrong")
        show_if(self.leave, may_leave)
        show_if(self._unsaved, bool(sentence))
