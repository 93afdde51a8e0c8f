"""The plan: everything worked out for one order, as one value that never changes."""

from fractions import Fraction
from typing import Literal

from rechallenge.quantities import Quantity, Unit, unit_like
from rechallenge.version import __version__

from .bands import ChosenBand
from .delivery import Delivery
from .finding import Acknowledgement, Finding, Severity
from .formula import Formula
from .frozen import FrozenDict, Named, WorkedOut
from .infusion import Route
from .line import Line
from .on_file import OnFile
from .order import Order
from .preparation import Dilution, Preparation, VialsNeeded
from .protocol import ANY_DRUG, Protocol
from .pump import Pump
from .site import SiteOnFile
from .stop import Begun, Stop, Stopped
from .timeline import Event, PlannedPremedication
from .verification import Proof, SecondCheck


class BodySurface(WorkedOut):
    """A body surface area worked out from height and weight, by a named formula."""

    area: Quantity
    height: Quantity
    weight: Quantity
    formula: str
    source: str


class OrderedDose(WorkedOut):
    """The dose to give, and how it was reached from what was ordered."""

    total: Quantity
    working: tuple[Formula, ...] = ()
    body_surface: BodySurface | None = None

    @property
    def unit(self) -> Unit:
        """The unit of all doses of the plan."""
        return unit_like(self.total)


class Bag(WorkedOut):
    """One prepared container: `letter` counts the bags in the order in which they are connected;
    `name` is the protocol's own. `used` is what leaves it, of which `into_line` fills the line
    before any drug is counted; `discarded` is what is left in it. Volumes in mL."""

    letter: str
    name: str
    volume: Quantity
    drug: Quantity
    concentration: Quantity
    used: Quantity
    into_line: Quantity
    discarded: Quantity
    working: tuple[Formula, ...] = ()


class Step(WorkedOut):
    """One line of the schedule. Starts and durations in min, rates in mL/h, dose rates in mg/h (or
    units/h); an observation has no rate and gives nothing. `volume` runs; `volume_to_set` is what
    the pump is set to for it, more where the bag runs empty first, None where no volume is set.
    `written_at` is its place in the protocol's `infusion`, None for a step that only clears the
    line, which brings drug to the vein of which none is counted, and for the time after a stop in
    which nothing runs: `after_stop` is the number of that stop. `has_run` marks what is past.
    What is given at once takes no time and has no rate: `volume` is `drawn_from` a bag, or it comes
    in a `form` of its own. `route` is None where it is the usual one, IV by infusion."""

    number: int
    kind: Literal["infuse", "observe", "give"]
    bag: str | None
    start: Quantity
    duration: Quantity
    rate: Quantity | None
    dose_rate: Quantity | None
    volume: Quantity
    volume_to_set: Quantity | None = None
    dose: Quantity
    cumulative_dose: Quantity
    cumulative_share: Quantity
    written_at: int | None
    go_on_if: str | None = None
    note: str | None = None
    working: tuple[Formula, ...] = ()
    has_run: bool = False
    after_stop: int | None = None
    route: Route | None = None
    drawn_from: str | None = None
    form: str | None = None

    @property
    def taken_from(self) -> str | None:
        """The bag that the step takes from, whether it is connected or drawn from."""
        return self.bag or self.drawn_from

    @property
    def clears_line(self) -> bool:
        """Whether the step only brings drug to the vein."""
        return self.written_at is None and self.bag is not None

    @property
    def end(self) -> Quantity:
        """The end of the step on the infusion clock, in min. Not kept: a copy of the step with
        another start would keep the old end with it."""
        end: Quantity = self.start + self.duration
        return end


class Totals(WorkedOut):
    """What the steps add up to."""

    duration: Quantity
    volume: Quantity
    dose: Quantity


