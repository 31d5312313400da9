"""The county's interface: what is lawful comes in once, everything else is told why it does not."""

import http.client
import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_app.county import wire
from desk_app.county_server.decide import decide
from desk_app.county_server.numbers import office_number
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.county_server.store import CountyBook
from desk_app.domain import receipts
from desk_app.domain.applications import MatterState
from desk_app.domain.letters import NewsKind
from forms import library, loader
from forms.library import Versions
from tests import versions
from tests.county.letters import PICTURE, accept, digest
from tests.fakes import make_parts


class Line:
    """A bare HTTP line to a county of its own, with nothing of the desk's client between."""

    def __init__(self, url: str, token: str, database: Path) -> None:
        self.http = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=10
        )
        self.database = f"sqlite:///{database}"

    def letter(self, body: str | bytes, key: str = "letter-1") -> httpx.Response:
        return self.http.post("/v1/letters", content=body, headers={"Idempotency-Key": key})

    def file(self, data: bytes = PICTURE, page_id: str = "") -> httpx.Response:
        return self.http.put(f"/v1/files/{page_id or digest(data)}", content=data)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    database = tmp_path / "county.db"
    with EmbeddedCounty(database, Versions(loader.shipped())) as (url, token):
        made = Line(url, token, database)
        yield made
        made.http.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A county that has the picture and is only ever asked things it refuses."""
    database = tmp_path_factory.mktemp("county") / "county.db"
    with EmbeddedCounty(database, Versions(loader.shipped())) as (url, token):
        made = Line(url, token, database)
        made.file()
        yield made
        made.http.close()
    book = CountyBook(f"sqlite:///{database}")
    assert book.cases() == ()
    book.close()


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A letter accepted at the window."""
    parts = make_parts(tmp_path_factory.mktemp("desk"))
    text = accept(parts)[1].body
    parts.store.close()
    return text


def words(response: httpx.Response) -> str:
    """The county's sentence; every refusal is in the agreed form."""
    return wire.read_refusal(response.content).sentence


def test_a_letter_is_taken_in_once_and_answered_alike_ever_after(line: Line, body: str) -> None:
    line.file()
    first = line.letter(body)
    assert first.status_code == 201
    answer = wire.read_answer(first.content)
    assert answer.remark == ""
    again = line.letter(body)
    assert (again.status_code, again.content) == (200, first.content)
    other_key = line.letter(body, "letter-2")
    assert wire.read_answer(other_key.content) == answer
    book = CountyBook(line.database)
    (case,) = book.cases()
    assert book.case(answer.office_number) == book.case(case.number) == case
    assert {m.matter: m.state for m in case.matters} == {
        "cert_new": MatterState.TAKEN,
        "living_subsidy": MatterState.HELD,
        "care_subsidy": MatterState.HELD,
    }
    assert case.facts == wire.read_letter(body).answers
    book.close()


def test_many_at_once_with_the_same_letter_make_one_application(line: Line, body: str) -> None:
    line.file()
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: line.letter(body), range(16)))
    assert {a.status_code for a in answers} <= {200, 201}
    assert len({a.content for a in answers}) == 1
    book = CountyBook(line.database)
    assert len(book.cases()) == 1
    book.close()


def test_the_same_letter_with_other_words_is_refused(line: Line, body: str) -> None:
    line.file()
    line.letter(body)
    changed = body.replace("张样例", "李样例")
    assert line.letter(changed).status_code == 422
    assert "前后内容不一样" in words(line.letter(changed))
    assert "已经收过" in words(line.letter(changed, "letter-2"))


def test_missing_pictures_are_listed(line: Line, body: str) -> None:
    refused = line.letter(body)
    assert refused.status_code == 409
    (problem,) = wire.read_refusal(refused.content).problems
    assert (problem.element, problem.message) == (digest(PICTURE), "“照片1”的图片还没有收到")
    line.file()
    row = json.loads(body)
    row["pages"][0]["size"] += 1
    assert line.letter(json.dumps(row)).status_code == 409
    assert line.letter(body).status_code == 201


def test_a_letter_of_another_pack_is_judged_by_the_countys_and_told_so(line: Line, body: str) -> None:
    line.file()
    row = json.loads(body) | {"pack_digest": "0" * 64, "pack_version": "2025.1"}
    no_phone = row | {"answers": row["answers"] | {"phone": ""}}
    refused = words(line.letter(json.dumps(no_phone)))
    assert "电话" in refused
    assert "请更新窗口" in refused
    answer = wire.read_answer(line.letter(json.dumps(row)).content)
    assert "窗口用的业务定义(2025.1)与区县的(" in answer.remark


