"""The county's interface: a lawful letter is received once, anything else refused with its reason."""

import http.client
import json
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx
import pytest

from desk_app.county import answers, frame
from desk_app.county_server.book import CountyBook
from desk_app.county_server.numbers import office_number
from desk_app.domain import receipts
from desk_app.domain.applications import MatterState
from desk_app.errors import WorldError
from tests.county.letters import PICTURE, digest
from tests.county_server.lines import Line, id_of, renamed, words
from tests.opened import key_beside, opened_book


def test_a_letter_is_taken_in_once_and_answered_alike_ever_after(line: Line, body: str) -> None:
    line.file()
    first = line.letter(body)
    assert first.status_code == 201
    answer = answers.read_answer(first.content)
    assert (answer.letter, answer.digest) == (id_of(body), frame.digest(body.encode()))
    assert answer.remark == ""
    again = line.letter(body)
    assert (again.status_code, again.content) == (200, first.content)
    other = answers.read_answer(line.letter(renamed(body)).content)
    assert (other.number, other.letter) == (answer.number, "letter-2")
    book = CountyBook(line.database, key=key_beside(line.database))
    (case,) = book.cases()
    assert book.case(answer.number) == book.case(case.number) == case
    assert {m.matter: m.state for m in case.matters} == {
        "cert_new": MatterState.TAKEN,
        "living_subsidy": MatterState.HELD,
        "care_subsidy": MatterState.HELD,
    }
    sent = frame.read(body).application
    assert sent is not None
    assert case.facts == sent.answers
    assert [e.act for e in book.events(case.id)] == ["accept", "deliver"]
    assert set(answer.order) == {e["id"] for e in json.loads(body)["events"]}
    book.close()


def test_many_at_once_with_the_same_letter_make_one_application(line: Line, body: str) -> None:
    line.file()
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: line.letter(body), range(16)))
    assert {a.status_code for a in answers} <= {200, 201}
    assert len({a.content for a in answers}) == 1
    book = CountyBook(line.database, key=key_beside(line.database))
    assert len(book.cases()) == 1
    book.close()


def test_the_same_letter_with_other_words_is_refused(line: Line, body: str) -> None:
    line.file()
    line.letter(body)
    changed = body.replace("张样例", "李样例")
    assert line.letter(changed).status_code == 422
    assert "前后内容不一样" in words(line.letter(changed))
    assert "已经收过" in words(line.letter(renamed(changed)))


def test_missing_pictures_are_listed(line: Line, body: str) -> None:
    refused = line.letter(body)
    assert refused.status_code == 409
    (problem,) = answers.read_refusal(refused.content).problems
    assert (problem.element, problem.message) == (digest(PICTURE), "“照片1”的图片还没有收到")
    line.file()
    row = json.loads(body)
    row["application"]["pages"][0]["size"] += 1
    assert line.letter(json.dumps(row)).status_code == 409
    row = json.loads(body)
    row["files"].append("0" * 64)
    assert "00000000" in words(line.letter(json.dumps(row)))
    assert line.letter(body).status_code == 201


def test_a_letter_of_another_pack_is_judged_by_the_countys_and_told_so(line: Line, body: str) -> None:
    line.file()
    row = json.loads(body)
    row["application"] |= {"pack_digest": "0" * 64, "pack_version": "2025.1"}
    no_phone = json.loads(json.dumps(row))
    no_phone["application"]["answers"]["phone"] = ""
    refused = words(line.letter(json.dumps(no_phone)))
    assert "电话" in refused
    assert "请更新窗口" in refused
    answer = answers.read_answer(line.letter(json.dumps(row)).content)
    assert "窗口用的业务定义(2025.1)与区县的(" in answer.remark


def test_a_window_whose_clock_runs_ahead_is_told(line: Line, body: str) -> None:
    line.file()
    row = json.loads(body)
    row["application"]["accepted_at"] = "2099-01-01T09:00:00+08:00"
    answer = answers.read_answer(line.letter(json.dumps(row)).content)
    assert "窗口电脑的时间是2099-01-01 09:00,比区县的快" in answer.remark


def _answer(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row["answers"].update(values)


def _with(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.update(values)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_with(region_code="620402"), "本区县是620403"),
        (_with(number="620403-03-20261123-00012"), "校验不符"),
        (_with(number="620402-03-20261123-00017"), "校验不符"),
        (_with(number="620403032026112300010 6".replace(" ", "")), "校验不符"),
        (_with(window="4"), "校验不符"),
        (_with(window="<b>"), "校验不符"),
        (_with(chosen=["pilot_licence"]), "没有“pilot_licence”这个事项"),
        (_with(chosen=[]), "请至少选择一个要办的事项"),
        (_with(chosen=["cert_new", "cert_renew"]), "不能与"),
        (_with(chosen=["pension"]), "免申办理"),
        (_answer(name=""), "请录入姓名"),
        (_answer(id_number="620403198703120028"), "校验位"),
        (_answer(sex="1"), "性别与身份证号不一致"),
        (_answer(certificate_state="1"), "已经领有残疾人证"),
        (_answer(certificate_state="2"), "办挂失补办"),
        (_answer(certificate_state="0", cancelled_lately=True), "不是没有办过"),
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
    spoil(row["application"])
    response = shared.letter(json.dumps(row))
    assert response.status_code == 422, response.text
    assert told in words(response)
    assert answers.read_refusal(response.content).problems


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"",
            b"{",
            b"[]",
            b"\xff",
            b"[" * 50_000,
            b'{"version":1,"version":1}',
            b'{"version":9}',
            b'{"a":NaN}',
        ),
        '{"version":2}'.encode("utf-16"),
    ],
)
def test_a_malformed_letter_is_told_what_is_wrong(shared: Line, content: bytes) -> None:
    response = shared.letter(content)
    assert response.status_code == 400
    assert words(response).startswith("区县读不懂这封信")


def test_a_letter_under_the_id_of_another_is_refused(shared: Line, body: str) -> None:
    response = shared.letter(body, "letter-of-somebody")
    assert response.status_code == 400
    assert "编号不一样" in words(response)


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
        ("GET", "/v1/news?version=3", 400),
        ("GET", "/v1/news?window=" + "9" * 101, 400),
        ("GET", "/v1/news?window=%00", 400),
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
    announced.putheader("Content-Length", str(frame.MAX_FILE + 1))
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
    with opened_book(line.database.removeprefix("sqlite:///")) as book:
        book.execute("DROP TABLE letter")
    response = line.letter(body)
    assert response.status_code == 500
    assert words(response) == "区县服务器出了故障,请稍后再试"


@pytest.mark.warns
def test_a_full_disk_is_told_and_the_letter_may_come_again(
    line: Line, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.file()

    def full(*_: object) -> None:
        raise WorldError("区县服务器的磁盘已满,这一步没有存下,请清理磁盘")

    with monkeypatch.context() as patch:
        patch.setattr(CountyBook, "receive", full)
        response = line.letter(body)
    assert response.status_code == 503
    assert "磁盘已满" in words(response)
    assert line.letter(body).status_code == 201


def test_office_numbers_carry_a_check_digit() -> None:
    number = office_number("620403", date(2026, 11, 23), 18)
    assert number.startswith("620403-20261123-00018")
    digits = number.replace("-", "")
    assert receipts.check_digit(digits[:-1]) == digits[-1]
    for counter in (0, 100_000):
        with pytest.raises(ValueError, match="out of range"):
            office_number("620403", date(2026, 11, 23), counter)
