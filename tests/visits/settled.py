"""The items of a 1+N request are settled, so that a return visit may say that all is in place."""

from desk_app.services import proceedings
from desk_app.services.parts import Parts


def settle_items(parts: Parts, *requests: str) -> None:
    """Settle every item of these requests that is still open."""
    items = [item for request in requests for item in parts.store.proceedings.children(request)]
    still = [item.id for item in items if item.state in ("open", "handling")]
    proceedings.act_on_all(
        parts, parts.window.who, "settle_item", {item: {"settled": "办好了"} for item in still}
    )
