"""Receipt, notice and form of real applications, held against the record."""

import re
from datetime import date

import pytest

from desk_app.domain.applications import Application
from forms import rules
from forms.schema import Kind
from forms.typesetting import typeset
from tests.papers import courses, truth
from tests.papers.matrix import Shot
from tests.printing.reading import squeezed

pytestmark = pytest.mark.timeout(400)


def of(shots: tuple[Shot, ...], *papers: str) -> list[Shot]:
    found = [s for s in shots if s.paper in papers and not s.fault]
    assert found
    return found


def lacks(shot: Shot, *said: str) -> list[str]:
    """Those of these words that the paper does not say."""
    return [f"{shot.name}: {words}" for words in said if squeezed(typeset(words)) not in shot.text]


def test_a_receipt_names_number_people_days_and_house_as_they_are(shots: tuple[Shot, ...]) -> None:
    missing = []
    for shot in of(shots, "receipt"):
        application = truth.taken(shot.record)
        named, hall, dates = shot.record.visit.names, shot.record.pack.hall, application.dates
        at = application.accepted_at
        none = shot.record.visit.name == "elsewhere" or not promises(shot)
        days = (at.date(), dates.handover, *(() if none else (dates.promised,)))
        told = (f"{truth.day(d)}(星期" for d in days)
        place = f"{hall.name} {int(application.window)}号窗口"
        house = (hall.phone, hall.complaint_phone, place, application.clerk)
        number = (f"回执编号 {application.number}", shot.record.visit.id_number[-4:], f"{at:%H:%M}")
        missing += lacks(
            shot, named.applicant, *number, *house, *told, *(m.title for m in application.matters)
        )
        assert shot.record.visit.id_number not in shot.text
    assert not missing


def test_no_day_of_ours_is_promised_where_another_county_decides(shots: tuple[Shot, ...]) -> None:
    told = [s for s in of(shots, "receipt", "notice") if s.record.visit.name == "elsewhere"]
    assert len({s.paper for s in told}) == 2
    assert any(over(s) for s in told)
    for shot in told:
        assert not re.search(r"日(\(星期.\))?前办结(?!时间)", shot.text), shot.name
        assert not re.search("[承诺共]13个工作日", shot.text), shot.name
        assert "收件后转户籍地县级残联办理,哪天办结由那里答复" in shot.text or shot.record.stage != "taken"
        assert len(shot.pages) <= 2


def received(application: Application, material: str) -> tuple[str, str]:
    """In which form and amount a material came, by the pages and ticks of the record."""
    pages = sum(p.material == material for p in application.pages)
    if pages:
        return "扫描件", f"{pages}页"
    if material in application.seen:
        if material in application.copies:
            return "复印件", "1份"
        return ("原件", "—") if material == "photo" else ("原件,看过已退还", "1份")
    if any(e.material == material for e in application.electronic):
        return "电子", "1份"
    return ("容缺后补", "—") if any(p.material == material for p in application.promises) else ("免提交", "—")


def test_a_receipt_bears_witness_to_what_was_handed_in(shots: tuple[Shot, ...]) -> None:
    missing, forms = [], set()
    for shot in of(shots, "receipt"):
        application = truth.taken(shot.record)
        for number, need in enumerate(truth.needs(shot.record), 1):
            form, amount = received(application, need.material.id)
            forms.add(form)
            missing += lacks(shot, f"{number}{need.material.title}{form}{amount}")
    assert not missing
    assert len(forms) == 7, forms


def test_a_receipt_promises_no_time_for_what_is_not_done(shots: tuple[Shot, ...]) -> None:
    """残疾评定 and 公示 are only told to those whose matter has them."""
    for shot in of(shots, "receipt", "notice", "notice_large"):
        holder = shot.record.holder
        assessed = any(shot.record.pack.matters[m].takes for m in holder.chosen)
        if holder.chosen and not assessed:
            assert "评定和公示" not in shot.text, shot.name


