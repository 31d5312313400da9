"""Draws the pictures of the sample cases and demo devices: ``python -m desk_app.walkthrough.pictures``."""

import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import resources
from forms import numbers
from printing import portraits, specimens

_DRAWN_ON = date(2026, 11, 22)
_SEX = {"1": "男", "2": "女"}


def draw_all(folder: Path) -> None:
    """Draw every picture that the case files of a folder name, from the case's own answers."""
    for path in sorted(folder.glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        for names in case.get("pictures", {}).values():
            for name in [names] if isinstance(names, str) else names:
                target = folder / name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(_picture(target.stem, case))


def draw_demo(samples: Path, folder: Path) -> None:
    """Draw what lies in the demo scanner beside the pictures of the cases: the child's household book."""
    case = tomllib.loads((samples / "02-child-with-guardian.toml").read_text(encoding="utf-8"))
    folder.mkdir(exist_ok=True)
    for kind in ("household-1", "household-2"):
        (folder / f"{kind}.jpg").write_bytes(_picture(kind, case))


def _picture(kind: str, case: dict[str, Any]) -> bytes:
    person, answers = case["person"], case["answers"]
    if kind == "portrait":
        return _portrait(person)
    if kind == "id-front":
        return _front(person["name"], person["id_number"], answers)
    if kind == "guardian-front":
        return _front(answers["guardian_name"], _guardian_number(person["id_number"]), answers)
    if kind in ("id-back", "guardian-back"):
        return specimens.id_back("白银市公安局平川分局(样本)", "2020.01.01-2040.01.01")
    if kind == "bank-card":
        return specimens.bank_card(person["name"], answers["bank_card"])
    return specimens.household_page(_household(kind, person, answers))


def _identity(number: str) -> numbers.Identity:
    identity = numbers.read_id(number, date.max)
    assert identity is not None
    return identity


def _portrait(person: dict[str, str]) -> bytes:
    identity = _identity(person["id_number"])
    age = numbers.age_on(identity.birth, _DRAWN_ON)
    seed = int(person["id_number"][14:17])
    return portraits.portrait(seed, female=identity.sex == "2", elderly=age >= 60, child=age <= 14)


def _guardian_number(child: str) -> str:
    """An invented identity number of a person 27 years older, with an even order."""
    first = child[:6] + str(int(child[6:10]) - 27) + child[10:14] + "088"
    return first + numbers.check_digit(first)


def _front(name: str, number: str, answers: dict[str, Any]) -> bytes:
    identity = _identity(number)
    face = _portrait({"id_number": number})
    address, ethnicity = answers["registered_address"], answers["ethnicity"]
    return specimens.id_front(name, _SEX[identity.sex], ethnicity, identity.birth, address, number, face)


def _household(kind: str, person: dict[str, str], answers: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [("户别", f"{answers['household_kind']}家庭户"), ("住址", answers["registered_address"])]
    identity = _identity(person["id_number"])
    child = numbers.age_on(identity.birth, _DRAWN_ON) <= 17
    if kind.endswith("1"):
        return [
            ("户号", "样本0001"),
            ("户主姓名", answers["guardian_name"] if child else person["name"]),
            *rows,
        ]
    return [
        ("姓名", person["name"]),
        ("与户主关系", "子女" if child else "户主"),
        ("性别", _SEX[identity.sex]),
        ("民族", answers["ethnicity"]),
        ("出生日期", f"{identity.birth:%Y-%m-%d}"),
        ("籍贯", answers.get("native_place", "")),
        ("公民身份号码", person["id_number"]),
        ("文化程度", answers.get("education", "")),
        ("婚姻状况", answers.get("marriage", "")),
    ]


if __name__ == "__main__":
    whole = Path(sys.argv[1]) if len(sys.argv) > 1 else resources.path()
    draw_all(whole / "samples")
    draw_demo(whole / "samples", whole / "demo")
