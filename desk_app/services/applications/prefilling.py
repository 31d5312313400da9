"""What the form of an act on a matter may begin with."""

from typing import Final

from desk_app.services.parts import Parts
from forms.particulars import BY_POST
from forms.procedures import Act

_POST_NUMBER: Final = "post_number"
"""What an act asks by which something goes out by the post."""
_BY_TOWN: Final = "2"
"""Code of ``sent_by``: brought by the town."""


def prefilled(parts: Parts, act: Act, pack_digest: str, matter: str = "") -> dict[str, str]:
    """What the form of an act may begin with: who hands over, today, and the department of a matter's id.

    Only answers the act asks for; nothing where neither is known.
    """
    today = parts.clock.today().isoformat()
    days = ("told_on", "sent_on", "back_on", "checked_on")
    known = {"given_by": parts.window.clerk, **dict.fromkeys(days, today)}
    known["sent_by"] = BY_POST if any(ask.id == _POST_NUMBER for ask in act.asks) else _BY_TOWN
    if found := parts.law.pack(pack_digest).matters.get(matter):
        known["department"] = found.department
    return {ask.id: known[ask.id] for ask in act.asks if ask.id in known}
