"""Premedication against itself: the same thing twice, and drowsiness from two sides."""

from collections.abc import Iterator

from rechallenge.model.drug import Stated
from rechallenge.model.finding import Finding, confirm, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from .rule import CONFIRM, NOTE, Rule, check


@check(
    Rule(
        "premedication-duplicate",
        (CONFIRM,),
        "each premedication with the others: the same drug, or one of the same group",
        "the drugs' files",
        ("H-30",),
    ),
    Rule(
        "premedication-group-unknown",
        (NOTE,),
        "each premedication with an empty place for its group in the drug's file",
        "the drugs' files, which have none",
        ("H-30",),
    ),
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
                "premedication-duplicate",
                "premedication",
                {"drugs": ", ".join(given), "what": name, "times": str(len(given))},
                groups[name].source if name in groups else None,
            )
    if unknown and len(plan.premedication) > 1:
        yield _unknown("premedication-group-unknown", unknown)


@check(
    Rule(
        "sedating-pair",
        (CONFIRM,),
        "each premedication of which its file says that it sedates with the others",
        "the drugs' files",
        ("H-30",),
    ),
    Rule(
        "sedation-unknown",
        (NOTE,),
        "each premedication with an empty place for sedation in the drug's file",
        "the drugs' files, which have none",
        ("H-30",),
    ),
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
        yield confirm(
            "sedating-pair",
            "premedication",
            {"drugs": ", ".join(sedating)},
            "; ".join(stated.source for stated in sedating.values()),
        )
    if unknown and len(plan.premedication) > 1:
        yield _unknown("sedation-unknown", unknown)


def _unknown(code: str, drugs: list[str]) -> Finding:
    names = ", ".join(dict.fromkeys(drugs))
    return note(code, "premedication", {"drugs": names})
