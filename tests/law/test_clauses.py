"""No clause without the words it rests on: every citing has its row, and papers name the law in full."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.commands import people
from desk_app.commands.people import DAY
from forms import citing, judging, loader, rules
from forms.citing import Citing
from forms.pack import Pack
from forms.schema import Facts, Outcome
from tests.law import citations
from tests.law.citations import Found, in_order
from tests.unit.packs import OWN_LAW, Folder

PACK = loader.shipped()
OURS = ("forms/law_audit.py", "desk_app/ui/registers/listing.py")
"""Modules that speak of articles without citing a law: keys of the table, the first line of a list."""
SHORT = ("附件", "工作指引")
"""Beginnings of citings that papers may use without 《》."""


def told(found: Iterator[Found]) -> list[Found]:
    """Each citing once, with the place where it was found first."""
    return list({cited: (where, cited) for where, cited in found}.values())


def test_every_citing_has_a_row() -> None:
    without = [row for row in told(citations.founded()) if citing.find(PACK, row[1]) is None]
    assert without == []


def test_every_article_in_a_sentence_has_a_row() -> None:
    spoken = [row for row in told(citations.spoken()) if row[0] not in OURS]
    assert len(spoken) > 5
    assert [row for row in spoken if citing.find(PACK, row[1]) is None] == []


def test_what_reaches_a_paper_names_the_law_in_full() -> None:
    on_paper = [row for row in told(citations.spoken()) if ".toml" in row[0]]
    assert [row for row in on_paper if not row[1].startswith(("《", *SHORT))] == []


def test_a_clause_of_a_matter_is_cited_with_title_and_number() -> None:
    for clause in clauses(PACK):
        printed = citing.cited(PACK, clause)
        assert printed.startswith(("《", "本窗口办理规则", "参照《")), printed
        assert printed.count("《") == printed.count("》")
        for part in citing.parts(clause):
            found = citing.find(PACK, part)
            assert found, part
            assert found.law.title in printed
            assert found.articles in printed


def clauses(pack: Pack) -> Iterator[str]:
    """Every clause that a paper prints."""
    for matter in pack.matters.values():
        yield matter.basis
        yield from (r.clause for r in matter.requirements)
        yield from (b.source for b in matter.branches)


def test_every_row_has_the_words_it_rests_on() -> None:
    for row in PACK.clauses:
        assert not row.read or (row.words and row.read_in), row
        assert row.read or not row.read_in, row
    assert {row.law for row in PACK.clauses} == set(PACK.laws)


def test_no_clause_of_a_matter_rests_on_a_standard_or_on_nothing() -> None:
    used = [f for c in clauses(PACK) for p in citing.parts(c) if (f := citing.find(PACK, p))]
    for found in used:
        assert all(row.words for row in found.provisions), found


@pytest.mark.parametrize(
    ("clause", "printed"),
    [
        (
            "附件3 受理条件",
            "《甘肃省残疾人服务“一件事”办事指南》"
            "(《白银市平川区残疾人服务“一件事”工作实施方案》附件3)受理条件",
        ),
        ("残疾人证管理办法第三、二十三条", "《残疾人证管理办法》(残联发〔2017〕34号)第三条、第二十三条"),
        ("参照行政许可法第四十五条", "参照《中华人民共和国行政许可法》第四十五条"),
        ("行政许可法第三十二条第一款第（四）项", "《中华人民共和国行政许可法》第三十二条第一款(四)项"),
        ("窗口规则:同一事项办结前不再收件", "本窗口办理规则:同一事项办结前不再收件"),
        ("民法典第二十七条;民法典第十七条", "《中华人民共和国民法典》第十七条、第二十七条"),
        ("区政府某号文第三条", "区政府某号文第三条"),
        ("", ""),
    ],
)
def test_a_clause_as_papers_print_it(clause: str, printed: str) -> None:
    assert citing.cited(PACK, clause) == printed


def test_the_table_has_the_articles_of_a_document_in_its_order() -> None:
    for law in PACK.laws:
        assert in_order(row.article for row in PACK.clauses if row.law == law), law


def test_articles_of_a_document_are_cited_in_its_order() -> None:
    assert Citing(PACK).first("残疾人证管理办法第九条;残疾人证管理办法第三条").endswith("第三条、第九条")
    assert (
        Citing(PACK)
        .first("残疾人证管理办法第二十四条、第十九条、第三条")
        .endswith("第三条、第十九条、第二十四条")
    )
    for matter in PACK.matters.values():
        for each in (r.clause for r in matter.requirements):
            for part in Citing(PACK).first(each).split(";"):
                assert in_order(re.findall(r"第[^条、;]+条", part)), part


def test_one_paper_names_a_document_in_full_once() -> None:
    paper = Citing(PACK)
    first, second = paper.first("附件3 受理条件"), paper.first("附件3 适用对象说明")
    assert first.startswith("《甘肃省残疾人服务“一件事”办事指南》")
    assert second == "附件3适用对象说明"
    assert paper.first("附件2 第十四条") == "《甘肃省残疾人服务“一件事”工作指引》(附件2)第十四条"
    assert Citing(PACK).first("附件3 适用对象说明").startswith("《甘肃省")
    assert paper.first("国发〔2015〕52号二(一);国发〔2015〕52号二(四)").endswith("号)二(一)、二(四)")


@pytest.mark.parametrize(
    "clause",
    [
        "国发〔2015〕52号第二条(一)",
        "残疾人证管理办法第九十九条",
        "附件7",
        "附件2 第三十条",
        "第二十条",
        "平川区规定",
    ],
)
def test_what_has_no_row_is_not_found(clause: str) -> None:
    assert citing.find(PACK, clause) is None
    assert citing.unknown(PACK, f"附件3 受理条件;{clause}") == (clause,)


def test_what_was_not_read_says_so_to_the_proof_reader() -> None:
    assert citing.explained(PACK, "残疾人证管理办法第二十条").endswith("第二十条(未核对)")
    assert citing.explained(PACK, "残疾人证管理办法第三条").endswith("第三条")
    assert citing.explained(PACK, "平川区规定第三条") == "平川区规定第三条(表中没有)"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "pack")


def test_a_countys_clause_without_a_row_is_told_with_its_line(folder: Folder) -> None:
    folder.change("matters.toml", 'clause = "残疾人证管理办法第三条"', 'clause = "残疾人证管理办法第三百条"')
    folder.tells(
        "matters.toml", "第三百条", "《残疾人证管理办法》的表中没有这一条:“残疾人证管理办法第三百条”"
    )


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('clause = "附件3 受理条件;国发〔2015〕52号二(一)"', 'clause = "平川区规定"', '"平川区规定"'),
        (
            'basis = "《中华人民共和国就业促进法》第三十五条(五)"',
            'basis = "就业促进法第一条"',
            "就业促进法第一条",
        ),
        ('source = "国发〔2015〕52号三(一);附件2 第四条"', 'source = "国发〔2015〕52号三(九)"', "52号三(九)"),
    ],
)
def test_a_clause_of_any_kind_without_a_row_is_told(folder: Folder, old: str, new: str, where: str) -> None:
    folder.change("matters.toml", old, new)
    folder.tells("matters.toml", where, "请写进 clauses.toml 的 [[clause]]")


@pytest.mark.parametrize("kind", ["extension", "exclusion"])
def test_a_row_of_the_countys_own_without_a_row_in_the_table_is_told(folder: Folder, kind: str) -> None:
    rows = {
        "extension": 'matter = "living_subsidy"\nrequirement = "income"\nmet = "可以。"\n'
        'since = "2026-01-01"\n',
        "exclusion": 'matters = ["employment"]\nunmet = "不行。"\nunknown = "还要确认。"\n',
    }
    row = (
        f'[[{kind}]]\nid = "own_row"\nwhen = [["registered_here = yes"]]\nclause = "平川区规定"\n{rows[kind]}'
    )
    (folder.path / "local.toml").write_text(row, encoding="utf-8")
    folder.tells("local.toml", '"平川区规定"', "没有“平川区规定”这份文件,请写进 clauses.toml")


def test_a_countys_own_rule_is_cited_once_it_has_its_rows(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN_LAW, encoding="utf-8")
    pack = loader.load(tmp_path)
    assert citing.cited(pack, "平川区规定第一条;平川区规定第二条") == "《平川区规定》第一条、第二条"
    assert citing.unknown(pack, "平川区规定第三条") == ("平川区规定第三条",)


TABLE = [
    ('law = "own"\narticle = "第一条"', 'law = "owm"\narticle = "第一条"', "没有文件“owm”", 'law = "owm"'),
    ('article = "第二条"', 'article = "第一条"', "写了两次", 'article = "第一条"'),
    ('words = "全文"\n', "", "没有读到的写 read = false", "[[clause]]"),
    ('title = "平川区规定"', 'title = "平川区规定"\nannex = "附件9"', "要一起写", "annex"),
]


@pytest.mark.parametrize(("old", "new", "said", "where"), TABLE, ids=lambda v: str(v)[:14])
def test_a_wrong_row_of_the_table_is_told(folder: Folder, old: str, new: str, said: str, where: str) -> None:
    rows = OWN_LAW.replace(old, new, 1)
    (folder.path / "own.toml").write_text(rows, encoding="utf-8")
    faults = folder.faults()
    assert [f.file for f in faults] == ["own.toml"], faults
    assert said in faults[0].message
    line = rows.splitlines()[faults[0].line - 1]
    assert line in where or where in line, faults


def test_a_kept_pack_without_the_table_is_read_and_goes_by_ours(folder: Folder) -> None:
    (folder.path / "clauses.toml").unlink()
    folder.change("matters.toml", 'clause = "残疾人证管理办法第三条"', 'clause = "旧办法第三条"')
    kept = loader.load(folder.path, alone=True)
    assert kept.laws == PACK.laws
    assert citing.cited(kept, "附件3 受理条件").startswith("《甘肃省")
    assert citing.cited(kept, "旧办法第三条") == "旧办法第三条"


def test_every_reason_has_the_clauses_it_rests_on() -> None:
    seen = 0
    for person in people.everybody()[::7]:
        facts = rules.complete(PACK, people.facts(person), DAY)
        for finding in judging.judge(PACK, facts, ()):
            assert len(finding.rests_on) == len(finding.reasons)
            assert all(finding.rests_on)
            whole = dict.fromkeys(part for clause in finding.rests_on for part in clause.split(";"))
            assert tuple(whole) == finding.clauses
            seen += len(finding.reasons)
    assert seen > 1000


def test_a_reason_is_not_given_the_clause_of_another() -> None:
    facts: Facts = {
        "age": "12",
        "willing_to_work": False,
        "able_to_work": False,
        "open_matters": ("employment",),
    }
    found = next(f for f in judging.judge(PACK, facts, ()) if f.matter == "employment")
    assert found.outcome is Outcome.NOT
    told = dict(zip(found.reasons, found.rests_on, strict=True))
    assert told["未满16周岁。"] == "附件3 受理条件"
    assert told["同一事项已经受理,正在办理。"] == "窗口规则:同一事项办结前不再收件"
