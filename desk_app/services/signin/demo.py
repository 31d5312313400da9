"""The invented people of the demo hall, so that everything can be tried; they sign in nowhere else."""

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.clerks import ADMINISTRATOR, SUPERVISOR, Clerk
from desk_app.services.parts import Parts
from forms.procedures import CLERK

PASSWORD: Final = "demo-window-2026"
"""Published: it stands on the sign-in page."""
PEOPLE: Final = (
    ("演示经办员", (CLERK,)),
    ("演示负责人", (CLERK, SUPERVISOR)),
    ("演示管理员", (ADMINISTRATOR,)),
)
_HASH: Final = (
    "$argon2id$v=19$m=65536,t=3,p=1$gT+aOq8wQgVXKXmrk7/g/Q$0z7ZcC6p01EiZ2sAQJKwzZE9U9im1AoSp/7R9BoNn/8"
)
"""Of that password."""


def add_people(parts: Parts) -> None:
    """Write the demo people who are not in the book yet; nothing in a hall that is no demo."""
    if not parts.window.demo:
        return
    known = {c.name for c in parts.store.clerks.all()}
    now = parts.clock.now()
    for name, roles in PEOPLE:
        if name not in known:
            made = Clerk(str(uuid5(NAMESPACE_URL, name)), name, roles, "", _HASH, now, now, demo=True)
            parts.store.clerks.add(made)
