"""A screen reader takes a whole application over the accessibility bus, by actions and texts alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.benches import counts
from desk_app.walkthrough.case_file import CaseFile
from forms import loader
from forms.pack import Pack
from forms.schema import UNSURE, Element, Kind, Value
from forms.typesetting import typeset
from tests.stories.screen_reader import Opened, ScreenReader, missing, opened

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(bool(missing()), reason=f"这台电脑上没有{'、'.join(missing())}"),
]
_UNSURE = "不清楚,以后核实"


@pytest.fixture
def window() -> Iterator[Opened]:
    with opened() as found:
        yield found


class Listener:
    """A clerk who hears the window and acts by a screen reader's actions alone."""

    def __init__(self, reader: ScreenReader, case: CaseFile, pack: Pack) -> None:
        self.reader, self.case, self.pack = reader, case, pack

    def ask(self) -> None:
        """Answer the interview until nothing more is asked."""
        while (asked := self._asked()) is not None:
            self._answer(asked, self.case.situation.get(asked.id, UNSURE))

    def _asked(self) -> Element | None:
        asked: list[Element] = []

        def heard() -> bool:
            names = self.reader.names()
            asked[:] = [e for e in self.pack.elements.values() if f"{e.ask} {_UNSURE}" in names]
            return bool(asked) or "问完了" in names

        self.reader.wait(heard, "a question, or that none is left")
        return asked[0] if asked else None

    def _answer(self, asked: Element, value: Value) -> None:
        if asked.kind is Kind.CHOICES:
            for words in self._words(asked, value):
                self.reader.tick(f"{asked.ask} {words}")
            self.reader.press(f"{asked.ask} 确定")
        else:
            (words,) = self._words(asked, value)
            self.reader.press(f"{asked.ask} {words}", "radio button")
        self.reader.wait(lambda: f"{asked.ask} {_UNSURE}" not in self.reader.names(), f"past “{asked.ask}”")

    def _words(self, element: Element, value: Value) -> list[str]:
        """The words of an answer as its buttons have them."""
        if isinstance(value, bool):
            return ["是" if value else "否"]
        if value == UNSURE:
            return [_UNSURE]
        labels = {o.code: o.label for o in self.pack.options(element)}
        return [labels[str(v)] for v in (value if isinstance(value, tuple) else (value,))]

    def fill(self) -> None:
        """Fill what shows of the form."""
        self.reader.find("text", lambda t: t.name == self.pack.elements["phone"].label, "the form")
        for name, value in self.case.answers.items():
            element = self.pack.elements[name]
            things = {(t.role, t.name) for t in self.reader.things()}
            words = self._words(element, value) if element.codes or not isinstance(value, str) else [value]
            if ("text", element.label) in things:
                self.reader.write(element.label, words[0])
            for role, told in things:
                if told in {f"{element.label} {w}" for w in words}:
                    self.reader.tick(told, role)

    def hand_in(self, portrait: Path) -> None:
        """The photo comes from a file; of the other materials the originals are looked at."""
        self.reader.press("照片 从文件…")
        self.reader.find("text", lambda t: t.name.startswith("文件名"), "文件名").write(str(portrait))
        self.reader.press("选定")
        self.reader.press("确定")
        for title in ("户口簿", "身份证", "银行卡(一卡通)"):
            self.reader.tick(f"{title} 原件已核对(退还)")


def told_of_a_mistake(reader: ScreenReader, label: str) -> None:
    """A wrong number is said when it is left, and that it is mended, by whoever has the keyboard there."""
    reader.focus(label)
    reader.write(label, "123")
    reader.focus("姓名")
    reader.wait(
        lambda: any(t.startswith(typeset(f"{label}:")) for t in reader.announced()), "the fault is said"
    )
    reader.focus(label)
    reader.write(label, "620403198703120029")
    reader.wait(lambda: typeset(f"{label}:改好了") in reader.announced(), "that it is mended is said")


def test_a_whole_application_by_actions_alone(window: Opened) -> None:
    reader, pack = window.reader, loader.shipped()
    case = counts.case_of("new", pack)
    clerk = Listener(reader, case, pack)
    reader.listen()
    reader.press("新的申请")
    told_of_a_mistake(reader, pack.elements["id_number"].label)
    for element, value in case.person.items():
        reader.write(pack.elements[element].label, str(value))
    reader.press("下一步")
    clerk.ask()
    for matter in case.matters:
        reader.tick(typeset(pack.matters[matter].title))
        clerk.ask()
    reader.press("下一步")
    clerk.fill()
    reader.press("下一步")
    clerk.hand_in(next(iter(case.pictures["photo"])))
    reader.press("下一步:核对签字")
    reader.press("下一步:受理出证")
    reader.press("受理 3 项")
    reader.find("label", lambda t: t.name.startswith("回执编号 "), "回执编号")
    reader.press("打出来了")
    reader.press("下一位")
    reader.find("text", lambda t: t.name == "姓名" and not t.text, "an empty form")
    record = json.loads(window.record())
    assert (record["applications"], record["receipts"], record["receipt_todos"]) == (1, 1, 0)
    assert sorted(record["matters"]) == sorted(case.matters)
    for element, value in case.answers.items():
        if element in record["answers"]:
            assert record["answers"][element] == (list(value) if isinstance(value, tuple) else value), element
