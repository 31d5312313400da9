"""Shapes of roles: who acts in an application, and by which answers each role is filled."""

from dataclasses import dataclass

from forms.facts import Condition


@dataclass(frozen=True, slots=True)
class RoleWay:
    """One way to fill a role: from answers, or by whoever fills another role."""

    when: Condition = ()
    role: str = ""
    """Id of the other role; empty: the elements below are read."""
    name: str = ""
    """Element of the name; ``phone``, ``id_number``, ``relation`` and ``handler`` are elements as well.

    Beside ``role``, ``id_number`` says that it is done in the name of the person concerned.
    """
    phone: str = ""
    id_number: str = ""
    relation: str = ""
    """Element of what this person is to the person concerned."""
    handler: str = ""
    """Element of who acts for an organisation (经办人)."""
    said: str = "{name}"
    """How papers name them (``forms.phrases``): ``name``, ``person``, ``kin``, ``handler`` are filled in."""


@dataclass(frozen=True, slots=True)
class Role:
    """One role in an application; the first way that holds and has a name fills it."""

    id: str
    title: str
    source: str
    ways: tuple[RoleWay, ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """What a relation (code table ``relation``) is called behind 的: 女 is 女儿."""

    relation: str
    words: str


SAID = ("name", "person", "kin", "handler")
"""What ``said`` may name."""
