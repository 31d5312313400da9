"""Which questionnaire a sheet goes by: that of a year in force, and once begun the very one it names."""

from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError, WorldError, because
from desk_app.services.parts import Parts
from forms.surveys.kinds import Questionnaire


def of_year(parts: Parts, kind: str, year: int | None = None) -> Questionnaire:
    """The questionnaire about persons or villages of a year; without one, of the year that is asked now.

    That is the first whose days are not over, else the last there is. RuleError where there is none.
    """
    found = _of(parts, kind)
    chosen = [form for form in found if form.head.year == year]
    if year is None:
        today = parts.clock.today()
        chosen = [form for form in found if today <= form.reference_day] or found[-1:]
    if not chosen:
        years = "、".join(str(form.head.year) for form in found) or "无"
        raise RuleError(f"没有{year or ''}年度的调查表,有的是:{years};请用 desk-app survey new 先做好")
    return chosen[0]


def years(parts: Parts) -> tuple[int, ...]:
    """The years that have a questionnaire for persons, the newest first."""
    return tuple(form.head.year for form in reversed(_of(parts, "person")))


def _of(parts: Parts, kind: str) -> list[Questionnaire]:
    """The questionnaires of a kind in force, by year."""
    found = (form for form in parts.surveys.shelf.in_force.values() if form.head.about == kind)
    return sorted(found, key=lambda form: form.head.year)


def by_digest(parts: Parts, record: Proceeding) -> Questionnaire | None:
    """The questionnaire a sheet was begun on; None where this computer never had it."""
    return parts.surveys.shelf.of(str(record.facts.get("form_digest", "")))


def of_record(parts: Parts, record: Proceeding) -> Questionnaire:
    """The same; RuleError, that the sheet can not be read here, where this computer never had it."""
    found = by_digest(parts, record)
    if found is None:
        name, digest = (str(record.facts.get(key, "")) for key in ("form", "form_digest"))
        raise RuleError(
            f"这张表是照另一版“{name}”填的(校验 {digest[:12]}),本机没有那一版,打不开;"
            "表还在,没有丢。请把那一版的事项定义装到这台电脑"
        )
    return found


def keep(parts: Parts, form: Questionnaire) -> None:
    """Keep a questionnaire for the sheets begun on it; WorldError where the disk refuses."""
    try:
        parts.surveys.shelf.keep(form)
    except OSError as error:
        raise WorldError(f"存不下调查表{form.id}:{because(error)}") from error
