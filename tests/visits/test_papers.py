"""The papers of home visits, drawn from real proceedings: what each tells, and in which state it is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.printing import offers, printouts, prints, record_papers, record_rows
from desk_app.services.proceedings import Record
from tests.fakes import StillClock, make_parts
from tests.printing.reading import squeezed, text_of
from tests.visits.settled import settle_items
from tests.visits.test_items import Team

DAY = 24 * 3600


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path)
    yield made
    made.parts.store.close()


def record(team: Team, proceeding: str = "") -> Record:
    found = proceedings.record(team.parts, team.parts.window.who, proceeding or team.request.id)
    assert found is not None
    return found


def said(team: Team, paper: str, proceeding: str = "", copy: int = 0) -> str:
    held = record(team, proceeding)
    assert paper in {p.id for p in record_papers.offered(held)}
    return squeezed(text_of(record_papers.draw(team.parts, held, paper, copy)))


def offered(team: Team) -> set[str]:
    return {p.id for p in record_papers.offered(record(team))}


def test_a_request_has_its_papers_from_the_first_word_to_the_return_visit(team: Team) -> None:
    # GIVEN a request that the town checked: the sheet to take along lists its items with their units
    assert offered(team) == {"house_check", "team_visit"}
    checked = said(team, "house_check")
    assert "√疑似一二级重度肢体残疾人" in checked
    sheet = said(team, "team_visit")
    assert "营业执照办理县行政审批局、县市监局待落实" in sheet
    assert "上门期限2026年12月15日" in sheet
    assert "□残情鉴定" in sheet
    # WHEN the team was there THEN the same sheet ticks what it did
    team.clock.move(3 * DAY)
    team.do(team.request, "visit", visited_on="2026-12-11", team="县残联陈样例", did=("1", "3"))
    sheet = said(team, "team_visit")
    assert "√残情鉴定□政策宣传√受理□落实惠民惠残政策" in sheet
    assert "上门日期2026年12月11日" in sheet
    # THEN what hangs on a wall has the surname alone, and no number of anybody
    notice = said(team, "public_notice")
    assert "石某某" in notice
    assert "石样例" not in notice
    assert "样例乡冯园村" in notice
    # WHEN the return visit finds something missing THEN its line says 否
    for act, given in (
        ("complete", {}),
        ("settle", {"settled": "民政局落实护理补贴"}),
        (
            "not_done",
            {
                "return_way": "2",
                "returned_on": "2026-12-11",
                "certificate_done": True,
                "policy_done": False,
                "wish_done": True,
                "lacking_words": "钱没有到",
            },
        ),
    ):
        team.do(team.request, act, **given)
    back = said(team, "return_sheet")
    assert "残疾群众证件办理到位√是□否" in back
    assert "惠民惠残政策落实到位□是√否" in back
    assert "钱没有到" in back
    with pytest.raises(RuleError, match="按这一件现在的情况不出“公示”"):
        offers.chosen(team.parts, record(team), "公示")


def test_several_stand_on_one_public_notice_with_their_surnames_alone(team: Team) -> None:
    # GIVEN two requests after their visit, one of them with a number and a telephone, and one before it
    told = {
        "village": "样例乡样例村",
        "wish": "办证",
        "channel": "1",
        "asked_by": "3",
        "phone": "13900000001",
    }
    who = team.parts.window.who
    given = {**told, "name": "欧阳样例", "id_number": "620403197003120074"}
    second = proceedings.begin(team.parts, who, "one_plus_n", "ask", given)
    proceedings.act(team.parts, who, second.id, "verify", {"person": "2", "services": ("device",)})
    proceedings.begin(team.parts, who, "one_plus_n", "ask", {**told, "name": "未访样例"})
    team.clock.move(3 * DAY)
    for each in (team.request, second):
        team.do(each, "visit", visited_on="2026-12-11", team="县残联", did=("1",))
    law = team.parts.pack.procedures["one_plus_n"]
    (paper,) = record_papers.several(law)
    held = record_papers.holders(team.parts, law, paper.id)
    assert [r.proceeding.facts["name"] for r in held] == ["石样例", "欧阳样例"]
    # WHEN both are printed on one sheet THEN each has a line, and nothing that a neighbour may not read
    made = printouts.of_records(team.parts, held, paper)
    sheet = squeezed(text_of(made.draw(0, (0.0, 0.0))))
    assert "1石某某样例乡冯园村" in sheet
    assert "2欧阳某某样例乡样例村" in sheet
    assert [word for word in ("样例样例", "620403", "13900000001", "YN-", "未访") if word in sheet] == []
    # AND the same people again are a reprint, whatever their order
    prints.note_print(team.parts, made.subject, paper.title, 0, "")
    assert prints.count_of(team.parts, printouts.of_records(team.parts, held[::-1], paper)).next() == 1


def test_what_is_printed_again_bears_its_number(team: Team) -> None:
    paper = next(p for p in record_papers.offered(record(team)) if p.id == "team_visit")
    made = printouts.of_record(team.parts, record(team), paper)
    assert prints.count_of(team.parts, made).next() == 0
    prints.note_print(team.parts, team.request.subject, paper.title, 0, "", proceeding=team.request.id)
    assert prints.count_of(team.parts, made).next() == 1
    assert "第1次补打" in said(team, "team_visit", copy=1)


def test_a_sample_is_drawn_with_its_seed_and_each_town(team: Team) -> None:
    towns = [{"town": "样例乡", "of": "3", "drawn": "3", "share": "100%"}]
    people = [{"town": "样例乡", "number": team.request.number, "name": "石样例", "village": "样例乡冯园村"}]
    given = {"turn": "2026年第4季度", "seed": "9c3e51d0a7b24f68", "towns": towns, "people": people}
    drawn = proceedings.begin(team.parts, team.parts.window.who, "return_check", "draw", given)
    sheet = said(team, "check_sheet", drawn.id)
    assert "随机数:9c3e51d0a7b24f68" in sheet
    assert "样例乡33100%" in sheet
    assert "YN-03-2026-0001石样例" in sheet


def test_the_halls_own_visit_has_its_sheet_and_what_was_said(tmp_path: Path) -> None:
    parts = make_parts(tmp_path, StillClock())
    asked = {"name": "张样例", "village": "样例村", "wish": "护理补贴", "channel": "4", "read_back": True}
    visit = proceedings.begin(parts, parts.window.who, "home_visit", "request", asked)
    who = parts.window.who

    def text(paper: str) -> str:
        held = proceedings.record(parts, who, visit.id)
        assert held is not None
        assert paper in {p.id for p in record_papers.offered(held)}
        return squeezed(text_of(record_papers.draw(parts, held, paper)))

    assert "√读过,没有不对的" in text("oral_request")
    proceedings.act(parts, who, visit.id, "assign", {"doer": "王样例"})
    proceedings.act(parts, who, visit.id, "agree", {"visit_on": "2026-11-24", "visit_time": "上午"})
    sheet = text("visit_sheet")
    assert "约定2026年11月24日上午上门的人王样例" in sheet
    assert "代书人(签名)" in sheet
    proceedings.act(parts, who, visit.id, "leave", {})
    assert "校验值(SHA-256)" in text("evidence_list")
    parts.store.close()


def test_a_proof_is_told_once_with_what_was_said_of_it_last(team: Team) -> None:
    # GIVEN a photo of the visit, kept with what it is, when and by whom
    team.clock.move(3 * DAY)
    team.do(team.request, "visit", visited_on="2026-12-11", team="县残联陈样例", did=("1",))
    page = team.parts.store.pages.keep(b"a photo of the visit")
    told = {"proof": page, "proof_kind": "1", "proof_taken_on": "2026-12-11", "proof_taken_by": "陈样例"}
    team.do(team.request, "keep_proof", **told)
    (row,) = record_rows.rows(team.parts, record(team), "pictures") or ()
    assert (row["digest"], row["proof_kind"], row["proof_taken_on"]) == (page, "照片", "2026年12月11日")
    assert not row["proof_upload_number"]
    # WHEN it was uploaded elsewhere THEN the same photo has its day and number, and its first moment
    first = row["at"]
    team.clock.move(2 * DAY)
    upload = {"proof_uploaded_on": "2026-12-13", "proof_upload_number": "YL-0007"}
    team.do(team.request, "keep_proof", **told, **upload)
    (row,) = record_rows.rows(team.parts, record(team), "pictures") or ()
    assert (row["proof_uploaded_on"], row["proof_upload_number"]) == ("2026年12月13日", "YL-0007")
    assert row["at"] == first
    # AND the paper has it once, with all that is known; an upload before it was taken is refused
    paper = said(team, "evidence_list")
    assert paper.count(page[:16]) == 1
    assert "1照片2026年12月11日陈样例" in paper
    assert "2026年12月13日YL-0007" in paper
    with pytest.raises(RuleError):
        team.do(team.request, "keep_proof", **told, proof_uploaded_on="2026-12-10")


def test_a_second_return_visit_gets_an_empty_sheet(team: Team) -> None:
    # GIVEN a return visit that found something missing, which was settled since
    team.clock.move(3 * DAY)
    team.do(team.request, "visit", visited_on="2026-12-11", team="县残联陈样例", did=("1",))
    team.do(team.request, "complete")
    team.do(team.request, "settle", settled="民政局落实护理补贴")
    told = {"return_way": "2", "returned_on": "2026-12-11", "policy_done": False}
    team.do(team.request, "not_done", **told, lacking_words="钱没有到(卡号错),另查")
    assert "哪里没有到位钱没有到(卡号错),另查" in said(team, "return_sheet")
    team.do(team.request, "settle", settled="补发到卡")
    # THEN the sheet that goes along has nothing of the first visit on it, and room for the second
    again = said(team, "return_sheet")
    assert "惠民惠残政策落实到位□是□否" in again
    assert "哪里没有到位" in again
    assert "钱没有到" not in again
    assert "电话访谈" not in again
    # AND once all is in place no sheet says that something lacks
    settle_items(team.parts, team.request.id)
    team.do(team.request, "return_visit", return_way="1", returned_on="2026-12-11")
    back = said(team, "return_sheet")
    assert "惠民惠残政策落实到位√是□否" in back
    assert "哪里没有到位" not in back
