"""Scanners for real: SANE's test backend with its faults, eSCL over the loopback, a folder, the demo."""

import os
import shutil
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from desk_app.devices import demo_papers
from desk_app.devices.pictures.main import PillowPictures
from desk_app.devices.scanner.escl import Escl
from desk_app.devices.scanner.folder import ScanFolder
from desk_app.devices.scanner.main import SystemScanner
from desk_app.devices.scanner.models import GONE
from desk_app.devices.scanner.options import ScanOptions
from desk_app.devices.scanner.sane import Sane
from desk_app.domain.scanning import FoundScanner, ScannedPages, Tray
from desk_app.errors import WorldError
from tests.devices import escl_server, pdf_files
from tests.devices.escl_server import NetworkScanner

TEST = FoundScanner("test:0", "")
needs_sane = pytest.mark.skipif(bool(Sane().missing()), reason=Sane().missing())
needs_airscan = pytest.mark.skipif(bool(Escl("").missing()), reason=Escl("").missing())


@pytest.fixture
def only_test(tmp_path: Path) -> dict[str, str]:
    """SANE with its test backend alone."""
    (tmp_path / "dll.conf").write_text("test\n", encoding="utf-8")
    return {"SANE_CONFIG_DIR": str(tmp_path)}


def scanned(
    way: Sane | Escl | SystemScanner, scanner: FoundScanner, tray: Tray, dpi: int = 200, most: int = 99
) -> tuple[list[ScannedPages], str]:
    """What comes of a scan that is stopped after so many pages, and what is told of it."""
    pages: list[ScannedPages] = []
    told = way.scan(scanner, tray, dpi, pages.append, lambda: len(pages) >= most)
    return pages, told


def refusal(way: Sane | Escl | SystemScanner, scanner: FoundScanner, tray: Tray) -> str:
    with pytest.raises(WorldError) as caught:
        scanned(way, scanner, tray)
    return str(caught.value)


@needs_sane
def test_glass_and_feeder_give_their_pages_at_the_size_that_was_asked(only_test: dict[str, str]) -> None:
    scanner = SystemScanner(ways=[Sane(only_test)])
    first = scanner.found()[0]
    assert first.id == "test:0"
    assert first.name in scanner.state()
    glass, feeder = scanner.trays(first)
    assert (glass.words, glass.many, feeder.words, feeder.many) == ("平板", False, "进纸器", True)
    (page,), told = scanned(scanner, first, glass)
    assert told == ""
    image = Image.open(BytesIO(page.data))
    assert image.mode == "RGB"
    assert abs(image.width - 200 / 25.4 * 200) < 8  # the backend ends at 200 mm
    assert PillowPictures().pages(page.data) == 1
    pages, told = scanned(scanner, first, feeder)
    assert (len(pages), told) == (10, "")
    assert len(scanned(scanner, first, feeder, most=3)[0]) == 3


@needs_sane
@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("COVER_OPEN", "盖子"),
        ("JAMMED", "卡纸"),
        ("NO_DOCS", "没有纸"),
        ("IO_ERROR", "没有回应"),
        ("DEVICE_BUSY", "正忙"),
        ("ACCESS_DENIED", "没有权限"),
        ("NO_MEM", "内存"),
    ],
)
def test_each_fault_is_a_sentence_with_the_next_act(
    only_test: dict[str, str], status: str, word: str
) -> None:
    faulty = ("--enable-test-options=yes", "--read-return-value", f"SANE_STATUS_{status}")
    told = refusal(Sane(only_test, more=faulty), TEST, Tray("Flatbed", "", many=False))
    assert word in told
    assert "请" in told
    assert len(scanned(Sane(only_test), TEST, Tray("Flatbed", "", many=False))[0]) == 1


@needs_sane
def test_a_fault_is_told_though_the_driver_never_ends(only_test: dict[str, str], tmp_path: Path) -> None:
    """As SANE's test driver does now and then: it told the fault and waits for a thread of its own."""
    told, real = "scanimage: sane_read: Document feeder out of documents", shutil.which("scanimage")
    hangs = f'case " $* " in *" -A "*) exec {real} "$@";; esac\necho "{told}" >&2\nexec sleep 60\n'
    (tmp_path / "scanimage").write_text(f"#!/bin/sh\n{hangs}", encoding="utf-8")
    (tmp_path / "scanimage").chmod(0o755)
    way = Sane({**only_test, "PATH": f"{tmp_path}:{os.environ['PATH']}"})
    began = monotonic()
    assert "没有纸" in refusal(way, TEST, Tray("Flatbed", "", many=False))
    assert monotonic() - began < 20, "not the time of a page"


@needs_sane
def test_one_that_was_pulled_out_is_told_and_works_again_when_it_is_back(only_test: dict[str, str]) -> None:
    there, glass = Path(only_test["SANE_CONFIG_DIR"]) / "test.conf", Tray("Flatbed", "", many=False)
    way, second = Sane(only_test), FoundScanner("test:1", "")
    for count in (2, 1, 2):
        there.write_text(f"number_of_devices {count}\n", encoding="utf-8")
        assert len(way.found()) == count
        if count == 2:
            assert len(scanned(way, second, glass)[0]) == 1
        else:
            assert refusal(way, second, glass) == GONE


@needs_sane
def test_one_that_hangs_is_given_up(only_test: dict[str, str]) -> None:
    slow = ("--read-limit=yes", "--read-limit-size", "1", "--read-delay=yes")
    way = Sane(only_test, patience=0.5, more=(*slow, "--read-delay-duration", "200000"))
    assert "已停止" in refusal(way, TEST, Tray("Flatbed", "", many=False))