def test_a_receipt_printed_after_the_end_says_that_its_days_count_no_more(shots: tuple[Shot, ...]) -> None:
    said = set[bool]()
    for shot in of(shots, "receipt"):
        assert ("不再计算" in shot.text) is over(shot), shot.name
        assert ("没有办结时间" in shot.text) is over(shot), shot.name
        assert ("结果怎样给您" in shot.text) is not over(shot), shot.name
        said.add(over(shot))
    assert said == {True, False}


def test_a_receipt_tells_an_end_in_words_for_the_applicant(shots: tuple[Shot, ...]) -> None:
    """Never in the words by which clerks track a letter; a refusal leads to the paper that tells the rest."""
    seen = set[str]()
    for shot in of(shots, "receipt"):
        seen.update(map(str, shot.record.states.values()))
        assert not re.search("不再送达|待回执", taken(shot)), shot.name
        if "refused" in shot.record.states.values():
            assert "不予批准,理由和以后怎样办见不予批准决定书" in taken(shot), shot.name
    assert {"refused", "decision_kept", "decision_sent", "sent"} & seen >= {"refused", "decision_kept"}


def ends(shot: Shot) -> list[date]:
    """The days on which matters of a receipt were granted that still are."""
    record, given = shot.record, {*truth.GIVEN, "kept"}
    done = (truth.last(record, m, "conclude") for m, state in record.states.items() if state in given)
    return [event.at.date() for event in done if event]


def promises(shot: Shot) -> bool:
    """Whether a matter still runs under the day that was told at acceptance: it never waited for another."""
    procedure = shot.record.pack.procedures["matter"]
    cases = truth.taken(shot.record).matters
    return any(procedure.state(m.state).open and not m.waits_for for m in cases)


def test_a_receipt_names_the_day_of_what_is_done_in_place_of_its_promise(shots: tuple[Shot, ...]) -> None:
    found = 0
    for shot in of(shots, "receipt"):
        promised = truth.taken(shot.record).dates.promised
        if ends(shot) and not promises(shot):
            assert not lacks(shot, *(f"{truth.day(d)}办结。" for d in ends(shot)))
            assert squeezed(truth.day(promised)) not in shot.text or promised in ends(shot), shot.name
            found += 1
    assert found > 3


def over(shot: Shot) -> bool:
    """Whether every matter has ended without a result."""
    procedure, given = shot.record.pack.procedures["matter"], {*truth.GIVEN, "handed_over"}
    states = shot.record.states.values()
    return all(not procedure.state(state).open and state not in given for state in states)


def test_a_receipt_names_who_took_a_result_in_place_of_the_person(shots: tuple[Shot, ...]) -> None:
    by, own = [], []
    for shot in of(shots, "receipt"):
        if "handed_over" in shot.record.states.values():
            (own if shot.record.stage == "hand_over:本人" else by).append(shot)
    assert all(f"已由{courses.RECEIVER}(" in shot.text and "本人" not in taken(shot) for shot in by)
    assert all("已送达本人" in shot.text for shot in own)
    assert {s.record.visit.name for s in by} >= {"dead", "lost", "six"}
    assert own


def taken(shot: Shot) -> str:
    """What the receipt says of its matters."""
    return shot.text.partition("接下来")[2].partition("材料序号")[0]


def test_a_form_has_every_answer_as_it_counts_now(shots: tuple[Shot, ...]) -> None:
    missing = []
    for shot in of(shots, "form"):
        pack, holder = shot.record.pack, shot.record.holder
        for element in rules.fields(pack, shot.record.facts, holder.chosen):
            said = str(shot.record.facts.get(element.id, ""))
            plain = element.kind in (Kind.NAME, Kind.ID_NUMBER, Kind.TEXT, Kind.BANK_CARD, Kind.PHONE)
            if said and plain and not element.repeats:
                shown = truth.shown_phone(said) if element.kind is Kind.PHONE else said
                missing += lacks(shot, shown)
    assert not missing


def test_a_notice_names_applicant_and_every_chosen_matter(shots: tuple[Shot, ...]) -> None:
    missing = []
    for shot in of(shots, "notice", "notice_large"):
        named = shot.record.visit.names.applicant
        titles = [shot.record.pack.matters[m].title for m in shot.record.holder.chosen]
        missing += lacks(shot, named, *titles, *(n.material.title for n in truth.asked(shot.record)))
    assert not missing
