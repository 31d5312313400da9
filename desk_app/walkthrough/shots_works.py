"""The work table, and the end of a year in the archive."""

from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shot import shot


@shot("works", "registers")
def _works(scene: Showing) -> None:
    scene.room("registers")
    scene.choose("register:*works")


@shot("centre-year", "CentreYearDialog")
def _year(scene: Showing) -> None:
    scene.room("registers")
    scene.choose("register:*works")
    scene.press("works-year")


@shot("filing", "FilingDialog")
def _filing(scene: Showing) -> None:
    scene.room("registers")
    scene.choose("register:archive_item")
    scene.press("archive-filing")
