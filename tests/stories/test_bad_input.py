"""Each fault gets one sentence that says what to do and names the field; nothing is accepted in part."""

import shutil
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from desk_app.__main__ import main
from forms import loader
from tests.children import ran
from tests.dressed import dressed, put_away
from tests.opened import opened_book
from tests.people import id_number
from tests.stories.program import SAMPLES, AtCounty, desk_app, environment, eventually, started

pytestmark = pytest.mark.story


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A copy of a sample case, to be spoiled."""
    shutil.copytree(SAMPLES[0].parent / "01", tmp_path / "01")
    return Path(shutil.copy(SAMPLES[0], tmp_path / "case.toml"))


def spoil(case: Path, old: str, new: str) -> None:
    """Replace a text in the case file."""
    text = case.read_text(encoding="utf-8")
    assert old in text
    case.write_text(text.replace(old, new, 1), encoding="utf-8")


@dataclass(frozen=True)
class Done:
    """How a walk ended, and what it told."""

    returncode: int
    stderr: str


Walk = Callable[[Path, Path], Done]


@pytest.fixture
def walked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
) -> Iterator[Walk]:
    """Walks a case file through the real window with the program's own command, within this process.

    Child processes are proven below; a start of its own for each fault would add nothing.
    """
    monkeypatch.delenv("DESK_DATA")

    def walk(case: Path, out: Path) -> Done:
        code = main(["walkthrough", "--case", str(case), "--out", str(out)])
        return Done(code, capsys.readouterr().err)

    yield walk
    put_away()
    dressed()


def accepted(out: Path) -> int:
    """How many applications the local book holds."""
    with opened_book(out / "data" / "book.db") as db:
        return int(db.execute("SELECT count(*) FROM application").fetchone()[0])


OWN = id_number()


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        (OWN, OWN[:-1] + ("1" if OWN[-1] != "1" else "2"), "id_number", "校验位"),
        (OWN, id_number("19870230"), "id_number", "不存在"),
        (OWN, id_number("20301201"), "id_number", "在今天之后"),
        ('ethnicity = "汉族"', 'ethnicity = "汉族"\nsex = "男"', "sex", "不一致"),
        ('phone = "13800000001"', 'phone = "1380000000"', "phone", "还差1位"),
        ('delivery = "自行领取"\n', "", "delivery", "送达"),
    ],
)
def test_a_wrong_answer_is_named(
    walked: Walk, case: Path, out: Path, old: str, new: str, field: str, said: str
) -> None:
    spoil(case, old, new)
    done = walked(case, out)
    assert done.returncode == 1
    assert field in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert accepted(out) == 0


def _bomb(path: Path) -> None:
    """A 200-megapixel PNG of a few hundred kilobytes."""
    import struct

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 + 60_000) * 100, 9)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def _torn(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])


def _text(path: Path) -> None:
    path.write_text("这不是图片", encoding="utf-8")


def _tiny(path: Path) -> None:
    Image.new("RGB", (30, 40)).save(path, "JPEG")


@pytest.mark.parametrize("ruin", [_bomb, _torn, _text, _tiny])
def test_an_unusable_photo_is_named(walked: Walk, case: Path, out: Path, ruin: object) -> None:
    assert callable(ruin)
    ruin(case.parent / "01" / "portrait.jpg")
    done = walked(case, out)
    assert done.returncode == 1
    assert "photo" in done.stderr
    assert "Traceback" not in done.stderr
    assert accepted(out) == 0


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("low_income", "low_incom", "low_incom"),
        ('name = "张样例"\n', "", "name"),
        ("[answers]", "[answers", "方括号没有成对"),
    ],
)
def test_a_wrong_case_file_is_named(
    walked: Walk, case: Path, out: Path, old: str, new: str, named: str
) -> None:
    spoil(case, old, new)
    done = walked(case, out)
    assert done.returncode == 1
    assert named in done.stderr


def test_a_picture_nobody_asked_for_is_named(walked: Walk, case: Path, out: Path) -> None:
    spoil(case, "[pictures]\n", '[pictures]\nresidence_permit = "01/id-back.jpg"\n')
    done = walked(case, out)
    assert done.returncode == 1
    assert "residence_permit" in done.stderr


def test_the_signed_form_goes_with_the_application(walked: Walk, case: Path, out: Path) -> None:
    spoil(case, "[pictures]\n", '[pictures]\nsigned_form = "01/id-back.jpg"\n')
    done = walked(case, out)
    assert done.returncode == 0, done.stderr
    (body,) = AtCounty(out / "data" / "county.db").rows("SELECT body FROM application")
    assert "signed_form" in body[0]


def test_broken_definitions_are_refused_whole(tmp_path: Path, out: Path) -> None:
    shutil.copytree(loader.DEFINITIONS, tmp_path / "pack")
    matters = tmp_path / "pack" / "matters.toml"
    matters.write_text(
        matters.read_text(encoding="utf-8").replace("grade in 1 2", "grad in 1 2"), encoding="utf-8"
    )
    done = desk_app("walkthrough", "--out", out, env=environment(DESK_FORMS=str(tmp_path / "pack")))
    assert done.returncode == 1
    assert "matters.toml" in done.stderr
    assert "grad" in done.stderr
    checked = desk_app("forms", "check", tmp_path / "pack")
    assert checked.returncode == 1
    assert "matters.toml 第" in checked.stdout
    assert desk_app("forms", "check").returncode == 0


def test_a_second_copy_on_the_same_data_is_told(tmp_path: Path, out: Path) -> None:
    env = environment(tmp_path / "desk")
    with started(env=env):
        eventually((tmp_path / "desk" / "county.db").exists, "the first window is up")
        second = desk_app("walkthrough", "--out", out, env=env)
    assert second.returncode == 1
    assert "另一个窗口程序" in second.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is POSIX")
def test_a_disk_that_takes_no_more_is_told(case: Path, out: Path) -> None:
    program = [sys.executable, "-m", "desk_app", "walkthrough", "--case", str(case), "--out", str(out)]
    done = ran(["bash", "-c", 'ulimit -f 97; exec "$@"', "bash", *program], env=environment())
    assert done.returncode == 1
    assert "磁盘" in done.stderr
    assert "Traceback" not in done.stderr
