"""The dialogs that choose files: in Chinese; pictures in the folder where the last ones were found."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.services.parts import LastFolder
from desk_app.ui.kit.dialogs import keep_on_screen
from desk_app.ui.kit.errands import Errands, Lane

PICTURES: Final = "图片和PDF (*.pdf *.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.gif)"
TABLES: Final = "表格 (*.xlsx *.csv)"


def choose_pictures(
    parent: QWidget,
    title: str,
    folder: LastFolder,
    errands: Errands,
    chosen: Callable[[Sequence[Path]], None],
    *,
    several: bool,
) -> QFileDialog:
    """Open the dialog; ``chosen`` gets the files once they are chosen, and the folder is remembered."""
    start = folder.path if folder.path and Path(folder.path).is_dir() else str(Path.home())
    dialog = QFileDialog(parent, title, start, PICTURES)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "选定")
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.ExistingFiles if several else mode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def take(names: Sequence[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            where = str(paths[0].parent)
            errands.run(lambda: folder.note(where), lane=Lane.FILES)
        chosen(paths)

    dialog.filesSelected.connect(take)
    keep_on_screen(dialog)
    dialog.open()
    return dialog


def choose_table(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open the dialog for a table (xlsx, CSV); ``chosen`` gets the file."""
    dialog = QFileDialog(parent, title, str(Path.home()), TABLES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    keep_on_screen(dialog)
    dialog.open()
    return dialog


def choose_any(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open the dialog for a file of any kind (录像、录音); ``chosen`` gets it."""
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "选定")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    keep_on_screen(dialog)
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open the dialog for a folder; ``chosen`` gets it."""
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    keep_on_screen(dialog)
    dialog.open()
    return dialog


def choose_place(
    parent: QWidget, suggested: Path, ending: str, chosen: Callable[[Path], None]
) -> QFileDialog:
    """Open the dialog for the place of a new file with this ending; one without an ending may have any."""
    dialog = QFileDialog(parent, "存成", str(suggested), f"*.{ending}" if ending else "")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    keep_on_screen(dialog)
    dialog.open()
    return dialog
