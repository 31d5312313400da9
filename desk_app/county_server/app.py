"""The county's side of the line as an ASGI application."""

import hmac
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from desk_app.county import wire
from desk_app.county_server import review
from desk_app.county_server.store import CountyBook, DuplicateError, Intake
from desk_app.domain.applications import Page
from desk_app.domain.records import Record
from desk_app.errors import RuleError
from forms.library import Versions
from forms.schema import Problem

_LOG = logging.getLogger(__name__)
_KEY = re.compile(r"[!-~]{1,100}")
_JSON: Final = "application/json"
_HTTP_WORDS: Final[Mapping[int, str]] = {
    404: "区县服务器上没有这个地址,请核对设置",
    405: "区县服务器不接受这种请求,请升级窗口程序",
}


def make_app(store: CountyBook, versions: Versions, token: str, now: Callable[[], datetime]) -> ASGIApp:
    """The county's interface on a book; ``token`` opens it, ``now`` gives the moment with zone."""
    county = _County(store, versions, now)
    app = Starlette(
        routes=[
            Route("/v1/files/{digest:str}", county.has_file, methods=["GET", "HEAD"]),
            Route("/v1/files/{digest:str}", county.keep_file, methods=["PUT"]),
            Route("/v1/letters", county.receive, methods=["POST"]),
            Route("/v1/supplements", county.receive_supplement, methods=["POST"]),
            Route("/v1/news", county.news, methods=["GET"]),
        ],
        exception_handlers={
            _NotDone: _say,
            HTTPException: _say_http,
            ClientDisconnect: _say_gone,
            Exception: _say_unforeseen,
        },
    )
    return _Door(app, token)