def _answer(**answers: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row["answers"].update(answers)


def _with(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.update(values)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_with(region_code="620402"), "本区县是620403"),
        (_with(number="620403-03-20261123-00012"), "校验不符"),
        (_with(number="620402-03-20261123-00017"), "校验不符"),
        (_with(chosen=["pilot_licence"]), "没有“pilot_licence”这个事项"),
        (_with(chosen=[]), "请至少选择一个要办的事项"),
        (_with(chosen=["cert_new", "cert_renew"]), "不能与"),
        (_with(chosen=["pension"]), "免申办理"),
        (_answer(name=""), "请录入姓名"),
        (_answer(id_number="620403198703120028"), "校验位"),
        (_answer(sex="1"), "性别与身份证号不一致"),
        (_answer(holds_certificate=True), "已经持有残疾人证"),
        (_answer(low_income=False), "没有纳入低保"),
        (_answer(low_income="yes"), "值不是规定的形式"),
        (_answer(name=True), "姓名的值不是规定的形式"),
        (_answer(name=["张", "三"]), "姓名的值不是规定的形式"),
        (_answer(age="old"), "年龄的值不是规定的形式"),
        (_answer(age="²"), "年龄的值不是规定的形式"),
        (_answer(apply_categories="4"), "申请残疾类别的值不是规定的形式"),
        (_answer(ethnicity="99x"), "不认识的选项"),
        (_answer(apply_categories=["4", "nine"]), "不认识的选项"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_in_chinese(
    shared: Line, body: str, spoil: Callable[[dict[str, Any]], None], told: str
) -> None:
    row = json.loads(body)
    spoil(row)
    response = shared.letter(json.dumps(row))
    assert response.status_code == 422, response.text
    assert told in words(response)
    assert wire.read_refusal(response.content).problems


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b"[" * 50_000, b'{"version":1,"version":1}', b'{"version":9}', b'{"a":NaN}'],
)
def test_a_malformed_letter_is_told_what_is_wrong(shared: Line, content: bytes) -> None:
    response = shared.letter(content)
    assert response.status_code == 400
    assert words(response).startswith("区县读不懂这封信")


@pytest.mark.parametrize("key", ["", "x" * 101, "two words"])
def test_a_letter_without_a_usable_key_is_refused(shared: Line, body: str, key: str) -> None:
    response = shared.letter(body, key)
    assert response.status_code == 400
    assert "信件没有编号" in words(response)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": ""}, {"Authorization": "Bearer wrong"}, {"Authorization": b"Bearer \xff"}],
)
@pytest.mark.parametrize("path", ["/v1/news", "/v1/files/x", "/nowhere"])
def test_without_the_key_nothing_opens(shared: Line, headers: dict[str, Any], path: str) -> None:
    response = httpx.get(f"{shared.http.base_url}{path}", headers=headers, trust_env=False)
    assert response.status_code == 401
    assert "窗口密钥不对" in words(response)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1/letters", 405),
        ("POST", "/v1/news", 405),
        ("DELETE", "/v1/files/x", 405),
        ("GET", "/v1/files/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/v1/files/" + "0" * 64, 404),
        ("GET", "/v1/files/" + "A" * 64, 400),
        ("GET", "/v1/news?after=-1", 400),
        ("GET", "/v1/news?after=abc", 400),
        ("GET", "/v1/news?after=" + "9" * 30, 400),
    ],
)
def test_requests_beside_the_interface_are_refused(shared: Line, method: str, path: str, status: int) -> None:
    response = shared.http.request(method, path)
    assert response.status_code == status
    assert words(response)


def test_a_file_damaged_on_the_way_is_not_kept(shared: Line) -> None:
    response = shared.file(b"damaged", digest(b"whole"))
    assert response.status_code == 409
    assert "重新上传" in words(response)
    assert shared.http.head(f"/v1/files/{digest(b'whole')}").status_code == 404


def test_half_an_upload_is_no_file(shared: Line) -> None:
    whole = b"a page that never came whole"
    url = shared.http.base_url
    head = f"PUT /v1/files/{digest(whole)} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(whole)}\r\n"
    head += f"Authorization: {shared.http.headers['Authorization']}\r\n\r\n"
    with socket.create_connection((url.host, url.port or 0), timeout=10) as line:
        line.sendall(head.encode() + whole[:10])
    assert shared.http.head(f"/v1/files/{digest(whole)}").status_code == 404


