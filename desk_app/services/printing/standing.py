"""What 004 has the hall tell whatever is asked for, in the pack's words: for notice, receipt and guide."""

from collections.abc import Collection, Iterator, Sequence

from forms.pack import Department, Hall, Pack
from forms.schema import Effect, Matter


def said(pack: Pack, text: str) -> str:
    """A text of the pack; empty when the pack does not tell it."""
    return pack.texts.get(text, "")


def some(pack: Pack, *texts: str) -> tuple[str, ...]:
    """Those of these texts that the pack tells."""
    return tuple(words for text in texts if (words := said(pack, text)))


def limits(pack: Pack, matters: Collection[str]) -> str:
    """The days of hall and departments; of 评定 and 公示 only where one of these matters has them."""
    whole, aside = pack.texts["process"], said(pack, "process_assessing")
    if not aside or not matters or any(assesses(pack.matters[m]) for m in matters):
        return whole
    return whole.replace(aside, "")


def visit(pack: Pack, matter: Matter) -> str:
    """How often an applicant has to come, and why (附件3 到场次数)."""
    if not matter.collected:
        return said(pack, "visit_none")
    return said(pack, "visit_assessed" if assesses(matter) else "visit")


def assesses(matter: Matter) -> bool:
    """Whether a matter includes a 残疾评定, for which one has to come and whose result may be contested."""
    return "评定" in matter.takes


def free(pack: Pack, matters: Collection[str]) -> tuple[str, ...]:
    """The texts about what it costs: nothing here, and what the assessment may cost where one is needed."""
    return ("fee", "fee_assessed") if any(assesses(pack.matters[m]) for m in matters) else ("fee",)


def electronic(pack: Pack, ways: Collection[str]) -> str:
    """That results come online too, unless each way of delivery says so itself."""
    return "" if all("电子" in way for way in ways) else said(pack, "electronic_result")


def pays(pack: Pack, matters: Collection[str]) -> bool:
    """Whether one of these matters gives a subsidy."""
    return any(pack.effect_of(m) is Effect.PAYS for m in matters)


# ---- where, and whom to call ---------------------------------------------------------------------


def place(hall: Hall) -> str:
    """Where the hall is, with its name."""
    return hall.address if hall.name in hall.address else f"{hall.name}({hall.address})"


def advice(hall: Hall) -> str:
    """Telephone and web address for advice (附件3 咨询方式)."""
    return _ways(("电话", hall.phone), ("网址", hall.consult_web))


def complaints(hall: Hall) -> str:
    """Telephone and address for complaints, below them the web address (附件3 监督投诉方式)."""
    near = _ways(("电话", hall.complaint_phone), ("地址", hall.complaint_address))
    return "\n".join(part for part in (near, _ways(("网址", hall.complaint_web))) if part)


def _ways(*ways: tuple[str, str]) -> str:
    return ",".join(f"{label} {said}" for label, said in ways if said)


def contacts(pack: Pack, hall: Hall, matters: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Label and words of each line of where to go and whom to call, for these matters."""
    lines = (
        ("地点", place(hall)),
        ("时间", hall.hours),
        ("咨询", advice(hall)),
        ("投诉", complaints(hall)),
        ("找谁", ";".join(_officers(pack, matters))),
    )
    return tuple(line for line in lines if line[1])


def reached(department: Department) -> str:
    """A department as an applicant reaches it: its name, who deals with matters there, the telephone."""
    return f"{department.name}{department.officer}{f'({department.phone})' if department.phone else ''}"


def _officers(pack: Pack, matters: Sequence[str]) -> Iterator[str]:
    """For each department that decides one of these matters: which, and whom to call (附件2 第十条)."""
    for name in dict.fromkeys(pack.matters[m].department for m in matters):
        own = [pack.matters[m] for m in matters if pack.matters[m].department == name]
        titles = dict.fromkeys("残疾人证" if m.certificate else m.short or m.title for m in own)
        department = pack.department(name)
        if department.phone:
            yield f"{'、'.join(titles)}问{reached(department)}"