class _NotDone(Exception):
    """The county does not do as asked: a status and its reasons."""

    def __init__(self, status: int, words: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(words)
        self.status = status
        self.refusal = wire.Refusal(words, problems)


class _Door:
    """Lets in only who knows the token; everyone else learns nothing, not even which paths exist."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._key = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, answered 401 unless its Authorization header holds the token."""
        if scope["type"] != "http":
            return
        given = dict(scope["headers"]).get(b"authorization", b"")
        if not hmac.compare_digest(given, self._key):
            await _refusal(401, wire.Refusal("窗口密钥不对,请在设置中重新填写"))(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            # Starlette has answered 500 and hands the error on; its text may hold people's data.
            _LOG.error("unforeseen %s", type(error).__name__)


class _County:
    """The endpoints. Each reads its request, asks the book in a worker thread, and answers."""

    def __init__(self, store: CountyBook, versions: Versions, now: Callable[[], datetime]) -> None:
        self._store = store
        self._versions = versions
        self._now = now

    async def has_file(self, request: Request) -> Response:
        digest = _digest(request)
        if await run_in_threadpool(self._store.file_size, digest) is None:
            raise _NotDone(404, "区县还没有这个文件")
        return Response(headers=_etag(digest))

    async def keep_file(self, request: Request) -> Response:
        digest = _digest(request)
        data = await _body(request, wire.MAX_FILE)
        if await run_in_threadpool(lambda: sha256(data).hexdigest()) != digest:
            raise _NotDone(409, "文件在路上损坏了,请重新上传")
        new = await run_in_threadpool(self._store.keep_file, digest, data)
        return Response(status_code=201 if new else 200, headers=_etag(digest))

    async def receive(self, request: Request) -> Response:
        return await self._take(request, self._receive)

    async def receive_supplement(self, request: Request) -> Response:
        return await self._take(request, self._receive_supplement)

    async def _take(self, request: Request, receive: Callable[[str, bytes], tuple[int, str]]) -> Response:
        key = request.headers.get("idempotency-key", "")
        if not _KEY.fullmatch(key):
            raise _NotDone(400, "信件没有编号,请升级窗口程序")
        body = await _body(request, wire.MAX_LETTER)
        status, answer = await run_in_threadpool(receive, key, body)
        return Response(answer, status, media_type=_JSON)

    def _receive(self, key: str, body: bytes) -> tuple[int, str]:
        try:
            if before := self._store.first_answer(key, body):
                return 200, before
            letter, now = self._read(body), self._now()
            return 201, self._store.receive(key, body, lambda held: self._judged(letter, held, now), now)
        except DuplicateError as error:
            raise _NotDone(422, str(error)) from error

    def _read(self, body: bytes) -> wire.LetterBody:
        """The letter, whole and with all its pictures; refused with what is missing otherwise."""
        try:
            letter = wire.read_letter(body)
        except wire.WireError as error:
            raise _NotDone(400, f"区县读不懂这封信:{error}") from error
        self._refuse_lacking(letter.pages)
        return letter

    def _refuse_lacking(self, pages: Sequence[Page]) -> None:
        if lacking := self._store.lacking(pages):
            problems = tuple(Problem(p.id, f"“{p.name}”的图片还没有收到") for p in lacking)
            raise _NotDone(409, "材料图片没有收齐,请先上传", problems)

    def _receive_supplement(self, key: str, body: bytes) -> tuple[int, str]:
        """Attach a material that followed; refused unless its application was taken with that promise."""
        try:
            if before := self._store.first_answer(key, body):
                return 200, before
            self._refuse_lacking(wire.read_supplement(body).pages)
            return 201, self._store.supplement(key, body, self._now())
        except wire.WireError as error:
            raise _NotDone(400, f"区县读不懂这封信:{error}") from error
        except (DuplicateError, RuleError) as error:
            raise _NotDone(422, str(error)) from error

    def _judged(self, letter: wire.LetterBody, records: Sequence[Record], now: datetime) -> Intake:
        """How the letter is taken in, by its own pack or else the county's; refused when unlawful."""
        pack, today = self._versions.of(letter.pack_digest) or self._versions.current, now.date()
        remark = review.remark(pack, letter)
        if problems := review.problems(pack, letter, today, records):
            raise _NotDone(422, f"区县没有收下这份申请,请改正后重新受理。{remark}", problems)
        return Intake(review.matters(pack, letter, today, records), remark, pack.digest)

    async def news(self, request: Request) -> Response:
        after, window = request.query_params.get("after", "0"), request.query_params.get("window", "")
        if not re.fullmatch("[0-9]{1,18}", after):
            raise _NotDone(400, "消息位置 after 应为不小于零的整数")
        batch = await run_in_threadpool(self._store.news, int(after), window)
        return Response(wire.write_news(batch), media_type=_JSON)


def _digest(request: Request) -> str:
    digest = str(request.path_params["digest"])
    if not wire.is_digest(digest):
        raise _NotDone(400, "文件编号应为64位小写十六进制")
    return digest


def _etag(digest: str) -> dict[str, str]:
    return {"ETag": f'"{digest}"'}


async def _body(request: Request, limit: int) -> bytes:
    """The body of a request; refused as soon as it is known to be larger than ``limit`` bytes."""
    announced = request.headers.get("content-length", "0")
    body = bytearray()
    if not announced.isdecimal() or int(announced) > limit:
        raise _NotDone(413, f"内容超过{limit // 1_000_000}兆,区县不能接收,请缩小后再传")
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise _NotDone(413, f"内容超过{limit // 1_000_000}兆,区县不能接收,请缩小后再传")
    return bytes(body)


def _refusal(status: int, refusal: wire.Refusal) -> Response:
    return Response(wire.write_refusal(refusal), status, media_type=_JSON)


async def _say(_request: Request, error: Exception) -> Response:
    assert isinstance(error, _NotDone)
    return _refusal(error.status, error.refusal)


async def _say_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _refusal(
        error.status_code, wire.Refusal(_HTTP_WORDS.get(error.status_code, "请求不对,请升级窗口程序"))
    )


async def _say_gone(_request: Request, _error: Exception) -> Response:
    """Nobody is there any more to read this; nothing of the half body was kept."""
    return _refusal(400, wire.Refusal("没有收完整"))


async def _say_unforeseen(_request: Request, _error: Exception) -> Response:
    return _refusal(500, wire.Refusal("区县服务器出了故障,请稍后再试"))
