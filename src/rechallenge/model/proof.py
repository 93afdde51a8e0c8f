"""The proof: a second computation, by another method, that the plan's numbers are right."""

from fractions import Fraction

from .frozen import WorkedOut


class Proved(WorkedOut):
    """One amount on which the plan and the second computation agree, exact, in the unit named;
    `where` is a path into the plan such as `steps[3].dose`."""

    where: str
    unit: str
    exact: Fraction


class Proof(WorkedOut):
    """The plan was recomputed and every amount agreed; there is no proof of any other plan.

    `method` says in words how, `agreed` lists what was compared.
    """

    method: str
    agreed: tuple[Proved, ...]
