"""The town, and the county, that an address names, where no more is known than what was written down."""

import re
from collections.abc import Collection
from typing import Final

NO_TOWN: Final = "没有写乡镇"
"""In place of the town of an address that names none."""
_COUNTY: Final = re.compile(
    r"^((?:[^乡镇村街]{2,8}?(?:省|自治区|自治州|市|盟|地区))*)([^乡镇村街省]{1,8}?(?:县|旗|(?<![小社园发])区|市))"
)
_TOWN: Final = re.compile(r"^(?:.*?[省州盟市县区旗])?([^省市县区旗]*?(?:街道|[乡镇]))")


def town_of(address: str) -> str:
    """The town an address names: what stands up to 乡, 镇 or 街道, without the county before it."""
    found = _TOWN.match("".join(address.split()))
    return found[1] if found else NO_TOWN


def elsewhere(address: str, above: Collection[str]) -> str:
    """The county an address names where it is none of ``above`` (ours and what that lies in); else empty.

    A 区 is one only behind a city: 小区 and 社区 are none.
    """
    found = _COUNTY.match("".join(address.split()))
    if found is None or found[2] in above or (found[2][-1] == "区" and not found[1]):
        return ""
    return found[0]
