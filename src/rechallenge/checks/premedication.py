"""Premedication against what is on file as usual, and against a missing time."""

from collections.abc import Iterator

from rechallenge.model.drug_limits import UsualDose
from rechallenge.model.finding import Finding, Numbers, confirm, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan, PlannedPremedication

from .rule import CONFIRM, NOTE, Rule, check


@check(
    Rule(
        "premedication-above-usual",
        (CONFIRM,),
        "each premedication dose with the highest usual one on file for its route",
        "the drug's file",
        ("H-01", "H-30"),
    ),
    Rule(
        "premedication-no-limit",
        (NOTE,),
        "each premedication dose with an empty place in the drug's file",
        "the drug's file, which has none",
        ("H-01", "H-30"),
    ),
)
def above_usual(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Doses above the usual one, and those for which none is on file."""
    for place, dose in enumerate(plan.premedication):
        usual = _usual(dose, on_file)
        where = f"premedication[{place}].dose"
        numbers: Numbers = {
            "drug": dose.drug,
            "dose": dose.dose,
            "route": dose.route,
        }
        if usual is None:
            yield note("premedication-no-limit", where, numbers)
        elif dose.dose > usual.most:
            yield confirm(
                "premedication-above-usual", where, numbers | {"usual": usual.most}, usual.source
            )


@check(
    Rule(
        "premedication-time-unstated",
        (CONFIRM,),
        "each premedication with the time that the source or the order states for it",
        "the protocol's source",
        ("H-11",),
    )
)
def time_unstated(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Premedication that nobody has stated a time for. One finding names every such drug."""
    unstated = [dose.drug for dose in plan.premedication if dose.before is None]
    if unstated:
        yield confirm(
            "premedication-time-unstated",
            "premedication",
            {"drugs": ", ".join(unstated)},
            plan.protocol.source.citation,
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
