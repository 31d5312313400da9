"""The HTTP client against a real county, and against every way a connection can fail."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import httpx
import pytest

from desk_app.county import answers, frame
from desk_app.county.client import HttpCounty
from desk_app.county_server.book import CountyBook
from desk_app.county_server.decide import Ruling
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.events import Subject
from desk_app.domain.letters import Letter
from desk_app.errors import CountyRefusal, LetterFault, LineError, SignInNeeded
from forms import loader
from forms.library import Versions
from forms.schema import Problem
from tests.county.letters import PICTURE, accept, digest
from tests.county.lines import Act, Peer, SilentPeer, answer, closed_port, say
from tests.fakes import NOW, make_parts
from tests.opened import key_beside
from tests.patience import PATIENCE_S

TOKEN = "token-of-a-test-window"
LETTER = Letter("letter-1", Subject("application", "application-1"), "{}", (), NOW)
ANSWER = answers.LetterAnswer("letter-1", frame.digest(b"{}"), "620403-1", NOW.isoformat())

REFUSAL = answers.write_refusal(answers.Refusal("卡号不对", (Problem("bank_card", "请核对卡号"),))).encode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    with EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    ) as line:
        yield line


def calls(county: HttpCounty) -> list[Callable[[], object]]:
    """A call of every method of the client."""
    return [
        lambda: county.has_file(digest(PICTURE)),
        lambda: county.send_file(digest(PICTURE), PICTURE),
        lambda: county.send_letter(LETTER),
        lambda: county.news(0),
    ]


def test_files_first_then_the_letter_then_the_news(served: tuple[str, str], tmp_path: Path) -> None:
    parts = make_parts(tmp_path / "desk")
    application, letter = accept(parts)
    county = HttpCounty(*served, window="3")
    with pytest.raises(LetterFault, match="没有收齐"):
        county.send_letter(letter)
    assert not county.has_file(letter.files[0])
    county.send_file(letter.files[0], PICTURE)
    county.send_file(letter.files[0], PICTURE)
    assert county.has_file(letter.files[0])
    first = county.send_letter(letter)
    assert first.number.startswith("620403-")
    assert {event for event, _ in first.order} == set(letter.events)
    assert county.send_letter(letter) == first
    begun = county.news(0)
    assert begun.items == (), "what the window brought itself is no news to it"
    book = CountyBook(
        f"sqlite:///{tmp_path}/county.db", create=False, key=key_beside(f"sqlite:///{tmp_path}/county.db")
    )
    book.decide(application.number, Ruling("cert_new", "accept"), NOW)
    book.close()
    batch = county.news(begun.cursor)
    (item,) = batch.items
    assert item.event is not None
    assert (item.event.proceeding, item.event.act) == (f"{application.id}/cert_new", "accept")
    assert county.news(batch.cursor).items == ()
    assert HttpCounty(*served, window="4").news(0).items == ()
    county.close()
    parts.store.close()


def test_the_countys_own_words_are_told(served: tuple[str, str], tmp_path: Path) -> None:
    parts = make_parts(tmp_path / "desk")
    _, letter = accept(parts)
    county = HttpCounty(*served)
    county.send_file(letter.files[0], PICTURE)
    row = json.loads(letter.body)
    row["application"]["answers"]["phone"] = "12"
    with pytest.raises(CountyRefusal, match=r"区县没有收下这份申请.*还差9位"):
        county.send_letter(replace(letter, body=json.dumps(row)))
    county.close()
    parts.store.close()


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, REFUSAL, "先放着,其他信件照常上传。卡号不对:请核对卡号"),
        (409, REFUSAL, "先放着,其他信件照常上传。卡号不对:请核对卡号"),
        (418, REFUSAL, "先放着"),
        (413, b"<html>too large</html>", "超过区县收的大小"),
    ],
)
def test_what_concerns_one_letter_is_no_fault_of_the_line(status: int, body: bytes, told: str) -> None:
    with Peer(say(answer(status, body))) as peer:
        county = HttpCounty(peer.url, TOKEN)
        for call in (lambda: county.send_letter(LETTER), lambda: county.send_file(digest(PICTURE), PICTURE)):
            with pytest.raises(LetterFault, match=told):
                call()
        with pytest.raises(LineError):
            county.news(0)


@pytest.mark.parametrize(
    "other",
    [replace(ANSWER, letter="letter-2"), replace(ANSWER, digest="0" * 64), replace(ANSWER, digest="x")],
)
def test_the_answer_to_another_letter_is_not_believed(other: answers.LetterAnswer) -> None:
    """A cache on the way once gave 25 of 68 letters the answer of another one; none of them had arrived."""
    strange = say(answer(200, answers.write_answer(other).encode()))
    with Peer(strange) as peer, pytest.raises(LineError, match="答复说的是另一封信"):
        HttpCounty(peer.url, TOKEN).send_letter(LETTER)
    with Peer(say(answer(200, answers.write_answer(ANSWER).encode()))) as peer:
        assert HttpCounty(peer.url, TOKEN).send_letter(LETTER).number == "620403-1"


def test_nothing_said_on_the_line_may_be_kept_on_the_way(served: tuple[str, str]) -> None:
    heads: list[bytes] = []

    def listen(line: socket.socket, request: bytes) -> None:
        heads.append(request.split(b"\r\n\r\n")[0].lower())
        line.sendall(answer(500, b""))

    with Peer(listen) as peer:
        for call in calls(HttpCounty(peer.url, TOKEN, window="3")):
            with pytest.raises(LineError):
                call()
    assert len(heads) == 4
    assert heads[2].startswith(b"post /v1/letters?window=3 ")
    assert all(b"cache-control: no-store" in head for head in heads)
    for token in (served[1], "wrong"):
        headers = {"Authorization": f"Bearer {token}"}
        reply = httpx.get(f"{served[0]}/v1/news?version=2", headers=headers, trust_env=False)
        assert reply.headers["cache-control"] == "no-store"


def test_a_key_the_county_does_not_know_asks_to_sign_in(served: tuple[str, str]) -> None:
    for call in calls(HttpCounty(served[0], TOKEN)):
        with pytest.raises(SignInNeeded, match="重新填写"):
            call()


GARBAGE = [
    ("five hundred", say(answer(500, b"oops")), "出了故障\\(500\\)"),
    ("bad gateway", say(answer(502, b"<html>")), "出了故障\\(502\\)"),
    ("garbage", say(b"\x00\x01garbage\r\n\r\n"), "连接中断"),
    ("silence", lambda line, _request: line.close(), "连接中断"),
    ("busy", say(answer(429, REFUSAL)), "现在忙"),
    ("no such door", say(answer(405, REFUSAL)), "没有这个接口"),
    ("redirect", say(answer(302, b"", headers=b"Location: http://127.0.0.1/\r\n")), "读不懂\\(状态302\\)"),
    ("a stranger's refusal", say(answer(422, b"<html>blocked</html>")), "读不懂"),
    ("a refusal without words", say(answer(422, b'{"problems":[],"words":""}')), "读不懂"),
    ("a stranger's page", say(answer(200, b"<html>welcome</html>")), "读不懂"),
]


@pytest.mark.parametrize(("act", "words"), [g[1:] for g in GARBAGE], ids=[g[0] for g in GARBAGE])
def test_every_fault_of_the_line_is_one_clear_sentence(act: Act, words: str) -> None:
    with Peer(act) as peer:
        county = HttpCounty(peer.url, TOKEN, timeout=PATIENCE_S)
        for call in calls(county):
            with pytest.raises(LineError, match=words):
                call()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "不是完整的 JSON"),
        (answers.write_answer(ANSWER).encode()[:40], "不是完整的 JSON"),
        (answers.write_answer(replace(ANSWER, letter="")).encode(), "letter"),
        (answers.write_answer(replace(ANSWER, received_at="today")).encode(), "不是时间"),
        (b'{"office_number":"1","received_at":"2026-11-23T09:15:00+08:00","remark":""}', "缺少“order”"),
    ],
)
def test_an_answer_that_is_not_as_agreed_is_not_believed(body: bytes, words: str) -> None:
    with Peer(say(answer(201, body))) as peer, pytest.raises(LineError, match=words):
        HttpCounty(peer.url, TOKEN).send_letter(LETTER)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"version":2,"events":[],"cursor":-1}',
        b'{"version":2,"events":{},"cursor":1}',
        b'{"version":2,"cursor":1}',
    ],
)
def test_news_that_are_not_as_agreed_are_not_believed(body: bytes) -> None:
    with Peer(say(answer(200, body))) as peer, pytest.raises(LineError, match="读不懂"):
        HttpCounty(peer.url, TOKEN).news(0)


@pytest.mark.parametrize("body", [b'{"news":[],"cursor":0}', b'{"version":3,"events":[],"cursor":0}'])
def test_news_of_another_version_are_told_so(body: bytes) -> None:
    with Peer(say(answer(200, body))) as peer, pytest.raises(LineError, match="区县程序与窗口程序版本不同"):
        HttpCounty(peer.url, TOKEN).news(0)


def test_half_an_answer_is_no_answer() -> None:
    whole = answer(201, answers.write_answer(ANSWER).encode())
    with Peer(say(whole[:-20])) as peer, pytest.raises(LineError, match="连接中断"):
        HttpCounty(peer.url, TOKEN).send_letter(LETTER)


def test_two_hundred_without_the_pages_number_does_not_count_as_stored() -> None:
    with Peer(say(answer(200, b""))) as peer:
        county = HttpCounty(peer.url, TOKEN)
        for call in calls(county)[:2]:
            with pytest.raises(LineError, match="没有页面编号"):
                call()


def test_an_endless_answer_is_cut_off() -> None:
    def pour(line: object, _request: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 X\r\nConnection: close\r\n\r\n")  # type: ignore[attr-defined]
        for _ in range(100):
            line.sendall(b"x" * 100_000)  # type: ignore[attr-defined]

    with Peer(pour) as peer, pytest.raises(LineError, match="过长"):
        HttpCounty(peer.url, TOKEN).news(0)


def test_an_answer_that_drips_is_given_up() -> None:
    def drip(line: object, _request: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 X\r\nConnection: close\r\n\r\n")  # type: ignore[attr-defined]
        while not peer.over.wait(0.02):
            line.sendall(b"x")  # type: ignore[attr-defined]

    with Peer(drip) as peer, pytest.raises(LineError, match="太慢"):
        HttpCounty(peer.url, TOKEN, timeout=0.2).news(0)


def test_news_from_before_the_cursor_are_not_believed() -> None:
    body = b'{"version":2,"events":[],"cursor":3}'
    with Peer(say(answer(200, body))) as peer, pytest.raises(LineError, match="还旧"):
        HttpCounty(peer.url, TOKEN).news(4)


def test_a_cursor_that_leaps_over_news_is_not_believed() -> None:
    body = b'{"version":2,"events":[],"cursor":9223372036854775807}'
    with Peer(say(answer(200, body))) as peer, pytest.raises(LineError, match="次序不对"):
        HttpCounty(peer.url, TOKEN).news(4)


def test_nobody_listens() -> None:
    with closed_port() as port:
        for call in calls(HttpCounty(f"http://127.0.0.1:{port}", TOKEN)):
            with pytest.raises(LineError, match="连不上区县"):
                call()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_county_that_can_not_prove_itself_gets_nothing(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    order = (
        f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=x -keyout {key}"
    )
    subprocess.run(["openssl", *order.split(), "-out", str(certificate)], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with Peer(say(answer(200, b"")), tls) as peer, pytest.raises(LineError, match="证书不可信"):
        HttpCounty(peer.url, TOKEN).news(0)
    assert not peer.asked.is_set()


def test_a_county_that_never_answers_is_given_up() -> None:
    with SilentPeer() as peer, pytest.raises(LineError, match=r"在0\.2秒内没有答复"):
        HttpCounty(peer.url, TOKEN, timeout=0.2).news(0)


def test_close_wakes_a_call_under_way() -> None:
    with SilentPeer() as peer:
        county = HttpCounty(peer.url, TOKEN, timeout=60)

        def close_when_asked() -> None:
            peer.asked.wait(PATIENCE_S)
            county.close()

        closer = threading.Thread(target=close_when_asked)
        closer.start()
        begun = monotonic()
        with pytest.raises(LineError):
            county.news(0)
        assert monotonic() - begun < 5
        closer.join(PATIENCE_S)
        with pytest.raises(LineError, match="已关闭"):
            county.news(0)


def test_a_proxy_of_the_environment_is_not_asked_on_this_computer(
    served: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closed_port() as port:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        assert HttpCounty(*served).news(0).cursor == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "地址不对"),
        ("county", "地址不对"),
        ("ftp://127.0.0.1", "地址不对"),
        ("http://", "地址不对"),
        ("http://[::1", "地址不对"),
        ("http://127.0.0.1:99999", "地址不对"),
        ("https://county.example?x=1", "地址不对"),
        ("http://county.example", "明文"),
        ("http://10.0.0.1", "明文"),
    ],
)
def test_an_unfit_address_is_told_at_once(url: str, words: str) -> None:
    with pytest.raises(LineError, match=words):
        HttpCounty(url, TOKEN)


@pytest.mark.parametrize("token", ["", "密钥", "two\r\nlines"])
def test_an_unfit_key_asks_to_sign_in(token: str) -> None:
    with pytest.raises(SignInNeeded, match="窗口密钥"):
        HttpCounty("https://county.example", token)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://localhost:1/", "http://[::1]:1", "https://x"])
def test_this_computer_and_tls_are_fit(url: str) -> None:
    HttpCounty(url, TOKEN).close()
