"""How each material of an application stands, in the words of screens and papers."""

from datetime import date

from desk_app.domain.applications import Application, Draft, HandedIn, in_hand, pages_of, paper_of, promise_of
from desk_app.domain.promises import may_follow, takes_copy
from forms.pack import Pack
from forms.schema import Material, Need


def day(until: date) -> str:
    """A promised day as people say it: 12月1日."""
    return f"{until.month}月{until.day}日"


def state(need: Need, holder: Draft | Application) -> str:
    """Where a material stands, as the papers say it."""
    material = need.material
    if pages := pages_of(holder, material.id):
        return f"已收(电子{pages}页)"
    if paper := paper_of(holder, material.id):
        return f"已收({paper_words(material, paper)})"
    if promise := promise_of(holder, material.id):
        return f"容缺,{day(promise.until)}前补交"
    return "未带" if need.required else "免提交"


def paper_words(material: Material, paper: HandedIn) -> str:
    """What became of the paper: a copy stays, an original goes back unless only it will do (照片)."""
    if paper is HandedIn.COPY:
        return "复印件"
    return "原件核对后退还" if takes_copy(material) else "原件"


def wanted(need: Need) -> str:
    """How many and in which form: ``3 份,原件``."""
    return f"{need.copies} 份,{need.material.form}"


def follows(pack: Pack, need: Need, holder: Draft | Application) -> str:
    """What is told of a missing material that may follow, unless that is promised; empty for all others."""
    material = need.material
    settled = in_hand(holder, material.id) or promise_of(holder, material.id)
    if settled or not need.required or not may_follow(pack, material):
        return ""
    return f"可容缺,{material.follows_in}个工作日内补交"
