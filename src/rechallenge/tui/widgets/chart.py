"""The plan over time: rate or dose rate above, cumulative dose below, and a cursor that reads out.

Lines differ by their rhythm of dots, so that the chart is read without colour.
"""

from fractions import Fraction
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from rechallenge.model.plan import Plan
from rechallenge.quantities import unit_label
from rechallenge.sheet.curve import Curve, PlanCurves, minutes, time_axis
from rechallenge.tui.state.readout import readout_lines
from rechallenge.words import _

from .plot import DASHED, GUTTER, SOLID, Line, Plot, plot_lines, time_lines

_LEAST_COLUMNS = 48
LEAST_HEIGHT = 12


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
    curves: PlanCurves | None = None

    def show(self, plan: Plan | None) -> None:
        """Draw another plan; none blanks the chart."""
        self.curves = None if plan is None else PlanCurves(plan)
        if self.curves is not None:
            self.minute = min(self.minute, self.curves.end)
        self.refresh()

    def render(self) -> Content:
        curves, size = self.curves, self.content_size
        if curves is None or size.width < 2 * GUTTER:
            return Content("")
        return Content("\n").join(chart_lines(curves, size, self.minute, by_dose=self.by_dose))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(LEAST_HEIGHT, container.height)

    def action_move(self, steps: int) -> None:
        if self.curves is None:
            return
        end = self.curves.end
        # A key may come before the chart has its size; it moves by no more for that.
        by = time_axis(end, max(_LEAST_COLUMNS, self.content_size.width - GUTTER)).step
        # From a moment between two round ones, the first move leads to the next round one.
        on_grid = self.minute // by if steps > 0 else -(-self.minute // by)
        self.minute = max(Fraction(0), min(end, by * (on_grid + steps)))

    def action_step(self, steps: int) -> None:
        if self.curves is None:
            return
        starts = [minutes(step.start) for step in self.curves.plan.steps] + [self.curves.end]
        if steps > 0:
            self.minute = next((s for s in starts if s > self.minute), starts[-1])
        else:
            self.minute = next((s for s in reversed(starts) if s < self.minute), starts[0])

    def action_turn(self) -> None:
        self.by_dose = not self.by_dose

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if self.curves is None or offset is None or offset.x < GUTTER:
            return
        columns, end = self.content_size.width - GUTTER, self.curves.end
        by = time_axis(end, columns).step
        at = end * (offset.x - GUTTER) / max(1, columns - 1)
        self.minute = min(end, by * round(at / by))


def chart_lines(
    curves: PlanCurves, size: Size, minute: Fraction, *, by_dose: bool
) -> list[Content]:
    """The chart of a plan at a size, with the cursor at a minute and its values in words."""
    plan, end, columns = curves.plan, curves.end, size.width - GUTTER
    said = readout_lines(curves, minute, size.width)
    rows = max(4, size.height - len(said) - 4)
    column = round((columns - 1) * minute / end)
    unit = unit_label(plan.dose.total)
    above = Plot(_("Rate to set, mL/h"), _lines(curves.rates, ()))
    if by_dose:
        title = _("Dose rate, {unit}/h").format(unit=unit)
        above = Plot(title, _lines(curves.dose_rates, curves.vein_rates))
    title = _("Cumulative dose, {unit}").format(unit=unit)
    below = Plot(title, _lines(curves.given, curves.at_vein))
    return [
        *plot_lines(above, end, columns, rows - rows // 2, column),
        *plot_lines(below, end, columns, rows // 2, column),
        *time_lines(plan.order.begins, end, columns, column),
        *(Content(line) for line in said),
    ]


def _lines(planned: Curve, arriving: Curve) -> tuple[Line, ...]:
    lines = [Line(_("planned"), planned, SOLID, "$planned")]
    if arriving:
        lines.append(Line(_("at the vein"), arriving, DASHED, "$vein"))
    return tuple(lines)
