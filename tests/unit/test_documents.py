"""The papers on offer, with a real book and real drawing: what is known is printed on them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from desk_app.domain import seals
from desk_app.domain.applications import Application, Draft, MatterState
from desk_app.errors import RuleError, WorldError
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, printouts, prints
from forms import loader
from forms.schema import Moment
from forms.typesetting import typeset
from printing import layout
from tests.fakes import StillClock, make_parts
from tests.people import id_number, sound_draft
from tests.printing.reading import image_of, squeezed, text_of

SAMPLES = Path("resources/samples/01")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield replace(made, sign=lambda message: seals.seal("invented key", message))
    made.store.close()


@pytest.fixture
def draft(parts: Parts) -> Draft:
    """A sound draft with photo and both sides of the identity card."""
    taken = capture.set_photo(parts, sound_draft(parts), (SAMPLES / "portrait.jpg").read_bytes(), "photo")
    for side in ("id-front.jpg", "id-back.jpg"):
        taken = capture.add_page(parts, taken, "id_card", (SAMPLES / side).read_bytes(), side)
    return taken


@pytest.fixture
def application(parts: Parts, draft: Draft) -> Application:
    return intake.accept(parts, draft)


def standing(application: Application, state: MatterState, note: str = "缺本人页") -> Application:
    """The application with its first matter in this state, as after news of the county."""
    first, *rest = application.matters
    return replace(application, matters=(replace(first, state=state, note=note), *rest))


def ids(found: tuple[object, ...]) -> set[str]:
    return {d.id for d in found}  # type: ignore[attr-defined]


GIVEN = {
    "proof": "低保证明",
    "basis": "国发〔2015〕52号",
    "content": "家庭已纳入低保",
    "agent": "李样例",
    "lost_on": "2026-11-20",
}


def test_every_paper_of_a_draft_is_drawn_with_what_is_known(parts: Parts, draft: Draft) -> None:
    lost = {"certificate_number": f"{id_number()}43", "certificate_state": "2", "name": "张样例"}
    holder = replace(draft, chosen=("cert_lost",), answers={**draft.answers, **lost})
    found = documents.offered(parts, holder)
    assert ids(found) == {"loss_statement", "authorization", "id_copy", "photo_sheet", "photo_six"}
    for each in found:
        said = squeezed(text_of(documents.draw(parts, holder, each.id, GIVEN)))
        assert "张样例" in said, each.id
    loss = squeezed(text_of(documents.draw(parts, holder, "loss_statement", GIVEN)))
    assert f"{id_number()}43" in loss
    assert "2026年11月20日" in loss


def test_papers_of_a_promise_are_offered_only_where_there_is_one(parts: Parts, draft: Draft) -> None:
    assert "following_promise" not in ids(documents.offered(parts, draft))
    later = capture.promise(parts, capture.mark_seen(draft, "household", None), "household")
    assert "following_promise" in ids(documents.offered(parts, later))
    said = squeezed(text_of(documents.draw(parts, later, "following_promise", {})))
    assert "户口簿" in said
    accepted = intake.accept(parts, later)
    assert "following_notice" in ids(documents.offered(parts, accepted))
    assert "户口簿" in squeezed(text_of(documents.draw(parts, accepted, "following_notice", {})))


@pytest.mark.parametrize(
    ("state", "paper", "words"),
    [
        (MatterState.CORRECTION, "correction", "缺本人页"),
        (MatterState.REFUSED, "not_approved", "缺本人页"),
        (MatterState.CONCLUDED, "delivery_receipt", "中华人民共和国残疾人证"),
        (MatterState.CONCLUDED, "collection_register", "中华人民共和国残疾人证"),
    ],
)
def test_a_state_brings_its_paper(
    parts: Parts, application: Application, state: MatterState, paper: str, words: str
) -> None:
    assert paper not in ids(documents.offered(parts, application))
    changed = standing(application, state)
    assert paper in ids(documents.offered(parts, changed))
    given = {q.name: "样例" for q in documents.questions(parts, changed, paper) if q.required}
    said = squeezed(text_of(documents.draw(parts, changed, paper, given)))
    assert words in said
    assert application.number in said or paper == "collection_register"


def test_every_paper_of_every_moment_can_be_drawn(parts: Parts, application: Application) -> None:
    held = {
        **application.answers,
        "certificate_number": f"{id_number()}43",
        "grade": "3",
        "categories": ("4",),
    }
    changed = standing(replace(application, answers={**application.answers, **held}), MatterState.CONCLUDED)
    offered = documents.offered(parts, changed)
    assert {d.id for d in loader.shipped().documents if d.moment is Moment.ACCEPTED} - {
        "following_notice"
    } <= ids(offered)
    for each in offered:
        given = {
            label.name: "2026-11-20" if label.kind == "date" else "样例"
            for label in documents.questions(parts, changed, each.id)
        }
        assert documents.draw(parts, changed, each.id, given).startswith(b"%PDF")


def test_what_is_missing_is_told_before_anything_is_drawn(parts: Parts) -> None:
    bare = sound_draft(parts)
    lacking = documents.missing(parts, bare, "id_copy", {})
    assert len(lacking) == 2
    with pytest.raises(RuleError, match="还缺"):
        documents.draw(parts, bare, "id_copy", {})


def test_an_answer_no_font_has_is_refused_with_its_field(parts: Parts, draft: Draft) -> None:
    with pytest.raises(WorldError, match="代理人"):
        documents.draw(parts, draft, "authorization", {"agent": "李\u202e样"})


def test_a_paper_that_goes_out_is_sealed(parts: Parts, application: Application) -> None:
    pdf = documents.draw(parts, standing(application, MatterState.REFUSED), "not_approved", {})
    texts = [r.text for r in zxingcpp.read_barcodes(image_of(pdf))]
    sealed = next(s for s in map(seals.read, texts) if s)
    message = sealed.message("张样例", id_number())
    assert sealed.kind == seals.NOT_APPROVED
    assert seals.same(sealed.seal, seals.seal("invented key", message))


def test_a_question_answered_by_the_application_is_not_asked(parts: Parts, application: Application) -> None:
    asked = {
        q.name
        for q in documents.questions(parts, standing(application, MatterState.CONCLUDED), "delivery_receipt")
    }
    assert "deliverer" not in asked
    assert "place" in asked


def test_a_result_bears_what_was_granted_and_not_what_was_held_before(parts: Parts, draft: Draft) -> None:
    before, now = f"{id_number()}43", f"{id_number()}12"
    held = {**draft.answers, "certificate_state": "1", "certificate_number": before, "grade": "3"}
    changed = replace(draft, chosen=("cert_change",), answers={**held, "categories": ("4",)})
    taken = standing(intake.accept(parts, changed), MatterState.CONCLUDED)
    (case,) = taken.matters
    granted = {**case.facts, "certificate_number": now, "grade": "2"}
    done = replace(taken, matters=(replace(case, facts=granted),))
    asked = {q.name for q in documents.questions(parts, done, "certificate_page")}
    assert asked == {"issued_on", "valid_until"}
    given = {"issued_on": "2026-12-09", "valid_until": "2036-12-08"}
    for paper in ("certificate_page", "delivery_receipt", "collection_register"):
        told = text_of(documents.draw(parts, done, paper, given))
        assert now in told, paper
        assert before not in told, paper
    page = text_of(documents.draw(parts, done, "certificate_page", given))
    assert "二级" in page
    assert "三级" not in page
    assert "视力" in page  # the 19th digit of the new number (残疾人证管理办法第五条)
    typed = text_of(documents.draw(parts, done, "retype", given))
    assert now in typed
    assert before not in typed
    graded = replace(taken, matters=(replace(case, facts={**case.facts, "grade": "2"}),))
    asked = {q.name for q in documents.questions(parts, graded, "certificate_page")}
    # The old number bears grade 3, and which category was assessed is not told.
    assert asked == {"certificate_number", "category", "issued_on", "valid_until"}


def test_mending_on_line_is_offered_only_with_its_address(parts: Parts, application: Application) -> None:
    changed = standing(application, MatterState.CORRECTION)
    plain = squeezed(text_of(documents.draw(parts, changed, "correction", {})))
    told = squeezed(text_of(documents.draw(parts, changed, "correction", {"online": "样例网址"})))
    assert "样例网址" in told
    assert plain.count("√") + 1 == told.count("√")


def test_a_broken_layout_of_the_county_is_told_with_its_file(
    parts: Parts, draft: Draft, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "authorization.toml").write_text('[paper]\ntitle = "委托书"\n', encoding="utf-8")
    layout.use(own)
    try:
        with pytest.raises(WorldError, match=r"authorization\.toml"):
            documents.draw(parts, draft, "authorization", {})
    finally:
        layout.use(None)


def test_what_the_department_wrote_row_by_row_stands_on_the_paper(
    parts: Parts, application: Application
) -> None:
    rows = ({"material": "户口簿", "fault": "缺本人页", "remedy": "补拍本人页", "until": "2026-12-01"},)
    told = standing(application, MatterState.CORRECTION)
    told = replace(told, matters=tuple(replace(m, facts={"rows": rows}) for m in told.matters))
    text = text_of(documents.draw(parts, told, "correction", {"deadline": "2026-12-01"}))
    for words in ("户口簿", "缺本人页", "补拍本人页", "2026年12月1日前"):
        assert squeezed(typeset(words)) in text, words


def test_a_notice_of_the_counter_keeps_the_day_of_its_first_print(parts: Parts, draft: Draft) -> None:
    bare = replace(draft, pages=(), seen=())
    parts.store.drafts.keep(bare)
    paper = next(d for d in documents.offered(parts, bare) if d.id == "correction")
    printout = printouts.document(parts, bare, paper, dict)
    count = prints.count_of(parts, printout)
    first = printout.draw(0, (0.0, 0.0))
    count.note(count.claim(""), "")
    assert isinstance(parts.clock, StillClock)
    parts.clock.move(3 * 24 * 3600)
    assert printout.draw(0, (0.0, 0.0)) == first
    changed = replace(bare, updated_at=parts.clock.now())
    later = printouts.document(parts, changed, paper, dict).draw(0, (0.0, 0.0))
    assert "2026年11月26日" in squeezed(text_of(later))
