"""Premedication: unusual doses, missing times, duplicates, and drugs that should not be
combined."""

from collections.abc import Iterator
from itertools import pairwise

from rechallenge.model.drug_limits import Stated
from rechallenge.model.finding import Finding, confirm, note
from rechallenge.model.plan import Plan
from rechallenge.model.timeline import PlannedPremedication
from rechallenge.planning.limits import NIGHT, SPLIT_REGIMEN
from rechallenge.words.codes import FindingCode

from .comparable import usual_premedication
from .rule import Basis, asks, check, notes

_PLACE = ("premedication",)


@check(asks(FindingCode.PREMEDICATION_ABOVE_USUAL, Basis.DRUG_FILE, "H-01", "H-30"))
def doses(plan: Plan) -> Iterator[Finding]:
    """Doses above the usual one."""
    for number, given in enumerate(plan.premedication):
        found, at = usual_premedication(given, plan), (*_PLACE, number, "dose")
        if found is not None and given.dose > found[0]:
            yield confirm(
                FindingCode.PREMEDICATION_ABOVE_USUAL,
                at,
                found[1].source,
                drug=given.drug,
                dose=given.dose,
                route=given.route,
                usual=found[0],
            )


@check(
    asks(
        FindingCode.PREMEDICATION_TIME_UNSTATED,
        Basis.PROTOCOL_FILE,
        "H-11",
        remedy=("premed_lead",),
    )
)
def times(plan: Plan) -> Iterator[Finding]:
    """Premedication without a stated time. One finding names every such drug."""
    unstated = tuple(dose.drug for dose in plan.premedication if dose.before is None)
    if unstated:
        source = plan.protocol.source.citation
        yield confirm(FindingCode.PREMEDICATION_TIME_UNSTATED, _PLACE, source, drugs=unstated)


@check(asks(FindingCode.PREMEDICATION_DUPLICATE, Basis.DRUG_FILE, "H-30"))
def duplicates(plan: Plan) -> Iterator[Finding]:
    """A drug or a group that the premedication has more than once. A regimen that splits one drug,
    such as dexamethasone 12 h and 6 h before, counts once."""
    same: dict[str, list[PlannedPremedication]] = {}
    groups: dict[str, Stated] = {}
    for dose in plan.premedication:
        facts = plan.on_file.drug(dose.drug)
        name = (facts.name if facts else dose.drug).lower()
        if facts is not None and facts.group is not None:
            name = facts.group.says.lower()
            groups[name] = facts.group
        same.setdefault(name, []).append(dose)
    for name, given in same.items():
        if len(given) > 1 and not _splits_one_drug(given, plan):
            yield confirm(
                FindingCode.PREMEDICATION_DUPLICATE,
                _PLACE,
                groups[name].source if name in groups else None,
                drugs=tuple(dose.drug for dose in given),
                what=name,
                times=len(given),
            )


def _splits_one_drug(given: list[PlannedPremedication], plan: Plan) -> bool:
    """Whether these are doses of one drug with hours between them."""
    facts = [plan.on_file.drug(dose.drug) for dose in given]
    drugs = {(f.name if f else dose.drug).lower() for f, dose in zip(facts, given, strict=True)}
    before = sorted(dose.before for dose in given if dose.before is not None)
    return (
        len(drugs) == 1
        and len(before) == len(given)
        and all(later - sooner >= SPLIT_REGIMEN.value for sooner, later in pairwise(before))
    )


@check(asks(FindingCode.SEDATING_PAIR, Basis.DRUG_FILE, "H-30"))
def sedation(plan: Plan) -> Iterator[Finding]:
    """Two or more drugs that sedate."""
    of_doses = (plan.on_file.drug(dose.drug) for dose in plan.premedication)
    sedating = {f.name: f.sedates for f in of_doses if f is not None and f.sedates is not None}
    if len(sedating) > 1:
        source = "; ".join(stated.source for stated in sedating.values())
        yield confirm(FindingCode.SEDATING_PAIR, _PLACE, source, drugs=tuple(sedating))


@check(notes(FindingCode.PREMEDICATION_AT_NIGHT, NIGHT, "H-11"))
def at_night(plan: Plan) -> Iterator[Finding]:
    """Doses due at a time when the patient sleeps, or is not yet on the ward."""
    night = [
        (dose.at, dose.drug)
        for dose in plan.premedication
        if dose.at is not None and not NIGHT.ends <= dose.at.time() < NIGHT.begins
    ]
    if night:
        drugs, first = tuple(drug for _, drug in night), min(at for at, _ in night)
        yield note(FindingCode.PREMEDICATION_AT_NIGHT, _PLACE, drugs=drugs, at=first)


@check(asks(FindingCode.PREMEDICATION_MISSING, Basis.DRUG_FILE, "H-11", "H-29"))
def missing(plan: Plan) -> Iterator[Finding]:
    """A drug whose label asks for premedication, in a plan that has none."""
    facts = plan.on_file.drug(plan.drug)
    asked = facts.premedication_asked if facts else None
    if facts is not None and asked is not None and not plan.premedication:
        code = FindingCode.PREMEDICATION_MISSING
        yield confirm(code, _PLACE, asked.source, drug=facts.name, says=asked.says)
