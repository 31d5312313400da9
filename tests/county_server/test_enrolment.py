"""A window's key becomes known to the county: the format, and what both ends do with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.county import enrolment
from desk_app.county.client import HttpCounty
from desk_app.county.strict import WireError
from desk_app.county_server.book import CountyBook
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.devices.keys.window import WindowKey, window_own_key
from desk_app.domain.enrolment import EnrolmentAnswer, EnrolmentRequest, EnrolmentState, warning
from desk_app.domain.events import Who
from desk_app.domain.signing import fingerprint
from desk_app.errors import LineError, RuleError
from forms import loader
from forms.library import Versions
from forms.procedures import COUNTY
from tests.fakes import KEY, NOW
from tests.opened import key_beside

WHO = Who("区县平台", COUNTY)


def asked(key: WindowKey, window: str = "3", region: str = "620403") -> EnrolmentRequest:
    request = EnrolmentRequest(region, window, key.public, NOW)
    return replace(request, signature=key.sign(request.message()))


@pytest.fixture
def keys(tmp_path: Path) -> tuple[WindowKey, WindowKey]:
    return window_own_key(tmp_path / "a", KEY), window_own_key(tmp_path / "b", KEY)


@dataclass(frozen=True)
class Served:
    """A county that runs, and its book."""

    url: str
    token: str
    database: Path


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Served]:
    database = tmp_path / "county.db"
    with EmbeddedCounty(database, Versions(loader.shipped()), key=key_beside(database)) as (url, token):
        yield Served(url, token, database)


def county(line: Served) -> HttpCounty:
    return HttpCounty(line.url, line.token, window="3")


def test_the_first_key_is_enrolled_and_stays(line: Served, keys: tuple[WindowKey, WindowKey]) -> None:
    first, again = (county(line).enrol(asked(keys[0])) for _ in "ab")
    assert first == again
    assert first is not None
    assert first.state is EnrolmentState.ENROLLED
    assert first.in_force == keys[0].public
    assert warning(first, keys[0].public) == ""


def test_a_second_computer_is_told_at_once(line: Served, keys: tuple[WindowKey, WindowKey]) -> None:
    county(line).enrol(asked(keys[0]))
    answer = county(line).enrol(asked(keys[1]))
    assert answer is not None
    assert (answer.state, answer.in_force) == (EnrolmentState.OTHER, keys[0].public)
    told = warning(answer, keys[1].public)
    assert "窗口号 3 已由另一台电脑登记" in told
    assert fingerprint(keys[0].public) in told
    assert fingerprint(keys[1].public) in told
    still = county(line).enrol(asked(keys[0]))
    assert still is not None
    assert still.state is EnrolmentState.ENROLLED


def test_other_numbers_and_regions_are_their_own(line: Served, keys: tuple[WindowKey, WindowKey]) -> None:
    county(line).enrol(asked(keys[0]))
    answer = county(line).enrol(asked(keys[1], region="620402"))
    assert answer is not None
    assert answer.state is EnrolmentState.ENROLLED


def test_a_key_has_one_number(line: Served, keys: tuple[WindowKey, WindowKey]) -> None:
    county(line).enrol(asked(keys[0]))
    with pytest.raises(LineError, match=r"已登记为窗口 3.*注销"):
        county(line).enrol(asked(keys[0], "4"))


def test_after_a_revocation_the_number_is_free_and_the_key_is_not(
    line: Served, keys: tuple[WindowKey, WindowKey]
) -> None:
    county(line).enrol(asked(keys[0]))
    book = CountyBook(line.database, key=key_beside(line.database))
    revoked = book.revoke("620403", "3", "电脑换了", WHO, NOW)
    assert revoked.fingerprint == fingerprint(keys[0].public)
    answer = county(line).enrol(asked(keys[0]))
    assert answer is not None
    assert answer.state is EnrolmentState.REVOKED
    assert "注销" in warning(answer, keys[0].public)
    fresh = county(line).enrol(asked(keys[1]))
    assert fresh is not None
    assert fresh.state is EnrolmentState.ENROLLED
    assert [(k.window, bool(k.revoked_at), k.reason) for k in book.window_keys()] == [
        ("3", True, "电脑换了"),
        ("3", False, ""),
    ]
    book.close()


def test_what_can_not_be_revoked_is_told(tmp_path: Path) -> None:
    book = CountyBook(tmp_path / "county.db", key=key_beside(tmp_path / "county.db"))
    with pytest.raises(RuleError, match="没有登记"):
        book.revoke("620403", "3", "换了", WHO, NOW)
    with pytest.raises(RuleError, match="原因"):
        book.revoke("620403", "3", " ", WHO, NOW)
    book.close()


@pytest.mark.parametrize("changed", ["window", "region", "at", "public", "signature"])
def test_a_changed_request_is_refused(line: Served, keys: tuple[WindowKey, WindowKey], changed: str) -> None:
    request = asked(keys[0])
    values = {
        "window": "4",
        "region": "620402",
        "at": NOW + timedelta(seconds=1),
        "public": keys[1].public,
        "signature": bytes(64),
    }
    with pytest.raises(LineError, match="签名不对"):
        county(line).enrol(replace(request, **{changed: values[changed]}))


def test_the_request_is_as_it_was_fixed() -> None:
    """These very bytes are what other programs read and write: they change with the version alone."""
    key = WindowKey(
        bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"), bytes(range(32))
    )
    request = asked(key)
    assert request.message() == (
        b"desk-app enrolment 1\n620403\n3\n"
        b"03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8\n" + NOW.isoformat().encode()
    )
    written = enrolment.write_request(request)
    assert json.loads(written) == {
        "version": 1,
        "region": "620403",
        "window": "3",
        "public": key.public.hex(),
        "at": NOW.isoformat(),
        "signature": key.sign(request.message()).hex(),
    }
    assert enrolment.read_request(written) == request


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 2),
        ("version", True),
        ("region", "62040"),
        ("window", "0"),
        ("window", "100"),
        ("public", "AB" * 32),
        ("public", "ab" * 31),
        ("signature", ""),
        ("at", "2026-11-27"),
        ("more", "x"),
    ],
)
def test_a_misshapen_request_is_refused(keys: tuple[WindowKey, WindowKey], field: str, value: object) -> None:
    row = json.loads(enrolment.write_request(asked(keys[0])))
    with pytest.raises(WireError):
        enrolment.read_request(json.dumps(row | {field: value}))


def test_an_answer_about_something_else_is_not_relied_on(keys: tuple[WindowKey, WindowKey]) -> None:
    request, (one, other) = asked(keys[0]), keys
    good = EnrolmentAnswer(EnrolmentState.ENROLLED, "3", one.public, NOW)
    assert enrolment.read_answer(enrolment.write_answer(good), request) == good
    for wrong in (
        replace(good, window="4"),
        replace(good, in_force=other.public),
        replace(good, state=EnrolmentState.OTHER),
        replace(good, state=EnrolmentState.OTHER, in_force=b""),
    ):
        with pytest.raises(WireError):
            enrolment.read_answer(enrolment.write_answer(wrong), request)
