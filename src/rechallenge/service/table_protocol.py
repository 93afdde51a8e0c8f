"""A table as a protocol file: its steps as it states them, each printed number as the example that
the file is checked with, its slips as doubts. What the table does not say is left to a person."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from rechallenge.audit.agreement import Audit, Disagreement
from rechallenge.audit.at_once import gives
from rechallenge.audit.bags import bag_key
from rechallenge.audit.intervals import simplest
from rechallenge.audit.printed import Printed
from rechallenge.audit.roles import Role
from rechallenge.audit.understanding import Line
from rechallenge.quantities import exact_number
from rechallenge.sheet.audit_claims import claim_text
from rechallenge.words import _

from .table_amounts import NoProtocol, TableAmounts

_OF_STEP = {
    Role.RATE: "rate",
    Role.TIME: "duration",
    Role.VOLUME: "volume",
    Role.DOSE: "dose",
    Role.DOSE_SO_FAR: "cumulative_dose",
}


_BAG = "bag"
_PAUSE, _SAMPLE = "pause", "60 min"
_UNSTATED = "unstated"
"""A route that a person has to write: a protocol without one is given into a vein."""


def protocol_text(audit: Audit, protocol_id: str) -> str:
    """The lines of a protocol file, without its modeline. Raises NoProtocol."""
    return "\n".join(_Writer(audit).lines(protocol_id)) + "\n"


class _Writer(TableAmounts):
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
        bags, waits = list(self._bags()), self.waits
        steps = list(map(self._step, self.steps, waits))
        named = zip(self.bag_names(), bags, strict=True)
        parameters = [_volume_name(name) for name, bag in named if "$" in bag]
        parameters += [_PAUSE] if any(_PAUSE in step for step in steps) else []
        if parameters:
            yield "parameters:"
            yield from (f"  {name}: required" for name in parameters)
        if self.at_once is not None:
            by_mouth = "by mouth" if self.at_once.by_mouth else _UNSTATED
            yield f"route: {by_mouth}"
        if bags:
            yield "bags:"
            yield from bags
        yield "infusion:"
        yield from steps
        yield "examples:"
        if _PAUSE in parameters:
            yield "  # The table does not state the time between doses; this one is a sample."
        settings = self._settings(bags, _PAUSE in parameters)
        yield f"  - order: {{dose: {self._shown(self.dose, Role.DOSE)}{settings}}}"
        yield "    steps:"
        for line, wait in zip(self.steps, waits, strict=True):
            yield f"      - {{{', '.join(self._example(line))}}}"
            if wait is not None:
                yield f"      - {{observe: {wait or _SAMPLE}}}"

    def _bags(self) -> Iterator[str]:
        for name in self.bag_names():
            numbers = self.listed.get(bag_key(name), {})
            volume, holds = numbers.get(Role.BAG_VOLUME), numbers.get(Role.HOLDS)
            alone = self.alone(name)
            said = f"${_volume_name(name)}" if volume is None else self._amount(volume)
            if alone is not None:
                said, content = self._amount(alone[1]), f"holds: {self._amount(alone[0])}"
            elif name == self.last.bag and self.rest is not None:
                content = "holds: rest"
            elif holds is not None and holds.cell.where not in self.doubtful:
                content = f"holds: {self._amount(holds)}"
            else:
                strength = self._shown(self.strength_of(name), Role.CONCENTRATION)
                content = f"concentration: {strength}"
            yield f"  - {{name: {_quoted(name or _BAG)}, volume: {said}, {content}}}"

    def _step(self, line: Line, wait: str | None) -> str:
        if not gives(line):
            if Role.TIME not in line.numbers:
                sentence = _("step {step} states neither what it gives nor a time")
                raise NoProtocol(sentence.format(step=line.name))
            return f"  - {{observe: {self._amount(line.numbers[Role.TIME])}}}"
        if self.at_once is not None:
            return f"  - {{{', '.join(self._given_at_once(line, wait))}}}"
        rate, time = line.numbers.get(Role.RATE), self.time_of(line)
        volume = line.numbers.get(Role.VOLUME)
        parts = [f"rate: {self._amount(rate)}"] if rate is not None else []
        if line is self.last and self.to_end:
            parts.append("give: rest")
        elif self.alone(line.bag) is not None:
            parts.append("give: bag")
        elif volume is not None and (rate is None or time is None):
            parts.append(f"give: {self._amount(volume)}")
        if time is not None and len(parts) < 2:
            parts.append(f"over: {self._amount(time)}")
        if len(parts) < 2:
            sentence = _("step {step} states neither rate and time, nor an amount and one of them")
            raise NoProtocol(sentence.format(step=line.name))
        return f"  - {{bag: {_quoted(line.bag or _BAG)}, {', '.join(parts)}}}"

    def _given_at_once(self, line: Line, wait: str | None) -> Iterator[str]:
        dose, volume = line.numbers.get(Role.DOSE), line.numbers.get(Role.VOLUME)
        if volume is not None:
            yield f"bag: {_quoted(line.bag or _BAG)}"
        alone = volume is not None and self.alone(line.bag) is not None
        amount = "bag" if alone else "" if volume is None else self._amount(volume)
        if line is self.last and self.to_end:
            amount = "rest"
        yield f"at_once: {amount or ('' if dose is None else self._amount(dose))}"
        if volume is None and line.bag:
            yield f"form: {_quoted(line.bag)}"
        elif volume is None and self.bag_names():
            sentence = _("step {step} states no volume, and not in what form it is given")
            raise NoProtocol(sentence.format(step=line.name))
        if wait is not None:
            yield f"next_after: {wait or f'${_PAUSE}'}"

    def _example(self, line: Line) -> Iterator[str]:
        """Each number that the table prints for a step, marked where it may be rounded."""
        if not gives(line):
            yield f"observe: {self._amount(line.numbers[Role.TIME])}"
            return
        for role, key in _OF_STEP.items():
            number = line.numbers.get(role)
            if role is Role.TIME and self.at_once is not None:
                continue
            if number is not None and number.cell.where not in self.doubtful:
                yield f"{key}: {'' if self._stands(number, line) else '~'}{self._amount(number)}"

    def _stands(self, number: Printed, line: Line) -> bool:
        """Whether the file states a number as it is printed; otherwise it may be rounded."""
        if self.at_once is not None:
            return number.role is (Role.VOLUME if self.is_drawn(line) else Role.DOSE)
        return number.role is Role.RATE or (number is self.time_of(line) and line is not self.last)

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

    def _settings(self, bags: list[str], pause: bool) -> str:
        """Bag volumes that the table does not state: what is taken from the bag, as an example; and
        the time between doses."""
        stated = []
        for name, bag in zip(self.bag_names(), bags, strict=True):
            if "$" in bag:
                of_bag = [one for one in self.steps if one.bag == name and self.is_drawn(one)]
                taken = Fraction(ceil(sum(map(self.volume_of, of_bag), Fraction(0))))
                stated.append(f"{_volume_name(name)}: {self._shown(taken, Role.VOLUME)}")
        stated += [f"{_PAUSE}: {_SAMPLE}"] if pause else []
        return f", settings: {{{', '.join(stated)}}}" if stated else ""

    def _amount(self, number: Printed) -> str:
        return self._shown(self.value(number), number.role)

    def _shown(self, value: Fraction, role: Role) -> str:
        base = {Role.CONCENTRATION: f"{self._drug_unit()}/mL", Role.RATE: "mL/h"}.get(role)
        if base is None:
            base = self.found.units.get(role) or self._drug_unit()
        return f"{exact_number(value)} {base}"

    def _drug_unit(self) -> str:
        units = self.found.units
        of_dose = units.get(Role.DOSE) or units.get(Role.DOSE_SO_FAR) or units.get(Role.HOLDS)
        return of_dose or units.get(Role.CONCENTRATION, "mg/mL").partition("/")[0]


def _volume_name(bag: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in bag.lower())
    return f"volume_{letters.strip('_') or 'bag'}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
