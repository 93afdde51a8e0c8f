"""How a plan was verified: by a second computation, and by a second person who entered its order
without seeing it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from .frozen import Frozen, WorkedOut
from .texts import Text


class SecondCheck(Frozen):
    """Who entered the order blind and found it equal, when (local time, to the minute), and the
    fingerprint of the plan that it was compared with. It holds for that plan and for no other."""

    by: Text
    at: datetime
    fingerprint: str


def same_initials(one: str, other: str) -> bool:
    """Whether two initials are one person's: `c. d.` is CD."""
    return _letters(one) == _letters(other)


def _letters(initials: str) -> str:
    return "".join(character for character in initials.casefold() if character.isalnum())


@dataclass(frozen=True, slots=True)
class Proved:
    """One amount on which the plan and the second computation agree, exact, in the unit named;
    `where` is a path into the plan such as `steps[3].dose`."""

    # No model: a plan has 400 of these, and a model takes twice as long to make.
    __pydantic_config__ = Frozen.model_config

    where: str
    unit: str
    exact: Fraction


class Proof(WorkedOut):
    """The plan was recomputed and every amount agreed; there is no proof of any other plan.

    `method` says in words how, `agreed` lists what was compared.
    """

    method: str
    agreed: tuple[Proved, ...]
