"""What the county holds of a person, asked over HTTP, and every way an answer can be no answer."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from desk_app.county import histories
from desk_app.county.client import HttpCounty
from desk_app.county.strict import WireError
from desk_app.county_server.book import CountyBook
from desk_app.county_server.decide import Ruling
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.events import Who
from desk_app.domain.history import EarlierMatter, History, Mark
from desk_app.domain.told import HistoryAnswer
from desk_app.errors import LineError, SignInNeeded
from forms import loader
from forms.library import Versions
from tests.county.letters import PICTURE, accept
from tests.county.lines import Peer, SilentPeer, answer, closed_port, say
from tests.fakes import NOW, make_parts
from tests.opened import key_beside
from tests.people import id_number

TODAY = NOW.date()
OWN = id_number()
CERTIFICATE = f"{OWN}43"
MATTER = EarlierMatter(
    "cert_new",
    open=False,
    concluded_on=date(2026, 3, 2),
    application="a1",
    began_on=date(2026, 2, 2),
    result={
        "certificate_number": CERTIFICATE,
        "assessed": [{"category": "4", "grade": "3"}],
        "expires_on": "2036-03-01",
        "text": "请领证",
    },
    told={"categories": ("4",)},
)
MARK = Mark("freeze", date(2026, 5, 2), CERTIFICATE, "年审没有做")
TOLD = HistoryAnswer(History((MATTER,), (MARK,), (OWN,)), 7)
TOKEN = "token-of-a-test-window"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    with EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    ) as line:
        yield line


def row() -> dict[str, object]:
    return dict(json.loads(histories.write_answer(TOLD)))


def read(told: object, today: date = TODAY) -> HistoryAnswer:
    return histories.read_answer(json.dumps(told), [OWN], today)


def test_numbers_days_and_codes_travel_but_no_words_of_a_department() -> None:
    found = read(row())
    kept = {k: v for k, v in MATTER.result.items() if k != "text"}
    assert found.history.matters[0].result == kept
    assert found.history.matters[0].told == MATTER.told
    assert (found.history.marks, found.history.numbers, found.cursor) == ((MARK,), (OWN,), 7)
    assert "请领证" not in histories.write_answer(TOLD)


@pytest.mark.parametrize("change", [
    {"numbers": [id_number(order="114")]},
    {"numbers": [OWN] * 2},
    {"numbers": [f"{n}" for n in range(21)] + [OWN]},
    {"cursor": -1},
    {"version": 2},
    {"name": "张样例"},
    {"matters": [row()["matters"][0] for _ in range(501)]},  # type: ignore[index]
    {"matters": {}},
    {"marks": [{"act": "burn", "on": "2026-05-02", "number": "", "reason": "", "result": {}}]},
])  # fmt: skip
def test_an_answer_that_is_not_as_agreed_is_none(change: dict[str, object]) -> None:
    with pytest.raises(WireError):
        read(row() | change)


@pytest.mark.parametrize("change", [
    {"concluded_on": (TODAY + timedelta(days=2)).isoformat()},
    {"began_on": "2026-02-30"},
    {"open": "no"},
    {"phone": "13809430000"},
    {"told": {"phone": "13809430000"}},
    {"told": {"certificate_number": f"{id_number(order='114')}43"}},
    {"result": {"certificate_number": f"{id_number(order='114')}43"}},
    {"result": {"bank_card": "6217000000000000004"}},
    {"result": {"expires_on": "soon"}},
    {"result": {"assessed": [{"category": "4", "grade": "3", "name": "张样例"}]}},
])  # fmt: skip
def test_a_matter_that_is_not_as_agreed_is_refused_with_the_answer(change: dict[str, object]) -> None:
    (matter,) = row()["matters"]  # type: ignore[misc]
    with pytest.raises(WireError):
        read(row() | {"matters": [matter | change]})


def test_a_county_whose_day_begins_sooner_is_believed() -> None:
    assert read(row(), date(2026, 5, 1)).history.marks == (MARK,)


def test_a_window_is_told_what_the_county_holds_and_that_it_asked_is_noted(
    served: tuple[str, str], tmp_path: Path
) -> None:
    parts = make_parts(tmp_path / "desk")
    application, letter = accept(parts)
    number = str(application.answers["id_number"])
    county = HttpCounty(*served, window="3")
    assert county.history([number], TODAY) == HistoryAnswer(History(numbers=(number,)), 0)
    county.send_file(letter.files[0], PICTURE)
    county.send_letter(letter)
    book = CountyBook(
        f"sqlite:///{tmp_path}/county.db", create=False, key=key_beside(f"sqlite:///{tmp_path}/county.db")
    )
    book.decide(application.number, Ruling("cert_new", "accept"), NOW)
    told = county.history([number], TODAY + timedelta(days=400))
    assert told is not None
    assert [m.matter for m in told.history.matters] == list(application.chosen)
    assert all(m.open and m.application == application.id for m in told.history.matters)
    assert told.history == book.history(number)
    events = [e for m in application.chosen for e in book.events(f"{application.id}/{m}")]
    assert told.cursor == max(e.county or 0 for e in events)
    assert [line.split()[1:] for line in book.reads()] == [["3", "*" * 14 + number[-4:], n] for n in "03"]
    assert number not in "".join(book.reads())
    book.close()
    county.close()
    parts.store.close()


def test_what_was_taken_over_and_marked_travels(served: tuple[str, str], tmp_path: Path) -> None:
    HttpCounty(*served).history([OWN], TODAY)
    book, who = (
        CountyBook(
            f"sqlite:///{tmp_path}/county.db", create=False, key=key_beside(f"sqlite:///{tmp_path}/county.db")
        ),
        Who("区县", "county"),
    )
    book.record(OWN, {"certificate_number": CERTIFICATE, "issued_on": "2020-01-02"}, who, NOW)
    book.mark(OWN, "freeze", "年审没有做", who, NOW)
    told = HttpCounty(*served).history([OWN], TODAY)
    assert told is not None
    assert [(m.act, m.number) for m in told.history.marks] == [
        ("record", CERTIFICATE),
        ("freeze", CERTIFICATE),
    ]
    assert told.history == book.history(OWN)
    book.close()


@pytest.mark.parametrize("body", [
    b"",
    b"[]",
    b'{"version":1,"numbers":[]}',
    b'{"version":2,"numbers":["1"]}',
    b'{"version":1,"numbers":["1"],"name":"x"}',
    b'{"version":1,"numbers":["\\u0000"]}',
    b'{"version":1,"numbers":' + json.dumps([str(n) for n in range(21)]).encode() + b"}",
])  # fmt: skip
def test_a_question_that_is_not_as_agreed_is_refused(served: tuple[str, str], body: bytes) -> None:
    url, token = served
    asked = httpx.post(
        f"{url}/v2/people", content=body, headers={"Authorization": f"Bearer {token}"}, trust_env=False
    )
    assert asked.status_code == 400
    assert "区县读不懂" in asked.json()["words"]


def test_only_a_window_with_the_token_is_answered(served: tuple[str, str]) -> None:
    question = histories.write_question([OWN])
    assert httpx.post(f"{served[0]}/v2/people", content=question, trust_env=False).status_code == 401
    with pytest.raises(SignInNeeded):
        HttpCounty(served[0], TOKEN).history([OWN], TODAY)


def test_the_number_stands_in_no_address() -> None:
    lines: list[bytes] = []

    def listen(line: object, request: bytes) -> None:
        lines.append(request)
        line.sendall(answer(404, b""))  # type: ignore[attr-defined]

    with Peer(listen) as peer:
        assert HttpCounty(peer.url, TOKEN, window="3").history([OWN], TODAY) is None
    head, _, body = lines[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v2/people?window=3 ")
    assert OWN.encode() not in head
    assert OWN.encode() in body


@pytest.mark.parametrize("reply", [
    answer(200, b"<html>"),
    answer(200, b'{"version":1}'),
    answer(200, histories.write_answer(HistoryAnswer(History(numbers=("1",)), 0)).encode()),
    answer(500, b""),
    answer(429, b""),
    answer(200, b" " * 4_100_000),
])  # fmt: skip
def test_garbage_is_a_fault_of_the_line(reply: bytes) -> None:
    with Peer(say(reply)) as peer, pytest.raises(LineError):
        HttpCounty(peer.url, TOKEN).history([OWN], TODAY)


def test_a_county_that_hangs_or_is_gone_is_given_up() -> None:
    with SilentPeer() as peer, pytest.raises(LineError):
        HttpCounty(peer.url, TOKEN, timeout=0.2).history([OWN], TODAY)
    with closed_port() as port, pytest.raises(LineError):
        HttpCounty(f"http://127.0.0.1:{port}", TOKEN).history([OWN], TODAY)
