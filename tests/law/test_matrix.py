"""Every invented person and every matter: the rules say what the lawyer's table says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from desk_app.commands import people
from desk_app.commands.people import DAY, NEVER, VALID, InventedPerson, everybody
from forms import judging, loader, rules
from forms.schema import Finding
from tests.law import table
from tests.law.people import ALONGSIDE, CERTIFICATE, MATERIALS, Words, described, for_matter, words
from tests.law.table import Book, Row

SHOWN = 8
WAITING = ("living_subsidy", "care_subsidy", "pension")
SUBSIDIES = ("living_subsidy", "care_subsidy")


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of one person: the table's expectation and the rules' finding."""

    person: InventedPerson
    alongside: str
    words: Words
    row: Row
    finding: Finding

    @property
    def agrees(self) -> bool:
        """Whether the outcomes are the same, and what is waited for."""
        waits = ALONGSIDE.get(self.finding.waits_for, "")
        return self.finding.outcome == self.row.conclusion and self.row.waits in (waits, table.ANY)

    def __str__(self) -> str:
        row, found = self.row, self.finding
        return (
            f"\n{found.matter}:{described(self.person)}\n"
            f"  应当:{row.conclusion}{row.waits and f',等{row.waits}'}(表第{row.line}行,{row.basis})\n"
            f"  程序:{found.outcome}{found.waits_for and f',等{found.waits_for}'}:{''.join(found.reasons)}"
        )


@cache
def book() -> Book:
    return table.read()


def cases(person: InventedPerson, chosen: tuple[str, ...] = (), alongside: str = "") -> Iterator[Case]:
    """All matters of one person."""
    pack, plain = loader.shipped(), words(person, alongside)
    for finding in judging.judge(pack, rules.complete(pack, people.facts(person), DAY), chosen):
        row = book().row(finding.matter, for_matter(person, plain, finding.matter))
        yield Case(person, alongside, plain, row, finding)


def agree(found: Iterator[Case], least: int) -> None:
    """Assert that all cases agree and that there are at least so many; lists the first that do not."""
    wrong, seen = [], 0
    for case in found:
        seen += 1
        if not case.agrees:
            wrong.append(case)
    assert not wrong, f"{len(wrong)}处与判定表不同" + "".join(map(str, wrong[:SHOWN]))
    assert seen >= least


# ---- the matrix -------------------------------------------------------------------------------


@cache
def alone() -> tuple[Case, ...]:
    return tuple(case for person in everybody() for case in cases(person))


@cache
def chained() -> tuple[Case, ...]:
    """A certificate matter chosen with both subsidies, whose outcome waits for the certificate."""
    return tuple(
        case
        for alongside in ALONGSIDE
        for person in everybody()[::3]
        if not CERTIFICATE.keys() & person.open and (person.state or not person.grade)
        for case in cases(person, (alongside, *SUBSIDIES), alongside)
        if case.finding.matter in WAITING
    )


def test_there_are_thousands_of_people() -> None:
    assert 8000 <= len(everybody()) <= 15000
    assert len(set(everybody())) > 0.99 * len(everybody())


def test_every_line_of_the_table_is_somebodys() -> None:
    used = {c.row.line for c in (*alone(), *chained())}
    lines = {r.line for m in loader.shipped().matters for r in book().rows[m]}
    assert lines <= used, f"表中没有人用到的行:{sorted(lines - used)}"


def test_every_matter_of_every_person_is_as_the_table_says() -> None:
    agree(iter(alone()), 80000)


def test_what_hangs_on_a_certificate_matter_waits_for_it() -> None:
    agree(iter(chained()), 9000)


@pytest.mark.parametrize("grade", "1234")
def test_after_the_outcome_nothing_waits(grade: str) -> None:
    new = (p for p in everybody()[::3] if p.state == NEVER and not CERTIFICATE.keys() & p.open)
    issued = (replace(p, state=VALID, grade=grade) for p in new)
    after = (c for p in issued for c in cases(p, SUBSIDIES) if c.finding.matter in WAITING)
    agree(after, 1500)


# ---- what may not matter ----------------------------------------------------------------------


def outcomes(person: InventedPerson) -> list[str]:
    pack = loader.shipped()
    found = judging.judge(pack, rules.complete(pack, people.facts(person), DAY), ())
    return [f.outcome for f in found]


def others(person: InventedPerson) -> Iterator[InventedPerson]:
    """The same person with another sex, other categories or another residence."""
    yield replace(person, male=not person.male)
    if person.categories or not person.number:
        kinds = (("1",), ("5", "6"), ()) if not person.number else (("1",), ("5", "6"))
        yield from (replace(person, categories=c) for c in kinds)
    yield from (replace(person, registered=r) for r in (True, False, None))


def test_sex_categories_and_residence_decide_no_outcome() -> None:
    for person in everybody()[::29]:
        mine = outcomes(person)
        for other in others(person):
            assert outcomes(other) == mine, f"{described(person)}\n变为\n{described(other)}"


# ---- materials --------------------------------------------------------------------------------


def brought(person: InventedPerson, matter: str) -> frozenset[str]:
    pack = loader.shipped()
    facts = rules.complete(pack, people.facts(person), DAY)
    return frozenset(n.material.id for n in rules.needs(pack, facts, (matter,)))


def test_the_table_knows_every_material_and_matter() -> None:
    pack = loader.shipped()
    assert {MATERIALS[m] for m in book().materials} == {m.id for m in pack.materials}
    assert set(book().materials["户口簿"]) == {m.id for m in pack.matters.values() if m.collected}


def test_materials_are_those_of_the_table_and_no_others() -> None:
    for person in everybody()[::7]:
        plain = words(person)
        for matter in book().materials["户口簿"]:
            expected = {MATERIALS[m] for m in book().materials_of(matter, plain)}
            assert brought(person, matter) == expected, f"{matter}:{described(person)}"
