"""The line over HTTP: one request a method; every fault becomes one clear sentence."""

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.parse import urlsplit

from desk_app.county import answers, enrolment, frame, histories
from desk_app.county.strict import WireError
from desk_app.domain.enrolment import EnrolmentAnswer, EnrolmentRequest
from desk_app.domain.letters import Delivered, Letter, NewsBatch
from desk_app.domain.told import HistoryAnswer
from desk_app.errors import CountyRefusal, LetterFault, LineError, SignInNeeded

if TYPE_CHECKING:
    import httpx

_MAX_ANSWER: Final = 4_000_000
_CONNECT_SECONDS: Final = 5.0
# Shorter than what servers and proxies keep an idle connection (uvicorn here: 75 s), so a request
# never runs into a connection that is being closed.
_KEEPALIVE_SECONDS: Final = 30.0
_LATER: Final = "信件已存好,稍后自动再试"
UNUSABLE_PROXY: Final = (
    "电脑上设的网络代理用不了(只能用HTTP代理),连不上区县;"
    "请管理员改正代理设置,或把设置“区县服务代理”写成 direct(直连)"
)
_OF_THE_LINE: Final = frozenset({401, 403, 404, 405, 407, 408, 425, 429})
"""HTTP statuses that would refuse every letter alike."""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    etag: str
    content: bytes


