"""A window's key on the line: ``POST /v2/windows?window=3``, strict JSON both ways.

Request: ``version`` 1; ``region`` of the hall and ``window`` number; ``public``, the 32 bytes of the Ed25519
key in small hexadecimal; ``at``, the window's moment with zone; ``signature``, 64 bytes in hexadecimal, by
that key over the lines of ``EnrolmentRequest.message``. It proves that the sender has the private part; who
sits there is proven by telephone, by the fingerprint of ``domain.signing``.

Answer, 201 for a key newly enrolled, else 200: ``version`` 1; ``state`` enrolled, other or revoked;
``window``; ``in_force``, the public key in force for the number (empty: none); ``since``, since when, or
since when the asked one is revoked (empty: never). The first key of a number is enrolled at once, a second
never, until the county revokes the first; a revoked key is never taken again. 400 for what can not be read
or is signed wrongly, 409 for a key that stands under another number. A county without this address answers
404 or 405: it knows no keys yet, and that is no fault.
"""

import re
from datetime import datetime
from typing import Final

from desk_app.county import strict
from desk_app.county.strict import Row, WireError
from desk_app.domain.enrolment import EnrolmentAnswer, EnrolmentRequest, EnrolmentState
from desk_app.domain.signing import PUBLIC_LENGTH, SIGNATURE_LENGTH, verified

VERSION: Final = 1
MAX_REQUEST: Final = 2_000
"""Largest request in bytes."""
_REQUEST: Final = ("version", "region", "window", "public", "at", "signature")
_ANSWER: Final = ("version", "state", "window", "in_force", "since")


def write_request(request: EnrolmentRequest) -> str:
    """The request of a window, signed already."""
    return strict.dump(
        {
            "version": VERSION,
            "region": request.region,
            "window": request.window,
            "public": request.public.hex(),
            "at": request.at.isoformat(),
            "signature": request.signature.hex(),
        }
    )


def read_request(text: str | bytes) -> EnrolmentRequest:
    """A request whose signature is genuine; WireError otherwise."""
    row = _row(text, _REQUEST)
    region, window = strict.name(row, "region"), strict.name(row, "window")
    if not re.fullmatch("[0-9]{6}", region) or not re.fullmatch("[1-9][0-9]?", window):
        raise WireError("区划代码或窗口号不对")
    public, signature = _bytes(row, "public", PUBLIC_LENGTH), _bytes(row, "signature", SIGNATURE_LENGTH)
    request = EnrolmentRequest(region, window, public, strict.moment(row, "at"), signature)
    if not verified(public, request.message(), signature):
        raise WireError("签名不对")
    return request


def write_answer(answer: EnrolmentAnswer) -> str:
    """The county's answer."""
    return strict.dump(
        {
            "version": VERSION,
            "state": answer.state.value,
            "window": answer.window,
            "in_force": answer.in_force.hex(),
            "since": answer.since.isoformat() if answer.since else "",
        }
    )


def read_answer(text: str | bytes, request: EnrolmentRequest) -> EnrolmentAnswer:
    """The answer to a request; WireError when it can not be relied on, or is about another window."""
    row = _row(text, _ANSWER)
    state = strict.word(row, "state", EnrolmentState)
    window, held = strict.name(row, "window"), strict.short(row, "in_force")
    public = _bytes(row, "in_force", PUBLIC_LENGTH) if held else b""
    since: datetime | None = strict.moment(row, "since") if strict.short(row, "since") else None
    if window != request.window:
        raise WireError("说的是另一个窗口")
    if (state is EnrolmentState.ENROLLED) is not (public == request.public) or (
        state is EnrolmentState.OTHER and not public
    ):
        raise WireError("“state”与“in_force”对不上")
    return EnrolmentAnswer(state, window, public, since)


def _row(text: str | bytes, keys: tuple[str, ...]) -> Row:
    row = strict.load(text)
    strict.only(row, keys)
    version = strict.get(row, "version")
    if version != VERSION or type(version) is not int:
        raise WireError("版本不同,请把窗口程序和区县程序升级到同一版本")
    return row


def _bytes(row: Row, key: str, length: int) -> bytes:
    found = strict.text(row, key)
    if not re.fullmatch(f"[0-9a-f]{{{2 * length}}}", found):
        raise WireError(f"“{key}”应为{length}个字节")
    return bytes.fromhex(found)
