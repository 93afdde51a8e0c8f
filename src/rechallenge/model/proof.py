"""The proof: a second computation, by another method, that the plan's numbers are right."""

from .frozen import Frozen


class Proved(Frozen):
    """One amount as the plan has it and as the second computation found it, both exact, in a unit;
    `where` is a path into the plan such as `steps[3].dose`."""

    where: str
    unit: str
    exact: str


class Proof(Frozen):
    """The plan was recomputed and every amount agreed; there is no proof of any other plan."""

    method: str
    agreed: tuple[Proved, ...]
