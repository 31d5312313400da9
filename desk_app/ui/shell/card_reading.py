"""What comes of a card on the reader: it fills step 1, begins a case, or is asked about."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desk_app.services.parts import NOBODY, ReaderHooks, ReaderState
from desk_app.ui.counter.links import PERSON_STEP
from desk_app.ui.kit import cover, words
from desk_app.ui.shell.scanning import tell_on
from forms.particulars import CERTIFICATE

if TYPE_CHECKING:
    from desk_app.domain.cards import IdCard
    from desk_app.ui.counter.case import Case
    from desk_app.ui.counter.workspace import Workspace
    from desk_app.ui.shell.window import MainWindow

_CLOSE_FIRST: Final = "身份证没有读进来:先关掉这个窗口,再放一次"
_COVERED: Final = "身份证没有读进来:屏幕遮住时不读,先恢复,再把证拿起、放一次"
_LOCKED: Final = "身份证没有读进来:先登录,再把证拿起、放一次"
_ACCEPTING: Final = "正在核对受理,身份证没有读进来;要换人或补读,先回到前面的步骤再放一次"
_SEEN_MS: Final = 30
"""After so long what was read is on the screen; what is asked in threads would hold it up."""
_AGAIN_MS: Final = 50
"""After so long it is seen again whether the case that is being opened is there."""


class CardTaker(QObject):
    """Takes the cards of a window's reader."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._reader = window, window.parts.reader
        self._lost = ""
        """What was told of a reader that is gone."""
        self._was_ready = False

    def begin(self) -> None:
        """Listen to the reader from now on."""
        self._reader.listen(ReaderHooks(self._take, self._tell_trouble, self._show_state))

    def stop(self) -> None:
        """Let go of the reader."""
        self._reader.stop()

    # ---- the reader ---------------------------------------------------------------------------

    def _show_state(self, state: ReaderState) -> None:
        """Say that a reader that worked is gone, until it is back."""
        if self._lost:
            self._window.notices.tell("", self._lost)
            self._lost = ""
        if not state.ready and self._was_ready:
            self._lost = state.sentence
            self._window.notices.tell("caution", self._lost)
        self._was_ready = self._was_ready or state.ready

    def _tell_trouble(self, sentence: str) -> None:
        if self._is_open() and not self._is_the_dialogs(sentence):
            self._window.notices.tell("caution", sentence)

    # ---- cards --------------------------------------------------------------------------------

    def _is_open(self) -> bool:
        """Whether somebody works here: nothing is done that can not be seen."""
        window = self._window
        return window.isVisible() and not cover.covered() and window.parts.window.who != NOBODY

    def _is_the_dialogs(self, read: "IdCard | str") -> bool:
        """Whether a dialog is open, which takes what was read or says that it does not."""
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return False
        from desk_app.ui.kit.dialogs import DeskDialog

        if not (isinstance(dialog, DeskDialog) and dialog.take_card(read)):
            tell_on(dialog, _CLOSE_FIRST)
        return True

    def _take(self, card: "IdCard") -> None:
        counter = self._window.counter
        if self._window.isVisible() and (over := next(iter(cover.covers()), None)):
            tell_on(over, _COVERED if cover.drawn() else _LOCKED)
        if not self._is_open():
            return
        if popup := QApplication.activePopupWidget():
            popup.close()
        if self._is_the_dialogs(card):
            return
        if counter.opening:
            QTimer.singleShot(_AGAIN_MS, self, lambda: self._take(card))
        elif counter.workspace is None:
            self._begin(card)
        else:
            self._meet(counter.workspace, card)

    def _begin(self, card: "IdCard") -> None:
        """Begin a case with the person of a card; one that is open is put aside."""
        from desk_app.services.counter import cards, inform

        counter, parts = self._window.counter, self._window.parts
        if counter.workspace is not None and counter.workspace.stays():
            return
        draft = cards.filled(parts, inform.new_draft(parts), card)
        self._window.show_room("counter")
        counter.saver.keep(draft)
        counter.new_case(draft)

    def _meet(self, workspace: "Workspace", card: "IdCard") -> None:
        """A card while a case is open: its person's fills it, another's is asked about."""
        from desk_app.services.counter import cards

        whose = cards.whose(workspace.case.draft, card)
        if workspace.case.application is not None:
            if whose is cards.Whose.ANOTHERS:
                self._begin(card)
            else:
                self._window.notices.tell("caution", "这一位已经受理;还要另办的,按下一位后再放证")
        elif workspace.under_way or workspace.step == len(workspace.titles) - 1:
            self._window.notices.tell("caution", _ACCEPTING)
        elif whose is cards.Whose.ANOTHERS:
            self._ask(workspace, card)
        else:
            self._fill(workspace, card)

    def _fill(self, workspace: "Workspace", card: "IdCard") -> None:
        """Let a card fill the case it is of, and lead on where step 1 is open."""
        from desk_app.services.counter import cards

        case = workspace.case
        self._window.show_room("counter")
        if workspace.step == PERSON_STEP:
            workspace.show_element(CERTIFICATE)  # a line that is being typed in would keep what it has
        case.change(lambda d: cards.filled(case.parts, d, card), "")
        QTimer.singleShot(_SEEN_MS, case, lambda: self._filled(case))

    def _filled(self, case: "Case") -> None:
        """What was read is on the screen: ask what is known of the person, and say what was done."""
        case.look_up()
        self._window.notices.tell("good", f"已读{words.who(case.draft.answers)}的身份证,证上有的已填好")

    def _ask(self, workspace: "Workspace", card: "IdCard") -> None:
        """Ask what the card of another person is for; nothing happens before somebody says so."""
        from desk_app.services.counter import cards
        from desk_app.ui.counter.another_card import AnotherCardDialog

        case = workspace.case

        def read_as(element: str) -> None:
            case.change(lambda d: cards.read_as(case.parts, d, element, card), element)

        dialog = AnotherCardDialog(case, card, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.swap_wanted.connect(lambda: self._begin(card))
        dialog.read_as_wanted.connect(read_as)
        dialog.open()
