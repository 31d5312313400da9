"""A form names who acts when it is shown, and what it does is done by who pressed its button."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk_app.ui.acts.feet import ActFeet


def test_the_feet_name_who_acts_when_they_are_shown(qtbot: QtBot) -> None:
    sits = ["王样甲"]
    feet = ActFeet("归还", lambda: sits[-1])
    qtbot.addWidget(feet)
    name = feet.findChild(QLabel, "act:clerk")
    assert name is not None
    feet.show()
    assert name.text().endswith("王样甲")
    feet.hide()
    sits.append("李样乙")
    feet.show()
    assert name.text().endswith("李样乙")
