"""A page that is damaged before its letter went: noticed by name, taken again, healed by its own bytes."""

from contextlib import closing
from pathlib import Path

import pytest

from desk_app.county.client import HttpCounty
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import Application, Page, SendState
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.applications import retaking
from desk_app.services.applications.retaking import DamagedPage
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from tests.county.couriers import book, courier
from tests.county.letters import accept
from tests.opened import page_name

ONE, TWO, NEW, NEWER = b"page one", b"page two", b"page one, again", b"page one, a third time"
WHY = "图片损坏,请申请人补拍"


def spoil(tmp_path: Path, page: str, *, gone: bool = False) -> None:
    """Flip a byte of a kept page, or remove its file."""
    file = next((tmp_path / "desk" / "pages").rglob(page_name(page).rpartition("/")[2]))
    if gone:
        file.unlink()
    else:
        held = bytearray(file.read_bytes())
        held[-1] ^= 1
        file.write_bytes(held)


def taken(parts: Parts, data: bytes) -> Page:
    return Page(parts.store.pages.keep(data), "photo", "补拍.jpg", "image/jpeg", len(data))


def now(parts: Parts, application: Application) -> Application:
    found = parts.store.applications.one(application.id)
    assert found is not None
    return found


def told(parts: Parts) -> list[str]:
    return [t.title for t in todos.todos(parts).shown if t.title.startswith("重拍")]


def noticed(parts: Parts) -> DamagedPage:
    parts.store.pages.look()
    (found,) = retaking.damaged(parts)
    return found


@pytest.mark.parametrize("gone", [False, True])
def test_it_is_noticed_with_the_line_down_taken_again_and_all_arrives(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path, *, gone: bool
) -> None:
    application, letter = accept(parts, ONE, TWO)
    spoil(tmp_path, letter.files[1], gone=gone)
    found = noticed(parts)
    assert told(parts) == ["重拍 张样例 …0029 的照片第2页"]
    with pytest.raises(RuleError):
        retaking.retake(parts, found, taken(parts, NEW), " ")
    retaking.retake(parts, found, taken(parts, NEW), WHY)
    assert told(parts) == []
    again = now(parts, application)
    assert [p.name for p in again.pages] == ["照片1", "补拍.jpg"]
    assert ledger.timeline(parts, application.subject)[-1].text == f"重拍照片第2页,原因:{WHY}"
    with pytest.raises(RuleError, match="不用重拍"):
        retaking.retake(parts, found, taken(parts, NEWER), WHY)
    with courier(parts, lambda: HttpCounty(*county.start(), window="3")) as (_, watch):
        watch.until_line(lambda s: s.online and not s.waiting)
    assert now(parts, application).sent == SendState.DELIVERED
    with closing(book(tmp_path)) as held:
        (case,) = held.cases()
        assert held.file_size(again.pages[1].id) == len(NEW)
        assert held.file_size(letter.files[1]) is None
        assert held.supplements(application.id) == ()  # it came with the application itself
        events = {e.act: e for e in held.events(application.id)}
    assert case.number == application.number
    assert events["retake"].payload["was"] == letter.files[1]


def test_one_that_was_taken_again_can_be_damaged_too(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    application, _ = accept(parts, ONE)
    for data in (NEW, NEWER):
        spoil(tmp_path, now(parts, application).pages[0].id)
        retaking.retake(parts, noticed(parts), taken(parts, data), WHY)
    with courier(parts, lambda: HttpCounty(*county.start(), window="3")) as (_, watch):
        watch.until_line(lambda s: s.online and not s.waiting)
    assert {x.state for x in parts.store.outbox.letters(application.subject)} == {SendState.DELIVERED}
    with closing(book(tmp_path)) as held:
        assert held.file_size(now(parts, application).pages[0].id) == len(NEWER)


def test_its_own_bytes_heal_it_and_no_further_letter_goes(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    application, letter = accept(parts, ONE)
    spoil(tmp_path, letter.files[0])
    # The courier notices it by itself, names it, and lets the others pass.
    with courier(parts, lambda: HttpCounty(*county.start(), window="3")) as (made, watch):
        watch.until_line(lambda s: s.online and s.waiting == 1)
        assert "重拍" in watch.lines[-1].text
        assert told(parts) == ["重拍 张样例 …0029 的照片第1页"]
        (found,) = retaking.damaged(parts)
        other, _ = accept(parts, TWO)
        made.wake()
        watch.until(lambda: now(parts, other).sent == SendState.DELIVERED)
        assert retaking.retake(parts, found, taken(parts, ONE), WHY) is None
        assert told(parts) == []
        made.wake()
        watch.until_line(lambda s: s.online and not s.waiting)
    (only,) = parts.store.outbox.letters(application.subject)
    assert only.state == SendState.DELIVERED


def test_what_the_county_has_already_goes_as_it_was_and_the_new_page_follows(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    application, letter = accept(parts, ONE)
    line = HttpCounty(*county.start(), window="3")
    line.send_file(letter.files[0], ONE)
    line.send_letter(letter)  # the answer was lost on its way home
    line.close()
    spoil(tmp_path, letter.files[0])
    retaking.retake(parts, noticed(parts), taken(parts, NEW), WHY)
    with courier(parts, lambda: HttpCounty(*county.start(), window="3")) as (_, watch):
        watch.until_line(lambda s: s.online and not s.waiting)
    assert now(parts, application).sent == SendState.DELIVERED
    with closing(book(tmp_path)) as held:
        assert [p.name for s in held.supplements(application.id) for p in s.pages] == ["补拍.jpg"]


def test_what_no_letter_needs_is_no_todo_and_a_page_of_two_is_looked_for_by_the_other(
    parts: Parts, tmp_path: Path
) -> None:
    first, letter = accept(parts, ONE)
    second, _ = accept(parts, ONE)
    spoil(tmp_path, letter.files[0])
    parts.store.pages.look()
    assert len(told(parts)) == 2
    mine = next(d for d in retaking.damaged(parts) if d.application.id == first.id)
    retaking.retake(parts, mine, taken(parts, NEW), WHY)
    parts.store.pages.look()
    assert [d.application.id for d in retaking.damaged(parts)] == [second.id]
