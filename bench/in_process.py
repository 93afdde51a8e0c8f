"""Plans, texts and sheets in one process that has loaded everything."""

import resource
import statistics
from collections import deque

from tools import sweep

from bench.bare_bags import ceftazidime
from bench.bare_fractions import case_2
from bench.measuring import ratio, repeated, seconds
from rechallenge import Order, read_protocol
from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.model.finding import Refused
from rechallenge.model.problems import Unusable
from rechallenge.service.making import make, make_plan
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.text.plan import plan_text

SHELVES = Shelves(shipped_folder())
EACH = 8
"""Orders by each shipped protocol: a thousand in all."""
MANY = 100_000


def plans() -> None:
    """One step after another, and twelve from three bags through a line; then the texts of it."""
    protocol = read_protocol("cadonilimab-stepwise")
    order = Order(dose="375 mg", volume="250 mL")
    on_file = facts_for(protocol, order, SHELVES)
    ratio(
        "plan of case 2 / the same sums in bare fractions",
        repeated(lambda: make_plan(protocol, order, on_file), 100),
        repeated(case_2, 100),
        "no aim",
    )
    made = make_plan(protocol, order, on_file)
    step_sheet_pdf(made)
    once = statistics.median(seconds(lambda: step_sheet_pdf(made)) for _ in range(20))
    hundred = seconds(repeated(lambda: step_sheet_pdf(made), 100)) / 100
    print(f"time of each of 100 sheets / of one sheet: {hundred / once:.2f}; 1 is linear")


def three_bags() -> None:
    """Twelve steps from three bags, with pump, line, checks and proof."""
    protocol = read_protocol("ceftazidime-12-step")
    order = Order(dose="2000 mg", line="20 mL", primed="diluent", sets="shared")
    on_file = facts_for(protocol, order, SHELVES)

    def planned() -> object:
        return make_plan(protocol, order, on_file)

    planning = repeated(planned, 30)
    ratio(
        "plan of 12 steps from 3 bags, with pump, line, checks and proof / in bare fractions",
        planning,
        repeated(ceftazidime, 30),
        "aim 2",
    )
    made = make_plan(protocol, order, on_file)
    ratio("text of that plan / the plan", repeated(lambda: plan_text(made), 30), planning,
          "aim 0.5")  # fmt: skip

    def many(times: int) -> float:
        return seconds(lambda: deque((planned() for _ in range(times)), maxlen=1)) / times

    once = statistics.median(many(1) for _ in range(50))
    grows = ", ".join(f"{times:,}: {many(times) / once:.2f}" for times in (1, 10, 100, 1000))
    print(f"time of each of so many plans / of one plan: {grows}; 1 throughout is linear")


def grid() -> None:
    """Orders over protocols, doses, weights, pumps and lines, as `tools.sweep` draws them, with the
    facts of each read from their files: how long 100,000 take, and whether memory grows."""
    for named in SHELVES.ids():
        _ordered(named, 1)
    ids, began = SHELVES.ids(), _memory()
    orders = len(ids) * EACH
    each = seconds(lambda: [_ordered(named, EACH) for named in ids]) / orders
    print(
        f"{orders:,} orders by {len(ids)} protocols: {each * 1000:.1f} ms of CPU an order; "
        f"{MANY:,} on two cores: {each * MANY / 2 / 60:.1f} min, aim 2; memory grew by "
        f"{_memory() - began:.0f} MB"
    )


def _ordered(named: str, count: int) -> int:
    """How many of so many orders by a protocol have a plan."""
    protocol, planned = read_protocol(named), 0
    for stated in sweep.orders(protocol, 0, count):
        try:
            make(protocol, Order.model_validate(stated), SHELVES)
        except (Refused, Unusable):
            continue
        planned += 1
    return planned


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
