"""A promised material that comes after acceptance: kept with its letter, delivered after its application."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from desk_app.county import wire
from desk_app.county.client import HttpCounty
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.county_server.store import CountyBook
from desk_app.domain.applications import Act, Application, MatterState, Page, SendState
from desk_app.domain.letters import Delivered, Letter, Supplement
from desk_app.errors import CountyRefusal, RuleError
from desk_app.services import capture, following, intake, papers, results
from desk_app.services.parts import Parts
from forms import loader
from forms.library import Versions
from tests.fakes import NOW, StillClock, make_parts
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
    with EmbeddedCounty(tmp_path / "county.db", Versions(loader.shipped())) as address:
        yield address


@pytest.fixture
def application(parts: Parts) -> Application:
    """Accepted without the household book, which follows by November 30."""
    draft = capture.mark_seen(sound_draft(parts), "household", None)
    return intake.accept(parts, capture.promise(parts, draft, "household"))


def page(parts: Parts, data: bytes = BOOK, material: str = "household") -> Page:
    return Page(parts.store.keep_page(data), material, "户口簿.jpg", "image/jpeg", len(data))


def come(parts: Parts, application: Application) -> Letter:
    """The household book comes; the letter that brings it to the county."""
    following.hand_in(parts, application.id, "household", (page(parts),))
    (letter,) = (x for x in parts.store.letters(application.id) if x.material)
    return letter


def first(parts: Parts, application: Application) -> Letter:
    """The letter of the application itself."""
    (letter,) = (x for x in parts.store.letters(application.id) if not x.material)
    return letter


def carry(parts: Parts, line: HttpCounty) -> list[str]:
    """Take everything that is due to the county, as the courier does; the materials brought."""
    brought = []
    while letter := parts.store.due_letter(parts.clock.now()):
        for file in letter.files:
            line.send_file(file, parts.store.page(file))
        try:
            parts.store.note_delivered(letter.id, line.send_letter(letter), parts.clock.now())
        except CountyRefusal as refusal:
            parts.store.note_refused(letter.id, str(refusal), parts.clock.now())
        brought.append(letter.material)
    return brought


def again(parts: Parts, application: Application) -> Application:
    found = parts.store.application(application.id)
    assert found is not None
    return found


def test_what_is_waited_for_is_a_todo_until_it_comes(
    parts: Parts, clock: StillClock, application: Application
) -> None:
    assert [t.title for t in results.todos(parts)] == ["张样例:户口簿待补交,11月30日前"]
    clock.moment = NOW + timedelta(days=7)
    assert "已逾期" not in results.todos(parts)[0].title
    clock.moment = NOW + timedelta(days=8)
    assert results.todos(parts)[0].title == "张样例:户口簿待补交,11月30日前,已逾期"
    come(parts, application)
    assert results.todos(parts) == ()


def test_pages_letter_and_ledger_line_are_one(parts: Parts, application: Application) -> None:
    letter = come(parts, application)
    kept = again(parts, application)
    assert [p.material for p in kept.pages] == ["household"]
    assert (letter.material, letter.files) == ("household", (kept.pages[0].id,))
    assert parts.store.timeline(application.id)[-1].act == Act.SUPPLEMENT
    assert wire.read_supplement(letter.body) == Supplement(
        application.id, "household", kept.pages, NOW, "演示经办员"
    )
    assert "已收(电子1页)" in text_of(papers.receipt(parts, kept))


@pytest.mark.parametrize("material", ["photo", "id_card", "residence_permit"])
def test_only_what_was_promised_is_taken(parts: Parts, application: Application, material: str) -> None:
    with pytest.raises(RuleError, match="没有等这种材料"):
        following.hand_in(parts, application.id, material, (page(parts, material=material),))
    come(parts, application)
    with pytest.raises(RuleError, match="没有等这种材料"):
        come(parts, application)
    assert len(parts.store.letters(application.id)) == 2


def test_it_goes_after_its_application_and_is_at_the_county_once(
    parts: Parts, county: tuple[str, str], application: Application, tmp_path: Path
) -> None:
    letter = come(parts, application)
    line = HttpCounty(*county)
    assert carry(parts, line) == ["", "household"]
    kept = again(parts, application)
    assert kept.sent is SendState.DELIVERED
    assert line.send_letter(letter).office_number == kept.office_number
    line.close()
    book = CountyBook(f"sqlite:///{tmp_path}/county.db")
    assert [s.pages for s in book.supplements(application.id)] == [kept.pages]
    book.close()
    assert parts.store.timeline(application.id)[-1].text == "补交的材料已送达区县"
    assert parts.store.waiting() == 0


def test_it_waits_while_its_application_waits_and_is_no_business_once_that_is_refused(
    parts: Parts, application: Application
) -> None:
    main = first(parts, application)
    come(parts, application)
    parts.store.note_failed(main.id, "线路不通", NOW + timedelta(minutes=5))
    assert parts.store.due_letter(NOW) is None
    assert parts.store.waiting() == 2
    parts.store.note_refused(main.id, "另一个区县的件", NOW)
    assert (parts.store.due_letter(NOW), parts.store.waiting()) == (None, 0)
    assert following.follows(parts, again(parts, application)) == ()


def test_a_refused_supplement_is_missed_again(parts: Parts, application: Application) -> None:
    main, letter = first(parts, application), come(parts, application)
    parts.store.note_delivered(main.id, Delivered("PC-1", ""), NOW)
    parts.store.note_refused(letter.id, "看不清", NOW)
    parts.store.note_refused(letter.id, "看不清", NOW)
    kept = again(parts, application)
    assert (kept.sent, kept.office_number, kept.pages) == (SendState.DELIVERED, "PC-1", ())
    assert [f.material for f in following.follows(parts, kept)] == ["household"]
    assert parts.store.timeline(application.id)[-1].text == "区县退回补交的材料:看不清"


def test_nothing_is_waited_for_once_every_matter_is_over(parts: Parts, application: Application) -> None:
    over = tuple(replace(m, state=MatterState.CLOSED) for m in application.matters)
    assert following.follows(parts, replace(application, matters=over)) == ()


def test_the_county_takes_only_promised_materials_whole_and_once(
    parts: Parts, county: tuple[str, str], application: Application
) -> None:
    url, token = county
    letter = come(parts, application)
    http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)

    def bring(body: str, key: str = letter.id) -> httpx.Response:
        return http.post("/v1/supplements", content=body, headers={"Idempotency-Key": key})

    assert bring(letter.body).status_code == 409  # its picture is not there yet
    http.put(f"/v1/files/{letter.files[0]}", content=BOOK)
    assert "没有这件申请" in bring(letter.body).text
    line = HttpCounty(*county)
    line.send_letter(first(parts, application))
    line.close()
    row = json.loads(letter.body)
    other = row | {"material": "id_card", "pages": [row["pages"][0] | {"material": "id_card"}]}
    assert "没有承诺补交" in bring(json.dumps(other), "k1").text
    assert "只有这种材料的" in bring(json.dumps(row | {"material": "id_card"}), "k2").text
    assert "应有这种材料的图片" in bring(json.dumps(row | {"pages": []}), "k3").text
    assert "不认识的项目“extra”" in bring(json.dumps(row | {"extra": 1}), "k4").text
    assert [bring(letter.body).status_code for _ in range(2)] == [201, 200]
    assert "前后内容不一样" in bring(json.dumps(row | {"clerk": "别人"})).text
    http.close()