@needs_sane
def test_a_search_that_takes_long_ends_when_nobody_waits_for_it(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    (tmp_path / "scanimage").write_text(f"#!/bin/sh\n: > {asked}\nexec sleep 30\n", encoding="utf-8")
    (tmp_path / "scanimage").chmod(0o755)
    way = Sane({"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    began = monotonic()
    assert SystemScanner(ways=[way]).found(asked.exists) == ()
    with pytest.raises(WorldError, match="已停止"):
        way.trays(TEST, asked.exists)
    assert monotonic() - began < 10


@pytest.fixture
def network() -> Iterator[NetworkScanner]:
    with escl_server.running() as server:
        yield server


@needs_airscan
def test_a_network_scanner_gives_its_pages_and_says_what_it_rounded(network: NetworkScanner) -> None:
    scanner = SystemScanner(network.url)
    (found,) = scanner.found()
    assert "网络扫描仪" in scanner.state()
    glass, feeder = scanner.trays(found)
    assert len(scanned(scanner, found, glass, 300)[0]) == 1
    pages, told = scanned(scanner, found, feeder, 300)
    assert (len(pages), told) == (3, "扫描仪没有300 dpi,是按150 dpi扫的")
    assert "RGB24" in network.jobs[-1]
    for state, word in (("ScannerAdfEmpty", "没有纸"), ("ScannerAdfJam", "卡纸")):
        network.state = state
        assert word in refusal(scanner, found, feeder)
    network.state = "ScannerAdfLoaded"
    assert len(scanned(scanner, found, feeder, 150)[0]) == 3


@needs_airscan
def test_a_network_scanner_that_is_off_is_a_sentence() -> None:
    with escl_server.running() as server:
        scanner = SystemScanner(server.url)
    with pytest.raises(WorldError, match="请看电源和线"):
        scanner.trays(scanner.found()[0])


def test_a_file_in_the_folder_is_taken_when_it_is_whole_and_still(tmp_path: Path) -> None:
    way = SystemScanner("off", tmp_path)
    (tmp_path / "以前的.jpg").write_bytes(b"\xff\xd8 other person \xff\xd9")
    (found,) = way.found()
    pages: list[ScannedPages] = []
    told: list[str] = []
    done = threading.Event()
    whole, begun = pdf_files.pages(2), threading.Event()

    def stopped() -> bool:
        begun.set()
        return done.is_set()

    def watch() -> None:
        told.append(ScanFolder(tmp_path, still=0.3).scan(found, way.trays(found)[0], 300, take, stopped))

    def take(came: ScannedPages) -> None:
        pages.append(came)
        if came.name == "新.pdf":
            done.set()

    watching = threading.Thread(target=watch)
    watching.start()
    assert begun.wait(10)
    (tmp_path / "断.jpg").write_bytes(b"\xff\xd8 half")
    (tmp_path / "说明.txt").write_bytes(b"words")
    with (tmp_path / "新.pdf").open("wb") as file:
        file.write(whole[:500])
        file.flush()
        threading.Event().wait(0.8)  # still for a while, and not whole
        file.write(whole[500:])
    watching.join(20)
    assert [(page.name, page.data) for page in pages] == [("新.pdf", whole)]
    assert told == ["文件一直不完整,没有收,请重新扫描:断.jpg"]


@pytest.mark.usefixtures("qapp")
def test_the_demo_says_that_its_pages_are_none() -> None:
    scanner = SystemScanner(demo=True)
    (found,) = scanner.found()
    assert "演示" in scanner.state()
    glass, _feeder, *papers = scanner.trays(found)
    (page,), _ = scanned(scanner, found, glass)
    assert "演示" in page.name
    assert Image.open(BytesIO(page.data)).size == (1654, 2339)
    assert all("演示" in tray.words for tray in papers)
    drawn = [demo_papers.pages(tray.id) for tray in papers]
    assert all(drawn)
    assert {PillowPictures().pages(page) for stack in drawn for page in stack} == {1}
    shortest = min(papers, key=lambda tray: len(demo_papers.pages(tray.id)))
    assert [p.data for p in scanned(scanner, found, shortest)[0]] == demo_papers.pages(shortest.id)


def test_what_a_scanner_offers_decides_what_it_is_asked() -> None:
    printed = """
    --mode Lineart|Gray|24bit Color [Gray]
    --resolution 75|150|600dpi [75]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
    --brightness -100..100% (in steps of 1) [inactive]
    -x 0..215.9mm [215.9]
    -y 0..297.18mm [297.18]
"""
    options = ScanOptions.read(printed)
    glass, feeder, both = options.trays()
    assert [t.words for t in (glass, feeder, both)] == ["平板", "进纸器", "进纸器,双面"]
    asked = options.asked(both, 300)
    assert asked[:6] == ["--source", "ADF Duplex", "--mode", "24bit Color", "--resolution", "150"]
    assert asked[6:] == ["-x", "210", "-y", "297"]
    assert ScanOptions.read("").trays()[0].words == "平板"
    assert ScanOptions.read("").asked(glass, 300) == ["--source", "Flatbed"]


def test_without_scanners_the_next_act_is_told(tmp_path: Path) -> None:
    assert "设置 scanner" in SystemScanner("off").state()
    assert not SystemScanner("off").on
    assert "scan_folder" in SystemScanner("off", tmp_path / "nowhere").state()
