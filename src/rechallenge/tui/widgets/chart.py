"""The plan over time: rate or dose rate above, cumulative dose below, and a cursor that reads out.

Lines differ by their rhythm of dots, so that the chart is read without colour.
"""

from fractions import Fraction
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from rechallenge.model.plan import Plan
from rechallenge.quantities import unit_label
from rechallenge.sheet.curve import (
    Curve,
    at_vein,
    dose_rates,
    end_of,
    given,
    minutes,
    rates,
    time_axis,
    vein_rates,
)
from rechallenge.tui.state.canvas import DASHED, SOLID
from rechallenge.tui.state.readout import readout_lines
from rechallenge.words import _

from .plot import Line, Plot, plot_lines, time_lines

GUTTER = 8
LEAST_COLUMNS = 48
LEAST_HEIGHT = 12


class Curves(NamedTuple):
    """What one plan draws: above and below, with the unit of each."""

    above: Plot
    below: Plot
    end: Fraction


class Chart(Widget, can_focus=True):
    """Planned rate and cumulative dose and, with a line, what reaches the vein."""

    HELP: ClassVar[str] = _(
        "Above: the rate to set in mL/h, or with R the dose rate. Below: the dose given so far. "
        "The solid line is the plan; the dashed line is what reaches the vein, drawn where the "
        "order states a line.\n\n"
        "Left and right move the cursor by a round number of minutes, up and down from step to "
        "step, Home and End to the ends. The values at the cursor are under the chart, in words."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Earlier", show=False),
        Binding("right", "move(1)", "Later", show=False),
        Binding("pageup", "move(-10)", "Much earlier", show=False),
        Binding("pagedown", "move(10)", "Much later", show=False),
        Binding("up", "step(-1)", "Step before", show=False),
        Binding("down", "step(1)", "Next step", show=False),
        Binding("home", "move(-100000)", "Start", show=False),
        Binding("end", "move(100000)", "End", show=False),
        Binding("r", "turn", "Rate or dose rate"),
    ]
    minute: reactive[Fraction] = reactive(Fraction(0))
    by_dose: reactive[bool] = reactive(False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.plan: Plan | None = None

    def show(self, plan: Plan | None) -> None:
        """Draw another plan; none blanks the chart."""
        self.plan = plan
        if plan is not None:
            self.minute = min(self.minute, end_of(plan))
        self.refresh()

    def render(self) -> Content:
        plan, size = self.plan, self.content_size
        if plan is None or size.width < 2 * GUTTER:
            return Content("")
        return Content("\n").join(chart_lines(plan, size, self.minute, by_dose=self.by_dose))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(LEAST_HEIGHT, container.height)

    def action_move(self, steps: int) -> None:
        """Move the cursor by round minutes."""
        if self.plan is None:
            return
        end = end_of(self.plan)
        # A key may come before the chart has its size; it moves by no more for that.
        by = time_axis(end, max(LEAST_COLUMNS, self.content_size.width - GUTTER)).step
        # From a moment between two round ones, the first move leads to the next round one.
        on_grid = self.minute // by if steps > 0 else -(-self.minute // by)
        self.minute = max(Fraction(0), min(end, by * (on_grid + steps)))

    def action_step(self, steps: int) -> None:
        """Move the cursor to the start of the next step, or of the one before."""
        if self.plan is None:
            return
        starts = [minutes(step.start) for step in self.plan.steps] + [end_of(self.plan)]
        if steps > 0:
            self.minute = next((s for s in starts if s > self.minute), starts[-1])
        else:
            self.minute = next((s for s in reversed(starts) if s < self.minute), starts[0])

    def action_turn(self) -> None:
        """Show the rate to set, or the dose rate."""
        self.by_dose = not self.by_dose

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        offset = event.get_content_offset(self)
        if self.plan is None or offset is None or offset.x < GUTTER:
            return
        columns = self.content_size.width - GUTTER
        end = end_of(self.plan)
        by = time_axis(end, columns).step
        at = end * (offset.x - GUTTER) / max(1, columns - 1)
        self.minute = min(end, by * round(at / by))


def chart_lines(plan: Plan, size: Size, minute: Fraction, *, by_dose: bool) -> list[Content]:
    """The chart of a plan at a size, with the cursor at a minute and its values in words."""
    curves = _curves(plan, by_dose=by_dose)
    columns = size.width - GUTTER
    said = readout_lines(plan, minute, size.width)
    rows = max(4, size.height - len(said) - 4)
    above, below = rows - rows // 2, rows // 2
    column = round((columns - 1) * minute / curves.end)
    return [
        *plot_lines(curves.above, curves.end, columns, above, column, GUTTER),
        *plot_lines(curves.below, curves.end, columns, below, column, GUTTER),
        *time_lines(plan.order.begins, curves.end, columns, column, GUTTER),
        *(Content(line) for line in said),
    ]


def _curves(plan: Plan, *, by_dose: bool) -> Curves:
    amount = unit_label(plan.dose.total)
    if by_dose:
        title, planned, arriving = _("Dose rate, {unit}/h"), dose_rates(plan), vein_rates(plan)
    else:
        title, planned, arriving = _("Rate to set, mL/h"), rates(plan), ()
    return Curves(
        Plot(title.format(unit=amount), _lines(planned, arriving)),
        Plot(_("Cumulative dose, {unit}").format(unit=amount), _lines(given(plan), at_vein(plan))),
        end_of(plan),
    )


def _lines(planned: Curve, arriving: Curve) -> tuple[Line, ...]:
    lines = [Line(_("planned"), planned, SOLID, "$planned")]
    if arriving:
        lines.append(Line(_("at the vein"), arriving, DASHED, "$vein"))
    return tuple(lines)
