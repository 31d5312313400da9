"""A window with an empty book asks the real county and judges as the county does; lines that fail."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.county.asking import CountyQuestions
from desk_app.county.client import HttpCounty
from desk_app.county_server.book import CountyBook
from desk_app.county_server.decide import Ruling
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import Application, Draft
from desk_app.domain.told import HistoryAnswer
from desk_app.errors import CountyRefusal, LineError, RuleError, SignInNeeded
from desk_app.services import reading
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from forms import loader
from forms.library import Versions
from forms.schema import Value
from tests.county.lines import Peer, SilentPeer, answer, say
from tests.fakes import NOW, StillClock, make_parts
from tests.opened import key_beside
from tests.people import id_number, sound_draft

TOKEN = "token-of-a-test-window"
OWN, FORMER = id_number(), id_number(order="332")


class Hall:
    """A real county over HTTP, and windows with books of their own."""

    def __init__(self, folder: Path, county: EmbeddedCounty) -> None:
        self.folder, self.county = folder, county
        self.parts: list[Parts] = []
        self.questions: list[CountyQuestions] = []

    def window(self, number: str) -> Parts:
        """A window whose book is empty."""
        parts = make_parts(self.folder / f"desk-{number}")
        questions = CountyQuestions(lambda: HttpCounty(*self.county.start(), window=number), StillClock())
        window = replace(parts.window, number=number)
        self.parts.append(replace(parts, window=window, ask_county=questions.history))
        self.questions.append(questions)
        return self.parts[-1]

    def deliver(self, parts: Parts, draft: Draft) -> Application:
        """Accept a draft and bring its letter to the county."""
        parts.store.drafts.keep(draft)
        application = intake.accept(parts, draft)
        (letter,) = parts.store.outbox.letters(application.subject)
        with closing(HttpCounty(*self.county.start(), window=parts.window.number)) as line:
            line.send_letter(letter)
        return application

    def decide(self, application: Application, matter: str, **result: object) -> None:
        with closing(
            CountyBook(self.folder / "county.db", create=False, key=key_beside(self.folder / "county.db"))
        ) as book:
            for act in ("accept", "conclude"):
                book.decide(application.number, Ruling(matter, act, result if act == "conclude" else {}), NOW)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    county = EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    )
    made = Hall(tmp_path, county)
    yield made
    for questions in made.questions:
        questions.close()
    for parts in made.parts:
        parts.store.close()
    county.stop()


def draft_of(parts: Parts, *chosen: str, **answers: Value) -> Draft:
    """A draft of the person of ``OWN``, the county asked as in step 1."""
    sound = sound_draft(parts)
    draft = replace(sound, answers={**sound.answers, "id_number": OWN, **answers}, chosen=chosen)
    told = inform.ask(parts, draft.answers)
    assert told is not None
    inform.keep(parts, draft.answers, told)
    return inform.recalled(parts, draft)


def test_what_one_window_took_and_the_county_decided_is_known_at_another(hall: Hall) -> None:
    first = hall.window("3")
    application = hall.deliver(first, draft_of(first, "cert_new"))
    other = hall.window("4")
    assert draft_of(other).records["open_matters"] == ("cert_new",)
    with pytest.raises(RuleError, match="正在办理"):
        intake.accept(other, draft_of(other, "cert_new"))
    rows = [{"category": "4", "grade": "3"}]
    hall.decide(application, "cert_new", assessed=rows, certificate_number=f"{OWN}43")
    draft = draft_of(other, "cert_lost", certificate_state="2")
    assert draft.records["certificate_number"] == f"{OWN}43"
    assert draft.certificates == (f"{OWN}43",)
    assert hall.deliver(other, draft).answers["certificate_number"] == f"{OWN}43"


def test_a_certificate_on_a_former_number_serves_every_later_visit_at_both_ends(hall: Hall) -> None:
    first = hall.window("3")
    lost: dict[str, Value] = {"certificate_number": f"{FORMER}43", "certificate_state": "2"}
    with pytest.raises(RuleError, match="请选证号不同的原因"):
        intake.accept(first, draft_of(first, "cert_lost", **lost))
    application = hall.deliver(first, draft_of(first, "cert_lost", **lost, former_number="1"))
    hall.decide(application, "cert_lost", expires_on="2033-05-01")
    # A window that knows nothing, and a clerk who types the present number alone.
    other = hall.window("4")
    draft = draft_of(other, "living_subsidy", certificate_state="1")
    number = str(draft.records["certificate_number"])
    assert number == f"{FORMER}43B1"
    assert draft.records["former_number"] == "1"
    assert reading.of(other, draft).facts["grade"] == "3"
    assert hall.deliver(other, draft).answers["certificate_number"] == number
    with closing(
        CountyBook(hall.folder / "county.db", create=False, key=key_beside(hall.folder / "county.db"))
    ) as book:
        assert {m.application for m in book.history(FORMER).matters} == {
            m.application for m in book.history(OWN).matters
        }
        assert len(book.history(OWN).matters) == 2


def test_the_county_refuses_another_numbers_certificate_without_a_reason(hall: Hall) -> None:
    first = hall.window("3")
    draft = draft_of(
        first, "cert_lost", certificate_number=f"{FORMER}43", former_number="1", certificate_state="2"
    )
    application = intake.accept(first, draft)
    (letter,) = first.store.outbox.letters(application.subject)
    bare = replace(letter, body=letter.body.replace('"former_number":"1",', ""))
    assert bare != letter
    refused = pytest.raises(CountyRefusal, match="请选证号不同的原因")
    with closing(HttpCounty(*hall.county.start(), window="3")) as line, refused:
        line.send_letter(bare)


# ---- lines that fail ------------------------------------------------------------------------------


def test_a_line_that_broke_is_made_anew(tmp_path: Path) -> None:
    counties = [
        EmbeddedCounty(tmp_path / f"{n}.db", Versions(loader.shipped()), key=key_beside(tmp_path / f"{n}.db"))
        for n in "12"
    ]
    served = iter(counties)
    questions = CountyQuestions(lambda: HttpCounty(*next(served).start()), StillClock())
    assert questions.history([OWN]) is not None
    counties[0].stop()
    with pytest.raises(LineError):
        questions.history([OWN])
    assert questions.history([OWN]) is not None
    questions.close()
    counties[1].stop()


@pytest.mark.parametrize("connect", [
    lambda: HttpCounty("http://example.org", TOKEN),
    lambda: HttpCounty("http://127.0.0.1:1", ""),
])  # fmt: skip
def test_a_wrong_address_or_key_is_a_fault_of_the_line(connect: Callable[[], HttpCounty]) -> None:
    with pytest.raises((LineError, SignInNeeded)):
        CountyQuestions(connect, StillClock()).history([OWN])


def test_an_old_county_without_the_question_is_no_fault() -> None:
    with Peer(say(answer(404, b"{}"))) as peer:
        assert CountyQuestions(lambda: HttpCounty(peer.url, TOKEN), StillClock()).history([OWN]) is None


def test_closing_ends_a_question_that_hangs_at_once() -> None:
    with SilentPeer() as peer:
        questions = CountyQuestions(lambda: HttpCounty(peer.url, TOKEN, timeout=60), StillClock())
        ended: list[HistoryAnswer | Exception | None] = []

        def ask() -> None:
            try:
                ended.append(questions.history([OWN]))
            except LineError as error:
                ended.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        assert peer.asked.wait(10)
        questions.close()
        asking.join(10)
        assert isinstance(ended[0], LineError)
    with pytest.raises(LineError, match="已关闭"):
        questions.history([OWN])
