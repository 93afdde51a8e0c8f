"""The steps, forward from what is set on the pump: volume from rate and time, dose from volume and
concentration, and all sums."""

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import (
    DROPS_PER_MIN,
    MIN,
    ML,
    ML_PER_H,
    PERCENT,
    H,
    Quantity,
    Unit,
    number_in,
    unit_label,
)
from rechallenge.sheet.view import Column, Moment, Row, SectionCode
from rechallenge.sheet.view.as_run import AsRun, as_run, totals_as_run
from rechallenge.sheet.view.at_once import give_said
from rechallenge.sheet.view.cells import formula_text
from rechallenge.sheet.view.steps import steps_section
from rechallenge.words import word

from .order_page import Inputs
from .pages import FIRST, Book, Style, serial
from .places import StepCells, bag_cell

_WIDTHS = {"step": 6, "bag": 5, "drops": 9, "rate": 10, "start": 8, "clock": 8, "duration": 10,
           "volume": 10, "concentration": 14, "dose": 11, "cumulative": 11, "share": 8,
           "dose-rate": 11, "verdict": 13, "how": 38}  # fmt: skip


class StepsPage:
    """The page of steps while it is laid out."""

    def __init__(self, book: Book, plan: Plan, inputs: Inputs, cells: StepCells) -> None:
        self.book, self.plan, self.inputs, self.cells = book, plan, inputs, cells
        self.at = cells.columns
        widths = _WIDTHS | ({"clock": 18} if _ends_on_another_day(plan) else {})
        self.page = book.page(SectionCode.STEPS, tuple(widths[name] for name in self.at))
        self.drug = plan.dose.unit

    def lay_out(self) -> None:
        """Set heads, steps and totals."""
        drug = unit_label(self.plan.dose.total)
        units = {"drops": "drops/min", "rate": "mL/h", "start": "min", "duration": "min",
                 "volume": "mL", "concentration": f"{drug}/mL", "dose": drug, "cumulative": drug,
                 "share": "%", "dose-rate": f"{drug}/h"}  # fmt: skip
        self.page.heads(self.at, units)
        table = steps_section(self.plan).table
        for step, row in zip(self.plan.steps, table.steps, strict=True):
            self._step(step, row, as_run(self.plan, step))
        self._total()

    def _step(self, step: Step, shown: Row, run: AsRun) -> None:
        page, at, row = self.page, self.at, self.cells.row(step.number)
        since = len(self.book.compared)
        page.text(at["step"], row, shown.text(Column.STEP))
        page.text(at["bag"], row, shown.text(Column.BAG))
        self._start(step, shown)
        if step.kind == "give":
            self._given(step)
        elif step.rate is None:
            page.text(at["rate"], row, shown.text(Column.RATE))
            self._put("duration", step, run.duration, is_input=True, places=1)
        elif not run.runs:
            page.text(at["rate"], row, word("steps.does-not-run"))
        else:
            self._infused(step, run)
        if step.dose.magnitude and run.runs:
            self._sums(step, run)
        page.text(at["how"], row, _how(step, shown), Style.LONG)
        self.book.verdict(page, at["verdict"], row, since)

    def _put(
        self, column: str, step: Step, value: Quantity, formula: str = "", *,
        is_input: bool = False, places: int = 3,
    ) -> None:  # fmt: skip
        """Set a number; one that a formula gives is compared with the plan."""
        row, unit = self.cells.row(step.number), _UNITS.get(column) or self._unit(column)
        self.book.amount(self.page, self.at[column], row, value, unit, formula,
                         f"{word('column.step')} {step.number}", word(f"workbook.{column}"),
                         is_input=is_input, places=places)  # fmt: skip

    def _unit(self, column: str) -> Unit:
        per = {"concentration": ML, "dose-rate": H}.get(column)
        return self.drug if per is None else self.drug / per

    def _start(self, step: Step, shown: Row) -> None:
        row, first = self.cells.row(step.number), self.plan.steps[0]
        moment = shown.cells[Column.START]
        assert isinstance(moment, Moment)
        duration = self.at["duration"]
        if self._is_after_dry(step) or step is first:
            self._put("start", step, step.start, places=1)
        else:
            begin = self.at["start"] + str(self.cells.row(first.number))
            formula = f"{begin}+SUM({duration}${FIRST}:{duration}{row - 1})"
            self._put("start", step, step.start, formula, places=1)
        if moment.nearest is None:
            return
        formula = ""
        if self.inputs.start is not None:
            passed = f"{self.inputs.start}*1440+{self.at['start']}{row}"
            formula = f"ROUND(ROUND({passed},6),0)/1440"
        self.page.number(self.at["clock"], row, serial(moment.nearest), formula,
                         style=Style.CLOCK, places=0)  # fmt: skip
        start, cell = f"{self.at['start']}{row}", self.page.cells[self.at["clock"], row]
        rounded = f"ABS({start}-ROUND({start},0))>0.000001"
        self.page.cells[self.at["clock"], row] = cell._replace(rounded=rounded)
        if formula:
            self.book.compare(
                self.page, self.at["clock"], row, f"{word('column.step')} {step.number}",
                word("workbook.clock"), "", moment.clock,
            )  # fmt: skip

    def _is_after_dry(self, step: Step) -> bool:
        """Whether the last bag is empty before the step begins: what is before it is cut short."""
        dry_at = None if self.plan.delivery is None else self.plan.delivery.dry_at
        return dry_at is not None and step.start > dry_at

    def _given(self, step: Step) -> None:
        row = self.cells.row(step.number)
        self.page.text(self.at["rate"], row, give_said(step))
        if step.drawn_from is None:
            self._put("dose", step, step.dose, is_input=True)
            return
        self._volume(step, step.volume)
        self._dose(step, step.dose)

    def _infused(self, step: Step, run: AsRun) -> None:
        assert step.rate is not None
        row = self.cells.row(step.number)
        rate, duration, volume = (f"{self.at[c]}{row}" for c in ("rate", "duration", "volume"))
        drops = None if self.plan.pump is None else self.plan.pump.drops
        if drops is None:
            self._put("rate", step, step.rate, is_input=True)
        else:
            counted = (step.rate * drops).to(_UNITS["drops"])
            self._put("drops", step, counted, is_input=True)
            per_ml = number_in(drops, _UNITS["drops"] * MIN / ML)
            self._put("rate", step, step.rate, f"{self.at['drops']}{row}*60/{per_ml}")
        if self._empties_bag(step) or not self._time_stands(step, run):
            self._volume(step, run.volume)
            self._put("duration", step, run.duration, f"{volume}/{rate}*60", places=1)
        else:
            self._put("duration", step, run.duration, is_input=True, places=1)
            self._put("volume", step, run.volume, f"{rate}*{duration}/60")
        self._concentration(step)
        if step.dose.magnitude:
            self._dose(step, run.dose)
        else:
            self.page.text(self.at["dose"], row, word("steps.not-counted"))
        if step.dose_rate is not None:
            formula = f"{rate}*{self.at['concentration']}{row}"
            self._put("dose-rate", step, step.dose_rate, formula)

    def _time_stands(self, step: Step, run: AsRun) -> bool:
        """Whether the time of a step was stated, and its volume follows. A time that is rounded for
        display follows itself, and so does one that the pump made another than is written."""
        tenths = number_in(run.duration, MIN) * 10
        written = self.plan.written(step)
        return tenths.denominator == 1 and (written is None or written.duration == step.duration)

    def _empties_bag(self, step: Step) -> bool:
        """Whether the step takes all that its bag still holds."""
        name = step.taken_from
        from_it = [s for s in self.plan.steps if s.taken_from == name]
        last = [s.number for s in from_it if s.kind == "give" or as_run(self.plan, s).runs]
        empty = not self.plan.bag(str(name)).discarded.magnitude
        return empty and last[-1:] == [step.number] and not self.plan.stops

    def _volume(self, step: Step, value: Quantity) -> None:
        """The volume: all that is left in the bag, or as it is set or drawn up."""
        row, bag, volume = self.cells.row(step.number), self.at["bag"], self.at["volume"]
        if not self._empties_bag(step):
            self._put("volume", step, value, is_input=True)
            return
        name = str(step.taken_from)
        left = bag_cell(self.plan, "volume", name)
        if self.plan.line is not None and self.plan.line.primed == "drug":
            left += f"-{bag_cell(self.plan, 'into-line', name)}"
        if row > FIRST:
            before = f"{bag}${FIRST}:{bag}{row - 1},{bag}{row},{volume}${FIRST}:{volume}{row - 1}"
            left += f"-SUMIF({before})"
        self._put("volume", step, value, left)

    def _concentration(self, step: Step) -> None:
        name = str(step.taken_from)
        value = self.plan.bag(name).concentration
        row = self.cells.row(step.number)
        self.page.number(self.at["concentration"], row, number_in(value, self.drug / ML),
                         bag_cell(self.plan, "concentration", name))  # fmt: skip

    def _dose(self, step: Step, value: Quantity) -> None:
        row = self.cells.row(step.number)
        if step.kind == "give":
            self._concentration(step)
        formula = f"{self.at['volume']}{row}*{self.at['concentration']}{row}"
        self._put("dose", step, value, formula)

    def _sums(self, step: Step, run: AsRun) -> None:
        row, dose = self.cells.row(step.number), self.at["dose"]
        before = f"{self.inputs.given}+" if self.inputs.given else ""
        formula = f"{before}SUM({dose}${FIRST}:{dose}{row})"
        self._put("cumulative", step, run.cumulative_dose, formula)
        whole = self._whole()
        share = f"{self.at['cumulative']}{row}/{whole}*100" if whole else ""
        self._put("share", step, run.cumulative_share, share, places=1)

    def _whole(self) -> str:
        """What shares are of: what the steps are to give or, where bags were measured, what they
        really give. Empty where a part of that is not run, so that nothing here adds up to it."""
        plan = self.plan
        planned = plan.without_stops[-1].cumulative_dose
        if planned == plan.to_give:
            return self.inputs.to_give
        if plan.stops or (plan.delivery is not None and plan.delivery.dry_at is not None):
            return ""
        before = f"+{self.inputs.given}" if self.inputs.given else ""
        return f"({self.at['dose']}${self._after()}{before})"

    def _after(self) -> int:
        return self.cells.row(self.cells.last) + 1

    def _total(self) -> None:
        row, since = self._after(), len(self.book.compared)
        duration, volume, dose = totals_as_run(self.plan)
        last = self.plan.steps[-1]
        self.page.text(self.at["step"], row, word("steps.in-all"), Style.TOTAL)
        for column, value, places in (("duration", duration, 1), ("volume", volume, 3),
                                      ("dose", dose, 3)):  # fmt: skip
            letter, unit = self.at[column], _UNITS.get(column) or self.drug
            formula = f"SUM({letter}{FIRST}:{letter}{self.cells.row(last.number)})"
            if column == "duration" and self._is_after_dry(last) and last.rate is None:
                formula = f"{self.at['start']}{row - 1}+{letter}{row - 1}"
            self.book.amount(self.page, letter, row, value, unit, formula, word("steps.in-all"),
                             word(f"workbook.{column}"), places=places,
                             style=Style.TOTAL)  # fmt: skip
        self.book.verdict(self.page, self.at["verdict"], row, since)
        self.page.ruled(self.at, row)


_UNITS = {"drops": DROPS_PER_MIN, "rate": ML_PER_H, "start": MIN, "duration": MIN, "volume": ML,
          "share": PERCENT}  # fmt: skip


def _ends_on_another_day(plan: Plan) -> bool:
    """Whether a time of the clock needs its day."""
    begin, end = plan.order.begins, Moment(plan.steps[-1].start, plan.order.begins).nearest
    return begin is not None and end is not None and begin.date() != end.date()


def _how(step: Step, shown: Row) -> str:
    """How the plan came to the rate, and what the sheet says under the row."""
    lines = [formula_text(one) for one in step.working if one.gives == "rate"]
    return "\n".join([*lines, *(note.text for note in shown.notes)])
