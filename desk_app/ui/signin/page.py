"""The page over the whole window where somebody signs in, unlocks it, or takes the next shift."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from desk_app.domain.clerks import Clerk
from desk_app.domain.events import Who
from desk_app.domain.reads import ReadKind
from desk_app.errors import DeskError, RuleError
from desk_app.services.parts import NOBODY, Parts
from desk_app.services.signin import demo, entering, people
from desk_app.services.signin.entering import CodeWanted, CodeWrong, SignInRefused
from desk_app.ui.kit import layouts, roles, style, tab_walk
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.cover import Cover
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, centred, column
from desk_app.ui.kit.secret_lines import SecretLine, named, plain_line
from desk_app.ui.kit.ticks import on_pick
from desk_app.ui.kit.widgets import Card, Strip, button, label, show_key
from desk_app.ui.kit.words import plain_tip

_WIDE: Final = 480
_CAPS: Final = "大写锁定开着,密码分大小写"


_ASKED: Final = {
    "name": "请填写姓名",
    "password": "请输入密码",
    "again": "请把密码再输一遍",
    "code": "请输入手机上的6位验证码",
}
"""What is said of a line that is still empty, from the top."""


class Asks(Enum):
    """What the page asks for."""

    PASSWORD = "password"
    FIRST = "first"
    """Name and password of the first administrator."""
    RENEWAL = "renewal"
    """A password of one's own in place of the one somebody else has set."""