def test_a_file_is_kept_once(line: Line) -> None:
    assert [line.file().status_code, line.file().status_code] == [201, 200]
    head = line.http.head(f"/v1/files/{digest(PICTURE)}")
    assert (head.status_code, head.headers["etag"]) == (200, f'"{digest(PICTURE)}"')


def test_too_large_a_body_is_cut_off(shared: Line, body: str) -> None:
    announced = http.client.HTTPConnection(shared.http.base_url.host, shared.http.base_url.port, timeout=10)
    announced.putrequest("PUT", f"/v1/files/{digest(PICTURE)}")
    announced.putheader("Authorization", shared.http.headers["Authorization"])
    announced.putheader("Content-Length", str(wire.MAX_FILE + 1))
    announced.endheaders()
    assert announced.getresponse().status == 413  # before a byte of it is sent
    announced.close()
    pieces = (b" " * 100_000 for _ in range(11))
    poured = shared.http.post("/v1/letters", content=pieces, headers={"Idempotency-Key": "k"})
    assert poured.status_code == 413
    assert "超过1兆" in words(poured)


@pytest.mark.warns
def test_a_broken_book_is_an_honest_500_without_details(line: Line, body: str) -> None:
    line.file()
    with sqlite3.connect(line.database.removeprefix("sqlite:///")) as book:
        book.execute("DROP TABLE letters")
    response = line.letter(body)
    assert response.status_code == 500
    assert words(response) == "区县服务器出了故障,请稍后再试"


def test_news_are_told_by_window_in_order_and_in_parts(line: Line, body: str) -> None:
    line.file()
    line.letter(body)
    number = json.loads(body)["number"]
    steps = (NewsKind.ACCEPTED, NewsKind.ASSESSING, NewsKind.RESUMED, NewsKind.ASSESSING)
    for kind in steps:
        decide(line.database, number, "cert_new", kind, "")
    batch = wire.read_news(line.http.get("/v1/news?after=0&window=3").content)
    assert tuple(n.kind for n in batch.news) == steps
    rest = wire.read_news(line.http.get(f"/v1/news?after={batch.news[1].seq}").content)
    assert rest.news == batch.news[2:]
    assert wire.read_news(line.http.get("/v1/news?after=0&window=4").content).news == ()
    book = CountyBook(line.database)
    assert book.news(0, limit=3).cursor == batch.news[2].seq
    book.close()


def test_office_numbers_carry_a_check_digit() -> None:
    number = office_number("620403", date(2026, 11, 23), 18)
    assert number.startswith("620403-20261123-00018")
    digits = number.replace("-", "")
    assert receipts.check_digit(digits[:-1]) == digits[-1]
    for counter in (0, 100_000):
        with pytest.raises(ValueError, match="out of range"):
            office_number("620403", date(2026, 11, 23), counter)


def test_of_two_windows_with_one_matter_the_first_wins(line: Line, body: str, tmp_path: Path) -> None:
    line.file()
    line.letter(body)
    parts = make_parts(tmp_path / "other desk")
    other = replace(parts, window=replace(parts.window, number="4"))
    second = accept(other)[1].body
    parts.store.close()
    refused = line.letter(second, "letter-2")
    assert refused.status_code == 422
    assert "“残疾人证新办”目前不符合:同一事项已经受理,正在办理" in words(refused)


def test_a_letter_is_judged_by_its_own_version_where_the_county_keeps_it(tmp_path: Path) -> None:
    # GIVEN a window that works with a newer version than the county's, which the county keeps as well
    folder = versions.write(tmp_path / "forms", "2026.12", versions.RENAMED)
    parts = make_parts(tmp_path / "desk", forms=folder)
    kept = library.in_force(library.Library(tmp_path / "packs"), folder)
    kept.keep()
    county = library.in_force(library.Library(tmp_path / "packs"))
    # WHEN its letter comes in
    database = tmp_path / "county.db"
    with EmbeddedCounty(database, county) as (url, token):
        line = Line(url, token, database)
        line.file()
        answer = wire.read_answer(line.letter(accept(parts)[1].body).content)
        line.http.close()
    parts.store.close()
    # THEN it is read by that version, and nothing needs to be said
    assert answer.remark == ""
    book = CountyBook(line.database)
    (case,) = book.cases()
    book.close()
    assert case.pack_digest == kept.current.digest != county.current.digest
    assert [m.title for m in case.matters][1] == "困难残疾人生活补助"
