"""Letters, questions and headers changed at random: the county refuses with a reason and never breaks."""

import asyncio
import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from desk_app.county import answers, frame
from desk_app.county_server.app import _body
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.receipts import receipt_number
from forms.library import Versions
from tests.county import registers
from tests.county.letters import PICTURE, digest
from tests.county_server.offices import Office, body_of, letter_of
from tests.fakes import NOW
from tests.opened import key_beside
from tests.people import nth_number

OLD = Path(__file__).parent.parent / "old_data" / "county-1.sql"
SEED = random.randrange(2**32)
TIMES = 300
"""Mutations of each kind of letter; every run has a seed of its own, and prints it."""
ALLOWED = {200, 201, 400, 404, 405, 409, 413, 422}
JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 2**64, 10**400, 1.5, -0.0, 1e308, "", " ", "x", "\0", "\ud800"),
    *(
        "张",
        "0" * 64,
        "A" * 64,
        "x" * 101,
        "x" * 20_001,
        "../../etc/passwd",
        "<b>",
        "'; DROP TABLE event; --",
    ),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-23", "2026-11-23T09:15:00", "24:00"),
    *(
        "matter",
        "application",
        "loan",
        "system",
        "department",
        "deliver",
        "accept",
        "take",
        "hand_over",
        "%00",
    ),
    *([], {}, [[]], [{}], {"": ""}, {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}, [None], ["x", "x"]),
)


PROMISED = "67164890-d49d-4ac1-a5b8-063831360a40"
"""The application in the old book to which a supplement came."""


def old(question: str) -> str:
    """One text from a county's book of the first release."""
    with closing(sqlite3.connect(":memory:")) as book:
        book.executescript(OLD.read_text(encoding="utf-8"))
        return str(book.execute(question).fetchone()[0])


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """One letter of each kind and version."""
    ours = letter_of(body_of(tmp_path_factory.mktemp("desk")))
    row = json.loads(old("SELECT body FROM supplements"))
    about = {"kind": "application", "id": PROMISED}
    event = ours["events"][0] | {"act": "supplement", "proceeding": PROMISED, "subject": about}
    event |= {"payload": {"material": "household", "title": "户口簿", "pages": 1}}
    followed = ours | {"supplement": {k: v for k, v in row.items() if k != "version"}, "subject": about}
    followed |= {"events": [event], "files": [row["pages"][0]["id"]]}
    followed.pop("application")
    return {
        "application": ours,
        "supplement": followed,
        "loan": json.loads(frame.write(registers.asked(), "620403")),
        "note": json.loads(frame.write(registers.later("e2", "note", "loan-9"), "620403")),
        "application of version 1": json.loads(old("SELECT body FROM applications")),
        "supplement of version 1": row,
    }


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A county that receives the mutants."""
    with served(tmp_path_factory) as http:
        yield http


@pytest.fixture(scope="module")
def other_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A county that receives no mutants, to compare with."""
    with served(tmp_path_factory) as http:
        yield http


