"""A table as a protocol file: its steps as it states them, each printed number as the example that
the file is checked with, its slips as doubts. What the table does not say is left to a person."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from rechallenge.audit.agreement import Audit, Disagreement
from rechallenge.audit.columns import Role
from rechallenge.audit.intervals import exactly, narrowed, simplest
from rechallenge.audit.relations import bag_key, gives_none, network_of
from rechallenge.audit.understanding import Line, Printed
from rechallenge.quantities import exact_number
from rechallenge.sheet.audit_view import claim_text
from rechallenge.words import _

_OF_STEP = {
    Role.RATE: "rate",
    Role.TIME: "duration",
    Role.VOLUME: "volume",
    Role.DOSE: "dose",
    Role.DOSE_SO_FAR: "cumulative_dose",
}


_FEW = 3
"""Of a slip that more numbers than these explain, none is left out of the example."""


_BAG = "bag"


class NoProtocol(Exception):
    """A table that no protocol file can be made of, and why."""


def protocol_text(audit: Audit, protocol_id: str) -> str:
    """The lines of a protocol file, without its modeline. Raises NoProtocol."""
    return "\n".join(_Writer(audit).lines(protocol_id)) + "\n"


class _Writer:
    def __init__(self, audit: Audit) -> None:
        self.found = audit.found
        self.slips = audit.slips
        self.right = {one.explanations[0].number.cell.where: one.explanations[0].would_be
                      for one in audit.slips if len(one.explanations) == 1}  # fmt: skip
        wrong = [way.number for slip in audit.slips for way in slip.explanations]
        self.reading = audit.reading
        network = network_of(self.found, self.reading, wrong)
        left = narrowed(network.numbers, network.relations) or network.numbers
        self.strengths = {bag: left[place] for bag, (place, _) in network.strengths.items()}
        few = [one for one in audit.slips if len(one.explanations) <= _FEW]
        self.doubtful = {way.number.cell.where for one in few for way in one.explanations}
        self.steps = [line for line in self.found.lines if line.numbers and not gives_none(line)]
        self.listed = {bag_key(bag.bag): bag.numbers for bag in self.found.bags}
        giving = [line for line in self.steps if _gives(line)]
        if not giving:
            raise NoProtocol(_("no step of the table states what it gives"))
        self.last = giving[-1]
        self.rest = self._rest()
        given = sum(map(self._dose_of, giving), Fraction(0))
        self.dose = self._stated() if self.rest is not None else _decimal(given)
        self.to_end = self.rest is not None or self.dose != given

    def lines(self, protocol_id: str) -> Iterator[str]:
        yield f"id: {protocol_id}"
        yield "# title, drug, strategy and scope are not in the table; write them."
        yield "version: 1"
        yield "source:"
        yield "  # citation and where are not in the table; write them."
        if self.slips:
            yield "  doubts:"
            for slip in self.slips:
                yield from self._doubt(slip)
        yield "review:"
        yield "  status: unreviewed"
        bags = list(self._bags())
        if any("$" in bag for bag in bags):
            yield "parameters:"
            named = zip(self._names(), bags, strict=True)
            yield from (f"  {_volume_name(name)}: required" for name, bag in named if "$" in bag)
        yield "bags:"
        yield from bags
        yield "infusion:"
        yield from map(self._step, self.steps)
        yield "examples:"
        yield f"  - order: {{dose: {self._shown(self.dose, Role.DOSE)}{self._settings(bags)}}}"
        yield "    steps:"
        yield from (f"      - {{{', '.join(self._example(line))}}}" for line in self.steps)

    def _stated(self) -> Fraction:
        """The dose of all steps as printed: the total, or the last running sum; 0 for none."""
        totals = self.found.totals
        last = self.last.numbers.get(Role.DOSE_SO_FAR)
        stated = totals.get(Role.DOSE_SO_FAR) or totals.get(Role.DOSE) or last
        return Fraction(0) if stated is None else self._value(stated)

    def _rest(self) -> Fraction | None:
        """What the last bag holds if that is what the others have not given; else None."""
        volume = self.listed.get(bag_key(self.last.bag), {}).get(Role.BAG_VOLUME)
        before = [line for line in self.steps if line.bag != self.last.bag and _gives(line)]
        if volume is None or not volume.value or not before or not self._stated():
            return None
        rest = self._stated() - sum(map(self._dose_of, before), Fraction(0))
        if rest <= 0:
            return None
        strength = exactly(rest / volume.value)
        return rest if strength.within(self.strengths[bag_key(self.last.bag)]) else None

    def _volume_of(self, line: Line) -> Fraction:
        rate, time = line.numbers.get(Role.RATE), self._time(line)
        if rate is not None and time is not None:
            return self._value(rate) * self._value(time) / 60
        volume = line.numbers.get(Role.VOLUME)
        if volume is not None:
            return self._value(volume)
        sentence = _("step {step} states neither rate and time, nor a volume")
        raise NoProtocol(sentence.format(step=line.name))

    def _time(self, line: Line) -> Printed | None:
        """The time of a step; None also where it is printed so rounded that the volume is not
        what it makes."""
        rate, time, volume = (line.numbers.get(r) for r in (Role.RATE, Role.TIME, Role.VOLUME))
        if time is None or rate is None or volume is None:
            return time
        through = exactly(self._value(rate) * self._value(time) / 60)
        rounded = time.cell.where in self.reading.rounded
        return None if rounded and through.within(volume.rounded(volume.half)) is None else time

    def _dose_of(self, line: Line) -> Fraction:
        return self._volume_of(line) * self._exact_strength(line.bag)

    def _exact_strength(self, name: str) -> Fraction:
        """The concentration of a bag: as its list says, as its one step says, or the simplest that
        all its steps agree on."""
        on_list = self.listed.get(bag_key(name), {})
        volume, holds = on_list.get(Role.BAG_VOLUME), on_list.get(Role.HOLDS)
        stated = holds is not None and holds.cell.where not in self.doubtful
        if stated and holds is not None and volume is not None and volume.value:
            return holds.value / volume.value
        if (alone := self._alone(name)) is not None:
            given, taken = alone
            return self._value(given) / self._value(taken)
        left = self.strengths.get(bag_key(name))
        if left is None or left.high is None:
            sentence = _("the table does not say what {bag} holds")
            raise NoProtocol(sentence.format(bag=name or _("the bag")))
        return simplest(left)

    def _alone(self, name: str) -> tuple[Printed, Printed] | None:
        """Dose and volume of a bag that one step gives, and no list describes; None for others."""
        lines = [line for line in self.steps if line.bag == name and _gives(line)]
        if len(lines) != 1 or bag_key(name) in self.listed:
            return None
        dose, volume = (lines[0].numbers.get(role) for role in (Role.DOSE, Role.VOLUME))
        return None if dose is None or volume is None or not volume.value else (dose, volume)

    def _value(self, number: Printed) -> Fraction:
        """A number as printed; where it alone explains a slip, as the others have it."""
        left = self.right.get(number.cell.where)
        return number.value if left is None or left.high is None else simplest(left)

    def _names(self) -> list[str]:
        return list(dict.fromkeys(line.bag for line in self.steps if _gives(line)))

    def _bags(self) -> Iterator[str]:
        for name in self._names():
            numbers = self.listed.get(bag_key(name), {})
            volume, holds = numbers.get(Role.BAG_VOLUME), numbers.get(Role.HOLDS)
            alone = self._alone(name)
            said = f"${_volume_name(name)}" if volume is None else self._amount(volume)
            if alone is not None:
                said, content = self._amount(alone[1]), f"holds: {self._amount(alone[0])}"
            elif name == self.last.bag and self.rest is not None:
                content = "holds: rest"
            elif holds is not None and holds.cell.where not in self.doubtful:
                content = f"holds: {self._amount(holds)}"
            else:
                strength = self._shown(self._exact_strength(name), Role.CONCENTRATION)
                content = f"concentration: {strength}"
            yield f"  - {{name: {_quoted(name or _BAG)}, volume: {said}, {content}}}"

    def _step(self, line: Line) -> str:
        if not _gives(line):
            if Role.TIME not in line.numbers:
                sentence = _("step {step} states no time")
                raise NoProtocol(sentence.format(step=line.name))
            return f"  - {{observe: {self._amount(line.numbers[Role.TIME])}}}"
        rate, time = line.numbers.get(Role.RATE), self._time(line)
        volume = line.numbers.get(Role.VOLUME)
        parts = [f"rate: {self._amount(rate)}"] if rate is not None else []
        if line is self.last and self.to_end:
            parts.append("give: rest")
        elif self._alone(line.bag) is not None:
            parts.append("give: bag")
        elif volume is not None and (rate is None or time is None):
            parts.append(f"give: {self._amount(volume)}")
        if time is not None and len(parts) < 2:
            parts.append(f"over: {self._amount(time)}")
        if len(parts) < 2:
            sentence = _("step {step} states neither rate and time, nor an amount and one of them")
            raise NoProtocol(sentence.format(step=line.name))
        return f"  - {{bag: {_quoted(line.bag or _BAG)}, {', '.join(parts)}}}"

    def _example(self, line: Line) -> Iterator[str]:
        """Each number that the table prints for a step, marked where it may be rounded."""
        if not _gives(line):
            yield f"observe: {self._amount(line.numbers[Role.TIME])}"
            return
        for role, key in _OF_STEP.items():
            number = line.numbers.get(role)
            if number is not None and number.cell.where not in self.doubtful:
                exact = role is Role.RATE or (number is self._time(line) and line is not self.last)
                yield f"{key}: {'' if exact else '~'}{self._amount(number)}"

    def _doubt(self, slip: Disagreement) -> Iterator[str]:
        said = [claim_text(claim) for claim in slip.claims]
        numbers = [way.number for way in slip.explanations]
        results = [claim.numbers[-1] for claim in slip.claims]
        printed = next((one for one in results if one in numbers), (*numbers, *results)[0])
        yield "    - about: source"
        place = _("{number} ({where})").format(number=printed.shown, where=printed.cell.where)
        yield f"      printed: {_quoted(place)}"
        if len(numbers) == 1 and slip.explanations[0].would_be.high is not None:
            value = simplest(slip.explanations[0].would_be)
            yield f"      may_mean: {self._shown(value, printed.role)}"
        elif len(numbers) != 1:
            said.append(_("The table does not tell which of these numbers is wrong."))
        yield f"      because: {_quoted(' '.join(said))}"

    def _settings(self, bags: list[str]) -> str:
        """Bag volumes that the table does not state: what is taken from the bag, as an example."""
        stated = []
        for name, bag in zip(self._names(), bags, strict=True):
            if "$" in bag:
                of_bag = [line for line in self.steps if line.bag == name and _gives(line)]
                taken = Fraction(ceil(sum(map(self._volume_of, of_bag), Fraction(0))))
                stated.append(f"{_volume_name(name)}: {self._shown(taken, Role.VOLUME)}")
        return f", settings: {{{', '.join(stated)}}}" if stated else ""

    def _amount(self, number: Printed) -> str:
        return self._shown(self._value(number), number.role)

    def _shown(self, value: Fraction, role: Role) -> str:
        base = {Role.CONCENTRATION: f"{self._drug_unit()}/mL", Role.RATE: "mL/h"}.get(role)
        if base is None:
            base = self.found.units.get(role) or self._drug_unit()
        return f"{exact_number(value)} {base}"

    def _drug_unit(self) -> str:
        units = self.found.units
        of_dose = units.get(Role.DOSE) or units.get(Role.DOSE_SO_FAR) or units.get(Role.HOLDS)
        return of_dose or units.get(Role.CONCENTRATION, "mg/mL").partition("/")[0]


def _gives(line: Line) -> bool:
    numbers = (line.numbers.get(role) for role in (Role.RATE, Role.VOLUME, Role.DOSE))
    return any(number is not None and number.value for number in numbers)


def _decimal(value: Fraction) -> Fraction:
    """A value as a decimal: itself, or rounded to a thousandth where it has no end."""
    ends = "/" not in exact_number(value)
    return value if ends else Fraction(int(value * 1000 + Fraction(1, 2)), 1000)


def _volume_name(bag: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in bag.lower())
    return f"volume_{letters.strip('_') or 'bag'}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
