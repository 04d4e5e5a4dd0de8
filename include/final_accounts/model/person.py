"""Persons 人员 who act in a season, and the roles in which they may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """In what capacity somebody acts."""

    ACCOUNTANT = "accountant"
    HEAD = "head"
    DEPARTMENT_REVIEWER = "department_reviewer"
    DEPARTMENT_APPROVER = "department_approver"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    OPERATOR = "operator"
    AUDITOR = "auditor"

    @property
    def chinese(self) -> str:
        """The word on pages."""
        return {
            "accountant": "单位会计",
            "head": "单位负责人",
            "department_reviewer": "主管部门审核人",
            "department_approver": "主管部门批复人",
            "reviewer": "财政审核人",
            "approver": "财政批复人",
            "operator": "编报季管理员",
            "auditor": "审计人员",
        }[self.value]


OF_UNIT: Final = frozenset({Role.ACCOUNTANT, Role.HEAD})
OF_DEPARTMENT: Final = frozenset({Role.DEPARTMENT_REVIEWER, Role.DEPARTMENT_APPROVER})
BUREAU: Final = ""
"""What a role of the bureau is held for."""


@dataclass(frozen=True, slots=True)
class Office:
    """A role held for ``of``: a unit code, a department code, or "" for the bureau."""

    role: Role
    of: str = BUREAU


@dataclass(frozen=True, slots=True)
class Person:
    """A line of a city's register of persons 人员名录. ``id`` is the account with which the person signs in.

    ``mail`` and ``phone`` (as written) are "" where the register has none. ``automatic`` marks the made-up persons in
    whose name the example seasons act by themselves.
    """

    id: str
    name: str
    offices: tuple[Office, ...]
    automatic: bool = False
    mail: str = ""
    phone: str = ""

    @property
    def told(self) -> str:
        """Name and account, in sentences."""
        return f"{self.name}（{self.id}）"

    @property
    def contact(self) -> str:
        """The name, and how to reach the person.

        >>> Person("op", "示例管理员", (), mail="op@example.org", phone="000-1").contact
        '示例管理员，电话 000-1，邮箱 op@example.org'
        """
        ways = (("电话", self.phone), ("邮箱", self.mail))
        return "，".join((self.name, *(f"{word} {way}" for word, way in ways if way)))

    def holds(self, role: Role, of: str = BUREAU) -> bool:
        """Whether the person holds that role for that unit, department or the bureau."""
        return Office(role, of) in self.offices


def holders(persons: Iterable[Person], role: Role, of: str = BUREAU) -> tuple[Person, ...]:
    """Everybody who holds that role there, in register order."""
    return tuple(person for person in persons if person.holds(role, of))


def people_of_unit(persons: Sequence[Person], code: str) -> tuple[Person, ...]:
    """The accountants and heads of the unit, each once."""
    both = (*holders(persons, Role.ACCOUNTANT, code), *holders(persons, Role.HEAD, code))
    return tuple(dict.fromkeys(both))


def name_of(persons: Iterable[Person], account: str) -> str:
    """The name behind an account, "" when the register does not know it."""
    return next((person.name for person in persons if person.id == account), "")
