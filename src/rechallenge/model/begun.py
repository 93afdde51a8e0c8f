"""An infusion that begins in the middle: what was given before, and what hangs."""

from rechallenge.quantities import Quantity

from .delivery import DrugInLine
from .formula import Formula
from .frozen import WorkedOut


class Begun(WorkedOut):
    """What an order that states a dose as `given` begins from. Doses in mg or units, volumes in mL.

    `remaining` is what the steps give. `bag` hangs, with `left` in it at `concentration`; all three
    are None where bags are prepared for what remains. `in_line` is what the line is stated to hold
    of that bag, and `at_vein` what had reached the patient; None where no line is stated. `limit`
    (mg/h or units/h) is not exceeded.
    """

    given: Quantity
    remaining: Quantity
    bag: str | None
    left: Quantity | None
    concentration: Quantity | None
    in_line: DrugInLine | None
    at_vein: Quantity | None
    limit: Quantity | None
    working: tuple[Formula, ...] = ()
