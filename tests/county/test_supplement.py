"""A material promised at acceptance: stored with its letter, delivered after its application."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from desk_app.county import frame, shapes, strict
from desk_app.county.client import HttpCounty
from desk_app.county_server.book import CountyBook
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import Application, MatterState, Page, SendState
from desk_app.domain.letters import Delivered, Letter, Supplement
from desk_app.errors import CountyRefusal, RuleError
from desk_app.services import ledger
from desk_app.services.applications import following
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from desk_app.services.todos import todos
from forms import loader
from forms.library import Versions
from tests.fakes import NOW, StillClock, make_parts
from tests.opened import key_beside
from tests.people import sound_draft
from tests.printing.reading import text_of

BOOK = b"\xff\xd8\xff the household book"


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Iterator[Parts]:
    made = make_parts(tmp_path / "desk", clock)
    yield made
    made.store.close()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[tuple[str, str]]:
    with EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    ) as address:
        yield address


@pytest.fixture
def application(parts: Parts) -> Application:
    """An accepted application without the household book, which is promised by November 30."""
    draft = capture.mark_seen(sound_draft(parts), "household", None)
    return intake.accept(parts, capture.promise(parts, draft, "household"))


def page(parts: Parts, data: bytes = BOOK, material: str = "household") -> Page:
    return Page(parts.store.pages.keep(data), material, "户口簿.jpg", "image/jpeg", len(data))


def come(parts: Parts, application: Application) -> Letter:
    """Take the household book in; returns the letter that brings it to the county."""
    following.hand_in(parts, application.id, "household", (page(parts),))
    (letter,) = (x for x in parts.store.outbox.letters(application.subject) if x.material)
    return letter


def first(parts: Parts, application: Application) -> Letter:
    """The letter of the application."""
    (letter,) = (x for x in parts.store.outbox.letters(application.subject) if not x.material)
    return letter


def carry(parts: Parts, line: HttpCounty) -> list[str]:
    """Deliver everything that is due to the county, as the courier does; returns the materials brought."""
    brought = []
    while letter := parts.store.outbox.due():
        for file in letter.files:
            line.send_file(file, parts.store.pages.read(file))
        try:
            parts.store.outbox.delivered(letter.id, line.send_letter(letter), parts.clock.now())
        except CountyRefusal as refusal:
            parts.store.outbox.refused(letter.id, str(refusal), parts.clock.now())
        brought.append(letter.material)
    return brought


def again(parts: Parts, application: Application) -> Application:
    found = parts.store.applications.one(application.id)
    assert found is not None
    return found


def told(parts: Parts) -> list[str]:
    """The to-dos about the household book."""
    return [f"{t.title}:{t.text}" for t in todos.todos(parts).shown if "户口簿" in t.title]


def last(parts: Parts, application: Application) -> str:
    """The last line of the ledger."""
    return ledger.timeline(parts, application.subject)[-1].text


def test_what_is_waited_for_is_a_todo_until_it_comes(
    parts: Parts, clock: StillClock, application: Application
) -> None:
    assert told(parts) == ["请 张样例 …0029 补交户口簿:容缺受理,11月30日前补来"]
    clock.moment = NOW + timedelta(days=7)
    assert told(parts) == ["请 张样例 …0029 补交户口簿:容缺受理,11月30日前补来"]
    clock.moment = NOW + timedelta(days=8)
    assert told(parts) == ["请 张样例 …0029 补交户口簿:容缺受理,应在11月30日前补来,请联系申请人"]
    come(parts, application)
    assert told(parts) == []


def test_pages_letter_and_ledger_line_are_one(parts: Parts, application: Application) -> None:
    letter = come(parts, application)
    kept = again(parts, application)
    assert [p.material for p in kept.pages] == ["household"]
    assert (letter.material, letter.files) == ("household", (kept.pages[0].id,))
    assert last(parts, application) == "补交户口簿,1页"
    parcel = frame.read(letter.body)
    assert parcel.supplement == Supplement(application.id, "household", kept.pages, NOW, "演示经办员")
    assert [(e.act, e.proceeding) for e in parcel.events] == [("supplement", application.id)]
    assert "已收(扫描1页)" in text_of(papers.receipt(parts, kept))


@pytest.mark.parametrize("material", ["photo", "id_card", "residence_permit"])
def test_only_what_was_promised_is_taken(parts: Parts, application: Application, material: str) -> None:
    with pytest.raises(RuleError, match="没有等这种材料"):
        following.hand_in(parts, application.id, material, (page(parts, material=material),))
    come(parts, application)
    with pytest.raises(RuleError, match="没有等这种材料"):
        come(parts, application)
    assert len(parts.store.outbox.letters(application.subject)) == 2


def test_it_goes_after_its_application_and_is_at_the_county_once(
    parts: Parts, county: tuple[str, str], application: Application, tmp_path: Path
) -> None:
    letter = come(parts, application)
    line = HttpCounty(*county)
    assert carry(parts, line) == ["", "household"]
    kept = again(parts, application)
    assert kept.sent == SendState.DELIVERED
    assert line.send_letter(letter).number == kept.office_number
    line.close()
    book = CountyBook(f"sqlite:///{tmp_path}/county.db", key=key_beside(f"sqlite:///{tmp_path}/county.db"))
    assert [s.pages for s in book.supplements(application.id)] == [kept.pages]
    assert [e.act for e in book.events(application.id)] == ["accept", "deliver", "supplement"]
    book.close()
    assert last(parts, application) == "补交的材料已送达区县"
    assert parts.store.outbox.waiting() == 0


def test_it_waits_while_its_application_waits_and_is_no_business_once_that_is_refused(
    parts: Parts, application: Application
) -> None:
    main = first(parts, application)
    come(parts, application)
    parts.store.outbox.failed(main.id, "区县现在收不下")
    assert parts.store.outbox.due(skip=[main.id]) is None
    assert parts.store.outbox.waiting() == 2
    parts.store.outbox.refused(main.id, "另一个区县的件", NOW)
    assert (parts.store.outbox.due(), parts.store.outbox.waiting()) == (None, 0)
    assert following.follows(parts, again(parts, application)) == ()


def test_a_refused_supplement_is_missed_again(parts: Parts, application: Application) -> None:
    main, letter = first(parts, application), come(parts, application)
    parts.store.outbox.delivered(main.id, Delivered("PC-1", ""), NOW)
    parts.store.outbox.refused(letter.id, "看不清", NOW)
    parts.store.outbox.refused(letter.id, "看不清", NOW)
    kept = again(parts, application)
    assert (kept.sent, kept.office_number, kept.pages) == (SendState.DELIVERED, "PC-1", ())
    assert [f.material for f in following.follows(parts, kept)] == ["household"]
    assert last(parts, application) == "区县退回补交的材料:看不清"


def test_nothing_is_waited_for_once_every_matter_is_over(parts: Parts, application: Application) -> None:
    over = tuple(replace(m, state=MatterState.CLOSED) for m in application.matters)
    assert following.follows(parts, replace(application, matters=over)) == ()


def test_the_county_takes_only_promised_materials_whole_and_once(
    parts: Parts, county: tuple[str, str], application: Application
) -> None:
    url, token = county
    letter = come(parts, application)
    http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)

    def bring(body: str, key: str = letter.id, path: str = "/v1/letters") -> httpx.Response:
        return http.post(path, content=body, headers={"Idempotency-Key": key})

    assert bring(letter.body).status_code == 409  # its picture is not there yet
    http.put(f"/v1/files/{letter.files[0]}", content=BOOK)
    assert "没有这件申请" in bring(letter.body).text
    line = HttpCounty(*county)
    line.send_letter(first(parts, application))
    line.close()

    def changed(key: str, **values: object) -> str:
        row = json.loads(letter.body) | {"id": key}
        row["supplement"] |= values
        return json.dumps(row)

    page_row = json.loads(letter.body)["supplement"]["pages"][0]
    other = changed("k1", material="id_card", pages=[page_row | {"material": "id_card"}])
    assert "没有承诺补交" in bring(other, "k1").text
    assert "只有这种材料的" in bring(changed("k2", material="id_card"), "k2").text
    assert "应有这种材料的图片" in bring(changed("k3", pages=[]), "k3").text
    assert "不认识的项目“extra”" in bring(changed("k4", extra=1), "k4").text
    assert [bring(letter.body).status_code for _ in range(2)] == [201, 200]
    assert "前后内容不一样" in bring(changed(letter.id, clerk="别人")).text
    http.close()


def test_an_older_window_brings_it_as_it_always_did(
    parts: Parts, county: tuple[str, str], application: Application
) -> None:
    url, token = county
    letter = come(parts, application)
    supplement = frame.read(letter.body).supplement
    assert supplement is not None
    body = strict.dump(shapes.supplement_row(supplement) | {"version": 1})
    line = HttpCounty(*county)
    line.send_file(letter.files[0], BOOK)
    line.send_letter(first(parts, application))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "old-1"}
    replies = [
        httpx.post(f"{url}/v1/{path}", content=body, headers=headers, trust_env=False)
        for path in ("supplements", "supplements", "letters")
    ]
    assert [r.status_code for r in replies] == [201, 200, 200]
    assert len({r.content for r in replies}) == 1
    assert replies[0].json()["office_number"].startswith("620403-")
    line.close()
