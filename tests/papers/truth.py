"""Where the truth of every variable of every layout stands: in the record, never in what papers are drawn by.

``truth_table.TABLE`` has one row for each name of a variable, or for ``layout.name`` where one layout means
something else by it. A variable without a row fails the tests.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from desk_app.domain.applications import Application, Draft, MatterCase
from desk_app.domain.events import Event
from forms import rules
from forms.numbers import shown_phone
from forms.schema import AtCounter, Document, Moment, Need, Outcome
from tests.papers.expected import OPEN, Truth
from tests.papers.matrix import Record

Of = Callable[[Record, str], Truth]
"""The truth for a record and the name of a paper."""
GIVEN: Final = ("concluded", "sent", "handed_over")
"""States of a matter that was granted and is still."""


# ---- the record ----------------------------------------------------------------------------------


def day(value: Any) -> str:
    """A day as papers write it; other texts as they stand."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{found.year}年{found.month}月{found.day}日"


def word(record: Record, element: str, value: Any = None) -> str:
    """An answer in the words of its code table."""
    found = record.holder.answers.get(element, "") if value is None else value
    named = record.pack.elements[element]
    options = {o.code: o.label for o in record.pack.codes[named.codes].options} if named.codes else {}
    if isinstance(found, tuple):
        return "、".join(options[v] for v in found)
    return day(options.get(str(found), str(found)))


def row(record: Record, paper: str) -> Document | None:
    """The paper's row of ``documents.toml``."""
    return next((d for d in record.pack.documents if d.id == paper), None)


def cases(record: Record, paper: str) -> tuple[MatterCase, ...]:
    """The matters a paper, or its part by one department, is about."""
    found = _cases(record, paper)
    return tuple(m for m in found if record.only in ("", record.pack.matters[m.matter].department))


def _cases(record: Record, paper: str) -> tuple[MatterCase, ...]:
    """Those in the states of its moment, else all that were not taken back."""
    found, holder = row(record, paper), record.holder
    titles = record.pack.matters
    if isinstance(holder, Draft):
        chosen = list(holder.chosen)
        if found and found.counter is AtCounter.NOT_MET:
            chosen = [f.matter for f in judged(record) if f.outcome is Outcome.NOT]
        return tuple(MatterCase(m, titles[m].title, "taken") for m in chosen)
    states = record.pack.procedures["matter"].states
    moments = {s.code: s.moment for s in states}
    opened = {s.code for s in states if s.open}
    if found and found.moment is Moment.OPEN:
        return tuple(m for m in holder.matters if m.state in opened)
    if found and found.moment not in (Moment.DRAFT, Moment.ACCEPTED):
        return tuple(m for m in holder.matters if moments[m.state] is found.moment)
    gone = bool(found and (found.matters or found.afterwards))
    return tuple(m for m in holder.matters if not (gone and m.state == "withdrawn"))


def judged(record: Record) -> tuple[Any, ...]:
    """The law's findings on a draft, for what was chosen."""
    found = record.findings
    return tuple(f for f in found if f.matter in record.holder.chosen)


def last(record: Record, matter: str, *acts: str) -> Event | None:
    """The last event of these acts on a matter that counts."""
    events = [e for e in record.events.get(matter, ()) if e.act in acts and not e.void]
    return events[-1] if events else None


def titles(record: Record, paper: str) -> str:
    """The matters a paper is about."""
    return "、".join(m.title for m in cases(record, paper))


def granted(record: Record) -> MatterCase | None:
    """The certificate that was issued last in this application; None while none was."""
    holder = record.holder
    if not isinstance(holder, Application):
        return None
    ends = [
        (e.order, m)
        for m in holder.matters
        if record.pack.matters[m.matter].gives == "certificate" and m.state in GIVEN
        if (e := last(record, m.matter, "conclude"))
    ]
    return max(ends, key=lambda pair: pair[0])[1] if ends else None


def pending(record: Record) -> str:
    """What stands for a certificate that is not there: it is to come, or none came; empty where none is."""
    holder = record.holder
    if not isinstance(holder, Application) or granted(record):
        return ""
    due = [m for m in holder.matters if record.pack.matters[m.matter].gives == "certificate"]
    opened = {s.code for s in record.pack.procedures["matter"].states if s.open}
    if not due:
        return ""
    return "办结后录入" if any(m.state in opened for m in due) else "没有发证"


def taken(record: Record) -> Application:
    """The application of a record that was accepted."""
    assert isinstance(record.holder, Application)
    return record.holder


