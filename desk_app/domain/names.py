"""Names of persons with no more in them than a neighbour may read."""

from typing import Final

# fmt: off
_DOUBLE_SURNAMES: Final = frozenset({
    "欧阳", "太史", "上官", "司马", "东方", "独孤", "南宫", "夏侯",
    "诸葛", "尉迟", "赫连", "皇甫", "公孙", "慕容", "长孙", "宇文",
    "司徒", "司空", "令狐", "呼延", "拓跋", "百里", "东郭", "西门",
})
# fmt: on


def masked_name(name: str) -> str:
    """A name reduced to its surname, e.g. ``李某某``; empty for no name."""
    name = name.strip()
    surname = name[:2] if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else name[:1]
    return f"{surname}某某" if surname else ""