class Plan(WorkedOut):
    """Order, protocol and all that follows from them.

    `on_file` and `answers` are what it was made from besides; `software` is the version of this
    program that made it. `checks` by second persons are about the fingerprint, which does not cover
    them. `bands` are those of the parameters whose value depends on the patient's weight. `vials`
    are for all bags together. `dose.total` is the dose that is ordered, `totals.dose` what the
    steps give: where volumes are measured, what the bags really hold. `stops` are those in the
    middle of the infusion, as they were reported, `stopped` each of them worked out, and `planned`
    the steps before each. `rests` has, for each stop, the plan for what remained by another
    protocol, where that runs it: an order that begins in the middle, without the line.
    """

    protocol: Protocol
    order: Order
    parameters: Named[Quantity | Fraction]
    bands: Named[ChosenBand] = FrozenDict()
    dose: OrderedDose
    begun: Begun | None = None
    bags: tuple[Bag, ...]
    as_written: tuple[Step, ...]
    steps: tuple[Step, ...]
    totals: Totals
    premedication: tuple[PlannedPremedication, ...]
    timeline: tuple[Event, ...]
    pump: Pump | None = None
    line: Line | None = None
    delivery: Delivery | None = None
    preparation: tuple[Preparation, ...] = ()
    vials: tuple[VialsNeeded, ...] = ()
    proof: Proof | None = None
    findings: tuple[Finding, ...] = ()
    on_file: OnFile = OnFile()
    answers: tuple[Acknowledgement, ...] = ()
    checks: tuple[SecondCheck, ...] = ()
    stops: tuple[Stop, ...] = ()
    stopped: tuple[Stopped, ...] = ()
    planned: tuple[tuple[Step, ...], ...] = ()
    rests: tuple["Plan | None", ...] = ()
    software: str = __version__

    @property
    def premedication_sets(self) -> dict[int, str]:
        """The set of the site's file that each dose of `premedication` comes from, by its place
        there; a dose of the protocol or of the order itself has none."""
        if self.site is None:
            return {}
        chosen, sets = self.site.premed_sets, self.site.said.premed_sets
        names = [name for name in chosen for _dose in sets[name]]
        ordered = (place for place, dose in enumerate(self.premedication) if dose.ordered)
        return dict(zip(ordered, names, strict=False))

    @property
    def site(self) -> SiteOnFile | None:
        """The site's file that the order's blanks were filled from; None where there was none."""
        return self.on_file.site

    @property
    def without_stops(self) -> tuple[Step, ...]:
        """The steps as they were planned before any stop."""
        return self.planned[0] if self.planned else self.steps

    @property
    def to_give(self) -> Quantity:
        """What the steps are to give in all: the ordered dose, unless the protocol states another
        amount."""
        return self.as_written[-1].cumulative_dose

    @property
    def runs(self) -> bool:
        """Whether anything runs at a rate; otherwise every dose is given at once."""
        return any(step.rate is not None for step in self.as_written)

    @property
    def only_drawn_from(self) -> frozenset[str]:
        """The bags that doses are drawn from and nothing runs from."""
        drawn = {step.drawn_from for step in self.steps} - {step.bag for step in self.steps}
        return frozenset(name for name in drawn if name is not None)

    @property
    def through_line(self) -> Quantity:
        """The dose without what the steps give at once: it runs, through the line if there is
        one."""
        through: Quantity = self.totals.dose
        for step in self.steps:
            if step.kind == "give":
                through = through - step.dose
        return through

    @property
    def stopped_for_good(self) -> bool:
        """Whether the infusion was stopped and does not go on."""
        return bool(self.stopped) and self.stopped[-1].resumes is None

    @property
    def runs_by(self) -> Protocol:
        """The protocol that the infusion is run by now: after a stop it may be another one."""
        others = (rest.protocol for rest in reversed(self.rests) if rest is not None)
        return next(others, self.protocol)

    @property
    def given_before(self) -> Quantity:
        """The dose that was given before the plan; 0 for one that begins at step 1."""
        return self.dose.total * 0 if self.begun is None else self.begun.given

    def hangs(self, bag: str) -> bool:
        """Whether the bag hung before the plan, and was not prepared for it."""
        return self.begun is not None and self.begun.bag == bag

    @property
    def drug(self) -> str | None:
        """The drug given; None where the protocol is for any drug and the order names none."""
        if self.protocol.drug != ANY_DRUG:
            return self.protocol.drug
        return self.order.drug

    @property
    def dilutions(self) -> tuple[Dilution, ...]:
        """The dilutions that are made once for all bags, the strongest first."""
        return max((made.dilutions for made in self.preparation), key=len, default=())

    def bag(self, name: str) -> Bag:
        """The bag of this name. Raises StopIteration if there is none."""
        return next(bag for bag in self.bags if bag.name == name)

    def written(self, step: Step) -> Step | None:
        """The step as written that a programmed one stands for; None for one that the pump's
        rounding has added to a ramp, or that clears the line, and for all where the infusion was
        stopped."""
        if step.written_at is None or self.stops:
            return None
        mine, theirs = (
            [s for s in steps if s.written_at == step.written_at and s.kind == step.kind]
            for steps in (self.steps, self.as_written)
        )
        place = [s.number for s in mine].index(step.number)
        return theirs[place] if place < len(theirs) else None

    def empties_bag(self, step: Step) -> bool:
        """Whether the bag runs empty in a step for which a volume is set on the pump."""
        discarded = self.bag(str(step.bag)).discarded
        running = [s.number for s in self.steps if s.bag == step.bag and s.volume_to_set]
        return not discarded.magnitude and running[-1:] == [step.number]

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that ask, and that nobody has answered."""
        asking = (f for f in self.findings if f.severity is Severity.CONFIRM)
        return tuple(f for f in asking if f.acknowledged is None)
