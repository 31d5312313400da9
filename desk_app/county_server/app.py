"""The county's side of the line as an ASGI application."""

import hmac
import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk_app.county import answers, enrolment, frame, histories, strict
from desk_app.county.strict import WireError
from desk_app.county_server import older
from desk_app.county_server.book import CountyBook
from desk_app.county_server.faults import DuplicateError, NotYet
from desk_app.errors import RuleError, WorldError, places
from forms.schema import Problem

_LOG = logging.getLogger(__name__)
_KEY = re.compile(r"[!-~]{1,100}")
_JSON: Final = "application/json"
_HTTP_WORDS: Final[Mapping[int, str]] = {
    404: "区县服务器上没有这个地址,请核对设置",
    405: "区县服务器不接受这种请求,请升级窗口程序",
}


def make_app(book: CountyBook, token: str, now: Callable[[], datetime]) -> ASGIApp:
    """The county's interface on a book; ``token`` opens it, ``now`` gives the moment with zone."""
    county = _County(book, now)
    app = Starlette(
        routes=[
            Route("/v1/files/{digest:str}", county.has_file, methods=["HEAD"]),
            Route("/v1/files/{digest:str}", county.give_file, methods=["GET"]),
            Route("/v1/files/{digest:str}", county.keep_file, methods=["PUT"]),
            Route("/v1/letters", county.receive, methods=["POST"]),
            # Windows of version 1 bring what followed here; it is read like any letter.
            Route("/v1/supplements", county.receive, methods=["POST"]),
            Route("/v1/news", county.news, methods=["GET"]),
            Route("/v2/people", county.history, methods=["POST"]),
            Route("/v2/windows", county.enrol, methods=["POST"]),
        ],
        exception_handlers={
            _NotDone: _say,
            HTTPException: _say_http,
            ClientDisconnect: _say_gone,
            WorldError: _say_out_of_order,
            Exception: _say_unforeseen,
        },
    )
    return _Door(app, token)


