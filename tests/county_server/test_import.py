"""``desk-app county import``: certificates of an older register, into a real county book."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.county_server.book import CountyBook
from desk_app.domain import holdings
from forms.loader import shipped
from tests.opened import key_beside
from tests.people import id_number

HEAD = "身份证号,残疾人证号,类别等级,发证日期,有效期至"
OWN = id_number()
TODAY = date(2026, 11, 23)


def table(tmp_path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8-sig") -> Path:
    file = tmp_path / "登记册.csv"
    file.write_text("\n".join((head, *rows)), encoding=encoding)
    return file


def run(tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code and what was printed."""
    database = tmp_path / "county.db"
    with closing(CountyBook(database, key=key_beside(database))):
        pass
    code = main(["county", "import", str(file), "--database", f"sqlite:///{database}"])
    said = capsys.readouterr()
    return code, said.out, said.err


def held(tmp_path: Path) -> holdings.Certificate | None:
    with closing(CountyBook(tmp_path / "county.db", key=key_beside(tmp_path / "county.db"))) as book:
        return holdings.held_certificate(shipped(), book.history(OWN), TODAY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_certificate_of_the_register_is_what_the_person_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    file = table(tmp_path, f"{OWN},{OWN}72,肢体二级、精神三级,2020年5月6日,2030-05-06", encoding=encoding)
    code, out, _ = run(tmp_path, file, capsys)
    assert (code, out) == (0, "录进1本，已经有的0本，有错没有录的0行\n")
    certificate = held(tmp_path)
    assert certificate is not None
    assert (certificate.number, certificate.assessed) == (f"{OWN}72", (("4", "2"), ("6", "3")))
    assert (certificate.state, certificate.expires_on) == (holdings.VALID, date(2030, 5, 6))
    # AND once more changes nothing
    assert run(tmp_path, file, capsys)[1] == "录进0本，已经有的1本，有错没有录的0行\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{OWN},{OWN}49,,,", "第20位是残疾等级"),
        (f"{OWN},{id_number(order='004')}43,,,", "不是这个人的身份证号"),
        (f"{OWN},{OWN}72,肢体二级,,", "至少两类"),
        (f"{OWN},{OWN}43,肢体二级,,", "与评定的等级不符"),
        (f"{OWN},{OWN}43,肢体很重,,", "看不懂"),
        (f"{OWN},{OWN}43,,2031-01-01,", "在今天之后"),
        (f"{OWN},{OWN}43,,2020-05-06,2019-05-06", "不晚于发证日期"),
        (f"{OWN},{OWN}43,,1980-05-06,", "早于出生日期"),
        (f"{OWN},{OWN}43,,昨天,", "不是日期"),
        (f"{OWN},,,,", "没有残疾人证号"),
        (f"{OWN[:-1]},{OWN}43,,,", "应为18位"),
    ],
)
def test_a_row_that_can_not_be_is_told_and_the_others_are_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, said: str
) -> None:
    other = id_number(order="006")
    code, out, err = run(tmp_path, table(tmp_path, row, f"{other},{other}11,,,"), capsys)
    assert (code, out) == (1, "录进1本，已经有的0本，有错没有录的1行\n")
    assert err.startswith("第2行:"), err
    assert said in err
    assert held(tmp_path) is None


def test_another_certificate_than_the_county_knows_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, table(tmp_path, f"{OWN},{OWN}43,,,"), capsys)
    code, _, err = run(tmp_path, table(tmp_path, f"{OWN},{OWN}42,,,"), capsys)
    assert code == 1
    assert "已经有这个人的另一本证" in err


def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(tmp_path, table(tmp_path, "1,2", head="甲,乙"), capsys)
    assert code != 0
    assert "第一行没有列" in err
