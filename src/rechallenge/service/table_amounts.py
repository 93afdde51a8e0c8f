"""What the numbers of a table come to in a protocol: volume, time and dose of each step and the
concentration of each bag, without rounding where the table allows."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from rechallenge.audit.agreement import Audit
from rechallenge.audit.at_once import UnclearTimes, doses_at_once, gives
from rechallenge.audit.bags import bag_key, gives_none
from rechallenge.audit.intervals import ANY, exactly, narrowed, simplest
from rechallenge.audit.looks import solution_of
from rechallenge.audit.printed import Printed
from rechallenge.audit.relations import network_of
from rechallenge.audit.roles import Role
from rechallenge.audit.understanding import Line
from rechallenge.quantities import exact_number
from rechallenge.words import _

_FEW = 3
"""Of a slip that more numbers than these explain, none is left out of the example."""


class NoProtocol(Exception):
    """A table that no protocol file can be made of, and why."""


class TableAmounts:
    """The steps of an audited table and their amounts, slips put right where one number explains
    them. Raises NoProtocol where the table does not tell an amount."""

    def __init__(self, audit: Audit) -> None:
        self.found = audit.found
        self.slips = audit.slips
        self._known: dict[str, Fraction] = {}
        self.right = {one.explanations[0].number.cell.where: one.explanations[0].would_be
                      for one in audit.slips if len(one.explanations) == 1}  # fmt: skip
        wrong = [way.number for slip in audit.slips for way in slip.explanations]
        self.reading = audit.reading
        network = network_of(self.found, self.reading, wrong)
        left = narrowed(network.numbers, network.relations) or network.numbers
        self.strengths = {bag: left[one.place] for bag, one in network.strengths.items()}
        few = [one for one in audit.slips if len(one.explanations) <= _FEW]
        self.doubtful = {way.number.cell.where for one in few for way in one.explanations}
        self.steps = [line._replace(bag=solution_of(line)) for line in self.found.lines
                      if line.numbers and not gives_none(line)]  # fmt: skip
        self.listed = {bag_key(bag.bag): bag.numbers for bag in self.found.bags}
        giving = [line for line in self.steps if gives(line)]
        if not giving:
            raise NoProtocol(_("no step of the table states what it gives"))
        try:
            self.at_once = doses_at_once(self.found, self.steps)
        except UnclearTimes as unclear:
            raise NoProtocol(str(unclear)) from None
        self.waits = (None,) * len(self.steps) if self.at_once is None else self.at_once.waits
        self.last = giving[-1]
        self.rest = self.rest_of_last_bag()
        given = sum(map(self.dose_of, giving), Fraction(0))
        self.dose = self.stated_dose() if self.rest is not None else _decimal(given)
        self.to_end = self.rest is not None or self.dose != given

    def stated_dose(self) -> Fraction:
        """The dose of all steps as printed: the total, or the last running sum; 0 for none."""
        totals = self.found.totals
        last = self.last.numbers.get(Role.DOSE_SO_FAR)
        stated = totals.get(Role.DOSE_SO_FAR) or totals.get(Role.DOSE) or last
        return Fraction(0) if stated is None else self.value(stated)

    def rest_of_last_bag(self) -> Fraction | None:
        """What the last bag holds if that is what the others have not given; else None."""
        volume = self.listed.get(bag_key(self.last.bag), {}).get(Role.BAG_VOLUME)
        before = [line for line in self.steps if line.bag != self.last.bag and gives(line)]
        if volume is None or not volume.value or not before or not self.stated_dose():
            return None
        rest = self.stated_dose() - sum(map(self.dose_of, before), Fraction(0))
        if rest <= 0:
            return None
        strength = exactly(rest / volume.value)
        return rest if strength.within(self.strengths[bag_key(self.last.bag)]) else None

    def volume_of(self, line: Line) -> Fraction:
        rate, time = line.numbers.get(Role.RATE), self.time_of(line)
        if rate is not None and time is not None:
            return self.value(rate) * self.value(time) / 60
        volume = line.numbers.get(Role.VOLUME)
        if volume is not None:
            return self.value(volume)
        sentence = _("step {step} states neither rate and time, nor a volume")
        raise NoProtocol(sentence.format(step=line.name))

    def time_of(self, line: Line) -> Printed | None:
        """The time of a step; None also where it is printed so rounded that the volume is not
        what it makes."""
        rate, time, volume = (line.numbers.get(r) for r in (Role.RATE, Role.TIME, Role.VOLUME))
        if time is None or rate is None or volume is None:
            return time
        through = exactly(self.value(rate) * self.value(time) / 60)
        rounded = time.cell.where in self.reading.rounded
        return None if rounded and through.within(volume.rounded(volume.half)) is None else time

    def dose_of(self, line: Line) -> Fraction:
        dose = line.numbers.get(Role.DOSE)
        if self.at_once is not None and dose is not None and not self.is_drawn(line):
            return self.value(dose)
        return self.volume_of(line) * self.strength_of(line.bag)

    def strength_of(self, name: str) -> Fraction:
        """The concentration of a bag. Raises NoProtocol."""
        if name not in self._known:
            self._known[name] = self._strength_of(name)
        return self._known[name]

    def _strength_of(self, name: str) -> Fraction:
        """The concentration of a bag: as its list says, as its one step says; of those that all its
        steps agree on, the one that most of them make, or the simplest."""
        on_list = self.listed.get(bag_key(name), {})
        volume, holds = on_list.get(Role.BAG_VOLUME), on_list.get(Role.HOLDS)
        stated = holds is not None and holds.cell.where not in self.doubtful
        if stated and holds is not None and volume is not None and volume.value:
            return holds.value / volume.value
        if (alone := self.alone(name)) is not None:
            given, taken = alone
            return self.value(given) / self.value(taken)
        left = self.strengths.get(bag_key(name), ANY)
        made = Counter(one for one in self._quotients(name) if exactly(one).within(left))
        for strength, times in made.most_common(1):
            if (times > 1 or len(made) == 1) and _is_decimal(strength):
                return strength
        if left.high is None:
            sentence = _("the table does not say what {bag} holds")
            raise NoProtocol(sentence.format(bag=name or _("the bag")))
        return simplest(left)

    def _quotients(self, name: str) -> Iterator[Fraction]:
        """What the steps of a bag state or make of its concentration, taken to the last digit."""
        for line in self.steps:
            dose, volume = map(line.numbers.get, (Role.DOSE, Role.VOLUME))
            stated = line.numbers.get(Role.CONCENTRATION)
            if bag_key(line.bag) != bag_key(name):
                continue
            if stated is not None:
                yield self.value(stated)
            if dose is not None and volume is not None and self.value(volume):
                yield self.value(dose) / self.value(volume)

    def alone(self, name: str) -> tuple[Printed, Printed] | None:
        """Dose and volume of a bag that one step gives, and no list describes; None for others."""
        lines = [line for line in self.steps if line.bag == name and gives(line)]
        if len(lines) != 1 or bag_key(name) in self.listed:
            return None
        dose, volume = (lines[0].numbers.get(role) for role in (Role.DOSE, Role.VOLUME))
        return None if dose is None or volume is None or not volume.value else (dose, volume)

    def value(self, number: Printed) -> Fraction:
        """A number as printed; where it alone explains a slip, as the others have it."""
        left = self.right.get(number.cell.where)
        return number.value if left is None or left.high is None else simplest(left)

    def bag_names(self) -> list[str]:
        return list(dict.fromkeys(line.bag for line in self.steps if self.is_drawn(line)))

    def is_drawn(self, line: Line) -> bool:
        """Whether a step gives from a bag; a dose at once without a volume is of another form."""
        return gives(line) and (self.at_once is None or Role.VOLUME in line.numbers)


def _decimal(value: Fraction) -> Fraction:
    """A value as a decimal: itself, or rounded to a thousandth where it has no end."""
    return value if _is_decimal(value) else Fraction(int(value * 1000 + Fraction(1, 2)), 1000)


def _is_decimal(value: Fraction) -> bool:
    return "/" not in exact_number(value)
