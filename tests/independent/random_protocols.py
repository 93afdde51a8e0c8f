"""Random (protocol, order) pairs of well-formed text, built so that most can be delivered.

The builder keeps the clock, the dose given and what is left in each bag in exact numbers, states
only amounts that fit, and closes with what is left; a chosen share is then spoilt on purpose.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
Tree = dict[str, Any]
Pair = tuple[Tree, Tree]

STRATEGIES = ("extended", "titration")
"""Those that promise nothing of the first step: the others are refused where it is not slowest."""
MASS = {"g": Fraction(1000), "mg": Fraction(1), "mcg": Fraction(1, 1000), "ng": Fraction(1, 10**6)}
ACTIVITY = {"units": Fraction(1)}
VOLUME = {"mL": Fraction(1), "L": Fraction(1000)}
TIME = {"min": Fraction(1), "h": Fraction(60), "s": Fraction(1, 60), "day": Fraction(1440)}
RATE_TIME = {"h": Fraction(60), "min": Fraction(1)}
# Put before the first step, each of these makes the whole undeliverable.
BAD_STEPS: dict[str, Tree] = {
    "zero rate": {"rate": "0 mL/h", "over": "10 min"},
    "zero amount": {"give": "0 %", "over": "10 min"},
    "zero time": {"give": "1 %", "over": "0 min"},
    "overdrawn": {"give": "100 L", "over": "10 min"},
    "one statement": {"give": "1 %"},
    "two times": {"over": "10 min", "until": "1 h"},
    "unknown bag": {"bag": "no such bag", "give": "1 %", "over": "10 min"},
    "unknown parameter": {"give": "$nobody_declared", "over": "10 min"},
    "ramp of two kinds": {"rate": "1 mL/h", "increase": "1 mg/h", "every": "10 min",
                          "up_to": "9 mL/h", "give": "1 %"},
    "ramp downwards": {"rate": "9 mL/h", "increase": "1 mL/h", "every": "10 min",
                       "up_to": "5 mL/h", "give": "1 %"},
    "ramp that stays": {"rate": "1 mL/h", "increase": "0 mL/h", "every": "10 min",
                        "up_to": "5 mL/h", "give": "1 %"},
}  # fmt: skip
SPOILERS = (
    *BAD_STEPS, "more than the dose", "less than the dose", "nothing left", "until too early",
    "no weight", "set but undeclared", "wrong measure", "three statements", "circle", "not set",
    "bag given too early", "two rests", "filled twice",
)  # fmt: skip


def decimal(value: Fraction) -> str:
    """`value`, a whole number of ten-thousandths, as plain decimal text."""
    whole, part = divmod(int(value * 10000), 10000)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".")


def in_unit(value: Fraction, unit: str, size: Fraction, up: bool) -> tuple[str, Fraction] | None:
    """Text for the nearest writable number not above (or, `up`, not below) `value`."""
    scaled = value / size * 10000
    tenthousandths = -(-scaled // 1) if up else scaled // 1
    if not 0 < tenthousandths < 10**10:
        return None
    number = Fraction(tenthousandths, 10000)
    return f"{decimal(number)} {unit}", number * size


@dataclass
class Vessel:
    name: str
    volume: Fraction
    drug: Fraction
    left: Fraction  # mL


@dataclass
class Builder:
    draw: Draw
    infusion: list[Tree] = field(default_factory=list)
    bags: list[Tree] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    clock: Fraction = Fraction(0)
    given: Fraction = Fraction(0)
    bag_in_force: str = ""

    def __post_init__(self) -> None:
        self.weight = Fraction(self.whole(30, 1200), 10)
        self.area = Fraction(self.whole(30, 250), 100)
        self.order: Tree = {}
        self.dosing: Tree = {}
        if self.often(15):
            most = Fraction(self.whole(30, 1200), 10)
            self.dosing["weight_at_most"] = f"{decimal(most)} kg"
            self.dosing_weight = min(self.weight, most)
        else:
            self.dosing_weight = self.weight
        self.drug_units = self.pick([MASS, MASS, ACTIVITY])
        number = Fraction(self.whole(1, 2000), self.pick([1, 2, 10]))
        body, unit = Fraction(1), "units" if self.drug_units is ACTIVITY else "mg"
        self.drug_unit = unit
        per = self.pick(["", "", "/kg", "/m2"])
        if per == "/kg":
            number, body = number / 10, self.weight
        elif per == "/m2" and unit == "mg":
            number, body = number / 10, self.area
            self.order["bsa"] = f"{decimal(body)} m2"
        else:
            per = ""
        if unit == "units":
            number *= 100
        self.order["dose"] = f"{decimal(number)} {unit}{per}"
        self.dose = self.in_all = number * body
        if self.often(10):
            # Less than the dose is in most bags; of more, many a bag has not enough.
            self.in_all, said = self.pick([
                (self.dose * Fraction(9, 10), "9/10"), (self.dose * Fraction(3, 4), "75 %"),
                (self.dose * Fraction(101, 100), "101 %"),
            ])  # fmt: skip
            self.dosing["in_all"] = said
        if per == "/kg" or self.often(40):
            self.order["weight"] = f"{decimal(self.weight)} kg"
        self.full_volume = Fraction(self.whole(20, 1000))

    # Drawing

    def pick(self, among: Any) -> Any:
        return self.draw(st.sampled_from(list(among)))

    def whole(self, least: int, most: int) -> int:
        return int(self.draw(st.integers(least, most)))

    def often(self, percent: int) -> bool:
        return bool(self.pick(range(100)) < percent)

    # Writing

    def write(self, value: Fraction, units: dict[str, Fraction], up: bool = False) -> Any:
        """(text, exact value) in a drawn unit, or another where that cannot show it; or None."""
        names = self.draw(st.permutations(list(units)))
        shown = (in_unit(value, name, units[name], up) for name in names)
        return next((pair for pair in shown if pair is not None), None)

    def state(self, text: str) -> str:
        """`text`, or now and then a parameter that stands for it."""
        if not self.often(15):
            return text
        name = f"p{len(self.parameters) + 1}"
        how = self.pick(["default", "required", "overridden", "chained", "by weight"])
        other = f"1 {text.split(' ')[1]}" if " " in text else "1/2"
        self.parameters[name] = {"required": "required", "overridden": other}.get(how, text)
        if how in ("required", "overridden"):
            self.chosen[name] = text
        if how == "by weight":
            self.parameters[name] = self.by_weight(text, other)
        if how == "chained":
            self.parameters[f"{name}_also"] = f"${name}"
            name = f"{name}_also"
        return f"${name}"

    def by_weight(self, text: str, other: str) -> Tree:
        """`text` in the band of the patient's weight, which now and then is that band's end."""
        self.order["weight"] = f"{decimal(self.weight)} kg"
        around = st.sets(st.integers(1, 1300), min_size=1, max_size=3)
        tenths = {*self.draw(around), *([int(self.weight * 10)] if self.often(30) else [])}
        ends = sorted(Fraction(tenth, 10) for tenth in tenths)
        mine = sum(end < self.weight for end in ends)
        values = [text if n == mine else other for n in range(len(ends) + 1)]
        bands: list[Tree] = [
            {"to": f"{decimal(end)} kg", "value": value}
            for end, value in zip(ends, values[:-1], strict=True)
        ]
        return {"by": "weight", "bands": [*bands, {"value": values[-1]}]}

    def volume_parameter(self) -> str:
        text = f"{decimal(self.full_volume)} mL"
        self.parameters["volume"] = "required"
        self.order["volume"] = text
        return "$volume"

    def per_body(self, units: dict[str, Fraction]) -> dict[str, Fraction]:
        """The units per kg or per m2; litres only as mL."""
        per, size = "kg", self.dosing_weight
        if self.often(50):
            per, size = "m2", self.area
            self.order["bsa"] = f"{decimal(self.area)} m2"
        else:
            self.order["weight"] = f"{decimal(self.weight)} kg"
        return {f"{name}/{per}": one * size for name, one in units.items() if name != "L"}

    def time(self, minutes: Fraction) -> str:
        """Exactly `minutes`, in any unit that can write it exactly."""
        fits = [
            f"{decimal(minutes / size)} {name}"
            for name, size in TIME.items()
            if (minutes / size * 10000).denominator == 1 and minutes / size < 10**6
        ]
        return self.state(self.pick(fits))

    def amount(self, dose: Fraction, bag: Vessel) -> tuple[str, Fraction]:
        """Text for an amount of at most `dose`, and the dose it is."""
        ml = bag.drug / bag.volume
        kinds: list[dict[str, Fraction]] = [
            {"%": self.dose / 100},
            self.drug_units,
            {name: size * ml for name, size in VOLUME.items()},
        ]
        if self.often(25):
            kinds = [self.per_body(kind) for kind in kinds[1:]] + kinds
        else:
            kinds = self.draw(st.permutations(kinds))
        written = next(pair for kind in [*kinds, {"%": self.dose / 100}]
                       if (pair := self.write(dose, kind)))  # fmt: skip
        return self.state(written[0]), written[1]

    def speeds(self, bag: Vessel) -> dict[str, Fraction]:
        """The rate units of one drawn kind, each as dose per minute."""
        ml = bag.drug / bag.volume
        tops = self.pick([self.drug_units, {"mL": ml}, {"mL": ml}])
        if self.often(25):
            tops = self.per_body(tops)
        return {f"{t}/{m}": a / b for t, a in tops.items() for m, b in RATE_TIME.items()}

    def rate(self, speed: Fraction, bag: Vessel) -> tuple[str, Fraction]:
        """Text for a rate of at most `speed` (dose per minute), and the rate it is."""
        if "full_rate" not in self.parameters and self.often(10):
            full = self.write(speed * self.whole(1, 40), self.speeds(bag), up=True)
            if full is not None:
                self.parameters["full_rate"] = full[0]
                parts = -(-full[1] // speed)
                share = f"1/{parts}"
                if 10000 % parts == 0 and self.often(50):
                    share = f"{decimal(Fraction(100, parts))} %"
                return self.state(share), full[1] / parts
        written = self.write(speed, self.speeds(bag))
        if written is None:
            ml = bag.drug / bag.volume
            written = self.write(speed, {"mL/h": ml / 60, "mL/day": ml / 1440})
        return self.state(written[0]), written[1]

    # Steps

    def step(self, bag: Vessel, says: Tree) -> None:
        if bag.name != self.bag_in_force or self.often(10 if self.bags else 0):
            says = {"bag": bag.name, **says}
        if self.often(8):
            says["note"] = "Look at the patient."
        self.bag_in_force = bag.name
        self.infusion.append(says)

    def book(self, bag: Vessel, dose: Fraction, minutes: Fraction) -> None:
        self.given += dose
        bag.left -= dose * bag.volume / bag.drug
        self.clock += minutes
        self.pause(minutes)

    def pause(self, minutes: Fraction) -> None:
        """Now and then a wait after the last entry, or between the steps of a list."""
        entry = self.infusion[-1]
        steps = max(len(entry.get(key, "")) for key in ("rates", "bags", "doses"))
        gaps, each = (steps - 1, minutes / steps) if steps else (1, minutes)
        if not self.often(12):
            return
        if self.often(50):
            wait = Fraction(self.pick([5, 10, 30]))
            entry["wait"] = self.time(wait)
        else:
            following = Fraction(ceil(each) + self.pick([0, 1, 10] if each else [1, 10]))
            entry["next_after"], wait = self.time(following), following - each
        self.clock += gaps * wait

    def end(self) -> tuple[str, str, Fraction]:
        """A stated time, as (key, text, minutes it lasts)."""
        lasts = Fraction(self.pick([5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 240]))
        if self.often(30):
            clock = (self.clock + lasts) // 1
            return "until", self.time(Fraction(clock)), clock - self.clock
        return "over", self.time(lasts), lasts

    def observe(self) -> None:
        minutes = Fraction(self.pick([5, 10, 15, 30, 60]))
        self.infusion.append({"observe": self.time(minutes)})
        self.clock += minutes

    def some(self, bag: Vessel) -> Fraction:
        """A part of the dose that both the order and the bag can spare."""
        spare = min(self.in_all - self.given, bag.left * bag.drug / bag.volume)
        return spare * Fraction(self.pick([1, 2, 5, 10, 20, 40, 60]), 100)

    def plain(self, bag: Vessel) -> None:
        """A step stating two of amount, speed and time, of at most `some` of the dose."""
        key, text, minutes = self.end()
        if self.often(50):
            give, dose = self.amount(self.some(bag), bag)
            if self.often(40):
                rate, speed = self.rate(dose / minutes, bag)
                self.step(bag, {"give": give, "rate": rate})
                return self.book(bag, dose, dose / speed)
            self.step(bag, {"give": give, key: text})
            return self.book(bag, dose, minutes)
        rate, speed = self.rate(self.some(bag) / minutes, bag)
        self.step(bag, {"rate": rate, key: text})
        return self.book(bag, speed * minutes, minutes)

    def at_once(self, bag: Vessel) -> None:
        """One dose or several, of at most `some` of the dose, out of the bag or in a form."""
        form = self.often(20)
        doses = [self.amount(self.some(bag) / 3, bag) for _ in range(self.whole(1, 3))]
        texts, dose = [text for text, _ in doses], sum((d for _, d in doses), start=Fraction(0))
        if form:
            share = self.write(dose, {"%": self.dose / 100})
            if share is None:
                return
            self.infusion.append({"at_once": share[0], "form": "a tablet"})
            self.given += share[1]
        else:
            single = len(texts) == 1 and self.often(70)
            self.step(bag, {"at_once": texts[0]} if single else {"doses": texts})
            self.given, bag.left = self.given + dose, bag.left - dose * bag.volume / bag.drug
        if self.often(20):
            self.infusion[-1]["route"] = self.pick(["by mouth", "into the muscle", "IV"])
        self.pause(Fraction(0))

    def ladder(self, bag: Vessel) -> None:
        shape = self.pick([(1,), (1, 2), (1, 2, 4, 8), (2, 5, 10, 20), (1, 2, 3), (3, 3, 1)])
        every = Fraction(self.pick([5, 10, 15, 20, 30]))
        base = self.write(self.some(bag) / (sum(shape) * every), self.speeds(bag))
        if base is None or Fraction(base[0].split(" ")[0]) * 20 >= 10**6:
            return self.plain(bag)
        number, unit = base[0].split(" ")
        rates = [self.state(f"{decimal(Fraction(number) * times)} {unit}") for times in shape]
        self.step(bag, {"rates": rates, "every": self.time(every)})
        return self.book(bag, base[1] * sum(shape) * every, every * len(shape))

    def ramp(self, bag: Vessel, rest: bool) -> bool:
        """A ramp that gives `some` of the dose, or the rest; False when it cannot be written."""
        left = self.in_all - self.given
        give, dose = ("rest", left) if rest else self.amount(self.some(bag), bag)
        every = Fraction(self.pick([10, 15, 30, 60]))
        start, rise, above = self.whole(1, 4), self.whole(1, 4), self.pick([0, 1, 3, 6, 9, 14])
        base = self.write(dose / (every * self.pick([2, 10, 30, 60])), self.speeds(bag))
        if base is None or Fraction(base[0].split(" ")[0]) * 20 >= 10**6:
            return False
        number, unit = Fraction(base[0].split(" ")[0]), base[0].split(" ")[1]
        rates = [f"{decimal(number * times)} {unit}" for times in (start, rise, start + above)]
        says = dict(zip(("rate", "increase", "up_to"), map(self.state, rates), strict=True))
        self.step(bag, {**says, "every": self.time(every), "give": give})
        minutes, left, times = Fraction(0), dose, start
        while times < start + above and left > base[1] * times * every:
            minutes, left = minutes + every, left - base[1] * times * every
            times = min(times + rise, start + above)
        self.book(bag, dose, minutes + left / (base[1] * times))
        return True

    def close(self, bag: Vessel) -> None:
        """Give what is left of the dose, from a bag that holds it."""
        left = self.in_all - self.given
        if self.bags and self.often(25) and self.ramp(bag, rest=True):
            return
        key, text, minutes = self.end()
        if self.often(30):
            key, (text, _) = "rate", self.rate(left / minutes, bag)
        give = "bag" if left == bag.left * bag.drug / bag.volume and self.often(20) else "rest"
        exact = [f"{decimal(left / size)} {unit}" for unit, size in self.drug_units.items()
                 if (left / size * 10000).denominator == 1 and left / size < 10**6]  # fmt: skip
        if exact and self.often(15):
            give = self.pick(exact)
        self.step(bag, {"give": give, key: text})

    # Bags

    def vessel(self, name: str, kind: str, part: Fraction) -> Vessel:
        """Declare a bag that holds at least `part` of the dose (about that much, if told)."""
        volume = Fraction(self.whole(50, 1000))
        said: Tree = {"name": name}
        wanted, drug = self.dose * part, self.dose
        if kind == "dilution":
            times = self.pick([1, 2, 5, 10, 100]) if part < 1 else self.pick([1, 2])
            if part == 1:
                volume = self.full_volume * times
            self.volume_parameter()
            said["dilution"] = self.state(f"1/{times}")
            drug = self.dose * volume / self.full_volume / times
        elif kind == "concentration":
            units = {f"{unit}/mL": size * volume for unit, size in self.drug_units.items()}
            text, drug = self.write(wanted, units, up=True) or ("", drug)
            said.update({"concentration": self.state(text)} if text else {})
        elif kind in ("%", "amount", "/kg"):
            units = {"%": {"%": self.dose / 100}, "amount": self.drug_units}.get(kind, {})
            text, drug = self.write(wanted, units or self.per_body(self.drug_units), up=True) or (
                "dose",
                self.dose,
            )
            said["holds"] = text if text == "dose" else self.state(text)
        elif kind == "rest":
            said["holds"], drug = "rest", self.in_all - self.given
        elif kind == "dose":
            said["holds"] = "dose"
        if kind not in ("dilution", "concentration") and self.often(20):
            return self.vessel_of_diluent(said, drug)
        if kind in ("none", "dose", "rest") and self.often(15):
            volume_text, volume = self.write(volume, self.per_body({"mL": Fraction(1)}))
            volume_text = self.state(volume_text)
        elif kind != "dilution" and self.often(20):
            volume_text, scale = self.volume_parameter(), self.full_volume / volume
            drug, volume = drug * (scale if "concentration" in said else 1), self.full_volume
            if drug < wanted and part == 1:
                said, drug = {"name": name, "holds": "dose"}, self.dose
        else:
            volume_text = self.state(f"{decimal(volume)} mL")
        said["volume"] = volume_text
        self.bags.append(said)
        return Vessel(name, volume, drug, volume)

    def vessel_of_diluent(self, said: Tree, drug: Fraction) -> Vessel:
        """A bag whose volume is stated as diluent: what the drug itself takes up comes on top."""
        self.order.setdefault("strength", f"{self.whole(1, 200)} {self.drug_unit}/mL")
        supplied = Fraction(self.order["strength"].split(" ")[0])
        diluent = Fraction(self.whole(50, 1000))
        units = self.per_body({"mL": Fraction(1)}) if self.often(30) else VOLUME
        text, diluent = self.write(diluent, units) or (f"{decimal(diluent)} mL", diluent)
        said["diluent"] = self.state(text)
        self.bags.append(said)
        volume = diluent + drug / supplied
        return Vessel(said["name"], volume, drug, volume)

    def small_bags(self) -> None:
        """A ladder of bags, each given whole over one time."""
        names = [f"Small {n}" for n in range(1, self.whole(2, 4))]
        parts = [Fraction(self.pick([1, 10, 100]), 1000) for _ in names]
        kinds = [self.pick(["%", "amount", "concentration"]) for _ in names]
        dose = sum(self.vessel(*each).drug for each in zip(names, kinds, parts, strict=True))
        if dose > self.in_all / 2:
            self.bags.clear()
            return
        every = Fraction(self.pick([10, 20, 30]))
        self.infusion.append({"bags": names, "over": self.time(every)})
        self.given, self.clock = self.given + dose, self.clock + every * len(names)
        self.bag_in_force = names[-1]
        self.pause(every * len(names))

    # Trees

    def tree(self) -> Pair:
        protocol: Tree = {
            "id": "random-test",
            "title": "A protocol drawn at random",
            "drug": "any",
            "strategy": self.pick(STRATEGIES),
            "version": "1",
            "scope": "Tests only",
            "source": {"citation": "Drawn at random"},
            "review": {"status": "unreviewed"},
        }
        if self.dosing:
            protocol["dosing"] = self.dosing
        if self.parameters:
            protocol["parameters"] = self.parameters
        if self.bags:
            protocol["bags"] = self.bags
        protocol["infusion"] = self.infusion
        if self.chosen:
            self.order["set"] = self.chosen
        return protocol, self.order


def spoil(pair: Pair, how: str) -> Pair:
    """The pair with one thing wrong; where that thing is not there to be spoilt, unchanged."""
    protocol, order = deepcopy(pair)
    steps: list[Tree] = protocol["infusion"]
    bags: list[Tree] = protocol.get("bags", [])
    parameters = protocol.setdefault("parameters", {})
    if how in BAD_STEPS:
        steps.insert(0, dict(BAD_STEPS[how]))
    elif how == "more than the dose":
        steps.append({"give": "2 %", "over": "10 min"})
    elif how == "less than the dose":
        steps[-1]["give"] = "0.0001 %"
    elif how == "nothing left":
        steps.append({"give": "rest", "over": "10 min"})
    elif how == "until too early" and len(steps) > 1:
        steps[-1] = {"give": "rest", "until": "1 min"}
    elif how == "no weight":
        order.pop("weight", None)
        order["dose"] = "5 mg/kg"
    elif how == "set but undeclared":
        order.setdefault("set", {})["nobody_declared"] = "5 mg"
    elif how == "wrong measure":
        in_units = order["dose"].split(" ")[1].startswith("units")
        steps.insert(0, {"give": "0.01 mg" if in_units else "1 units", "over": "10 min"})
    elif how == "three statements":
        steps[-1].update({"give": "rest", "rate": "10 mL/h", "over": "30 min"})
    elif how == "circle":
        parameters.update({"egg": "$hen", "hen": "$egg"})
    elif how == "not set":
        parameters["forgotten"] = "required"
    elif how == "bag given too early":
        steps.insert(0, {"give": "bag", "over": "1 h"})
    elif how == "two rests" and len(bags) > 1:
        for bag in bags:
            bag["holds"] = "rest"
            bag.pop("concentration", None)
            bag.pop("dilution", None)
    elif how == "filled twice" and bags:
        bags[0].update({"holds": "dose", "concentration": "1 mg/mL"})
    if not parameters:
        del protocol["parameters"]
    return protocol, order


def finish(builder: Builder) -> Pair:
    pair = builder.tree()
    return spoil(pair, builder.pick(SPOILERS)) if builder.often(18) else pair


@st.composite
def one_bag(draw: Draw) -> Pair:
    """A protocol with no `bags`: the dose in `$volume`, any legal pair of statements."""
    builder = Builder(draw)
    builder.volume_parameter()
    bag = Vessel("Bag 1", builder.full_volume, builder.dose, builder.full_volume)
    builder.bag_in_force = "Bag 1"
    for _ in range(builder.whole(0, 4)):
        if builder.often(30):
            builder.observe()
        builder.plain(bag)
    if builder.often(30):
        builder.observe()
    builder.close(bag)
    return finish(builder)


@st.composite
def any_bags(draw: Draw, *, at_once: bool = False) -> Pair:
    """One to four bags filled in every way, with plain steps, ladders and ramps."""
    builder = Builder(draw)
    if builder.often(15):
        builder.small_bags()
    count = builder.whole(1, 4)
    unused_kinds = ["dose", "none", "concentration", "dilution", "%", "amount", "/kg", "rest"]
    done: list[Vessel] = []
    for number in range(count):
        last = number == count - 1
        # Another bag after the one that holds the rest is refused, and drawn now and then.
        likely = unused_kinds if last or builder.often(20) else unused_kinds[:7]
        kind = builder.pick(likely)
        if kind == "rest":
            unused_kinds.remove("rest")
        part = Fraction(1) if last else Fraction(builder.pick([1, 5, 10, 50]), 100)
        bag = builder.vessel(f"Bag {'ABCD'[number]}", kind, part)
        if number == 0 and not builder.infusion:
            builder.bag_in_force = bag.name
        for _ in range(builder.whole(0 if last else 1, 3)):
            # Not before this bag's own first use: that is the moment `holds: rest` is settled.
            back = done and bag.left < bag.volume and builder.often(12)
            from_bag = builder.pick(done) if back else bag
            ways = ["plain", "plain", "ladder", "ramp", "observe", *["at once"] * at_once]
            how = builder.pick(ways)
            if how == "at once":
                builder.at_once(from_bag)
            elif how == "observe":
                builder.observe()
            elif how == "ladder":
                builder.ladder(from_bag)
            elif how == "plain" or not builder.ramp(from_bag, rest=False):
                builder.plain(from_bag)
        if not last and bag.left == bag.volume:
            builder.plain(bag)
        done.append(bag)
    builder.close(done[-1])
    if builder.often(5):
        builder.bags.append({"name": "Spare", "volume": "100 mL"})
    return finish(builder)
