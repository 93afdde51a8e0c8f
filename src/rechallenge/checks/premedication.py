"""Premedication: against what is on file as usual, against a missing time, and against itself."""

from collections.abc import Iterator

from rechallenge.model.drug_limits import Stated, UsualPremedication
from rechallenge.model.finding import Finding, confirm, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan, PlannedPremedication
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Basis, Rule, check

_PLACE = ("premedication",)


@check(
    Rule(
        FindingCode.PREMEDICATION_ABOVE_USUAL, (CONFIRM,), (Basis.DRUG_FILE,), ("H-01", "H-30")
    ),
    Rule(FindingCode.PREMEDICATION_NO_LIMIT, (NOTE,), (Basis.DRUG_FILE,), ("H-01", "H-30")),
)  # fmt: skip
def doses(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Doses above the usual one, and those for which none is on file."""
    for number, given in enumerate(plan.premedication):
        usual, at = _usual(given, on_file), (*_PLACE, number, "dose")
        drug, dose, route = given.drug, given.dose, given.route
        if usual is None:
            code = FindingCode.PREMEDICATION_NO_LIMIT
            yield note(code, at, drug=drug, dose=dose, route=route)
        elif dose > usual.most:
            code, most = FindingCode.PREMEDICATION_ABOVE_USUAL, usual.most
            yield confirm(code, at, usual.source, drug=drug, dose=dose, route=route, usual=most)


def _usual(dose: PlannedPremedication, on_file: OnFile) -> UsualPremedication | None:
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


@check(
    Rule(
        FindingCode.PREMEDICATION_TIME_UNSTATED,
        (CONFIRM,),
        (Basis.PROTOCOL_FILE,),
        ("H-11",),
        ("premed_lead",),
    )
)
def times(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Premedication that nobody has stated a time for. One finding names every such drug."""
    unstated = tuple(dose.drug for dose in plan.premedication if dose.before is None)
    if unstated:
        source = plan.protocol.source.citation
        yield confirm(FindingCode.PREMEDICATION_TIME_UNSTATED, _PLACE, source, drugs=unstated)


@check(
    Rule(FindingCode.PREMEDICATION_DUPLICATE, (CONFIRM,), (Basis.DRUG_FILE,), ("H-30",)),
    Rule(FindingCode.PREMEDICATION_GROUP_UNKNOWN, (NOTE,), (Basis.DRUG_FILE,), ("H-30",)),
)
def duplicates(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A drug or a group that stands in the premedication more than once; and which drugs could
    only be compared by name."""
    drugs: dict[str, list[str]] = {}
    groups: dict[str, Stated] = {}
    unknown = []
    for dose in plan.premedication:
        facts = on_file.drug(dose.drug)
        name = (facts.name if facts else dose.drug).lower()
        if facts is not None and facts.group is not None:
            name = facts.group.says.lower()
            groups[name] = facts.group
        else:
            unknown.append(dose.drug)
        drugs.setdefault(name, []).append(dose.drug)
    for name, given in drugs.items():
        if len(given) > 1:
            yield confirm(
                FindingCode.PREMEDICATION_DUPLICATE,
                _PLACE,
                groups[name].source if name in groups else None,
                drugs=tuple(given),
                what=name,
                times=len(given),
            )
    yield from _unknown(FindingCode.PREMEDICATION_GROUP_UNKNOWN, unknown, plan)


@check(
    Rule(FindingCode.SEDATING_PAIR, (CONFIRM,), (Basis.DRUG_FILE,), ("H-30",)),
    Rule(FindingCode.SEDATION_UNKNOWN, (NOTE,), (Basis.DRUG_FILE,), ("H-30",)),
)
def sedation(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Two or more drugs that sedate; and of which drugs that is not known."""
    sedating: dict[str, Stated] = {}
    unknown = []
    for dose in plan.premedication:
        facts = on_file.drug(dose.drug)
        if facts is not None and facts.sedates is not None:
            sedating[facts.name] = facts.sedates
        else:
            unknown.append(dose.drug)
    if len(sedating) > 1:
        source = "; ".join(stated.source for stated in sedating.values())
        yield confirm(FindingCode.SEDATING_PAIR, _PLACE, source, drugs=tuple(sedating))
    yield from _unknown(FindingCode.SEDATION_UNKNOWN, unknown, plan)


def _unknown(code: FindingCode, drugs: list[str], plan: Plan) -> Iterator[Finding]:
    if drugs and len(plan.premedication) > 1:
        yield note(code, _PLACE, drugs=tuple(dict.fromkeys(drugs)))
