"""What reaches the vein: what has come in at one end of the line pushes out what is in it."""

from rechallenge.model.delivery import Flush
from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import (
    MIN,
    ML,
    ML_PER_H,
    H,
    Quantity,
    Unit,
    number_in,
    quantity,
    unit_label,
)
from rechallenge.sheet.view import SectionCode, View
from rechallenge.sheet.view.as_run import as_run
from rechallenge.words import word

from .order_page import Inputs
from .pages import FIRST, Book, Style, columns
from .places import StepCells, bag_cell

_AT = columns("step", "planned", "through", "concentration", "in-line", "past-line", "reaches",
              "in-all", "arriving", "drug-from", "verdict")  # fmt: skip


class DeliveryPage:
    """The page while it is laid out. After a stop, and where an infusion began elsewhere, what was
    in the line is known from the report alone: the numbers are then stated, not worked out."""

    def __init__(self, book: Book, plan: Plan, inputs: Inputs, cells: StepCells) -> None:
        assert plan.line is not None
        assert plan.delivery is not None
        self.book, self.plan, self.inputs, self.cells = book, plan, inputs, cells
        self.line, self.delivery = plan.line, plan.delivery
        self.page = book.page(SectionCode.DELIVERY, (16, 12, 15, 14, 14, 14, 13, 12, 12, 12, 11))
        self.drug = plan.dose.unit
        self.follows = not plan.stops and plan.begun is None
        self.last = cells.row(cells.last)

    def lay_out(self, view: View) -> None:
        """Set the table, what stays in the line, the flush, and the sentences of the sheet."""
        drug = unit_label(self.plan.dose.total)
        units = {"planned": drug, "through": "mL", "concentration": f"{drug}/mL", "in-line": "mL",
                 "past-line": "mL", "reaches": drug, "in-all": drug, "arriving": f"{drug}/h",
                 "drug-from": "min"}  # fmt: skip
        self.page.heads(_AT, units)
        for step in self.plan.steps:
            self._step(step)
        self.page.ruled(_AT, self.last)
        row = self._rest(self.last + 2)
        row += 1
        self.page.text("A", row, word("workbook.as-on-sheet"), Style.HEADING)
        if not self.follows:
            row += 1
            self.page.text("B", row, word("workbook.line-not-followed"), Style.LONG, across=True)
        for fact in view[SectionCode.DELIVERY].all_facts:
            row += 1
            self.page.text("A", row, fact.label)
            self.page.text("B", row, fact.text, Style.LONG, across=True)

    def _step(self, step: Step) -> None:
        page, row, since = self.page, self.cells.row(step.number), len(self.book.compared)
        reached = next(one for one in self.delivery.steps if one.number == step.number)
        page.text("A", row, str(step.number))
        if step.dose.magnitude and step.kind != "give":
            dose = as_run(self.plan, step).dose
            self._put("planned", step, dose, self.drug, self.cells.cell("dose", step.number),
                      compared=False)  # fmt: skip
        if step.rate is not None:
            self._through(step)
        in_all = self._in_all(row) if self.follows else ""
        above = f"{_AT['in-all']}{row - 1}" if row > FIRST else ""
        here = f"{_AT['in-all']}{row}"
        reaches = f"ROUND({here}-{above},12)" if above else here
        self._put("reaches", step, reached.dose, self.drug, reaches if self.follows else "")
        self._put("in-all", step, reached.cumulative_dose, self.drug, in_all)
        if reached.dose_rate is not None:
            speed = self._arriving(step, row) if self.follows else ""
            self._put("arriving", step, reached.dose_rate, self.drug / H, speed)
            first = next(a for a in self.delivery.arrivals
                         if a.step == step.number and a.bag is not None)  # fmt: skip
            at = self._drug_from(step, row) if self.follows else ""
            self._put("drug-from", step, first.start, MIN, at, places=1)
        self.book.verdict(page, _AT["verdict"], row, since)

    def _put(
        self, column: str, step: Step, value: Quantity, unit: Unit, formula: str, *,
        compared: bool = True, places: int = 3,
    ) -> None:  # fmt: skip
        row = self.cells.row(step.number)
        if not compared:
            self.page.number(_AT[column], row, number_in(value, unit), formula, places=places)
            return
        self.book.amount(self.page, _AT[column], row, value, unit, formula,
                         f"{word('column.step')} {step.number}", word(f"workbook.{column}"),
                         places=places)  # fmt: skip

    def _through(self, step: Step) -> None:
        """What a step pushes into the line, and what its set has taken by then."""
        row, number = self.cells.row(step.number), step.number
        run = as_run(self.plan, step)
        volume = self.cells.cell("volume", number)
        self._put("through", step, run.volume, ML, volume, compared=False)
        name = str(step.bag)
        self._put("concentration", step, self.plan.bag(name).concentration, self.drug / ML,
                  bag_cell(self.plan, "concentration", name), compared=False)  # fmt: skip
        if not self.follows:
            return
        so_far, sums = self._so_far(step), f"{_AT['through']}${FIRST}:{_AT['through']}{row}"
        taken = f"SUM({sums})"
        if self.line.sets == "fresh":
            bags = self.cells.every("bag").rpartition("$")[0]
            taken = f"SUMIF({bags}${row},{self.cells.cell('bag', number)},{sums})"
        self._put("in-line", step, so_far, ML, taken, compared=False)
        past = f"{_AT['in-line']}{row}-{self.inputs.dead_volume}"
        self._put("past-line", step, so_far - self.line.dead_volume, ML, past, compared=False)

    def _so_far(self, step: Step) -> Quantity:
        own = self.line.sets == "fresh"
        runs = (s for s in self.plan.steps if s.rate is not None and s.number <= step.number)
        volumes = (as_run(self.plan, s).volume for s in runs if not own or s.bag == step.bag)
        return sum(volumes, start=quantity(0, ML))

    def _in_all(self, row: int) -> str:
        """All that has reached the vein by the end of a step."""
        if (_AT["through"], row) not in self.page.cells:
            return f"{_AT['in-all']}{row - 1}" if row > FIRST else "0"
        if self.line.sets == "fresh":
            names = ("through", "concentration", "past-line")
            through, strong, past = (f"{_AT[name]}{row}" for name in names)
            own = f"{strong}*{through}"
            if self.line.primed == "diluent":
                own = f"{strong}*(MAX(0,{past})-MAX(0,{past}-{through}))"
            return own if row == FIRST else f"{_AT['in-all']}{row - 1}+{own}"
        return self._out(f"{_AT['past-line']}{row}")

    def _out(self, past: str) -> str:
        """The dose in all that has come in at one end of a shared line up to a volume: of each step
        the part before it."""
        end, took, strong = (self._column(c) for c in ("in-line", "through", "concentration"))
        begin = f"({end}-{took})"
        part = f"({past}<{end})*{past}+({past}>={end})*{end}-{begin}"
        out = f"SUMPRODUCT(({past}>{begin})*{strong}*({part}))"
        if self.line.primed == "drug":
            dead = self.inputs.dead_volume
            out += f"+{self._first_strength()}*MAX(0,MIN({dead},{past}+{dead}))"
        return out

    def _column(self, name: str) -> str:
        letter = _AT[name]
        return f"{letter}${FIRST}:{letter}${self.last}"

    def _first_strength(self) -> str:
        """The concentration of the first bag, which a line that is primed with drug is full of."""
        first = next(step for step in self.plan.steps if step.rate is not None)
        return f"{_AT['concentration']}${self.cells.row(first.number)}"

    def _arriving(self, step: Step, row: int) -> str:
        """The highest dose rate at which drug arrives in a step: of all that is pushed out in it,
        the strongest."""
        rate, past = self.cells.cell("rate", step.number), f"{_AT['past-line']}{row}"
        if self.line.sets == "fresh":
            return f"{rate}*{_AT['concentration']}{row}"
        end, took, strong = (self._column(c) for c in ("in-line", "through", "concentration"))
        before = f"({past}-{_AT['through']}{row})"
        begun, not_over = f"(ROUND({past}-({end}-{took}),9)>0)", f"(ROUND({end}-{before},9)>0)"
        strongest = f"SUMPRODUCT(MAX({begun}*{not_over}*{strong}))"
        if self.line.primed == "drug":
            strongest = f"MAX({strongest},(ROUND({before},9)<0)*{self._first_strength()})"
        return f"{rate}*{strongest}"

    def _drug_from(self, step: Step, row: int) -> str:
        """When drug begins to arrive in a step: at its start, or when the diluent ahead is out."""
        start, rate = (self.cells.cell(c, step.number) for c in ("start", "rate"))
        if self.line.primed == "drug":
            return start
        ahead = f"MAX(0,{_AT['through']}{row}-{_AT['past-line']}{row})"
        return f"{start}+{ahead}/{rate}*60"

    def _rest(self, row: int) -> int:
        """What stays in the line, what was lost with sets, and the flush. Returns the last row."""
        delivered = f"{_AT['in-all']}{self.last}"
        if self.delivery.first_drug is not None:
            column = self._column("drug-from")
            row = self._line(row, "first-drug", self.delivery.first_drug.at, MIN,
                             f"MIN({column})", places=1)  # fmt: skip
        entered = f"SUMPRODUCT({self._column('through')},{self._column('concentration')})"
        if self.line.primed == "drug":
            entered += f"+{self.inputs.dead_volume}*({self._primed()})"
        left = self._left(entered, delivered)
        row = self._line(row, "left-in-line", self.delivery.left_in_line.dose, self.drug, left)
        if self.delivery.lost:
            lost = sum((one.dose for one in self.delivery.lost), start=quantity(0, self.drug))
            formula = f"{entered}-{delivered}-B{row - 1}"
            row = self._line(row, "lost", lost, self.drug, formula)
        flush = self.delivery.flush
        return row if flush is None else self._flush(row, flush, delivered)

    def _line(
        self, row: int, code: str, value: Quantity, unit: Unit, formula: str = "", *,
        places: int = 3,
    ) -> int:  # fmt: skip
        """A number under the table, with its label and unit. Returns the next row."""
        formula = formula if self.follows else ""
        since, what = len(self.book.compared), word(f"workbook.{code}")
        self.page.text("A", row, what)
        self.book.amount(self.page, "B", row, value, unit, formula, "", what, places=places,
                         is_input=self.follows and not formula)  # fmt: skip
        self.page.text("C", row, unit_label(value.to(unit)))
        self.book.verdict(self.page, _AT["verdict"], row, since)
        return row + 1

    def _primed(self) -> str:
        """The sum of the concentrations that sets were primed with."""
        runs = (step for step in self.plan.steps if step.rate is not None)
        firsts = {step.bag: self.cells.row(step.number) for step in reversed(list(runs))}
        rows = sorted(firsts.values()) if self.line.sets == "fresh" else [min(firsts.values())]
        return "+".join(f"{_AT['concentration']}{row}" for row in rows)

    def _left(self, entered: str, delivered: str) -> str:
        """What stays in the last line."""
        if self.line.sets == "shared":
            return f"{entered}-{delivered}"
        strong, end = (f"{_AT[c]}{self._last_run()}" for c in ("concentration", "in-line"))
        dead = self.inputs.dead_volume
        return f"{strong}*{dead}" if self.line.primed == "drug" else f"{strong}*MIN({dead},{end})"

    def _last_run(self) -> int:
        """The row of the last step that runs."""
        runs = (s for s in self.plan.steps if s.rate is not None and as_run(self.plan, s).runs)
        return max(self.cells.row(step.number) for step in runs)

    def _flush(self, row: int, flush: Flush, delivered: str) -> int:
        volume, rate = f"B{row}", f"B{row + 1}"
        self._line(row, "flush-volume", flush.volume, ML)
        self._line(row + 1, "flush-rate", flush.rate, ML_PER_H)
        self._line(row + 2, "flush-duration", flush.duration, MIN, f"{volume}/{rate}*60", places=1)
        last = self._last_run()
        past, end = f"{_AT['past-line']}{last}", f"{_AT['in-line']}{last}"
        if self.line.sets == "shared":
            brings = f"{self._out(f'({past}+{volume})')}-{delivered}"
        else:
            strong, dead = f"{_AT['concentration']}{last}", self.inputs.dead_volume
            brings = f"{strong}*(MIN({end},MAX(0,{past}+{volume}))-MAX(0,{past}))"
            if self.line.primed == "drug":
                brings = f"{strong}*MIN({volume},{dead})"
        self._line(row + 3, "flush-brings", flush.dose, self.drug, brings)
        in_all = self.delivery.delivered + flush.dose
        return self._line(row + 4, "with-flush", in_all, self.drug, f"{delivered}+B{row + 3}")
