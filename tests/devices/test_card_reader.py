"""The card reader: its frames, its four kinds of card, and a real serial port with all its faults."""

import random
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_app.benches.pty_reader import PtyReader, Send, answer, block
from desk_app.devices.card_reader import demo, sdt, text
from desk_app.devices.card_reader.main import SdtReader, looked_for, reader_of
from desk_app.devices.card_reader.session import Times
from desk_app.domain.cards import LONG, IdCard
from desk_app.services.parts import NoReader, ReaderHooks, ReaderState
from forms.numbers import IdKind, id_fault

QUICK = Times(poll=20, answer=150, look=30)
RESIDENT = block(
    name="欧阳𬱟",
    sex="2",
    ethnicity="03",
    birth="19680312",
    address="甘肃省白银市平川区样例路1号",
    number="62040319680312002X",
    issuer="白银市公安局平川分局",
    since="20150601",
    until=LONG,
)


class Listener:
    """Whoever listens to a reader, and what was heard."""

    def __init__(self) -> None:
        self.cards: list[IdCard] = []
        self.troubles: list[str] = []
        self.states: list[ReaderState] = []

    @property
    def hooks(self) -> ReaderHooks:
        return ReaderHooks(self.cards.append, self.troubles.append, self.states.append)

    @property
    def ready(self) -> bool:
        return bool(self.states) and self.states[-1].ready


class Bench:
    """A reader on a pseudo-terminal, and our part that reads it."""

    def __init__(self, qtbot: QtBot, folder: Path, prefix: str = "") -> None:
        self.qtbot, self.heard = qtbot, Listener()
        self.device = PtyReader(folder / "reader")
        self.reader = SdtReader(f"{prefix}{self.device.place}", times=QUICK)

    def listen(self) -> None:
        self.reader.listen(self.heard.hooks)
        self.until(lambda: self.heard.ready)

    def until(self, happened) -> None:  # type: ignore[no-untyped-def]
        self.qtbot.waitUntil(happened)

    def lay(self, send: Send) -> None:
        """Lay the card while the line behaves like this."""
        self.device.send = send
        self.device.lay(RESIDENT)

    def well_again(self) -> None:
        """Lift the card, mend the line, and see that the next card is read."""
        before = len(self.heard.cards)
        self.device.lift()
        self.device.send = lambda _command, reply: (reply,)
        asked = len(self.device.asked)
        self.until(lambda: self.device.asked[asked:].count(sdt.FIND) > 1)
        self.device.lay(RESIDENT)
        self.until(lambda: len(self.heard.cards) == before + 1)

    def close(self) -> None:
        self.reader.stop()
        self.device.pull_out()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, tmp_path)
    yield made
    made.close()


# ---- frames -----------------------------------------------------------------------------------


def test_commands_and_replies_are_those_of_the_protocol() -> None:
    assert sdt.frame(sdt.FIND).hex() == "aaaaaa96690003200122"
    assert sdt.frame(sdt.SELECT).hex() == "aaaaaa96690003200221"
    assert sdt.frame(sdt.READ).hex() == "aaaaaa96690003300132"
    assert sdt.frame(sdt.READ_ALL).hex() == "aaaaaa96690003301023"
    assert sdt.frame(sdt.ADDRESS).hex() == "aaaaaa96690003300330"
    assert sdt.frame(sdt.STATUS).hex() == "aaaaaa9669000311ffed"
    found = bytes.fromhex("aaaaaa9669000800009f0000000097")
    assert list(sdt.Stream().feed(found)) == [sdt.Reply(sdt.FOUND, bytes(4))]
    assert len(answer(0x90, bytes.fromhex("01000400") + bytes(1280))) == 1295


def test_replies_are_found_however_they_are_cut_and_in_any_noise() -> None:
    dice, replies = random.Random(15), [sdt.Reply(0x9F, bytes(4)), sdt.Reply(0x90, bytes(range(200)))]
    for _ in range(200):
        sent = b""
        for reply in replies:
            noise = bytes(dice.choices(b"\xaa\x96\x69\x00\x41", k=dice.randrange(9)))
            sent += noise + answer(reply.status, reply.data)
        stream, found, at = sdt.Stream(), [], 0
        while at < len(sent):
            size = dice.choice((1, 1, 2, 7, 64))
            found += list(stream.feed(sent[at : at + size]))
            at += size
        assert [reply for reply in found if reply] == replies, sent.hex()


def test_a_frame_with_a_wrong_check_hides_no_later_one() -> None:
    torn = bytearray(answer(0x90, bytes(40)))
    torn[20] ^= 1
    assert list(sdt.Stream().feed(bytes(torn) + answer(0x80))) == [None, sdt.Reply(0x80, b"")]


