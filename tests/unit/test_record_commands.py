"""``desk-app papers draw`` and ``desk-app show``: any record by its number."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app import bootstrap, settings
from desk_app.__main__ import main
from desk_app.domain.applications import Application
from desk_app.domain.proceedings import Proceeding
from desk_app.services import proceedings, reading
from desk_app.services.counter import intake
from desk_app.services.lookup import at_hand, masking, showing
from desk_app.services.parts import Parts
from desk_app.services.printing import papers, printouts, prints
from printing import folders
from tests.fakes import StillClock, make_parts
from tests.opened import opened_book
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.registers.conftest import KEYS
from tests.ui_shell import news

Said = pytest.CaptureFixture[str]


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """Parts with a book that the commands open too."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    made = make_parts(tmp_path / "data")
    yield made
    made.store.close()


@pytest.fixture
def taken(parts: Parts) -> Application:
    return intake.accept(parts, sound_draft(parts))


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proceeding]:
    """A record of the invented register."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DESK_FORMS", str(KEYS))
    monkeypatch.chdir(tmp_path)
    parts = make_parts(tmp_path / "data", forms=KEYS)
    who = parts.window.who
    yield proceedings.begin(parts, who, "keys", "take", {"holder": "张样例", "key": "一楼档案室"})
    parts.store.close()
    folders.lay(None)


def reads(folder: Path) -> list[tuple[str, str]]:
    """Kind and text of each read in the journal."""
    with opened_book(folder / "data" / "book.db") as db:
        return db.execute("SELECT how, text FROM journal ORDER BY seq").fetchall()


def refused(capsys: Said, *arguments: str) -> str:
    """The message of a command that ends with 1, without an unforeseen error."""
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("desk-app: ")
    assert said.count("\n") == 1
    return half(said)


def half(text: str) -> str:
    """A text typeset for the screen, with the half-width marks the program stores."""
    return text.translate(str.maketrans("：，；（）", ":,;()"))


# ---- papers draw ---------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["hyphens", "none", "wide", "spaces", "office", "office-plain"])
def test_a_paper_is_drawn_however_its_number_is_written(
    parts: Parts, taken: Application, written: str, tmp_path: Path, capsys: Said
) -> None:
    news.deliver(parts, taken)
    number = {
        "hyphens": taken.number,
        "none": taken.number.replace("-", ""),
        "wide": taken.number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-"}),
        "spaces": f" {taken.number.replace('-', ' ')} ",
        "office": "PC-0001",
        "office-plain": "pc0001",
    }[written]
    out = tmp_path / "deep" / "r.pdf"
    assert main(["papers", "draw", number, "受理回执", "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert squeezed(text_of(out.read_bytes())) == squeezed(text_of(papers.receipt(parts, taken)))
    assert reads(tmp_path) == [("printed", "用命令取受理回执")]


def test_drawing_uses_no_number_up(parts: Parts, taken: Application, tmp_path: Path) -> None:
    paper = printouts.receipt(parts, taken)
    count = prints.LedgerCount(parts, paper)
    count.note(count.claim(""), "")
    assert main(["papers", "draw", taken.number, "receipt"]) == 0
    assert count.next() == 1
    assert prints.copies(parts, taken.subject, paper.title) == 1
    (made,) = tmp_path.glob("*.pdf")
    assert made.name == f"{taken.number}-受理回执.pdf"
    assert "补打" not in text_of(made.read_bytes())


@pytest.mark.parametrize("paper", ["receipt", "form", "notice", "notice_large", "retype", "file_cover"])
def test_every_paper_of_an_application_comes_out(
    parts: Parts, taken: Application, paper: str, tmp_path: Path
) -> None:
    out = tmp_path / "x.pdf"
    assert main(["papers", "draw", taken.number, paper, "--out", str(out)]) == 0
    assert "张样例" in text_of(out.read_bytes())


def test_without_a_paper_all_are_listed_with_what_they_ask(
    parts: Parts, taken: Application, capsys: Said, tmp_path: Path
) -> None:
    assert main(["papers", "draw", taken.number]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("receipt  受理回执", "form  申请表", "file_cover  案卷封面"))
    assert reads(tmp_path) == []


def test_a_given_answer_stands_on_the_paper(
    parts: Parts, taken: Application, tmp_path: Path, capsys: Said
) -> None:
    news.deliver(parts, taken)
    news.tell(parts, taken, "cert_new", "correct", "户口簿只有首页,请补本人页")
    draw = ("papers", "draw", taken.number)
    assert main(draw) == 0
    assert "--set due=…  补正期限" in capsys.readouterr().out
    out = tmp_path / "x.pdf"
    assert main([*draw, "补正通知书", "--set", "due=2026.12.8", "--out", str(out)]) == 0
    assert "2026年12月8日" in squeezed(text_of(out.read_bytes()))
    assert "不是日期" in refused(capsys, *draw, "correction", "--set", "due=明天")
    assert "不问“dew”,可以填的有:due(补正期限)" in refused(capsys, *draw, "correction", "--set", "dew=1")


def test_what_can_not_be_drawn_is_told_in_one_sentence(
    parts: Parts, taken: Application, capsys: Said, tmp_path: Path
) -> None:
    draw = ("papers", "draw", taken.number)
    assert "receipt(受理回执)" in refused(capsys, *draw, "hello")
    assert "现在的情况不出“送达回证”" in refused(capsys, *draw, "送达回证")
    assert "不问“nobody”,它没有要填的" in refused(capsys, *draw, "form", "--set", "nobody=1")
    assert "应写成 名称=内容" in refused(capsys, *draw, "form", "--set", "nobody")
    assert "写了两次" in refused(capsys, *draw, "form", "--set", "a=1", "--set", "a=2")
    assert "没有找到" in refused(capsys, "papers", "draw", "620403-03-20261123-999999", "form")
    assert "太长" in refused(capsys, "papers", "draw", "6" * 10_000, "form")
    assert "请输入" in refused(capsys, "papers", "draw", "——", "form")
    assert [how for how, _ in reads(tmp_path) if how == "printed"] == []


def test_a_place_where_nothing_can_be_written_is_told(
    parts: Parts, taken: Application, capsys: Said, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    said = refused(capsys, "papers", "draw", taken.number, "form", "--out", str(tmp_path / "file" / "x.pdf"))
    assert "写不进去" in said
    assert "写不进去" in refused(capsys, "papers", "draw", taken.number, "form", "--out", "长" * 300)
    full = Path("/dev/full")
    if full.exists():
        assert "写不进去" in refused(
            capsys, "papers", "draw", taken.number, "form", "--out", str(full / "x.pdf")
        )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "file"]


def test_a_folder_takes_the_paper_under_its_own_name(
    parts: Parts, taken: Application, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    assert main(["papers", "draw", taken.number, "form", "--out", str(tmp_path / "stick")]) == 0
    assert [p.name for p in (tmp_path / "stick").iterdir()] == [f"{taken.number}-申请表.pdf"]


def test_a_draft_is_told_to_have_no_number(parts: Parts, capsys: Said) -> None:
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    number = str(draft.answers["id_number"])
    assert "草稿没有编号" in refused(capsys, "papers", "draw", number, "form")


def test_a_name_that_several_have_lists_them(parts: Parts, capsys: Said, tmp_path: Path) -> None:
    first, second = (intake.accept(parts, sound_draft(parts, person=n)) for n in (1, 2))
    said = refused(capsys, "show", "张样例")
    assert first.number in said
    assert second.number in said
    assert reads(tmp_path) == [("searched", "")]


def test_a_damaged_application_is_told(
    parts: Parts, taken: Application, capsys: Said, tmp_path: Path
) -> None:
    with opened_book(tmp_path / "data" / "book.db") as db:
        db.execute("UPDATE application SET accepted_at = 'x'")
    assert "读不出来" in refused(capsys, "papers", "draw", taken.number, "form")
    assert "读不出来" in refused(capsys, "show", taken.number)


def test_a_records_slip_is_drawn_as_the_window_does(key: Proceeding, tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "slip.pdf"
    assert main(["papers", "draw", key.number.lower().replace("-", ""), "key_slip", "--out", str(out)]) == 0
    text = squeezed(text_of(out.read_bytes()))
    assert "一楼档案室" in text
    assert key.number in text
    assert "key_slip(钥匙借用条)" in refused(capsys, "papers", "draw", key.number, "receipt")


def test_commands_read_while_the_window_has_the_book_open(taken: Application, parts: Parts) -> None:
    with bootstrap.Desk(settings.load()):
        assert main(["papers", "draw", taken.number, "receipt"]) == 0
        assert main(["show", taken.number]) == 0


# ---- show ----------------------------------------------------------------------------------------


def shown(capsys: Said, *arguments: str) -> dict[str, object]:
    """The JSON of a record."""
    assert main(["show", *arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


def test_an_application_is_shown_whole_and_masked(
    parts: Parts, taken: Application, capsys: Said, tmp_path: Path
) -> None:
    told = shown(capsys, taken.number)
    assert (told["number"], told["masked"], told["label"]) == (taken.number, True, "张样例")
    children = told["children"]
    assert isinstance(children, list)
    assert [child["matter"] for child in children] == list(taken.chosen)
    text = json.dumps(told, ensure_ascii=False)
    answers = taken.answers
    for secret in ("id_number", "phone", "bank_card", "present_address"):
        assert str(answers[secret]) not in text, secret
    assert str(answers["id_number"])[-4:] in text
    assert "长征街道***" in text
    for part in ("events", "papers", "letters", "materials", "facts"):
        assert told[part], part
    (letter,) = told["letters"]  # type: ignore[misc]
    assert letter["state"] == {"code": "waiting", "word": "待上传", "open": True}
    assert reads(tmp_path) == [("opened", "用命令查看")]


def test_a_street_in_the_countys_words_is_masked_like_the_address(
    parts: Parts, taken: Application, capsys: Said
) -> None:
    news.deliver(parts, taken)
    news.tell(parts, taken, "cert_new", "correct", "样例社区12号查无此人")
    text = json.dumps(shown(capsys, taken.number), ensure_ascii=False)
    assert "***查无此人" in text
    assert "样例社区12号" not in text


def test_a_notice_drawn_weeks_later_tells_the_days_of_the_acceptance(
    parts: Parts, taken: Application
) -> None:
    before = text_of(papers.notice(parts, reading.of(parts, taken)))
    assert isinstance(parts.clock, StillClock)
    parts.clock.move(21 * 24 * 3600)
    assert text_of(papers.notice(parts, reading.of(parts, taken))) == before


def test_with_a_purpose_nothing_is_masked_and_that_is_noted(
    parts: Parts, taken: Application, capsys: Said, tmp_path: Path
) -> None:
    text = json.dumps(shown(capsys, taken.number, "--unmask", "核对银行卡"), ensure_ascii=False)
    assert str(taken.answers["bank_card"]) in text
    assert str(taken.answers["present_address"]) in text
    assert reads(tmp_path) == [("opened", "用命令查看"), ("unmasked", "用途:核对银行卡")]
    assert "请写明用途" in refused(capsys, "show", taken.number, "--unmask", "  ")


def test_for_people_it_is_lines(parts: Parts, taken: Application, capsys: Said) -> None:
    count = prints.LedgerCount(parts, printouts.receipt(parts, taken))
    count.note(count.claim(""), "")
    count.note(count.claim("模糊"), "模糊")
    assert main(["show", taken.number]) == 0
    said = half(capsys.readouterr().out)
    for words in (
        taken.number,
        "残疾人证新办",
        "补打 受理回执,第1次补打,原因:模糊",
        "受理回执 打过2次",
        "周岁\n",
    ):
        assert words in said, words
    assert str(taken.answers["phone"]) not in said


def test_a_record_is_shown_with_its_clocks_and_acts(key: Proceeding, capsys: Said) -> None:
    told = shown(capsys, key.number)
    assert (told["kind"], told["title"], told["label"]) == ("keys", "钥匙登记", "一楼档案室")
    assert told["state"] == {"code": "out", "word": "待复核", "open": True}
    events = told["events"]
    assert isinstance(events, list)
    assert [event["act"]["code"] for event in events] == ["take"]
    assert told["papers"] == [{"id": "key_slip", "title": "钥匙借用条", "printed": 0, "asks": []}]


def test_long_numbers_in_a_sentence_are_masked_and_our_own_stay() -> None:
    text = masking.sentence("证号62040319870312002943,电话13809430000,回执620403-03-20261123-000133")
    assert text == "证号****************2943,电话*******0000,回执620403-03-20261123-000133"
    groups = (
        "6217 0000 0000 0000 004",
        "138-0943-0000",
        "138 0943 0000",
        "0943-6621234",
        "620403 19870312 0029",
    )
    for group in groups:
        assert masking.sentence(f"请核对{group}。") == f"请核对{'*' * (len(group) - 4)}{group[-4:]}。"
    ours = "2026-12-09 13:13 620403-20261126-000015 YS-03-2026-0001 13个工作日"
    assert masking.sentence(ours) == ours
    assert masking.address("甘肃省白银市平川区长征街道样例社区12号") == "甘肃省白银市平川区长征街道***"
    assert masking.address("样例路12号院3栋") == "样例路12号***"
    assert masking.deep({"a": ["家住样例路12号"]}, [("样例路12号", "样例***")]) == {"a": ["家住样例***"]}


def test_an_address_in_a_list_of_rows_is_masked_by_its_heading(tmp_path: Path) -> None:
    folder = tmp_path / "forms" / "procedures"
    folder.mkdir(parents=True)
    keys = (KEYS / "procedures" / "keys.toml").read_text(encoding="utf-8")
    homes = '[[act.asks]]\nid = "homes"\nlabel = "住处"\nrows = [["name", "姓名"], ["home", "家庭住址"]]\n\n'
    (folder / "keys.toml").write_text(
        keys.replace("[[act.asks]]", homes + "[[act.asks]]", 1), encoding="utf-8"
    )
    parts = make_parts(tmp_path / "data", forms=tmp_path / "forms")
    rows = [{"name": "张样例", "home": "甘肃省白银市平川区长征街道样例社区12号"}]
    told = {"holder": "张样例", "key": "车库", "homes": rows}
    taken = proceedings.begin(parts, parts.window.who, "keys", "take", told)
    facts = {f["id"]: f["text"] for f in showing.show(parts, at_hand.one(parts, taken.number))["facts"]}
    assert "张样例" in facts["homes"]
    assert "长征街道***" in facts["homes"]
    assert "样例社区" not in facts["homes"]
    parts.store.close()


def test_a_book_of_another_release_is_left_to_the_window_that_has_it(
    parts: Parts, taken: Application, capsys: Said, tmp_path: Path
) -> None:
    with bootstrap.Desk(settings.load()):
        with opened_book(tmp_path / "data" / "book.db") as db:
            (release,) = db.execute("PRAGMA user_version").fetchone()
            db.execute("PRAGMA user_version = 1")
        assert "另一个窗口程序" in refused(capsys, "show", taken.number)
        with opened_book(tmp_path / "data" / "book.db") as db:
            assert db.execute("PRAGMA user_version").fetchone() == (1,)
            db.execute(f"PRAGMA user_version = {release}")
        assert not (tmp_path / "data" / "before").exists()
