"""Devices that are tried in 设置, and a page that is taken again."""

from desk_app.services.applications.retaking import DamagedPage
from desk_app.ui.applications.retake import RetakeDialog
from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shot import shot


@shot("reader", "ReaderDialog")
def _reader(scene: Showing) -> None:
    scene.room("settings")
    scene.press("reader-try")
    scene.parts.reader.lay(scene.parts.reader.samples[1])


@shot("barcode", "BarcodeDialog")
def _barcode(scene: Showing) -> None:
    scene.room("settings")
    scene.press("barcode-try")
    scene.press(f"barcode:{scene.parts.barcodes.samples[1]}")


@shot("retake", "RetakeDialog")
def _retake(scene: Showing) -> None:
    scene.room("todos")
    found = next(a for a in scene.parts.store.applications.search() if a.pages)
    wanted = DamagedPage(found, found.pages[0], "身份证", 1)
    RetakeDialog(scene.parts, scene.window.errands, wanted, scene.window).open()