class HttpCounty:
    """The county at ``url`` (https, or http on this computer), which knows this window by ``token``.

    ``window`` is the number of this window, for whose news it asks. ``timeout`` is in seconds, for each step
    of an exchange and for an answer as a whole. ``on_date`` gets the county's time with every answer.
    ``proxy``: the address of one, ``direct`` for none, empty for what the computer is set to. One thread
    asks; ``close`` may come from another.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        window: str = "",
        timeout: float = 15.0,
        on_date: Callable[[datetime], None] | None = None,
        proxy: str = "",
    ) -> None:
        self._url, self._loopback = _address(url)
        if not token or not token.isascii() or not token.isprintable():
            raise SignInNeeded("还没有设好窗口密钥,请在设置中填写区县发给本窗口的密钥")
        self._token = token
        self._window = window
        self._timeout = timeout
        self._on_date = on_date
        self._proxy = "direct" if self._loopback else proxy
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._socket: socket.socket | None = None
        self._closed = False

    def has_file(self, page_id: str) -> bool:
        """Whether the county has this page completely."""
        reply = self._ask("HEAD", f"/v1/files/{page_id}")
        if reply.status == 404:
            return False
        return self._holds(reply, page_id)

    def send_file(self, page_id: str, data: bytes) -> None:
        """Send a page; the same page twice is stored once. LetterFault when the county does not take it."""
        headers = {"Content-Type": "application/octet-stream"}
        reply = self._ask("PUT", f"/v1/files/{page_id}", headers, content=data)
        _fault_of_letter(reply)
        self._holds(reply, page_id)

    def file(self, page_id: str, subject: str) -> bytes | None:
        """A page this window sent for a subject (application, record); None when the county does not give it.

        An older county answers with nothing, or that there is no such way: that counts as None.
        """
        reply = self._ask(
            "GET", f"/v1/files/{page_id}", params=self._from() | {"of": subject}, most=frame.MAX_FILE
        )
        if reply.status in (400, 404, 405):
            return None
        self._holds(reply, page_id)
        return reply.content if sha256(reply.content).hexdigest() == page_id else None

    def send_letter(self, letter: Letter) -> Delivered:
        """Send a letter; a repeated letter gets the first answer.

        Only an answer that names this letter and these very bytes is accepted: a cache between may return the
        answer to another one. CountyRefusal when the law refuses it for good, LetterFault when this letter
        has to wait.
        """
        body = letter.body.encode()
        headers = {"Idempotency-Key": letter.id, "Content-Type": "application/json"}
        reply = self._ask("POST", "/v1/letters", headers, content=body, params=self._from())
        if reply.status == 422:
            raise CountyRefusal(_refusal(reply).sentence)
        _fault_of_letter(reply)
        _check(reply)
        try:
            answer = answers.read_answer(reply.content)
        except WireError as error:
            _unreadable(error)
        if (answer.letter, answer.digest) != (letter.id, frame.digest(body)):
            raise LineError(f"答复说的是另一封信,没有采用;请联系技术人员查线路上的缓存。{_LATER}")
        return Delivered(answer.number, answer.received_at, answer.remark, tuple(answer.order.items()))

    def news(self, cursor: int) -> NewsBatch:
        """News for this window after the cursor."""
        params = {"after": str(cursor), "version": str(frame.VERSION)}
        reply = self._ask("GET", "/v1/news", params=params | self._from())
        _check(reply)
        try:
            batch = answers.read_news(reply.content)
        except answers.VersionError as error:
            raise LineError(f"区县程序与窗口程序版本不同:{error};信件和消息都不会丢失") from error
        except WireError as error:
            _unreadable(error)
        if batch.cursor < cursor:
            raise LineError("区县的消息比上次读到的还旧,请联系区县核对服务器数据")
        if batch.cursor != (batch.items[-1].seq if batch.items else cursor):
            raise LineError("区县的消息次序不对,没有采用;请联系区县核对服务器数据")
        return batch

    def history(self, numbers: Sequence[str], today: date) -> HistoryAnswer | None:
        """What the county holds of the person with these identity numbers; ``today`` is the window's day.

        None from a county that can not be asked yet. The numbers go in the body, so that no address and no
        log of a proxy holds them. LineError for an answer that can not be relied on.
        """
        body = histories.write_question(numbers).encode()
        headers = {"Content-Type": "application/json"}
        reply = self._ask("POST", "/v2/people", headers, content=body, params=self._from())
        if reply.status in (404, 405):
            return None
        _check(reply)
        try:
            return histories.read_answer(reply.content, numbers, today)
        except WireError as error:
            _unreadable(error)

    def enrol(self, request: EnrolmentRequest) -> EnrolmentAnswer | None:
        """Make the window's key known; None from a county that knows no keys yet."""
        body = enrolment.write_request(request).encode()
        headers = {"Content-Type": "application/json"}
        reply = self._ask("POST", "/v2/windows", headers, content=body, params=self._from())
        if reply.status in (404, 405):
            return None
        _check(reply)
        try:
            return enrolment.read_answer(reply.content, request)
        except WireError as error:
            _unreadable(error)

    def close(self) -> None:
        """End the connection; a call under way fails with LineError."""
        with self._lock:
            self._closed = True
            client = self._client
            self._hang_up()
        if client is not None:
            client.close()

    def _from(self) -> dict[str, str]:
        """The query parameter naming this window, so that it gets news also of events that name nobody."""
        return {"window": self._window} if self._window else {}

    def _ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        most: int = _MAX_ANSWER,
    ) -> _Reply:
        import httpx

        try:
            with self._line().stream(
                method,
                path,
                headers=headers,
                content=content,
                params=params,
                extensions={"trace": self._watch},
            ) as response:
                self._tell_date(response.headers)
                etag = response.headers.get("etag", "")
                return _Reply(response.status_code, etag, self._content(response, most))
        except httpx.TimeoutException as error:
            raise LineError(f"区县在{self._timeout:g}秒内没有答复,{_LATER}") from error
        except httpx.ConnectError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise LineError("区县服务器的证书不可信,信件没有发出;请联系技术人员核对地址和证书") from error
            raise LineError(f"连不上区县服务器,请检查网络;{_LATER}") from error
        # RuntimeError: the client was closed by ``close`` between two steps.
        except (httpx.HTTPError, OSError, RuntimeError) as error:
            raise LineError(f"与区县的连接中断,{_LATER}") from error

    def _tell_date(self, headers: Mapping[str, str]) -> None:
        """Pass the answer's ``Date`` on (RFC 9110 6.6.1); not that of one kept on the way."""
        if self._on_date is None or "age" in headers:
            return
        with suppress(ValueError, TypeError):
            told = parsedate_to_datetime(headers.get("date", ""))
            if told.tzinfo is not None:
                self._on_date(told)

    def _content(self, response: "httpx.Response", most: int) -> bytes:
        """The whole answer; LineError when it is too long or too slow."""
        end = monotonic() + self._timeout
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > most:
                raise LineError("区县的答复过长,读不懂;请联系区县技术人员")
            if monotonic() > end:
                raise LineError(f"区县的答复太慢,{_LATER}")
        return bytes(content)

    def _line(self) -> "httpx.Client":
        import httpx

        with self._lock:
            if self._closed:
                raise LineError("与区县的连接已关闭")
            if self._client is None:
                self._client = self._opened(
                    base_url=self._url,
                    headers={
                        "Authorization": f"Bearer {self._token}",
                        "Accept-Encoding": "identity",
                        "Cache-Control": "no-store",
                    },
                    timeout=httpx.Timeout(self._timeout, connect=min(self._timeout, _CONNECT_SECONDS)),
                    limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEEPALIVE_SECONDS),
                    follow_redirects=False,
                )
            return self._client

    def _opened(self, **given: Any) -> "httpx.Client":
        """The client, through its proxy; LineError for a proxy it can not go through."""
        import httpx

        proxy = None if self._proxy in ("", "direct") else self._proxy
        try:
            return httpx.Client(**given, trust_env=not self._proxy, proxy=proxy)
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            # A SOCKS proxy or a mistyped one in the environment: every attempt would end like this one.
            raise LineError(UNUSABLE_PROXY) from error

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Remembers the socket in use: only shutting it down wakes a thread that waits on it."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
                if self._closed:
                    self._hang_up()

    def _hang_up(self) -> None:
        if self._socket is not None:
            # OSError: already gone, which is what is wanted. The base class's shutdown, for that of
            # SSLSocket pulls the TLS object from under the waiting thread.
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    @staticmethod
    def _holds(reply: _Reply, page_id: str) -> bool:
        _check(reply)
        if reply.etag != f'"{page_id}"':
            _unreadable("没有页面编号")
        return True


