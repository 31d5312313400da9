"""The 撤回申请书: what is taken back, why and by whom, drawn to be signed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from desk_app.domain.applications import Application
from desk_app.services import law
from desk_app.services.applications import withdrawing
from desk_app.services.applications.withdrawing import ASKER, ASKER_IS, REASON
from desk_app.services.parts import Parts
from desk_app.services.printing import printouts
from desk_app.services.printing.print_run import Printout
from forms.schema import Moment

_ASKERS: Final = "receiver"
"""The code table of who asks: the applicant, a guardian …"""


def paper(
    parts: Parts, application: Application, chosen: Sequence[str], given: Mapping[str, Any]
) -> Printout:
    """The 撤回申请书 for these matters, to be signed, with what was answered so far."""
    pack = law.of(parts, application.pack_digest)
    document = next(d for d in pack.documents if d.moment is Moment.OPEN)
    table = pack.codes[_ASKERS]
    told = {
        "withdrawn": "、".join(m.title for m in withdrawing.whole(application, chosen)),
        "withdrawn_why": str(given.get(REASON) or ""),
        "asker": str(given.get(ASKER) or ""),
        "asker_is": table.label(str(given[ASKER_IS])) if given.get(ASKER_IS) else "",
    }
    return printouts.document(parts, application, document, lambda: told)