@pytest.mark.parametrize(("prints", "size"), [(0, 1297), (512, 1809), (1024, 2321)])
def test_fingerprints_have_the_length_that_is_told(prints: int, size: int) -> None:
    lengths = b"\1\0\4\0" + prints.to_bytes(2, "big")
    data = lengths + RESIDENT + bytes(1024) + b"\7" * prints
    assert len(answer(0x90, data)) == size
    held = sdt.content(data)
    assert (held.text, len(held.photo), held.prints) == (RESIDENT, 1024, b"\7" * prints)
    with pytest.raises(sdt.Torn):
        sdt.content(data[:-1])


# ---- the four kinds ---------------------------------------------------------------------------


def test_a_residents_card_is_read_with_its_rare_name() -> None:
    card = text.card(RESIDENT)
    assert (card.kind, card.name, card.number) == (IdKind.RESIDENT, "欧阳𬱟", "62040319680312002X")
    assert (card.sex, card.ethnicity, card.birth) == ("2", "03", "1968-03-12")
    assert (card.issuer, card.since, card.until) == ("白银市公安局平川分局", "2015-06-01", LONG)
    assert not card.expired(date(2099, 1, 1))


def test_the_newest_address_replaces_the_first() -> None:
    newest = "甘肃省白银市平川区新路2号".ljust(35).encode("utf-16-le")
    assert text.card(RESIDENT, newest).address == "甘肃省白银市平川区新路2号"
    assert text.card(RESIDENT, " ".ljust(35).encode("utf-16-le")).address == "甘肃省白银市平川区样例路1号"


def test_cards_of_hong_kong_macao_and_taiwan() -> None:
    taken = {
        "sex": "1",
        "birth": "19900101",
        "issuer": "样例公安局",
        "since": "20240110",
        "until": "20290110",
    }
    card = text.card(block("J", name="陈样例", number="830000199001010017", pass_number="12345678", **taken))
    assert (card.kind, card.pass_number, card.ethnicity) == (IdKind.TAIWAN, "12345678", "")
    assert card.expired(date(2029, 1, 11))
    assert not card.expired(date(2029, 1, 10))
    assert text.card(block("J", name="陈", number="810000199001010018")).kind is IdKind.HONG_KONG_MACAO


def test_foreigners_cards_of_both_years() -> None:
    old = block(
        "I", latin_name="SAMPLE, ALEX", name="", sex="1", number="CAN110080010101", birth="19800101",
        nationality="CAN", since="20160301", until="20260301",
    )  # fmt: skip
    card = text.card(old)
    assert (card.kind, card.name, card.nationality) == (IdKind.FOREIGN_2017, "SAMPLE, ALEX", "CAN")
    assert (card.number, card.birth, card.until) == ("CAN110080010101", "1980-01-01", "2026-03-01")
    long = "SAMPLE MONTGOMERY ALEXANDRA VICTORIA JOSEP"
    new = block("Y", name="样例", latin_name=long[:35], latin_more=long[35:], number="911124198001010030")
    card = text.card(new)
    assert (card.kind, card.name, card.latin_name) == (IdKind.FOREIGN_2023, "样例", long)


def test_what_is_no_card_is_none() -> None:
    for chip in (block(), block(name="张样例"), block()[:248] + "Q".encode("utf-16-le") + bytes(6)):
        with pytest.raises(sdt.Torn):
            text.card(chip)


# ---- a reader on a serial port ----------------------------------------------------------------


def test_a_card_is_read_once_and_again_when_it_was_lifted(bench: Bench) -> None:
    bench.listen()
    bench.device.lay(RESIDENT, "甘肃省白银市平川区新路2号")
    bench.until(lambda: bool(bench.heard.cards))
    (card,) = bench.heard.cards
    assert (card.name, card.address, len(card.photo)) == ("欧阳𬱟", "甘肃省白银市平川区新路2号", 1024)
    bench.well_again()
    assert len(bench.heard.cards) == 2
    assert not bench.heard.troubles
    assert sdt.READ_ALL not in bench.device.asked


def by_bytes(_command: bytes, reply: bytes) -> Iterable[bytes]:
    return (bytes([byte]) for byte in reply)


def in_noise(_command: bytes, reply: bytes) -> Iterable[bytes]:
    return (b"\0\xaa\xaa\x96", reply, b"\xaa\xaa\xaa\x96\x69\x7f\xff noise")


@pytest.mark.parametrize("send", [by_bytes, in_noise])
def test_pieces_of_one_byte_and_noise_hinder_nothing(bench: Bench, send: Send) -> None:
    bench.listen()
    bench.lay(send)
    bench.until(lambda: bool(bench.heard.cards))
    bench.well_again()
    assert not bench.heard.troubles


