"""Reads days and ``--set NAME=VALUE`` of a command."""

import argparse
from collections.abc import Iterable
from datetime import date

from desk_app.errors import RuleError
from forms.typesetting import typeset


def pairs(given: Iterable[str]) -> dict[str, str]:
    """Names and values; RuleError for a text that is no pair, or a name given twice."""
    found: dict[str, str] = {}
    for name, value in map(pair, given):
        if name in found:
            raise RuleError(f"“{name}”写了两次,只留一个")
        found[name] = value
    return found


def pair(text: str) -> tuple[str, str]:
    """Name and value of ``NAME=VALUE``; RuleError without a name."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise RuleError(f"“{text[:40]}”应写成 名称=内容")
    return name.strip(), value.strip()


def day(text: str) -> date:
    """A day, written 2026-11-23; ArgumentTypeError, for argparse, when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        told = typeset(f"“{text[:40]}”不是日期,请写成 2026-11-23 这样")
        raise argparse.ArgumentTypeError(told) from fault