def decided(record: Record, paper: str) -> str:
    """The day a notice about matters was made: that of the department's act it tells of, the latest."""
    acts = {
        "correction": ("correct",),
        "not_accepted": ("refuse",),
        "termination": ("close", "lapse", "stop"),
    }
    if isinstance(record.holder, Draft):
        return day(record.today)
    if paper in acts:
        days = [e.at.date() for m in cases(record, paper) if (e := last(record, m.matter, *acts[paper]))]
        return day(max(days))
    return day(taken(record).accepted_at.date()) if paper == "following_notice" else day(record.today)


# ---- the person ------------------------------------------------------------------------------------


def certificate(record: Record, _paper: str) -> str:
    """The number of the certificate that is in force for this record."""
    found, told = granted(record), str(record.holder.answers.get("certificate_number", ""))
    return str(found.facts["certificate_number"]) if found else pending(record) or told


def assessed(record: Record) -> list[tuple[str, str]]:
    """Category and grade of what was granted, in words; those held where nothing was assessed."""
    codes = record.pack.codes
    found = granted(record)
    number = str(found.facts["certificate_number"]) if found else str(certificate(record, ""))
    rows = [(r["category"], r["grade"]) for r in (found.facts.get("assessed") or ())] if found else []
    if not rows and len(number) >= 20 and number[18] != "7":
        rows = [(number[18], number[19])]
    return [(codes["category"].label(c), codes["grade"].label(g)) for c, g in rows]


def grade(record: Record, _paper: str) -> str:
    """The grade the certificate bears: the heaviest."""
    grades = [g for _, g in assessed(record)]
    return min(grades, key=lambda g: "一二三四".find(g[0])) if grades else pending(record)


def category(record: Record, _paper: str) -> str:
    """The category the certificate bears: of several 多重."""
    rows = assessed(record)
    return "多重" if len(rows) > 1 else rows[0][0] if rows else pending(record)


def each(record: Record, _paper: str) -> str:
    """Every category with its own grade, where there are several."""
    rows = assessed(record)
    return "、".join(c + g for c, g in rows) if len(rows) > 1 else ""


def whole(record: Record, paper: str) -> str:
    """Categories and grade on one line."""
    if waiting := pending(record):
        return waiting
    rows = assessed(record)
    said = "、".join(c + g for c, g in rows)
    return f"多重{grade(record, paper)}({said})" if len(rows) > 1 else said


def issued(record: Record, _paper: str) -> str:
    """The day of issue."""
    found = granted(record)
    return day(found.facts["issued_on"]) if found else pending(record)


def until(record: Record, paper: str) -> str:
    """The last day."""
    found = granted(record)
    told = "" if paper == "certificate_page" else record.holder.answers.get("certificate_until", "")
    return day(found.facts["expires_on"]) if found else pending(record) or day(told)


def answer(element: str) -> Of:
    """The truth of an answer of the form, in words."""

    def of(record: Record, _paper: str) -> str:
        shown = {e.id for e in rules.fields(record.pack, record.holder.answers, record.holder.chosen)}
        said = word(record, element) if element in shown else ""
        phone = record.pack.elements[element].kind.value == "phone"
        return shown_phone(said) if phone else said

    return of


# ---- materials ---------------------------------------------------------------------------------------


def needs(record: Record) -> tuple[Need, ...]:
    """What the law asks for."""
    return rules.needs(record.pack, record.facts, record.holder.chosen)


def takeable(record: Record) -> tuple[str, ...]:
    """The chosen matters a notice asks materials for: all of an application, those of a draft that can be."""
    refused = {f.matter for f in judged(record) if f.outcome is Outcome.NOT}
    draft = isinstance(record.holder, Draft)
    return tuple(m for m in record.holder.chosen if not (draft and m in refused))


def asked(record: Record) -> tuple[Need, ...]:
    """What the law asks for the matters that can be taken."""
    return rules.needs(record.pack, record.facts, takeable(record))


def promised(record: Record) -> tuple[Mapping[str, str], ...]:
    """The materials that may follow, as they were promised."""
    known = {m.id: m for m in record.pack.materials}
    return tuple(
        {
            "title": known[p.material].title,
            "form": f"{known[p.material].form}{known[p.material].copies}份",
            "due": day(p.until),
        }
        for p in record.holder.promises
    )


def mended(record: Record, paper: str) -> tuple[Mapping[str, str], ...]:
    """What a department wants mended, or what lacks at the counter, without what it rests on."""
    if isinstance(record.holder, Draft):
        return tuple(_lacks(record))
    events = [e for m in cases(record, paper) if (e := last(record, m.matter, "correct"))]
    asked = [r for e in events for r in e.payload["rows"]]
    return tuple(
        {
            "title": r["material"],
            "fault": f"{r['fault']}(依据:{OPEN})" if r.get("clause") else r["fault"],
            "remedy": r["remedy"],
            "until": f"{day(r['until'])}前",
        }
        for place, r in enumerate(asked)
        if r not in asked[:place]  # what two matters want alike is brought once
    )