def _half(command: bytes, reply: bytes) -> Iterable[bytes]:
    return (reply[: len(reply) // 2] if command == sdt.READ else reply,)


def _wrong(command: bytes, reply: bytes) -> Iterable[bytes]:
    return (reply[:-1] + bytes([reply[-1] ^ 1]) if command == sdt.READ else reply,)


def _two_cards(command: bytes, reply: bytes) -> Iterable[bytes]:
    return (answer(0x81) if command == sdt.SELECT else reply,)


def _lifted(command: bytes, reply: bytes) -> Iterable[bytes]:
    return (answer(0x41) if command == sdt.READ else reply,)


def _lifted_late(command: bytes, reply: bytes) -> Iterable[bytes]:
    return (answer(0x41) if command == sdt.ADDRESS else reply,)


@pytest.mark.parametrize("send", [_half, _wrong, _two_cards, _lifted, _lifted_late])
def test_a_card_that_is_not_read_is_told_once_and_nothing_of_it_is_taken(bench: Bench, send: Send) -> None:
    bench.listen()
    bench.lay(send)
    bench.until(lambda: bool(bench.heard.troubles))
    asked = len(bench.device.asked)
    bench.until(lambda: len(bench.device.asked) > asked + 3)
    (told,) = bench.heard.troubles
    assert "请把证拿起,再放一次" in told
    assert not bench.heard.cards
    bench.well_again()


def test_a_mute_reader_is_told_and_works_again_when_it_speaks(bench: Bench) -> None:
    bench.listen()
    bench.device.send = lambda _command, _reply: ()
    bench.until(lambda: not bench.heard.ready)
    assert bench.heard.states[-1].next
    bench.device.send = lambda _command, reply: (reply,)
    bench.until(lambda: bench.heard.ready)
    bench.well_again()


def test_a_reader_that_fails_its_own_test_is_told(bench: Bench) -> None:
    bench.device.answers[sdt.STATUS] = 0x60
    bench.reader.listen(bench.heard.hooks)
    bench.until(lambda: bool(bench.heard.states))
    assert "自检没有通过" in bench.reader.state.words


def test_pulled_out_and_put_back_it_works_again(bench: Bench) -> None:
    bench.listen()
    for _ in range(2):
        bench.device.pull_out()
        bench.until(lambda: not bench.heard.ready)
        assert "插好" in bench.reader.state.next
        bench.device.plug_in()
        bench.until(lambda: bench.heard.ready)
        bench.well_again()


def test_a_place_without_a_reader_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    heard, reader = Listener(), SdtReader(str(tmp_path / "none"), times=QUICK)
    reader.listen(heard.hooks)
    qtbot.waitUntil(lambda: bool(heard.states))
    assert not reader.state.ready
    assert "请插好读卡器" in reader.state.next
    reader.stop()


def test_who_stopped_listening_hears_nothing(bench: Bench) -> None:
    bench.listen()
    first, second = bench.heard, Listener()
    bench.reader.listen(second.hooks)
    bench.until(lambda: second.ready)
    bench.device.lay(RESIDENT)
    bench.until(lambda: bool(second.cards))
    assert not first.cards


def test_the_same_frames_in_reports_of_hid(qtbot: QtBot, tmp_path: Path) -> None:
    bench = Bench(qtbot, tmp_path, "hid:")

    def reports(_command: bytes, reply: bytes) -> Iterable[bytes]:
        return (reply[at : at + 64].ljust(64, b"\0") for at in range(0, len(reply), 64))

    bench.device.send = reports
    bench.listen()
    bench.lay(reports)
    bench.until(lambda: bool(bench.heard.cards))
    bench.device.pull_out()
    bench.until(lambda: not bench.heard.ready)
    bench.close()


def test_doctor_looks_once(bench: Bench) -> None:
    assert looked_for(bench.reader, 4000).ready
    bench.device.pull_out()
    assert "请插好" in looked_for(bench.reader, 4000).next


# ---- without a reader -------------------------------------------------------------------------


def test_which_reader_a_setting_means() -> None:
    assert isinstance(reader_of("", demo=True), demo.DemoReader)
    assert isinstance(reader_of("", demo=False), SdtReader)
    assert isinstance(reader_of("auto", demo=True), SdtReader)
    assert isinstance(reader_of("off", demo=True), NoReader)


def test_the_demo_reader_shows_sound_cards_of_invented_people(qtbot: QtBot) -> None:
    heard, reader = Listener(), demo.DemoReader()
    reader.listen(heard.hooks)
    for sample in reader.samples:
        reader.lay(sample)
    qtbot.waitUntil(lambda: len(heard.cards) == len(reader.samples))
    assert all(id_fault(card.number, date(2026, 11, 28)) is None for card in heard.cards)
    assert all(
        "演示" in sample and "样" in card.name
        for sample, card in zip(reader.samples, heard.cards, strict=True)
    )
    assert {card.expired(date(2026, 11, 28)) for card in heard.cards} == {True, False}
