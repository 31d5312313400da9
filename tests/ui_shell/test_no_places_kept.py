"""The choice of a file leaves no folder's name in the user's settings: some folders bear a person's name."""

import sys
from pathlib import Path

from tests.children import ran
from tests.stories.program import environment

CHILD = """
import sys
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from desk_app.ui.shell.app import make_application

app = make_application(sys.argv[:1]) if sys.argv[2] == "ours" else QApplication([])
dialog = QFileDialog(None, "", sys.argv[1])
dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
dialog.filesSelected.connect(lambda chosen: print(len(chosen)))
dialog.finished.connect(app.quit)
dialog.show()
dialog.selectFile("scan.jpg")
QTimer.singleShot(200, dialog.accept)
app.exec()
dialog.deleteLater()
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
"""


def left(tmp_path: Path, whose: str) -> dict[str, str]:
    """What the choice of a scan in a folder named after somebody leaves in the home of its user."""
    scans, home = tmp_path / "张样例", tmp_path / f"home-{whose}"
    scans.mkdir(exist_ok=True)
    home.mkdir()
    (scans / "scan.jpg").write_bytes(b"scan")
    env = environment(HOME=str(home), XDG_CONFIG_HOME=str(home / "config"))
    done = ran([sys.executable, "-c", CHILD, str(scans), whose], env=env)
    assert done.stdout.split() == ["1"], done.stderr
    return {str(p): p.read_text(errors="replace") for p in home.rglob("*") if p.is_file()}


def test_the_choice_of_a_file_leaves_nothing(tmp_path: Path) -> None:
    assert left(tmp_path, "ours") == {}
    assert any("%E5%BC%A0%E6%A0%B7%E4%BE%8B" in text for text in left(tmp_path, "plain Qt").values())