def _address(url: str) -> tuple[str, bool]:
    """The address without a trailing slash, and whether it is this computer; LineError for a wrong one."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise LineError("区县地址不对,请在设置中填写 https:// 开头的地址")
    loopback = _is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise LineError("区县地址没有加密,个人信息不能明文传送;请改用 https:// 开头的地址")
    return url.rstrip("/"), loopback


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check(reply: _Reply) -> None:
    """Returns for status 200 or 201; raises the error for any other status."""
    match reply.status:
        case 200 | 201:
            return
        case 401 | 403:
            raise SignInNeeded("区县不认得本窗口的密钥,请在设置中重新填写;信件已存好")
        case 404 | 405:
            raise LineError("区县服务器上没有这个接口,请在设置中核对区县地址")
        case 408 | 425 | 429:
            raise LineError(f"区县现在忙,{_LATER}")
        case status if 400 <= status < 500:
            raise LineError(f"区县没有照做:{_refusal(reply).sentence}。{_LATER}")
        case status if status >= 500:
            raise LineError(f"区县服务器出了故障({status}),{_LATER}")
    _unreadable(f"状态{reply.status}")


def _fault_of_letter(reply: _Reply) -> None:
    """LetterFault for a status that concerns one letter or page only; returns for all others."""
    if reply.status == 413:
        raise LetterFault("信件或图片超过区县收的大小,先放着,其他信件照常上传;请联系区县技术人员")
    if 400 <= reply.status < 500 and reply.status not in _OF_THE_LINE:
        raise LetterFault(f"这封信区县现在收不下,先放着,其他信件照常上传。{_refusal(reply).sentence}")


def _refusal(reply: _Reply) -> answers.Refusal:
    try:
        return answers.read_refusal(reply.content)
    except WireError as error:
        _unreadable(error)


def _unreadable(what: object) -> NoReturn:
    raise LineError(f"区县的答复读不懂({what}),{_LATER};请核对区县地址")
