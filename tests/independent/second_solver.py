"""A second solver of infusion protocols, sharing no code with the one under test.

Every statement of an infuse step is a line `a * minutes + b * mL = c` in the plane of time and
volume; a step is the point where its two lines cross (Cramer's rule). A ramp is cut from its
cumulative volume, a sum of triangular numbers. On a pump each point is moved to one that it can
run, and a ramp is cut from the volumes so run. Inside: mg or units, mL, minutes, all Fractions.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from tests.independent.hands import CannotBeMade, Hands, Made
from tests.independent.pumps import NotOnThisPump, Pump


class Refused(Exception):
    """The protocol and the order give no schedule; the message says why."""


@dataclass(frozen=True)
class Step:
    kind: str  # "infuse", "observe" or "give"
    bag: str | None
    start: Fraction
    minutes: Fraction
    mL: Fraction
    dose: Fraction
    drawn: str | None = None  # the bag that a dose given at once is drawn from


@dataclass(frozen=True)
class Bag:
    name: str
    volume: Fraction
    drug: Fraction
    used: Fraction
    discarded: Fraction


@dataclass(frozen=True)
class Schedule:
    steps: tuple[Step, ...]
    bags: tuple[Bag, ...]


class Quantity(NamedTuple):
    value: Fraction
    kind: str  # "mass", "volume/kg/time", ...; denominators sorted so that mg/h/kg is mg/kg/h


class Line(NamedTuple):
    """The points with `per_minute * minutes + per_ml * mL = equals`."""

    per_minute: Fraction
    per_ml: Fraction
    equals: Fraction


NOTHING = Fraction(0)
ONE = Fraction(1)
LONGEST = Fraction(7 * 24 * 60)
"""The minutes that the steps of a plan may take at most."""
DRUG = ("mass", "activity")
UNITS: dict[str, tuple[str, Fraction]] = {
    "g": ("mass", Fraction(1000)),
    "mg": ("mass", ONE),
    "mcg": ("mass", Fraction(1, 1000)),
    "ng": ("mass", Fraction(1, 1000000)),
    "units": ("activity", ONE),
    "L": ("volume", Fraction(1000)),
    "mL": ("volume", ONE),
    "day": ("time", Fraction(1440)),
    "h": ("time", Fraction(60)),
    "min": ("time", ONE),
    "s": ("time", Fraction(1, 60)),
    "kg": ("kg", ONE),
    "m2": ("m2", ONE),
    "%": ("share", Fraction(1, 100)),
}
QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?) *(%|[A-Za-z][A-Za-z0-9]*(?:/[A-Za-z][A-Za-z0-9]*)*)")
BARE_FRACTION = re.compile(r"([0-9]+)/([0-9]+)")


def read(text: object) -> Quantity:
    """One well-formed quantity, or a bare fraction such as 1/40 (kind "fraction")."""
    if not isinstance(text, str):
        raise Refused(f"{text!r} is not text")
    if bare := BARE_FRACTION.fullmatch(text):
        if int(bare[2]) == 0:
            raise Refused(f"{text} divides by zero")
        return Quantity(Fraction(int(bare[1]), int(bare[2])), "fraction")
    parts = QUANTITY.fullmatch(text)
    if parts is None:
        raise Refused(f"{text!r} is not a quantity")
    names = parts[2].split("/")
    for name in names:
        if name not in UNITS:
            raise Refused(f"{text!r}: unknown unit {name}")
    (top, value), *below = (UNITS[name] for name in names)
    value *= Fraction(parts[1])
    for _, size in below:
        value /= size
    return Quantity(value, "/".join([top, *sorted(kind for kind, _ in below)]))


def settle_parameters(protocol: Mapping[str, Any], order: Mapping[str, Any]) -> dict[str, Quantity]:
    """Every declared parameter as a quantity: the order's value, else the default."""
    declared: dict[str, Any] = protocol.get("parameters") or {}
    chosen: dict[str, Any] = dict(order.get("set") or {})
    if "volume" in order:
        if "volume" in chosen:
            raise Refused("the order sets volume twice")
        chosen["volume"] = order["volume"]
    for name, text in chosen.items():
        if name not in declared:
            raise Refused(f"the protocol has no parameter {name}")
        read(text)
    settled: dict[str, Quantity] = {}
    for name in declared:
        path = [name]
        text = chosen.get(name, declared[name])
        while isinstance(text, str) and text.startswith("$"):
            path.append(text[1:])
            if path[-1] in path[:-1]:
                raise Refused(f"parameters go in a circle: {path}")
            if path[-1] not in declared:
                raise Refused(f"the protocol has no parameter {path[-1]}")
            text = chosen.get(path[-1], declared[path[-1]])
        if text == "required":
            raise Refused(f"parameter {path[-1]} is required")
        settled[name] = read(of_band(text, order) if isinstance(text, dict) else text)
    return settled