def _lacks(record: Record) -> Iterator[Mapping[str, str]]:
    holder = record.holder
    there = {p.material for p in holder.pages} | set(holder.seen) | {e.material for e in holder.electronic}
    for need in needs(record):
        material = need.material
        if need.required and material.id not in there:
            where = f",{material.where}" if material.where else ""
            remedy = f"补交{material.form}{need.copies}份{where}"
            yield {"title": material.title, "fault": "没有带", "remedy": remedy, "until": ""}


# ---- what is handed over --------------------------------------------------------------------------------


def results(record: Record, paper: str) -> tuple[Mapping[str, str], ...]:
    """Each paper with its number and words, and who takes it; of several certificates the last."""
    about = cases(record, paper)
    cards = [m for m in about if record.pack.matters[m.matter].gives == "certificate"]
    card = granted(record) if len(cards) > 1 else None
    left = [m for m in about if card is None or m is cards[0] or m not in cards]
    return tuple(
        _result(record, card, cards) if card and m in cards else _result(record, m, [m]) for m in left
    )


def _result(record: Record, case: MatterCase, gave: Sequence[MatterCase]) -> Mapping[str, str]:
    matter, names = record.pack.matters[case.matter], record.visit.names
    number = str(case.facts.get("certificate_number", ""))
    if matter.gives == "cancellation":
        number = str(record.holder.answers.get("certificate_number", ""))
    said = _said(record, case)
    registered = "就业登记" if record.holder.answers.get("employed") is True else "失业登记,求职意向推荐"
    title = registered if case.matter == "employment" else matter.result
    same = [m for m in record.holder.chosen if record.pack.matters[m].result == matter.result]
    if len(same) > 1:
        said = ":".join(t for t in ("、".join(m.title for m in gave), said) if t)
    own = record.visit.id_number if names.recipient_own else ""
    handed = last(record, case.matter, "hand_over")
    receiver = str(handed.payload.get("receiver", "")) if handed else ""
    name = receiver or names.recipient.partition("（")[0]
    whose = "" if name == record.visit.told["name"] else f"(持证人{record.visit.told['name']})"
    return {
        "title": title,
        "number": number,
        "said": said,
        "taken": f"{title}{whose}{number}{said}",
        "office_number": taken(record).office_number,
        "copies": "1",
        "name": name,
        "id_kind": _id_kind(record) if own and receiver in ("", record.visit.told["name"]) else "",
        "id_number": own if receiver in ("", record.visit.told["name"]) else "",
        "way": _way(record, case),
        "time": f"{day(handed.at.date())}{handed.at.hour}时{handed.at.minute}分" if handed else "",
    }


def _way(record: Record, case: MatterCase) -> str:
    handed = last(record, case.matter, "hand_over")
    if last(record, case.matter, "post"):
        return "邮寄"
    if handed is None:
        return ""
    codes = {o.code: o.label for o in record.pack.codes["receiver"].options}
    return f"窗口领取({codes[str(handed.payload['relation'])]})"


def _said(record: Record, case: MatterCase) -> str:
    facts, gives = case.facts, record.pack.matters[case.matter].gives
    if gives == "certificate":
        rows = facts.get("assessed") or ()
        label = record.pack.codes
        pairs = [label["category"].label(r["category"]) + label["grade"].label(r["grade"]) for r in rows]
        number = str(facts["certificate_number"])
        if not pairs:
            pairs = [label["category"].label(number[18]) + label["grade"].label(number[19])]
        heavy = label["grade"].label(number[19])
        said = f"多重{heavy}({'、'.join(pairs)})" if len(pairs) > 1 else pairs[0]
        return f"{said}、{day(facts['issued_on'])}发证、有效期至{day(facts['expires_on'])}"
    if gives == "subsidy":
        year, _, month = str(facts["first_month"]).partition("-")
        return f"计发{year}年{int(month)}月起、每月{facts['amount']}元"
    if gives == "cancellation":
        done = last(record, case.matter, "conclude")
        return f"注销于{day(done.at.date())}" if done else ""
    return f"{day(facts['registered_on'])}登记" if facts.get("registered_on") else ""


def _id_kind(record: Record) -> str:
    number = record.visit.id_number
    return "港澳台居民居住证" if number[:2] in ("81", "82", "83") else "居民身份证"
