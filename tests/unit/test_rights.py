"""No pack lacks the acts that take an application back: kept ones and a county's own get the shipped ones."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain import acting
from desk_app.domain.applications import MatterState, matter_id
from desk_app.services import law
from desk_app.services.applications import withdrawing
from desk_app.services.counter import intake
from desk_app.services.printing import documents, withdrawal
from forms import library, loader, rights
from forms.procedures import Act, Ask
from forms.schema import Kind, Moment
from tests.fakes import make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

GIVEN = {"text": "改在外地办", "relation": "1", "person": "张样例", "paper_kept": True}
SHIPPED = loader.DEFINITIONS


def cut(text: str, table: str, *codes: str) -> str:
    """A file without some of its tables, as an earlier release wrote it."""
    kept, skip = [], False
    for line in text.splitlines():
        if line.startswith("[["):
            skip = False if not line.startswith(f"[[{table}.") else skip
            pending = line
            if not line.startswith(f"[[{table}."):
                kept.append(pending)
                continue
        if line.split("=")[0].strip() in ("code", "id") and kept and kept[-1] == f"[[{table}]]":
            skip = line.split('"')[1] in codes
            if skip:
                kept.pop()
        if not skip:
            kept.append(line)
    return "\n".join(kept) + "\n"


def older(folder: Path) -> Path:
    """A county's folder from before: its own matter procedure and papers know nothing of 撤回."""
    (folder / "procedures").mkdir(parents=True)
    text = (SHIPPED / "procedures" / "matter.toml").read_text(encoding="utf-8")
    text = cut(cut(text, "act", "withdraw", "retract"), "state", "withdrawn")
    assert "withdrawn" not in text
    (folder / "procedures" / "matter.toml").write_text(text, encoding="utf-8")
    papers = cut((SHIPPED / "documents.toml").read_text(encoding="utf-8"), "document", "withdrawal")
    assert "撤回" not in papers
    (folder / "documents.toml").write_text(papers, encoding="utf-8")
    head = (SHIPPED / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(head.replace('"2026.11"', '"2026.10"', 1), encoding="utf-8")
    return folder


def test_the_shipped_pack_is_left_as_it_is() -> None:
    ways = loader.shipped().procedures
    assert rights.procedures(ways) == dict(ways)
    assert rights.codes(loader.shipped().codes, ways) == dict(loader.shipped().codes)
    assert rights.documents(loader.shipped().documents) == loader.shipped().documents


def test_a_pack_of_before_gets_acts_state_and_paper(tmp_path: Path) -> None:
    pack = loader.load(older(tmp_path / "own"))
    matter = pack.procedures["matter"]
    assert [a.code for a in matter.acts if a.takes_back] == ["withdraw", "retract"]
    assert matter.state(MatterState.WITHDRAWN).word == "已撤回"
    assert [d.id for d in pack.documents if d.moment is Moment.OPEN] == ["withdrawal"]
    assert pack.digest == loader.load(tmp_path / "own").digest != loader.shipped().digest


def test_a_county_that_has_its_own_way_keeps_it() -> None:
    matter = loader.shipped().procedures["matter"]
    own = Act("back", "收回", sources=("taken",), target="closed", roles=("clerk",), result="withdrawn")
    acts = (*(a for a in matter.acts if not a.takes_back), own)
    found = rights.procedures({"matter": replace(matter, acts=acts)})
    assert [a.code for a in found["matter"].acts if a.takes_back] == ["back"]


def test_states_a_procedure_lacks_are_no_way_to_it() -> None:
    matter = loader.shipped().procedures["matter"]
    few = tuple(s for s in matter.states if s.code in ("taken", "concluded"))
    acts = tuple(a for a in matter.acts if a.code == "take")
    found = rights.procedures({"matter": replace(matter, states=few, acts=acts)})["matter"]
    assert [a.sources for a in found.acts if a.takes_back] == [("taken",), ("taken",)]


def test_codes_are_lent_only_where_they_are_lacking() -> None:
    pack = loader.shipped()
    few = {k: v for k, v in pack.codes.items() if k != "receiver"}
    assert rights.codes(few, pack.procedures) == dict(pack.codes)


def test_what_began_under_a_pack_of_before_is_taken_back_under_it(tmp_path: Path) -> None:
    # GIVEN an application accepted while the county's older files were in force
    parts = make_parts(tmp_path / "desk", forms=older(tmp_path / "own"))
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    began = application.pack_digest
    # WHEN the shipped pack has come into force since
    parts.store.close()
    parts = make_parts(tmp_path / "desk")
    parts = replace(
        parts, packs=library.Versions(loader.shipped(), library.Library(tmp_path / "desk" / "packs"))
    )
    assert law.of(parts, began).version == "2026.10"
    # THEN it is offered, printed and carried out by the rules it began with
    now = parts.store.applications.one(application.id)
    assert now is not None
    assert [a.code for a in withdrawing.acts(parts, now)] == ["withdraw", "retract"]
    assert "withdrawal" in [d.id for d in documents.offered(parts, now)]
    paper = withdrawal.paper(parts, now, ("cert_new",), GIVEN)
    assert "撤回申请书" in squeezed(text_of(paper.draw(0, (0.0, 0.0))))
    withdrawing.withdraw(parts, now.id, ("cert_new",), "withdraw", GIVEN)
    after = parts.store.applications.one(now.id)
    assert after is not None
    assert [m.state for m in after.matters] == [MatterState.WITHDRAWN] * 3
    assert [
        s.pack_digest
        for m in after.matters
        if (s := parts.store.proceedings.one(matter_id(now.id, m.matter)))
    ] == [began] * 3
    parts.store.close()


@pytest.mark.parametrize(("kept", "lacks"), [(True, 0), (False, 1), ("", 1), ("yes", 1)])
def test_only_a_set_flag_stands_for_a_picture(kept: object, lacks: int) -> None:
    asks = (Ask("page", "签好的纸"), Ask("kept", "纸件已收", Kind.FLAG))
    act = Act("back", "撤回", asks=asks, evidence=("page",), instead="kept")
    assert len(act.lacks({"kept": kept})) == lacks
    assert act.lacks({"page": "a" * 64}) == ()


def test_an_act_of_one_day_is_in_time_on_that_day_alone() -> None:
    from datetime import date

    act = Act("back", "撤回", same_day=True)
    assert acting.in_time(act, date(2026, 11, 23), date(2026, 11, 23))
    assert not acting.in_time(act, date(2026, 11, 23), date(2026, 11, 24))
    assert not acting.in_time(act, date(2026, 11, 23), date(2026, 11, 22))
    assert acting.in_time(replace(act, same_day=False), date(2026, 11, 23), date(2026, 11, 24))


def test_a_pack_of_before_can_send_results_and_get_them_back() -> None:
    # GIVEN a procedure that knows nothing of posting and bringing
    shipped = loader.shipped().procedures["matter"]
    sending = {"post", "send_out", "repost", "come_back"}
    acts = [
        replace(a, sources=tuple(s for s in a.sources if s != "sent"))
        for a in shipped.acts
        if a.code not in sending
    ]
    old = replace(
        shipped,
        acts=tuple(acts),
        states=tuple(s for s in shipped.states if s.code != "sent"),
        clocks=tuple(c for c in shipped.clocks if c.id != "receipt"),
    )
    # WHEN it is read THEN it has the shipped acts, the state, the clock and their codes
    found = rights.procedures({"matter": old})
    mine = found["matter"]
    assert [a.code for a in mine.offers("sent", "clerk")] == ["hand_over", "repost", "come_back"]
    assert mine.state("sent").word == shipped.state("sent").word
    assert [c.id for c in mine.clocks if c.beyond] == ["checking", "untrue", "receipt"]
    assert "sent_by" in rights.codes({}, found)
    assert [a.code for a in mine.offers("sent", "system")] == ["stop"]
    # AND what has them already is left as it is
    assert rights.procedures({"matter": mine}) == {"matter": mine}


def test_where_no_result_is_handed_over_nothing_is_lent() -> None:
    shipped = loader.shipped().procedures["matter"]
    other = replace(shipped, acts=tuple(a for a in shipped.acts if a.code not in ("hand_over", "post")))
    assert rights.procedures({"matter": other})["matter"].acts == other.acts


def test_a_pack_of_before_can_end_a_delivery_and_post_a_decision() -> None:
    # GIVEN a procedure that can send results, and knows nothing of decisions by post or of 不再送达
    shipped = loader.shipped().procedures["matter"]
    new = {"kept", "decision_sent", "decision_kept"}
    ending = {a.code for a in shipped.acts if a.target in new or set(a.sources) & {"kept", "decision_kept"}}
    ending = (ending - {"stop", "check_fact", "recheck_fact", "settle_untrue"}) | {"decision_back"}
    acts = [
        replace(a, sources=tuple(s for s in a.sources if s not in new | {"notified"}))
        for a in shipped.acts
        if a.code not in ending
    ]
    clocks = [
        replace(
            c,
            starts=tuple(a for a in c.starts if a not in ending),
            ends=tuple(a for a in c.ends if a not in {*ending, "notify"}),
        )
        for c in shipped.clocks
    ]
    states = tuple(s for s in shipped.states if s.code not in new)
    old = replace(shipped, states=states, acts=tuple(acts), clocks=tuple(clocks))
    # WHEN it is read THEN it works as the shipped one
    mine = rights.procedures({"matter": old})["matter"]
    for state in ("concluded", "sent", "refused", "decision_sent", "notified", "kept", "decision_kept"):
        found, wanted = (sorted(a.code for a in p.offers(state, "clerk")) for p in (mine, shipped))
        assert found == wanted, state
    assert "kept" in (mine.act("stop") or shipped.acts[0]).sources
    assert (
        next(c for c in mine.clocks if c.id == "receipt").ends
        == next(c for c in shipped.clocks if c.id == "receipt").ends
    )
    # AND one without refusals is left as it is
    bare = replace(old, states=tuple(s for s in old.states if s.code != "notified"))
    assert rights.procedures({"matter": bare})["matter"].act("keep_result") is None
