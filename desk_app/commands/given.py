"""What is given to a command as ``--set NAME=VALUE``."""

from collections.abc import Iterable

from desk_app.errors import RuleError


def pairs(given: Iterable[str]) -> dict[str, str]:
    """Names and values; RuleError for what is no pair, or names one thing twice."""
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise RuleError(f"“{text[:40]}”应写成 名称=内容")
        if name.strip() in found:
            raise RuleError(f"“{name.strip()}”写了两次,只留一个")
        found[name.strip()] = value.strip()
    return found
