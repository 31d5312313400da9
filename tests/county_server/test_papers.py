"""A receipt's QR code, scanned from the printed page, checked against the county's book."""

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from desk_app.__main__ import main
from desk_app.county_server.book import CountyBook
from desk_app.county_server.papers import check
from desk_app.devices.keys.local import local_key
from desk_app.domain import seals
from desk_app.domain.applications import Application
from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from tests.county.letters import accept
from tests.fakes import KEY as OF_THE_BOOK
from tests.fakes import NOW, make_parts
from tests.opened import key_beside
from tests.printing.reading import image_of

KEY = "a key both ends have, long enough"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return replace(make_parts(tmp_path / "desk"), sign=lambda message: seals.seal(KEY, message))


@pytest.fixture
def application(parts: Parts) -> Application:
    return accept(parts)[0]


@pytest.fixture
def county(tmp_path: Path, parts: Parts, application: Application) -> str:
    """The URL of a county's book that has the application."""
    url = f"sqlite:///{tmp_path}/county.db"
    (letter,) = parts.store.outbox.letters(application.subject)
    book = CountyBook(url, key=key_beside(url))
    book.receive(letter.id, letter.body.encode(), NOW)
    book.close()
    return url


def scanned(parts: Parts, application: Application) -> str:
    """The text of the QR code on the printed receipt."""
    found = zxingcpp.read_barcodes(image_of(papers.receipt(parts, application), dpi=200))
    return next(result.text for result in found if result.format.name == "QRCode")


def test_a_printed_receipt_is_genuine_and_names_nobody_in_its_code(
    parts: Parts, application: Application, county: str
) -> None:
    text = scanned(parts, application)
    verdict = check(county, text, KEY, key=key_beside(county))

    assert verdict.genuine
    assert verdict.sentence.startswith(
        f"真实:受理回执 {application.number},申请人张样例,承诺2026年12月10日前办结"
    )
    assert str(application.answers["id_number"])[6:] not in text
    assert "张" not in text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda text: text.replace(":20261210:", ":20261130:"), "对不上"),
        (lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"), "对不上"),
        (lambda text: text.rpartition(":")[0], "没有校验码"),
        (lambda text: text.replace("-03-", "-30-"), "校验位不对"),
        (lambda text: text.replace(":R1:", ":Z9:"), "不是本系统纸件的二维码"),
        (lambda text: "https://example.test/" + text, "不是本系统纸件的二维码"),
    ],
)
def test_a_changed_paper_is_noticed(
    parts: Parts, application: Application, county: str, changed: object, told: str
) -> None:
    assert callable(changed)
    verdict = check(county, changed(scanned(parts, application)), KEY, key=key_beside(county))

    assert not verdict.genuine
    assert verdict.sentence.startswith("不符:")
    assert told in verdict.sentence


def test_a_paper_of_another_window_or_person_is_noticed(
    parts: Parts, application: Application, county: str
) -> None:
    forger = replace(parts, sign=lambda message: seals.seal("a key of his own", message))
    other = replace(application, answers={**application.answers, "name": "李样例"})

    assert "对不上" in check(county, scanned(forger, application), KEY, key=key_beside(county)).sentence
    assert "对不上" in check(county, scanned(parts, other), KEY, key=key_beside(county)).sentence


def test_a_paper_the_county_has_not_received_yet_is_told_apart(parts: Parts, county: str) -> None:
    later = accept(parts)[0]

    assert "没有收到" in check(county, scanned(parts, later), KEY, key=key_beside(county)).sentence


def test_without_a_key_the_code_holds_the_number_alone(tmp_path: Path) -> None:
    parts = make_parts(tmp_path / "keyless")
    application = accept(parts)[0]

    assert scanned(parts, application) == f"{application.number}:R1:20261210"


def test_the_command_says_so_and_ends_accordingly(
    parts: Parts,
    application: Application,
    county: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DESK_COUNTY_TOKEN", KEY)
    text = scanned(parts, application)

    assert main(["county", "verify", text, "--database", county]) == 0
    assert capsys.readouterr().out.startswith("真实：")
    assert main(["county", "verify", text[:-4] + "0000", "--database", county]) == 1
    assert capsys.readouterr().out.startswith("不符：")


def test_the_key_of_a_desk_without_a_county_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = local_key(tmp_path, OF_THE_BOOK)

    assert local_key(tmp_path, OF_THE_BOOK) == key
    assert key.encode() not in (tmp_path / "seal.key").read_bytes()
    assert len(key) > 40
    assert (tmp_path / "seal.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("spoilt", [b"", b"short", b"\xff" * 40, b"{}", b"{" * 50])
def test_a_spoilt_key_is_told(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "seal.key").write_bytes(spoilt)

    with pytest.raises(WorldError, match="密钥"):
        local_key(tmp_path, OF_THE_BOOK)


def test_a_key_that_can_not_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorldError, match="权限"):
        local_key(tmp_path / "file" / "data", OF_THE_BOOK)


def test_a_key_in_clear_is_wrapped_once_and_stays_the_key(tmp_path: Path) -> None:
    (tmp_path / "seal.key").write_text("an earlier release kept it like this, in clear\n")

    key = local_key(tmp_path, OF_THE_BOOK)

    assert key == "an earlier release kept it like this, in clear"
    assert "earlier release" not in (tmp_path / "seal.key").read_text()
    wrapped = (tmp_path / "seal.key").read_bytes()
    assert local_key(tmp_path, OF_THE_BOOK) == key
    assert (tmp_path / "seal.key").read_bytes() == wrapped
    assert (tmp_path / "seal.key").stat().st_mode & 0o077 == 0


def test_another_book_does_not_open_the_key(tmp_path: Path) -> None:
    local_key(tmp_path, OF_THE_BOOK)
    with pytest.raises(WorldError, match="另一本数据"):
        local_key(tmp_path, BookKey(OF_THE_BOOK.id, bytes(32)))


def test_a_receipt_of_before_a_correction_is_genuine_and_says_so(
    parts: Parts, application: Application, county: str
) -> None:
    before = scanned(parts, application)
    changes = [Change("name", "张样丽", "身份证上是“丽”")]
    amending.carry_out(parts, application.id, changes)
    (_, letter) = parts.store.outbox.letters(application.subject)
    book = CountyBook(county, key=key_beside(county))
    book.receive(letter.id, letter.body.encode(), NOW)
    book.close()
    now = parts.store.applications.one(application.id)
    assert now is not None

    assert "是更正以前打的;申请人现在是张样丽" in check(county, before, KEY, key=key_beside(county)).sentence
    assert "申请人张样丽,承诺" in check(county, scanned(parts, now), KEY, key=key_beside(county)).sentence