class SignInPage(Cover):
    """Covers the window until somebody is signed in; what stands below is neither seen nor reached."""

    entered = Signal(object)
    """The Who that signed in or unlocked."""
    restore_wanted = Signal()
    """A demo stands here, and the book of another computer is to be taken back in its place."""

    def __init__(self, parts: Parts, errands: Errands, window: QWidget, told: str = "") -> None:
        """``told``: why the page is here, above all else; empty at the start of a day."""
        super().__init__(window, "sign-in")
        self._parts, self._errands = parts, errands
        self._sitting = parts.window.who
        self._asks = Asks.FIRST if entering.is_new(parts) else Asks.PASSWORD
        self._who: Who | None = None
        self._old = ""
        self._under_way = False
        self.setAccessibleName("登录" if self._sitting == NOBODY else "窗口已锁定")
        self._people = entering.people(parts)
        self._choices = QButtonGroup(self)
        self._name = plain_line("sign-in:name", "姓名", 20)
        self._password = SecretLine("sign-in:password", "密码")
        self._again = SecretLine("sign-in:again", "再输一遍密码")
        self._code = plain_line("sign-in:code", "手机上的6位验证码", 8)
        self._code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._title = label("", "headline", name="sign-in:title")
        self._explained = label("", "quiet", wrap=True, name="sign-in:explained")
        self._caps = label(_CAPS, "caution", name="sign-in:caps")
        self._problem = label("", "problem", wrap=True, name="sign-in:problem")
        self._go = button("登录", "primary", name="sign-in:go")
        show_key(self._go, "Return")
        self._demo = button("用演示密码进入", "secondary", name="sign-in:demo")
        show_key(self._demo, "F2")
        self._restore = button("换了电脑,从备份恢复…", "link", name="sign-in:restore")
        self._restore.clicked.connect(self.restore_wanted)
        self._list = self._listed()
        self._build(told)
        self._show()
        self.lay()

    # ---- how it stands ------------------------------------------------------------------------

    def _build(self, told: str) -> None:
        hall = self._parts.window.hall
        card = Card()
        card.body.setSpacing(style.px(12))
        self._rows = {
            "name": named("姓名", self._name),
            "password": named("密码", self._password),
            "again": named("再输一遍", self._again),
            "code": named("验证码", self._code),
        }
        beside = layouts.row(spacing=12)
        for name in ("password", "again"):
            beside.addWidget(self._rows[name], 1)
        foot = FlowLayout()
        foot.addWidget(self._go)
        foot.addWidget(self._demo)
        foot.addWidget(self._restore)
        for widget in (self._title, self._explained, self._list, self._rows["name"]):
            card.body.addWidget(widget)
        card.body.addLayout(beside)
        for widget in (self._rows["code"], self._caps, self._problem):
            card.body.addWidget(widget)
        card.body.addLayout(foot)
        content = QWidget()
        body = column(content, margins=16, spacing=12)
        body.addWidget(label(f"{hall.name} · {self._parts.window.number} 号窗口", "title"))
        warnings = (told, entering.clock_warning(self._parts))
        for sentence in filter(None, warnings):
            body.addWidget(Strip(sentence, "caution"))
        body.addWidget(card)
        body.addStretch()
        whole = column(self, margins=8)
        whole.addWidget(centred(content, _WIDE))
        for line in (self._name, self._password, self._again, self._code):
            line.returnPressed.connect(self._enter)
            line.textEdited.connect(self._settle)
        self._password.caps.connect(self._caps.setVisible)
        self._again.caps.connect(self._caps.setVisible)
        self._go.clicked.connect(self._enter)
        self._demo.clicked.connect(self._enter_demo)

    def _listed(self) -> QWidget:
        """The people of this window as choices; chosen is who sits here, else who usually does."""
        holder = QWidget()
        roles.as_group(holder, "谁")
        line = FlowLayout(holder)
        usual = self._sitting.person or self._parts.window.usual
        for place, each in enumerate(self._people):
            made = button(each.name, "choice", name=f"sign-in:{each.name}")
            roles.one_of(self._choices, made, place)
            made.setAccessibleDescription(each.role_words)
            made.setToolTip(plain_tip(each.role_words))
            made.setChecked(each.name == usual)
            line.addWidget(made)
        if self._people and self._choices.checkedId() < 0:
            self._choices.button(0).setChecked(True)
        for each_made in self._choices.buttons():
            on_pick(each_made, self._picked)
        return holder

    def _show(self) -> None:
        """Show what is asked now."""
        first, renewal = self._asks is Asks.FIRST, self._asks is Asks.RENEWAL
        self._title.setText(self._headline())
        self._explained.setText(self._explanation())
        self._explained.setVisible(bool(self._explained.text()))
        self._list.setVisible(self._asks is Asks.PASSWORD)
        self._rows["name"].setVisible(first)
        self._rows["again"].setVisible(first or renewal)
        self._rows["code"].hide()
        self._caps.hide()
        self._problem.hide()
        self._password.setAccessibleName("新密码" if first or renewal else "密码")
        self._show_go()
        chosen = self._chosen()
        self._demo.setVisible(self._asks is Asks.PASSWORD and chosen is not None and chosen.demo)
        self._restore.setVisible(self._parts.window.demo and self._sitting == NOBODY)

    def _locked(self) -> bool:
        """Whether the one who sits here is the one chosen: the window is unlocked, not taken over."""
        chosen = self._chosen()
        return chosen is not None and chosen.name == self._sitting.person

    def _headline(self) -> str:
        match self._asks:
            case Asks.FIRST:
                return "第一次使用:登记管理员"
            case Asks.RENEWAL:
                return "换成您自己的密码"
        return "登录" if self._sitting == NOBODY else "窗口已锁定" if self._locked() else "换班"

    def _explanation(self) -> str:
        match self._asks:
            case Asks.FIRST:
                return "管理员在“设置”里添加本窗口的人员。密码至少10个字符,不含姓名,请记好,程序里找不回来。"
            case Asks.RENEWAL:
                return "现在的密码是别人设的。新密码至少10个字符,不含姓名。"
        chosen = self._chosen()
        if chosen is not None and chosen.demo:
            return f"演示人员的密码是 {demo.PASSWORD},只在演示大厅能用。"
        if self._sitting != NOBODY and not self._locked():
            return f"{self._sitting.person}没办完的申请存为草稿,归{self._sitting.person}。"
        return ""

    def _chosen(self) -> Clerk | None:
        place = self._choices.checkedId()
        return self._people[place] if place >= 0 else None

    # ---- the keyboard -------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Give the keyboard to the line that is to be typed into."""
        first = self._name if self._asks is Asks.FIRST else self._password
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_other(self) -> None:
        """For a change of shift: mark the next person and give the keyboard to the list."""
        if len(self._people) > 1:
            place = (self._choices.checkedId() + 1) % len(self._people)
            self._choices.button(place).setChecked(True)
        made = self._choices.checkedButton()
        if made is not None:
            made.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 enters with the demo's password, F4 marks the next person; no other key goes anywhere."""
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_F2 and not self._demo.isHidden():
            self._enter_demo()
        elif event.key() == Qt.Key.Key_F4 and self._asks is Asks.PASSWORD:
            self.choose_other()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks over what stands on the page alone."""
        walk = [w for w in tab_walk.stops(self) if w is not self]
        now = self.window().focusWidget()
        place = walk.index(now) if now in walk else -1
        if walk:
            walk[(place + (1 if forward else -1)) % len(walk)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # ---- what is done -------------------------------------------------------------------------

    @Slot()
    def _picked(self) -> None:
        self._password.clear()
        self._code.clear()
        self._show()

    @Slot()
    def _settle(self) -> None:
        self._problem.hide()

    @Slot()
    def _enter_demo(self) -> None:
        self._password.setText(demo.PASSWORD)
        self._enter()

    @Slot()
    def _enter(self) -> None:
        """Try what was typed, in a lane of its own; pressed again meanwhile, nothing is done twice."""
        if self._under_way:
            return
        if waiting := self._lacks():
            self._ask_for(*waiting)
            return
        match self._asks:
            case Asks.FIRST:
                self._do(self._first())
            case Asks.RENEWAL:
                self._do(self._renewal())
            case Asks.PASSWORD:
                self._do(self._try())

    def _lacks(self) -> tuple[QLineEdit, str] | None:
        """The first line that is still to be filled in, and what is asked for there."""
        asked = zip(_ASKED, self._lines(), strict=True)
        shown = ((line, _ASKED[row]) for row, line in asked if not self._rows[row].isHidden())
        return next((each for each in shown if not each[0].text().strip()), None)

    def _lines(self) -> Sequence[QLineEdit]:
        return (self._name, self._password, self._again, self._code)

    def _ask_for(self, line: QLineEdit, words: str) -> None:
        """Give the keyboard to a line; who did not come from one above it is told what is missing."""
        lines, now = self._lines(), self.window().focusWidget()
        if not (isinstance(now, QLineEdit) and now in lines and lines.index(now) < lines.index(line)):
            self._tell(words)
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()
        roles.announce(self._problem, words)

    def _do(self, work: Callable[[], Who]) -> None:
        self._under_way = True
        self._go.setEnabled(False)
        self._go.setText("正在核对")
        self._errands.run(
            work, while_alive(self, self._done), while_alive(self, self._fail), lane=Lane.PEOPLE
        )

    def _try(self) -> Callable[[], Who]:
        parts, chosen, sitting = self._parts, self._chosen(), self._sitting
        name, password, code = chosen.name if chosen else "", self._password.text(), self._code.text()
        how = ReadKind.SIGNED_IN
        if sitting != NOBODY:
            how = ReadKind.UNLOCKED if sitting.person == name else ReadKind.SHIFT
        return lambda: entering.sign_in(parts, name, password, code, how=how)

    def _first(self) -> Callable[[], Who]:
        parts, name, password = self._parts, self._name.text(), self._password.text()
        again = self._again.text()

        def work() -> Who:
            _same(password, again)
            made = people.first(parts, name, password)
            return entering.sign_in(parts, made.name, password)

        return work

    def _renewal(self) -> Callable[[], Who]:
        parts, who, old = self._parts, self._who, self._old
        new, again = self._password.text(), self._again.text()
        assert who is not None

        def work() -> Who:
            _same(new, again)
            people.change_password(parts, who.person, old, new)
            return who

        return work

    def _done(self, who: Who) -> None:
        self._ready()
        found = self._parts.store.clerks.named(who.person)
        if found is not None and found.must_change and self._asks is Asks.PASSWORD:
            self._who, self._old = who, self._password.text()
            self._asks = Asks.RENEWAL
            self._empty()
            self._show()
            self.take_keyboard()
            return
        self._empty()
        self.entered.emit(who)

    def _fail(self, error: DeskError) -> None:
        self._ready()
        wanted = isinstance(error, CodeWanted | CodeWrong)
        if wanted:
            self._code.clear()
            self._rows["code"].show()
            self._explained.hide()  # where there is little height the button stays in sight
        elif isinstance(error, SignInRefused):
            self._empty()
        self._tell(str(error))
        (self._code if wanted else self._password).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ready(self) -> None:
        self._under_way = False
        self._go.setEnabled(True)
        self._show_go()

    def _show_go(self) -> None:
        asked = self._asks is not Asks.PASSWORD
        self._go.setText("存好并进入" if asked else "解锁" if self._locked() else "登录")

    def _empty(self) -> None:
        for line in (self._password, self._again, self._code):
            line.clear()


def _same(password: str, again: str) -> None:
    if password != again:
        raise RuleError("两遍密码不一样,请重新输入")