class _NotDone(Exception):
    """The county does not do what was asked: an HTTP status and a refusal."""

    def __init__(self, status: int, words: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(words)
        self.status = status
        self.refusal = answers.Refusal(words, problems)


class _Door:
    """Lets requests with the token in; all others get 401, whether the path exists or not."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._key = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, answered 401 unless its Authorization header holds the token."""
        if scope["type"] != "http":
            return

        async def send_fresh(message: Message) -> None:
            if message["type"] == "http.response.start":
                # What was said to one letter must never be said again to another.
                message["headers"] = [*message.get("headers", ()), (b"cache-control", b"no-store")]
            await send(message)

        given = dict(scope["headers"]).get(b"authorization", b"")
        if not hmac.compare_digest(given, self._key):
            refusal = answers.Refusal("窗口密钥不对,请在设置中重新填写")
            await _refusal(401, refusal)(scope, receive, send_fresh)
            return
        try:
            await self._app(scope, receive, send_fresh)
        except Exception as error:
            # Starlette has answered 500 and hands the error on; its text may hold people's data.
            _LOG.error("unforeseen %s", places(error))


class _County:
    """The endpoints. Each reads its request, asks the book in a worker thread, and answers."""

    def __init__(self, book: CountyBook, now: Callable[[], datetime]) -> None:
        self._store = book
        self._now = now

    async def has_file(self, request: Request) -> Response:
        digest = _digest(request)
        if await run_in_threadpool(self._store.file_size, digest) is None:
            raise _NotDone(404, "区县还没有这个文件")
        return Response(headers=_etag(digest))

    async def give_file(self, request: Request) -> Response:
        """A file, to the window that sent it for the subject it names."""
        digest, window = _digest(request), _window(request)
        subject = request.query_params.get("of", "")
        data = await run_in_threadpool(self._store.file_of, digest, subject, window)
        if data is None:
            raise _NotDone(404, "区县没有这个文件,或它不是这个窗口送来的")
        return Response(data, headers=_etag(digest), media_type="application/octet-stream")

    async def keep_file(self, request: Request) -> Response:
        digest = _digest(request)
        data = await _body(request, frame.MAX_FILE)
        if await run_in_threadpool(lambda: sha256(data).hexdigest()) != digest:
            raise _NotDone(409, "文件在路上损坏了,请重新上传")
        new = await run_in_threadpool(self._store.keep_file, digest, data)
        return Response(status_code=201 if new else 200, headers=_etag(digest))

    async def receive(self, request: Request) -> Response:
        key = request.headers.get("idempotency-key", "")
        if not _KEY.fullmatch(key):
            raise _NotDone(400, "信件没有编号,请升级窗口程序")
        window = _window(request)
        body = await _body(request, frame.MAX_LETTER)
        status, answer = await run_in_threadpool(self._receive, key, body, window)
        return Response(answer, status, media_type=_JSON)

    def _receive(self, key: str, body: bytes, window: str) -> tuple[int, str]:
        """HTTP status and answer for a letter; _NotDone with the reasons when it can not be taken."""
        try:
            if before := self._store.first_answer(key, frame.digest(body)):
                return 200, before
            parcel = frame.read(body)
            if parcel.id not in ("", key):
                raise WireError("信里的编号与请求的编号不一样")
            self._refuse_lacking(parcel)
            return 201, self._store.receive(key, body, self._now(), window)
        except WireError as error:
            raise _NotDone(400, f"区县读不懂这封信:{error}") from error
        except NotYet as error:
            raise _NotDone(409, str(error)) from error
        except DuplicateError as error:
            raise _NotDone(422, str(error)) from error
        except RuleError as error:
            raise _NotDone(422, str(error), error.problems) from error

    def _refuse_lacking(self, parcel: frame.Parcel) -> None:
        brought = parcel.application or parcel.supplement
        if lacking := self._store.lacking(brought.pages if brought else (), parcel.files):
            problems = tuple(Problem(p.id, f"“{p.name}”的图片还没有收到") for p in lacking)
            raise _NotDone(409, "材料图片没有收齐,请先上传", problems)

    async def news(self, request: Request) -> Response:
        asked = request.query_params
        after, version, window = asked.get("after", "0"), asked.get("version", "1"), _window(request)
        if not re.fullmatch("[0-9]{1,18}", after):
            raise _NotDone(400, "消息位置 after 应为不小于零的整数")
        if version not in ("1", str(frame.VERSION)):
            raise _NotDone(
                400, f"区县程序的消息是第{frame.VERSION}版格式,请把窗口程序和区县程序升级到同一版本"
            )
        found = await run_in_threadpool(self._store.news, int(after), window)
        told = older.write_news(found) if version == "1" else answers.write_news(found.pieces, found.cursor)
        return Response(told, media_type=_JSON)

    async def history(self, request: Request) -> Response:
        body, window = await _body(request, histories.MAX_QUESTION), _window(request)
        try:
            numbers = histories.read_question(body)
        except WireError as error:
            raise _NotDone(400, f"区县读不懂要查谁:{error}") from error
        found = await run_in_threadpool(self._store.told, numbers, window, self._now())
        return Response(histories.write_answer(found), media_type=_JSON)

    async def enrol(self, request: Request) -> Response:
        body = await _body(request, enrolment.MAX_REQUEST)
        try:
            asked = enrolment.read_request(body)
            answer, new = await run_in_threadpool(self._store.enrol, asked, self._now())
        except WireError as error:
            raise _NotDone(400, f"区县读不懂窗口的登记:{error}") from error
        except RuleError as error:
            raise _NotDone(409, str(error)) from error
        return Response(enrolment.write_answer(answer), 201 if new else 200, media_type=_JSON)


def _window(request: Request) -> str:
    """The number of the window that asks; empty when it does not say."""
    window = request.query_params.get("window", "")
    if len(window) > strict.NAME_LENGTH or not strict.storable(window):
        raise _NotDone(400, "窗口号不对,请核对窗口设置")
    return window


def _digest(request: Request) -> str:
    digest = str(request.path_params["digest"])
    if not strict.is_digest(digest):
        raise _NotDone(400, "文件编号应为64位小写十六进制")
    return digest


def _etag(digest: str) -> dict[str, str]:
    return {"ETag": f'"{digest}"'}


async def _body(request: Request, limit: int) -> bytes:
    """The body of a request; refused (413) as soon as it is known to be larger than ``limit`` bytes."""
    announced = request.headers.get("content-length", "0")
    body = bytearray()
    if not re.fullmatch("[0-9]{1,12}", announced) or int(announced) > limit:
        raise _NotDone(413, f"内容超过{limit // 1_000_000}兆,区县不能接收,请缩小后再传")
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise _NotDone(413, f"内容超过{limit // 1_000_000}兆,区县不能接收,请缩小后再传")
    return bytes(body)


def _refusal(status: int, refusal: answers.Refusal) -> Response:
    return Response(answers.write_refusal(refusal), status, media_type=_JSON)


async def _say(_request: Request, error: Exception) -> Response:
    assert isinstance(error, _NotDone)
    return _refusal(error.status, error.refusal)


async def _say_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _refusal(
        error.status_code, answers.Refusal(_HTTP_WORDS.get(error.status_code, "请求不对,请升级窗口程序"))
    )


async def _say_gone(_request: Request, _error: Exception) -> Response:
    """The sender disconnected in the middle of a body; nothing of it was kept."""
    return _refusal(400, answers.Refusal("没有收完整"))


async def _say_out_of_order(_request: Request, error: Exception) -> Response:
    """503 for a fault of disk or database, logged for the administrator; the window tries again."""
    _LOG.error("out of order: %s", error)
    return _refusal(503, answers.Refusal(str(error)))


async def _say_unforeseen(_request: Request, _error: Exception) -> Response:
    return _refusal(500, answers.Refusal("区县服务器出了故障,请稍后再试"))