@contextmanager
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A county with an application, a loan and the pictures, so that mutants get past the first checks."""
    database = tmp_path_factory.mktemp("county") / "county.db"
    office = Office(f"sqlite:///{database}", registers.law())
    with closing(office.book()) as book:
        body = old(f"SELECT body FROM applications WHERE id = '{PROMISED}'")
        book.receive("promised", body.encode(), NOW)
    office.receive(registers.asked("loan-9"))
    with EmbeddedCounty(database, Versions(registers.pack()), key=key_beside(database)) as (url, token):
        http = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=20
        )
        for data in (PICTURE, b"\xff\xd8\xff photo 0", b"\xff\xd8\xff household"):
            assert http.put(f"/v1/files/{digest(data)}", content=data).status_code == 201
        yield http
        http.close()
    assert office.sound()


def fresh(kind: str, row: dict[str, Any], number: int) -> dict[str, Any]:
    """A letter not sent before, of a person not used before; unchanged, the county accepts it."""
    made: dict[str, Any] = json.loads(json.dumps(row).replace("loan-1", f"loan-new-{number}"))
    if "version 1" not in kind:
        made["id"] = f"{kind}-{number}"
        made["events"][0]["id"] = f"event-{kind}-{number}"
    holder = made.get("application") if kind == "application" else made
    if kind.startswith("application") and isinstance(holder, dict):
        identity = f"application-{kind[-1]}-{number}"
        window = "3" if kind == "application" else "4"
        holder |= {"id": identity, "window": window}
        holder["number"] = receipt_number("620403", window, NOW.date(), number + 1)
        holder["answers"] |= {"id_number": nth_number(number + (0 if window == "3" else 200))}
        if kind == "application":
            about = {"kind": "application", "id": identity}
            made["subject"] = about
            made["events"][0] |= {"subject": about, "proceeding": identity}
    return made


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value inside a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from nodes(inner, (*path, key))


def mutant(row: dict[str, Any], chance: random.Random) -> Any:
    """The letter with one or two values replaced, removed, doubled or added."""
    made: Any = json.loads(json.dumps(row))
    for _ in range(chance.choice((1, 1, 2))):
        path = chance.choice(list(nodes(made)))
        holder = made
        for key in path[:-1]:
            holder = holder[key]
        match chance.randrange(6):
            case 0 if isinstance(holder, dict):
                holder.pop(path[-1])
            case 1 if isinstance(holder, dict):
                holder[chance.choice(("extra", "id", "version", "", "\0"))] = deepcopy(chance.choice(JUNK))
            case 2 if isinstance(holder, list):
                holder.append(holder[path[-1]])
            case _:
                holder[path[-1]] = deepcopy(chance.choice(JUNK))
        if not any(nodes(made)):
            break
    return made


def text_of(made: Any, chance: random.Random) -> bytes:
    """A mutant as bytes; at times one byte changed, cut off, or in another encoding."""
    text = json.dumps(made).encode()
    match chance.randrange(12):
        case 0:
            at = chance.randrange(len(text))
            return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]
        case 1:
            return text[: chance.randrange(len(text))]
        case 2:
            return text.decode().encode(chance.choice(("utf-16", "utf-32", "utf-16-le", "utf-8-sig")))
        case 3:
            return text.replace(b":", b":" + b"[" * chance.choice((3, 900, 100_000)), 1)
    return text


KINDS = [
    "application", "supplement", "loan", "note", "application of version 1", "supplement of version 1"
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_breaks_the_county(line: httpx.Client, letters: dict[str, Any], kind: str) -> None:
    print(f"seed {SEED}")
    chance = random.Random(f"{SEED} {kind}")
    said: Counter[int] = Counter()
    for number in range(TIMES):
        made = mutant(fresh(kind, letters[kind], number), chance)
        body = text_of(made, chance)
        name = made.get("id") if isinstance(made, dict) else None
        key = name if isinstance(name, str) and re.fullmatch("[!-~]+", name) else f"k{number}"
        path = "/v1/supplements" if "supplement" in kind and chance.random() < 0.5 else "/v1/letters"
        reply = line.post(path, content=body, headers={"Idempotency-Key": key[:100]})
        said[reply.status_code] += 1
        assert reply.status_code in ALLOWED, f"seed {SEED}, {number}: {reply.status_code} for {body[:2000]!r}"
        if reply.status_code > 201:
            assert answers.read_refusal(reply.content).words
    assert len(said) > 2, said


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_changed_here_is_taken_when_it_is_not(
    other_line: httpx.Client, letters: dict[str, Any], kind: str
) -> None:
    row = fresh(kind, letters[kind], 1)
    reply = other_line.post(
        "/v1/letters", content=json.dumps(row), headers={"Idempotency-Key": row.get("id", "as-it-should-be")}
    )
    assert reply.status_code == 201, reply.text


def test_no_question_and_no_header_breaks_the_county(line: httpx.Client) -> None:
    print(f"seed {SEED}")
    chance = random.Random(f"{SEED} questions")
    keys = ("after", "window", "version", "limit", "")
    values = (
        "0",
        "1",
        "2",
        "-1",
        "9" * 18,
        "9" * 400,
        "3",
        "%00",
        "%ed%a0%80",
        "%ff",
        "x" * 500,
        "",
        "²",
        "1e3",
    )
    names = (
        "Idempotency-Key",
        "Content-Type",
        "Cache-Control",
        "Accept",
        "Range",
        "Expect",
    )
    for _ in range(TIMES):
        asked = "&".join(f"{chance.choice(keys)}={chance.choice(values)}" for _ in range(chance.randrange(4)))
        path = chance.choice(
            ("/v1/news", "/v1/letters", "/v1/supplements", f"/v1/files/{chance.choice(values)}")
        )
        method = chance.choice(("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"))
        name = chance.choice(names)
        content = b"{}" if method in ("POST", "PUT") else None
        value = "2" if name == "Expect" else chance.choice(("", "k", "\xff", "x" * 200, "0"))
        reply = line.request(
            method, f"{path}?{asked}", content=content, headers={name: value.encode("latin-1")}
        )
        assert reply.status_code in ALLOWED, (
            f"seed {SEED}: {reply.status_code} for {method} {path}?{asked} {name}"
        )


@pytest.mark.parametrize("length", ["9" * 400, "-1", "1e3", "+5", " 7", "٣", "0x10"])
def test_no_announced_length_breaks_the_county(length: str) -> None:
    """The HTTP parser stops most of these; the rest must not break the county."""
    announced = SimpleNamespace(headers={"content-length": length})
    with pytest.raises(Exception, match="超过1兆"):
        asyncio.run(_body(announced, frame.MAX_LETTER))  # type: ignore[arg-type]
