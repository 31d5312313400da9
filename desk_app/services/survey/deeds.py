"""How a year, a town or a village stands before something is done with it: sentences for the window."""

from collections.abc import Iterator

from desk_app.domain.survey_quality import SheetFinding
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.survey import coverage, people, quality, reporting, rounds, shelf
from desk_app.services.survey.coverage import Coverage
from desk_app.services.survey.reporting import CHAIRMAN, DIRECTOR


def cautions(parts: Parts, found: Coverage) -> tuple[str, ...]:
    """What the list of a year has to say above all: torn signatures, and what is below what is wanted."""
    return (*unsigned(parts, found), *coverage.cautions(parts, found))


def unsigned(parts: Parts, found: Coverage) -> tuple[str, ...]:
    """The towns whose signatures no longer stand, by their sheets or by their list, in sentences."""
    torn = (town.sentence for town in reporting.torn(parts, found.year))
    return (*torn, *reporting.outgrown(parts, found))


def withdrawing(parts: Parts, year: int | None = None) -> tuple[tuple[str, ...], bool]:
    """What taking the list of a year back would do, or why it can not be; and whether it can."""
    listed = people.people(parts, year)
    wanted = shelf.of_year(parts, "person", year).head.year
    if refused := people.refusal(wanted, listed):
        return (refused,), False
    return (f"{wanted}年度名单上{len(listed)}人都会去掉,各村、各乡镇的报送也撤下;以后可以再列",), True


def findings(parts: Parts, town: str = "", village: str = "", year: int | None = None) -> tuple[str, ...]:
    """What has to be mended or looked at among complete sheets, those to be mended first."""
    found = sorted(quality.findings(parts, year, town, village), key=lambda f: not f.mends)
    return tuple(map(_told, found)) or ("没有要改正、要核对的",)


def _told(found: SheetFinding) -> str:
    return f"{'改正' if found.mends else '核对'}:{found.message}"


def signing(parts: Parts, town: str, year: int | None = None) -> tuple[tuple[str, ...], bool]:
    """How far the signatures of a town are, what is in the way, and whether it can be signed now."""
    record = reporting.of_town(parts, town, year)
    if record.state != rounds.UNSIGNED:
        law = parts.law.procedure(record.pack_digest, record.procedure)
        return (f"{town}{law.state(record.state).word}",), False
    left = tuple(reporting.obstacles(parts, town, year))
    return (*_signed(parts, town, year), *left), not left


def _signed(parts: Parts, town: str, year: int | None) -> Iterator[str]:
    held = reporting.signatures(parts, town, year)
    for role in (CHAIRMAN, DIRECTOR):
        person = held.get(role, "")
        yield f"{role.removeprefix('乡镇残联')}:{f'{person},已签' if person else '还没有签'}"


def reporting_of(parts: Parts, town: str, village: str, year: int | None = None) -> tuple[str, ...]:
    """How far a village is; RuleError where the list of the year does not have it."""
    found = coverage.of(parts, year)
    line = next((v for v in found.villages if (v.town, v.village) == (town, village)), None)
    if line is None:
        raise RuleError(f"{found.year}年度的名单上没有{town}{village}")
    return (
        f"名单{line.listed}人,采集完成{line.collected}人,失访{line.lost}人,"
        f"采集中{line.asking}人,未采集{line.untouched}人",
        f"登记率{line.registered.words},入户率{found.at_home(line).words}",
        found.ground,
    )