def of_band(stated: Mapping[str, Any], order: Mapping[str, Any]) -> object:
    """The value of the first band that has no end, or one the patient's weight is not above."""
    if "weight" not in order:
        raise Refused("a value by weight needs the patient's weight")
    weight = read(order["weight"])
    ends = [read(band["to"]) for band in stated["bands"][:-1]]
    if any(end.kind != "kg" for end in ends) or sorted(set(ends)) != ends:
        raise Refused("the bands do not follow one another")
    heavier = sum(end.value < weight.value for end in ends)
    return stated["bands"][heavier]["value"]


def crossing(first: Line, second: Line) -> tuple[Fraction, Fraction]:
    """The one point (minutes, mL) on both lines."""
    determinant = first.per_minute * second.per_ml - second.per_minute * first.per_ml
    if determinant == 0:
        raise Refused("a rate of zero never gives the amount")
    minutes = first.equals * second.per_ml - second.equals * first.per_ml
    volume = first.per_minute * second.equals - second.per_minute * first.equals
    return minutes / determinant, volume / determinant


class Container:
    """A bag while it is being run; its drug is unknown until a `holds: rest` is settled."""

    def __init__(self, name: str, volume: Fraction, drug: Fraction | None) -> None:
        if volume <= 0 or (drug is not None and drug <= 0):
            raise Refused(f"bag {name} is empty or holds no drug")
        self.name, self.volume, self.drug, self.used = name, volume, drug, NOTHING
        self.added: Fraction | None = None  # mL of the drug's own solution for 1 mg or unit
        self.made: Made | None = None  # as measured, once it is used
        self.ordered = (volume, drug or NOTHING)
        self.gives: Fraction | None = None  # the dose given once it is empty, if given whole

    def settle(self, drug: Fraction) -> None:
        self.drug = drug
        if self.added is not None:
            self.volume += drug * self.added


