"""整件查看 says of pictures purged here that they are at the county, and shows them when it answers."""

from desk_app.domain.applications import Application
from desk_app.domain.letters import Delivered
from desk_app.services.retention import purge
from desk_app.ui.acts.preview import Preview
from tests.fakes import NOW
from tests.ui_shell.conftest import Desk
from tests.ui_shell.test_whole import application, opened  # noqa: F401 - the fixture


def test_a_purged_picture_is_said_to_be_at_the_county(desk: Desk, application: Application) -> None:  # noqa: F811
    store = desk.parts.store
    held = {page.id: store.pages.read(page.id) for page in application.pages}
    for letter in store.outbox.letters(application.subject):
        store.outbox.delivered(letter.id, Delivered("62-1", NOW.isoformat()), NOW)
    desk.clock.move(40 * 86400)
    assert purge.purge(desk.parts).pages == len(held)
    dialog = opened(desk)
    desk.qtbot.keyClicks(dialog, "2")
    desk.until(lambda: len(dialog.findChildren(Preview)) == len(application.pages))
    small = dialog.findChildren(Preview)
    desk.until(lambda: all("图片在区县" in one.accessibleDescription() for one in small))
    store.pages.fetch_from(lambda page, _subject: held.get(page))
    small[0].show_page("")
    small[0].show_page(application.pages[0].id)
    desk.until(lambda: not small[0]._image.isNull())
