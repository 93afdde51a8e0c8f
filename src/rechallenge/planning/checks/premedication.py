"""Premedication against what is on file as usual, and against a missing time."""

from collections.abc import Iterator

from rechallenge.model.drug import UsualDose
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan, PlannedPremedication
from rechallenge.quantities import Quantity


def above_usual(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`premedication-above-usual`: confirm; `premedication-no-limit`: note."""
    for place, dose in enumerate(plan.premedication):
        usual = _usual(dose, on_file)
        where = f"premedication[{place}].dose"
        numbers: dict[str, Quantity | str] = {
            "drug": dose.drug,
            "dose": dose.dose,
            "route": dose.route,
        }
        if usual is None:
            yield Finding(
                code="premedication-no-limit",
                severity=Severity.NOTE,
                where=where,
                numbers=numbers,
            )
        elif dose.dose > usual.most:
            yield Finding(
                code="premedication-above-usual",
                severity=Severity.CONFIRM,
                where=where,
                numbers=numbers | {"usual": usual.most},
                source=usual.source,
            )


def time_unstated(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`premedication-time-unstated`: confirm (hazard H-11). One finding names every such drug."""
    unstated = [dose.drug for dose in plan.premedication if dose.before is None]
    if unstated:
        yield Finding(
            code="premedication-time-unstated",
            severity=Severity.CONFIRM,
            where="premedication",
            numbers={"drugs": ", ".join(unstated)},
            source=plan.protocol.source.citation,
        )


def _usual(dose: PlannedPremedication, on_file: OnFile) -> UsualDose | None:
    """The highest usual dose on file for this drug by this route, in comparable units."""
    entries = [
        usual
        for facts in on_file.drugs
        if facts.goes_by(dose.drug)
        for usual in facts.premedication
        if usual.route.lower() == dose.route.lower()
        and usual.most.dimensionality == dose.dose.dimensionality
    ]
    return max(entries, key=lambda usual: usual.most, default=None)
