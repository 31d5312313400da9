"""What packs of before call 不予受理 after acceptance is 不予批准, with a paper of its own; codes stay."""

from dataclasses import replace
from pathlib import Path

from desk_app.domain.applications import MatterState
from desk_app.services.counter import intake
from desk_app.services.printing import documents
from forms import loader, rights
from forms.pack import Pack
from forms.schema import AtCounter, Moment, Seal
from tests.fakes import make_parts
from tests.people import sound_draft
from tests.printing.reading import text_of

SHIPPED = loader.DEFINITIONS
CODES = ("refused", "notified", "refuse", "notify")


def older(folder: Path) -> Path:
    """A folder of before: refusals have one word and one paper, whenever they are."""
    (folder / "procedures").mkdir(parents=True)
    matter = (SHIPPED / "procedures" / "matter.toml").read_text(encoding="utf-8")
    matter = matter.replace("不予批准决定书", "不予受理通知书").replace("不予批准", "不予受理")
    (folder / "procedures" / "matter.toml").write_text(matter, encoding="utf-8")
    papers = (SHIPPED / "documents.toml").read_text(encoding="utf-8")
    later = ('id = "not_approved"', "layout = ")
    rows = [row for row in papers.split("[[document]]") if not any(key in row for key in later)]
    papers = "[[document]]".join(rows).replace('moment = "counter"', 'moment = "refused"')
    assert "不予批准" not in papers + matter
    (folder / "documents.toml").write_text(papers, encoding="utf-8")
    head = (SHIPPED / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(head.replace('"2026.11"', '"2026.10"', 1), encoding="utf-8")
    return folder


def words(pack: Pack) -> dict[str, str]:
    matter = pack.procedures["matter"]
    return {row.code: row.word for row in (*matter.states, *matter.acts) if row.code in CODES}


def test_the_words_of_before_become_those_of_now(tmp_path: Path) -> None:
    pack, shipped = loader.load(older(tmp_path / "own")), loader.shipped()
    assert words(pack) == words(shipped)
    assert words(pack)["refused"] == "不予批准"
    for code in ("refused", "notified"):
        mine, theirs = (p.procedures["matter"].state(code) for p in (pack, shipped))
        assert (mine.todo, mine.todo_after) == (theirs.todo, theirs.todo_after)
    for code in ("refuse", "notify"):
        act = pack.procedures["matter"].act(code)
        assert act is not None
        assert "不予受理" not in act.line + act.source


def test_the_word_of_before_acceptance_and_its_paper_stay(tmp_path: Path) -> None:
    pack = loader.load(older(tmp_path / "own"))
    papers = {d.id: d for d in pack.documents}
    assert papers["not_accepted"].title == "不予受理通知书"
    assert papers["not_accepted"].moment is Moment.COUNTER
    assert papers["not_accepted"].counter is AtCounter.NOT_MET
    refused = [d.id for d in pack.documents if d.moment is Moment.REFUSED]
    assert refused == ["not_approved", "not_approved_receipt"]
    assert papers["not_approved"].sealed is Seal.NOT_APPROVED
    assert papers["termination"].each_department


def test_a_countys_own_words_stay() -> None:
    matter = loader.shipped().procedures["matter"]
    own = tuple(replace(s, word="本县不批") if s.code == "refused" else s for s in matter.states)
    found = rights.procedures({"matter": replace(matter, states=own)})["matter"]
    assert found.state("refused").word == "本县不批"


def test_an_application_of_before_goes_on_and_gets_the_paper_of_now(tmp_path: Path) -> None:
    parts = make_parts(tmp_path / "desk", forms=older(tmp_path / "own"))
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    cases = tuple(
        replace(m, state=MatterState.REFUSED, note="评定没有达到标准") if m.matter == "cert_new" else m
        for m in application.matters
    )
    refused = replace(application, matters=cases)
    offered = [d.id for d in documents.offered(parts, refused)]
    assert "not_approved" in offered
    assert "not_accepted" not in offered
    text = text_of(documents.draw(parts, refused, "not_approved", {}))
    assert "不予批准决定书" in text
    assert "评定没有达到标准" in text
    parts.store.close()
