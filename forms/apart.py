"""What excludes another matter within one visit excludes it across visits too, while it is open."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from forms.particulars import OPEN_MATTERS
from forms.schema import Clause, Matter, Requirement

UNKNOWN = "录入身份证号后核对以前的办理记录。"


def whole_visits(matter: Matter, matters: Mapping[str, Matter]) -> Matter:
    """The matter, with a requirement for each matter that excludes it or that it excludes.

    A matter that prevails (注销) is taken although such a matter is open.
    """
    if matter.prevails or not matter.collected:
        return matter
    return replace(matter, requirements=(*matter.requirements, *_apart(matter, matters)))


def _apart(matter: Matter, matters: Mapping[str, Matter]) -> Iterator[Requirement]:
    for other in matters.values():
        if other.id in matter.excludes or matter.id in other.excludes:
            yield Requirement(
                id=f"while_{other.id}",
                when=((Clause(OPEN_MATTERS, "none-of", (other.id,)),),),
                met="",
                unmet=f"“{other.title}”正在办理,办结以前不能办理本事项。",
                unknown=UNKNOWN,
                clause="窗口规则:不能同时申请的事项,前一项办结以后再办后一项",
                next_step=f"等“{other.title}”办结以后再来;进度可以问窗口,或打咨询电话",
            )
