"""The line over HTTP against the real county, and against every way a line can fail."""

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from desk_app.county import wire
from desk_app.county.client import HttpCounty
from desk_app.county_server.decide import decide
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.letters import Letter, NewsKind
from desk_app.errors import CountyRefusal, LineError, SignInNeeded
from forms import loader
from forms.library import Versions
from forms.schema import Problem
from tests.county.letters import PICTURE, accept, digest
from tests.county.lines import SECONDS, Act, Peer, SilentPeer, answer, closed_port, say
from tests.fakes import NOW, make_parts

TOKEN = "token-of-a-test-window"
LETTER = Letter("letter-1", "application-1", "{}", (), NOW)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    with EmbeddedCounty(tmp_path / "county.db", Versions(loader.shipped())) as line:
        yield line


def calls(county: HttpCounty) -> list[Callable[[], object]]:
    """Every verb of the line."""
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
    with pytest.raises(LineError, match="没有收齐"):
        county.send_letter(letter)
    assert not county.has_file(letter.files[0])
    county.send_file(letter.files[0], PICTURE)
    county.send_file(letter.files[0], PICTURE)
    assert county.has_file(letter.files[0])
    first = county.send_letter(letter)
    assert first.office_number.startswith("620403-")
    assert county.send_letter(letter) == first
    assert county.news(0).news == ()
    decide(f"sqlite:///{tmp_path}/county.db", application.number, "cert_new", NewsKind.ACCEPTED, "")
    batch = county.news(0)
    assert [(n.application, n.matter, n.kind) for n in batch.news] == [
        (application.id, "cert_new", NewsKind.ACCEPTED)
    ]
    assert county.news(batch.cursor).news == ()
    assert HttpCounty(*served, window="4").news(0).news == ()
    county.close()


def test_the_countys_own_words_are_told(served: tuple[str, str], tmp_path: Path) -> None:
    _, letter = accept(make_parts(tmp_path / "desk"))
    county = HttpCounty(*served)
    county.send_file(letter.files[0], PICTURE)
    row = json.loads(letter.body)
    row["answers"]["phone"] = "12"
    with pytest.raises(CountyRefusal, match=r"区县没有收下这份申请.*还差9位"):
        county.send_letter(replace(letter, body=json.dumps(row)))


def test_a_key_the_county_does_not_know_asks_to_sign_in(served: tuple[str, str]) -> None:
    for call in calls(HttpCounty(served[0], TOKEN)):
        with pytest.raises(SignInNeeded, match="重新填写"):
            call()


REFUSAL = wire.write_refusal(wire.Refusal("卡号不对", (Problem("bank_card", "请核对卡号"),))).encode()
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
        county = HttpCounty(peer.url, TOKEN, timeout=SECONDS)
        for call in calls(county):
            with pytest.raises(LineError, match=words):
                call()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "不是完整的 JSON"),
        (b'{"office_number":"1","received_at":"2026-11-23T09:', "不是完整的 JSON"),
        (b'{"office_number":"","received_at":"2026-11-23T09:15:00+08:00","remark":""}', "office_number"),
        (b'{"office_number":"1","received_at":"today","remark":""}', "不是时间"),
    ],
)
def test_an_answer_that_is_not_as_agreed_is_not_believed(body: bytes, words: str) -> None:
    with Peer(say(answer(201, body))) as peer, pytest.raises(LineError, match=words):
        HttpCounty(peer.url, TOKEN).send_letter(LETTER)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"news":[],"cursor":-1}', b'{"news":[{}],"cursor":1}'])
def test_news_that_are_not_as_agreed_are_not_believed(body: bytes) -> None:
    with Peer(say(answer(200, body))) as peer, pytest.raises(LineError, match="读不懂"):
        HttpCounty(peer.url, TOKEN).news(0)


def test_half_an_answer_is_no_answer() -> None:
    whole = answer(201, wire.write_answer(wire.Answer("1", NOW.isoformat())).encode())
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
    with Peer(say(answer(200, b'{"news":[],"cursor":3}'))) as peer, pytest.raises(LineError, match="还旧"):
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
            peer.asked.wait(SECONDS)
            county.close()

        closer = threading.Thread(target=close_when_asked)
        closer.start()
        begun = monotonic()
        with pytest.raises(LineError):
            county.news(0)
        assert monotonic() - begun < 5
        closer.join(SECONDS)
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
