"""One whole application of every sample person, through the real window to the county and back."""

import re
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from desk_app.domain.receipts import sound
from desk_app.walkthrough import case_file
from forms import loader
from tests.opened import key_of, opened_book, page_name
from tests.printing.reading import squeezed
from tests.stories.program import (
    SAMPLES,
    TOKEN,
    AtCounty,
    codes_on,
    desk_app,
    environment,
    eventually,
    free_port,
    pdf_text,
    result,
    started,
)

pytestmark = pytest.mark.story


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """The results of a walk of a sample person on a fresh computer; walked once, only to be read."""

    @cache
    def walk(sample: Path) -> Path:
        out = tmp_path_factory.mktemp(sample.stem) / "out"
        done = desk_app("walkthrough", "--case", sample, "--out", out)
        assert done.returncode == 0, done.stderr
        return out

    return walk


@pytest.fixture
def own_walk(walked: Callable[[Path], Path], out: Path) -> Path:
    """A walk of the first sample person that a test may continue."""
    return Path(shutil.copytree(walked(SAMPLES[0]), out))


def kept(data: Path, sent: set[str]) -> set[str]:
    """The names of the pages a data folder is to hold: those sent, and what the photo was cut from."""
    with closing(opened_book(data / "book.db")) as db:
        bodies = "".join(body for (body,) in db.execute("SELECT body FROM application"))
    uncut = set(re.findall(r'"cut":\{"id":"(\w+)"', bodies))
    assert not uncut & sent  # the picture it was cut from never leaves the window
    return {page_name(page, key_of(data)) for page in sent | uncut}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_a_person_leaves_with_paper_and_the_county_has_the_application(
    sample: Path, walked: Callable[[Path], Path]
) -> None:
    # GIVEN a fresh computer WHEN the clerk takes this person's application
    out = walked(sample)
    # THEN the county has it once, with every page
    told, case = result(out), case_file.read(sample, loader.shipped())
    county = AtCounty(out / "data" / "county.db")
    assert county.numbers() == [told["receipt_number"]]
    assert told["letters"][0]["state"] == "已送达"
    assert told["office_number"] == told["letters"][0]["answer"]
    assert sound(told["receipt_number"])
    pages = {p.name for p in (out / "data" / "pages").glob("*/*")}
    assert pages == kept(out / "data", county.files())
    assert [m["matter"] for m in told["matters"] if m["chosen"]] == list(told["states"])
    assert set(told["states"]) == set(case.matters)
    # AND the papers read back
    name = str(case.person["name"])
    for paper in ("notice.pdf", "form.pdf", "receipt.pdf"):
        assert name in pdf_text(out / paper), paper
    form = pdf_text(out / "form.pdf")
    assert str(case.person["id_number"]) in form
    assert squeezed(loader.shipped().texts["promise"]) in form
    receipt = pdf_text(out / "receipt.pdf")
    assert told["receipt_number"] in receipt
    assert str(case.person["id_number"]) not in receipt, "the receipt masks the number"
    # AND a reader decodes both codes
    codes = codes_on(out / "receipt.pdf")
    assert codes["Code128"].replace("-", "") == told["receipt_number"].replace("-", "")
    assert told["receipt_number"] in codes["QRCode"]
    assert str(case.person["id_number"]) not in codes["QRCode"]
    # AND each step was seen
    for step in (*(f"step-{n}" for n in range(1, 7)), "applications"):
        image = QImage(str(out / f"{step}.png"))
        assert (image.width(), image.height()) >= (1366, 700)


def test_the_same_walk_again_begins_with_a_book_of_its_own(own_walk: Path) -> None:
    """In the first walk's book the matters are still open and could not be asked for again."""
    done = desk_app("walkthrough", "--out", own_walk)
    assert done.returncode == 0, done.stderr
    assert AtCounty(own_walk / "data-2" / "county.db").numbers() == [result(own_walk)["receipt_number"]]


def test_the_line_is_down_then_back_and_the_county_has_it_once(tmp_path: Path, out: Path) -> None:
    # GIVEN a county that does not answer
    port, data = free_port(), tmp_path / "desk"
    down = environment(data, DESK_COUNTY_URL=f"http://127.0.0.1:{port}", DESK_COUNTY_TOKEN=TOKEN)
    # WHEN an application is accepted all the same
    done = desk_app("walkthrough", "--case", SAMPLES[0], "--out", out, env=down)
    # THEN the receipt is printed and the letter waits
    assert done.returncode == 0, done.stderr
    assert "线路不通" in done.stdout
    told = result(out)
    assert told["letters"][0]["state"] == "待上传"
    assert told["receipt_number"] in pdf_text(out / "receipt.pdf")
    # WHEN the county is back and the window is opened again
    county = AtCounty(tmp_path / "county.db")
    serve = ("county", "serve", "--database", f"sqlite:///{county.path}", "--port", port)
    with started(*serve, env=down), started(env=down):
        eventually(lambda: _sent(data) == ["delivered"], "the letter is delivered")
    # THEN it was delivered once, with its pages
    assert county.numbers() == [told["receipt_number"]]
    assert county.rows("SELECT count(*) FROM letter") == [(1,)]
    assert {p.name for p in (data / "pages").glob("*/*")} == kept(data, county.files())


def _sent(data: Path) -> list[str]:
    with opened_book(data / "book.db") as db:
        return [row[0] for row in db.execute("SELECT state FROM letter")]


def test_the_departments_answer_and_the_window_sees_it(own_walk: Path) -> None:
    # GIVEN an application with a certificate and two subsidies that wait for it
    number, data = result(own_walk)["receipt_number"], own_walk / "data"
    env = environment(data)
    assert result(own_walk)["states"]["care_subsidy"] == "随证待审(停表)"
    # WHEN the departments decide: the certificate comes out with grade 3
    assert desk_app("county", "decide", number, "cert_new", "accept", env=env).returncode == 0
    again = desk_app("county", "decide", number, "cert_new", "accept", env=env)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert "现在是“部门已受理”" in again.stderr
    concluded = desk_app(
        "county",
        "decide",
        number,
        "cert_new",
        "conclude",
        "--assessed",
        "肢体3",
        "--text",
        "请来领证",
        env=env,
    )
    assert concluded.returncode == 0, concluded.stderr
    unknown = desk_app("county", "decide", "000", "cert_new", "accept", env=env)
    assert (unknown.returncode, unknown.stderr.count("\n")) == (1, 1)
    assert "没有编号为000的办件" in unknown.stderr
    # THEN the window shows it by itself: the living subsidy goes on, the care subsidy is closed
    with started(env=env):
        eventually(lambda: _states(data)["cert_new"] == "concluded", "the news reach the desk")
    states = _states(data)
    assert states["living_subsidy"] == "accepted"
    assert states["care_subsidy"] == "closed"


def _states(data: Path) -> dict[str, str]:
    of_matters = "SELECT substr(id, length(subject_id) + 2), state FROM proceeding WHERE procedure = 'matter'"
    with opened_book(data / "book.db") as db:
        return dict(db.execute(of_matters).fetchall())