class Run:
    """One protocol run against one order, step after step."""

    def __init__(
        self,
        protocol: Mapping[str, Any],
        order: Mapping[str, Any],
        pump: Pump | None,
        highest: Sequence[str],
        hands: Hands | None = None,
        whole: frozenset[str] = frozenset(),
    ) -> None:
        self.pump, self.hands, self.whole = pump, hands, whole
        self.top: Quantity | None = None
        self.highest = [read(rate) for rate in highest]
        self.sizes: dict[str, Fraction] = {}
        for key, unit in (("weight", "kg"), ("bsa", "m2")):
            if key in order:
                size = read(order[key])
                if size.kind != unit or size.value <= 0:
                    raise Refused(f"{key} {order[key]} is not a positive number of {unit}")
                self.sizes[unit] = size.value
        ordered = self.for_this_body(read(order.get("dose")))
        if ordered.kind not in DRUG or ordered.value <= 0:
            raise Refused(f"the dose {order['dose']} is not a positive amount of drug")
        self.dose, self.drug_kind = ordered
        dosing = protocol.get("dosing") or {}
        most = dosing.get("weight_at_most")
        if most is not None and "kg" in self.sizes:
            self.sizes["kg"] = min(self.sizes["kg"], read(most).value)
        in_all = self.for_this_body(read(dosing.get("in_all", "1/1")))
        self.in_all = in_all.value
        if in_all.kind in ("share", "fraction"):
            self.in_all *= self.dose
        elif in_all.kind != self.drug_kind:
            raise Refused(f"in_all is {in_all.kind}")
        self.supplied = read(order["strength"]) if "strength" in order else None
        self.parameters = settle_parameters(protocol, order)
        self.clock = self.given = NOTHING
        self.rest_begun: Container | None = None
        self.steps: list[Step] = []
        self.bags: dict[str, Container] = {}
        still = {"observe", "at_once", "doses", "fill"}
        runs = any(not still & set(e) for e in protocol["infusion"])
        only = [{"name": "Bag 1", "volume": "$volume"}]
        for stated in protocol.get("bags", only if runs or "volume" in self.parameters else []):
            bag = self.prepare(stated)
            if bag.name in self.bags:
                raise Refused(f"two bags named {bag.name}")
            self.bags[bag.name] = bag
        if sum(bag.drug is None for bag in self.bags.values()) > 1:
            raise Refused("two bags that hold the rest")
        if self.bags:
            self.current = next(iter(self.bags.values()))

    # Reading

    def quantity(self, text: object) -> Quantity:
        if isinstance(text, str) and text.startswith("$"):
            if text[1:] not in self.parameters:
                raise Refused(f"the protocol has no parameter {text[1:]}")
            return self.parameters[text[1:]]
        return read(text)

    def for_this_body(self, stated: Quantity) -> Quantity:
        top, *below = stated.kind.split("/")
        value = stated.value
        for unit in ("kg", "m2"):
            if unit in below:
                if unit not in self.sizes:
                    raise Refused(f"an amount per {unit} needs the patient's {unit}")
                below.remove(unit)
                value *= self.sizes[unit]
        return Quantity(value, "/".join([top, *below]))

    def volume_of(self, text: object) -> Fraction:
        stated = self.for_this_body(self.quantity(text))
        if stated.kind != "volume":
            raise Refused(f"{text} is no volume")
        return stated.value

    def of_kind(self, text: object, kind: str) -> Fraction:
        stated = self.quantity(text)
        if stated.kind != kind:
            raise Refused(f"{text}: {kind} wanted, not {stated.kind}")
        return stated.value

    def drug_amount(self, text: object) -> Fraction:
        """A share of the dose, or drug in the dose's own measure (mg and units never mix)."""
        stated = self.for_this_body(self.quantity(text))
        if stated.kind == "share":
            return stated.value * self.dose
        if stated.kind != self.drug_kind:
            raise Refused(f"{text}: {self.drug_kind} wanted, not {stated.kind}")
        return stated.value

    # Bags

    def prepare(self, stated: Mapping[str, Any]) -> Container:
        fills = [key for key in ("holds", "concentration", "dilution") if key in stated]
        sized = [key for key in ("volume", "diluent") if key in stated]
        if len(fills) > 1 or len(sized) != 1 or set(stated) - {"name", *sized, *fills}:
            raise Refused(f"bag {stated} is filled in two ways, or says more than a bag may")
        if not isinstance(stated.get("name"), str):
            raise Refused(f"bag {stated} has no name")
        drug: Fraction | None
        if "diluent" in stated:
            if fills not in ([], ["holds"]):
                raise Refused(f"{fills[0]} is of a final volume, not of the diluent")
            volume = self.volume_of(stated["diluent"])
        else:
            volume = self.volume_of(stated["volume"])
        if "concentration" in stated:
            drug = volume * self.of_kind(stated["concentration"], f"{self.drug_kind}/volume")
        elif "dilution" in stated:
            full_volume = self.volume_of("$volume")
            if full_volume <= 0:
                raise Refused("full strength needs a volume above zero")
            drug = volume * self.of_kind(stated["dilution"], "fraction") * self.dose / full_volume
        elif stated.get("holds", "dose") == "dose":
            drug = self.dose
        elif stated["holds"] == "rest":
            drug = None
        else:
            drug = self.drug_amount(stated["holds"])
        bag = Container(stated["name"], volume, drug)
        if "diluent" in stated:
            if self.supplied is None or self.supplied.kind != f"{self.drug_kind}/volume":
                raise Refused("the drug's own volume needs its strength")
            bag.added = ONE / self.supplied.value
            if drug is not None:
                bag.settle(drug)
        return bag

    def strength(self) -> Fraction:
        """Drug per mL in the current bag; settles `holds: rest` at the bag's first use."""
        bag = self.current
        if bag.drug is None:
            self.rest_begun = bag
            if self.given >= self.in_all:
                raise Refused(f"no dose is left to put in bag {bag.name}")
            bag.settle(self.in_all - self.given)
            assert bag.drug is not None
        self.make(bag)
        return bag.drug / bag.volume

    def make(self, bag: Container) -> None:
        """The bag as hands can make it, at its first use."""
        if self.hands is None or bag.made is not None or bag.drug is None:
            return
        drawn = sum(
            (one.made.draw for one in self.bags.values() if one.made and not one.made.tenfolds),
            start=NOTHING,
        )
        bag.ordered = (bag.volume, bag.drug)
        try:
            bag.made = self.hands.make(bag.name, bag.volume, bag.drug, self.given, drawn)
        except CannotBeMade as why:
            raise Refused(str(why)) from None
        bag.volume, bag.drug = bag.made.volume, bag.made.drug
        if bag.name in self.whole:
            bag.gives = self.given + bag.drug

    @property
    def aim(self) -> Fraction:
        """What is given in all, which the rest is of."""
        self.strength()
        return self.in_all if self.current.gives is None else self.current.gives

    # The lines a step can state

    def measured(self, kind: str) -> Fraction:
        """What one mL of the current bag counts for: itself as volume, its drug as drug."""
        strength = self.strength()
        if kind == "volume":
            return ONE
        if kind != self.drug_kind:
            raise Refused(f"{kind} is not how this bag is measured")
        return strength

    def amount(self, text: object) -> Line:
        if text == "bag":
            return Line(NOTHING, self.measured("volume"), self.current.volume - self.current.used)
        if text == "rest":
            return Line(NOTHING, self.measured(self.drug_kind), self.aim - self.given)
        stated = self.for_this_body(self.quantity(text))
        if stated.kind == "share":
            # Of what is given in all, the dose ordered is as much as it was to be.
            share = stated.value * self.dose / self.in_all
            stated = Quantity(share * self.aim, self.drug_kind)
        return Line(NOTHING, self.measured(stated.kind), stated.value)

    def stated_rate(self, text: object) -> Quantity:
        """A rate as it is written, a bare fraction or a percentage being that share of
        full_rate."""
        stated = self.quantity(text)
        if stated.kind in ("fraction", "share"):
            full = self.quantity("$full_rate")
            stated = Quantity(stated.value * full.value, full.kind)
        return stated

    def speed(self, stated: Quantity) -> Line:
        for_patient = self.for_this_body(stated)
        top, _, below = for_patient.kind.partition("/")
        if below != "time":
            raise Refused(f"{stated.kind} is not a rate")
        return Line(-for_patient.value, self.measured(top), NOTHING)

    def span(self, minutes: Fraction) -> Line:
        return Line(ONE, NOTHING, minutes)

    # Steps

    def take(self, stated: Mapping[str, Any]) -> None:
        """One entry of `infusion`."""
        if "bag" in stated:
            if stated["bag"] not in self.bags:
                raise Refused(f"no bag {stated['bag']}")
            if self.rest_begun and self.bags[stated["bag"]] is not self.rest_begun:
                raise Refused("a bag is used after the one that holds the rest")
            self.current = self.bags[stated["bag"]]
        waits = {key: stated[key] for key in ("wait", "next_after") if key in stated}
        if len(waits) > 1:
            raise Refused("a step waits in two ways")
        says = set(stated) - {"bag", "bags", "go_on_if", "note", "route", *waits}
        if says == {"fill", "rate"}:
            return  # of the line, which is worked out in `lines.py`
        if says & {"at_once", "doses"}:
            self.take_at_once(stated, says, waits)
            return
        for name in stated.get("bags", [""]):
            if name:
                if says not in ({"over"}, {"rate"}):
                    raise Refused("bags are given whole, over a time or at a rate")
                self.take({"bag": name, "give": "bag"} | {key: stated[key] for key in says})
            else:
                if not self.bags:
                    raise Refused("a step without a bag")
                first, used = len(self.steps), self.current.used
                self.say(stated, says)
                self.end_where_empty(first, used)
            if "bags" in stated and name != stated["bags"][-1]:
                self.nothing_runs(waits, self.steps[-1].start)
        if "bags" in stated or not waits or first == len(self.steps):
            return
        if "rates" in stated:
            self.apart(first, waits)
        else:
            self.nothing_runs(waits, self.steps[first].start)

    def take_at_once(
        self, stated: Mapping[str, Any], says: set[str], waits: Mapping[str, Any]
    ) -> None:
        """Doses that take no time: out of the bag in force, or of a form of their own."""
        doses = stated["doses"] if "doses" in stated else [stated["at_once"]]
        if says not in ({"at_once"}, {"at_once", "form"}, {"doses"}) or not doses:
            raise Refused(f"a dose at once cannot say just {sorted(says)}")
        if "form" in stated and "bag" in stated:
            raise Refused("a form of its own is drawn from no bag")
        for place, text in enumerate(doses):
            bag = self.current if self.bags and "form" not in stated else None
            if bag is None:
                dose, volume = self.own_form(text), NOTHING
            else:
                line = self.amount(text)
                volume = line.equals / line.per_ml
                dose = volume * self.strength()
                bag.used += volume
                if bag.used > bag.volume:
                    raise Refused(f"bag {bag.name} would be overdrawn")
            if dose <= 0:
                raise Refused(f"a dose of {dose}")
            drawn = None if bag is None else bag.name
            begun = self.clock
            self.steps.append(Step("give", None, begun, NOTHING, volume, dose, drawn=drawn))
            self.given += dose
            if "doses" not in stated or place < len(doses) - 1:
                self.nothing_runs(waits, begun)

    def own_form(self, text: object) -> Fraction:
        return self.in_all - self.given if text == "rest" else self.drug_amount(text)

    def nothing_runs(self, waits: Mapping[str, Any], begun: Fraction) -> None:
        """The wait after what began then: until as long after that as the next is to begin."""
        until, times = self.clock, [self.of_kind(text, "time") for text in waits.values()]
        if min(times, default=ONE) <= 0:
            raise Refused("no time at all")
        if "wait" in waits:
            until += times[0]
        if "next_after" in waits:
            until = begun + times[0]
        if until < self.clock:
            raise Refused("the next is to begin while this one runs")
        if until > self.clock:
            self.observe(until - self.clock)

    def apart(self, first: int, waits: Mapping[str, Any]) -> None:
        """The steps of a list of rates with a wait between each and the next."""
        entry, self.steps = self.steps[first:], self.steps[:first]
        self.clock = entry[0].start
        for step in entry:
            self.steps.append(replace(step, start=self.clock))
            self.clock += step.minutes
            if step is not entry[-1]:
                self.nothing_runs(waits, self.steps[-1].start)

    def end_where_empty(self, first: int, used: Fraction) -> None:
        """An entry that asks for more than the bag has ends where the bag is empty, if measuring
        took no less from it; otherwise it is refused."""
        bag = self.current
        beyond = bag.used - bag.volume
        if beyond <= 0:
            return
        assert bag.drug is not None
        volume, drug = bag.ordered
        short = max(volume - bag.volume, NOTHING)
        short += max(drug - bag.drug, NOTHING) * bag.volume / bag.drug
        if bag.made is None or beyond > short:
            raise Refused(f"bag {bag.name} would be overdrawn")
        entry, self.steps = self.steps[first:], self.steps[:first]
        self.given -= sum((step.dose for step in entry), start=NOTHING)
        self.clock -= sum((step.minutes for step in entry), start=NOTHING)
        bag.used = used
        for step in entry:
            share = min(ONE, (bag.volume - bag.used) / step.mL)
            if share > 0:
                run = (step.minutes * share, step.mL * share, step.dose * share)
                self.steps.append(Step("infuse", bag.name, self.clock, *run))
                self.clock += run[0]
                bag.used += run[1]
                self.given += run[2]

    def say(self, stated: Mapping[str, Any], says: set[str]) -> None:
        """What an entry says, as steps."""
        if says == {"observe"}:
            self.observe(self.of_kind(stated["observe"], "time"))
        elif says == {"rates", "every"}:
            if not isinstance(stated["rates"], list) or not stated["rates"]:
                raise Refused("rates is a list of at least one rate")
            for rate in stated["rates"]:
                every = self.of_kind(stated["every"], "time")
                self.infuse(self.speed(self.stated_rate(rate)), self.span(every))
        elif says == {"rate", "increase", "every", "up_to", "give"}:
            self.ramp(stated)
        elif says == {"over", "until"}:
            raise Refused("a step states its time twice")
        elif len(says) == 2 and says < {"give", "rate", "over", "until"}:
            self.infuse(*(self.line(key, stated[key]) for key in sorted(says)))
        else:
            raise Refused(f"a step cannot say just {sorted(says)}")

    def line(self, key: str, text: object) -> Line:
        if key == "give":
            return self.amount(text)
        if key == "rate":
            return self.speed(self.stated_rate(text))
        minutes = self.of_kind(text, "time")
        return self.span(minutes if key == "over" else minutes - self.clock)

    def observe(self, minutes: Fraction) -> None:
        if minutes <= 0:
            raise Refused("an observation takes some time")
        self.steps.append(Step("observe", None, self.clock, minutes, NOTHING, NOTHING))
        self.clock += minutes

    def infuse(self, first: Line, second: Line) -> None:
        minutes, volume = self.on_pump(first, second)
        bag, strength = self.current, self.strength()
        if minutes <= 0 or volume <= 0:
            raise Refused(f"a step of {minutes} min and {volume} mL")
        dose = volume * strength
        self.steps.append(Step("infuse", bag.name, self.clock, minutes, volume, dose))
        bag.used += volume
        self.given += dose
        self.clock += minutes

    def on_pump(self, first: Line, second: Line) -> tuple[Fraction, Fraction]:
        """Where the lines cross, or what the pump can run for that. An amount is a line that no
        minutes enter."""
        minutes, volume = crossing(first, second)
        if self.pump is None or minutes <= 0 or volume <= 0:
            return minutes, volume
        amount_stated = any(line.per_minute == 0 for line in (first, second))
        bag = self.current
        room = (bag.volume - bag.used, (self.aim - self.given) / self.strength())
        try:
            return self.pump.run(minutes, volume, amount_stated, room, self.ceilings())
        except NotOnThisPump as value:
            raise Refused(f"the pump cannot be set to {value}") from None

    def nearly_all(self, short: Fraction) -> bool:
        """Whether what is missing of the dose is less than the pump's next volume in the last
        step's bag."""
        assert self.pump is not None
        last = [step.mL for step in self.steps if step.bag is not None][-1]
        volumes = self.pump.volumes
        step = [one for one in volumes if one[0] <= last or one is volumes[0]][-1][2]
        return 0 < short < step * self.strength()

    def ceilings(self) -> list[Fraction]:
        """In mL/h: the end of the ramp that is run, and the highest rates on file."""
        return [
            60 * self.ml_per_minute(rate)
            for rate in (self.top, *self.highest)
            if rate is not None and rate.kind.split("/")[0] in ("volume", self.drug_kind)
        ]

    def ramp(self, stated: Mapping[str, Any]) -> None:
        first, rise, top = (self.stated_rate(stated[key]) for key in ("rate", "increase", "up_to"))
        if not first.kind == rise.kind == top.kind:
            raise Refused("rate, increase and up_to of a ramp are not of one kind")
        if rise.value <= 0 or first.value <= 0 or first.value > top.value:
            raise Refused("a ramp starts above zero, rises, and starts no higher than it may go")
        every = self.of_kind(stated["every"], "time")
        target = self.amount(stated["give"])
        if every <= 0 or target.equals <= 0:
            raise Refused("a ramp lasts some time and gives some amount")
        self.top = top
        slowest, steeper = (self.ml_per_minute(rate) for rate in (first, rise))
        goal = target.equals / target.per_ml
        rungs = ceil((top.value - first.value) / rise.value)
        at_first = self.current.used
        # A rung that the pump cannot run by itself is left to the one before it.
        least = self.pump.volumes[0][0] if self.pump is not None and self.pump.volumes else NOTHING
        least = least if least < goal else NOTHING
        for rung in range(rungs + 1):
            # Before this rung each earlier one ran `every` at slowest + steeper * its number.
            before = every * (rung * slowest + steeper * (rung * (rung - 1) // 2))
            if self.pump is not None:
                before = self.current.used - at_first
            if before >= goal:
                break
            rate = Quantity(first.value + rung * rise.value, first.kind) if rung < rungs else top
            to_goal = Line(NOTHING, ONE, goal - before)
            # What the rung would run for `every`: on a pump, another volume than by its exact rate.
            whole = self.on_pump(self.speed(rate), self.span(every))[1]
            left = goal - before - whole
            reached = left <= 0 or left < least or rung == rungs
            self.infuse(self.speed(rate), to_goal if reached else self.span(every))
            if reached:
                break
        self.top = None

    def ml_per_minute(self, rate: Quantity) -> Fraction:
        line = self.speed(rate)
        return -line.per_minute / line.per_ml


def solve(
    protocol: dict[str, Any],
    order: dict[str, Any],
    pump: Pump | None = None,
    highest: Sequence[str] = (),
    hands: Hands | None = None,
) -> Schedule:
    """The schedule of `protocol` for `order`, exact or on a pump, by the highest rates on file, and
    from bags that hands can make; Refused when there is none."""
    whole: frozenset[str] = frozenset()
    if pump is not None or hands is not None:
        as_written = solve(protocol, order)
        whole = frozenset(bag.name for bag in as_written.bags if not bag.discarded)
        whole &= {
            bag["name"] for bag in protocol.get("bags", [{"name": "Bag 1"}])
            if not {"concentration", "dilution"} & set(bag)
            and bag.get("holds", "dose") in ("dose", "rest")
        }  # fmt: skip
    if pump is not None and hands is not None:
        solve(protocol, order, pump, highest)
    run = Run(protocol, order, pump, highest, hands, whole)
    infusion = list(protocol.get("infusion", []))
    by_volume = pump is not None and bool(pump.volumes)
    if by_volume:
        closing = max(place for place, stated in enumerate(infusion) if "observe" not in stated)
        for key in ("give", "at_once"):
            if infusion[closing].get(key, "bag") != "bag":
                infusion[closing] = {**infusion[closing], key: "rest"}
        if infusion[closing].get("doses", ["bag"])[-1] != "bag":
            most = infusion[closing]["doses"][:-1]
            infusion[closing] = {**infusion[closing], "doses": [*most, "rest"]}
    for stated in infusion:
        run.take(stated)
    for bag in run.bags.values():
        run.make(bag)
    short = run.in_all - run.given
    if short and hands is None and not (by_volume and run.nearly_all(short)):
        raise Refused(f"the steps give {run.given}, the order is {run.dose}")
    if run.clock > LONGEST:
        raise Refused(f"the steps take {run.clock} min")
    bags: list[Bag] = []
    for bag in run.bags.values():
        if bag.drug is None:
            raise Refused(f"bag {bag.name} holds the rest but is never used")
        bags.append(Bag(bag.name, bag.volume, bag.drug, bag.used, bag.volume - bag.used))
    return Schedule(tuple(run.steps), tuple(bags))
