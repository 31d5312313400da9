"""A walk that goes on at the departments: the window learns what was granted, and prints it."""

import shutil
from pathlib import Path

import pytest

from tests.stories.program import SAMPLES, desk_app, pdf_text, result

pytestmark = pytest.mark.story

OLD, NEW = "62040319930821004563", "62040319930821004562"
DECISIONS = """
[[decisions]]
matter = "cert_change"
act = "accept"

[[decisions]]
matter = "cert_change"
act = "conclude"
assessed = "精神二级"
expires_on = "2031-03-12"

[[decisions]]
matter = "care_subsidy"
act = "conclude"
amount = "120"
"""


def case(folder: Path, decisions: str) -> Path:
    """The sample of a changed grade, with decisions."""
    (sample,) = [s for s in SAMPLES if "grade-change" in s.stem]
    shutil.copytree(sample.parent, folder / "samples")
    found = folder / "samples" / sample.name
    found.write_text(f"{found.read_text(encoding='utf-8')}\n{decisions}", encoding="utf-8")
    return found


def test_what_the_departments_decide_is_printed(tmp_path: Path, out: Path) -> None:
    done = desk_app("walkthrough", "--case", case(tmp_path, DECISIONS), "--out", out)
    assert done.returncode == 0, done.stderr
    told = result(out)
    assert told["states"] == {"cert_change": "已办结", "care_subsidy": "已办结"}
    assert NEW in told["results"]["cert_change"]
    assert "每月120元" in told["results"]["care_subsidy"]
    for paper in ("certificate_page", "delivery_receipt", "collection_register", "retype"):
        said = pdf_text(out / f"{paper}.pdf")
        assert NEW in said, paper
        assert OLD not in said, paper


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ('[[decisions]]\nmatter = "cert_new"\nact = "conclude"', "matter 应是 matters 里的一个"),
        ('[[decisions]]\nmatter = "cert_change"', "缺少 act"),
        ('[decisions]\nmatter = "cert_change"', "应写成一节一节的 [[decisions]]"),
    ],
)
def test_a_decision_written_wrongly_is_told(tmp_path: Path, out: Path, decisions: str, words: str) -> None:
    done = desk_app("walkthrough", "--case", case(tmp_path, decisions), "--out", out)
    assert done.returncode == 1
    half = done.stderr.translate({ord("，"): ",", ord("："): ":"})
    assert words in half
