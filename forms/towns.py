"""The town an address names, for counting by town what is only written down as an address."""

import re
from typing import Final

NO_TOWN: Final = "没有写乡镇"
"""In place of the town of an address that names none."""
_TOWN: Final = re.compile(r"^(?:.*?[省州盟市县区旗])?([^省市县区旗]*?(?:街道|[乡镇]))")


def town_of(address: str) -> str:
    """The town an address names: what stands up to 乡, 镇 or 街道, without the county before it."""
    found = _TOWN.match("".join(address.split()))
    return found[1] if found else NO_TOWN
