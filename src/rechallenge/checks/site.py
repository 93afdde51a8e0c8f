"""The site's own file: whether it was reviewed, and premedication sets against the protocol."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Premedication
from rechallenge.model.reading import settled
from rechallenge.model.review import SHORT
from rechallenge.model.timeline import PlannedPremedication
from rechallenge.words.codes import FindingCode

from .rule import Basis, asks, check


@check(asks(FindingCode.SITE_UNREVIEWED, Basis.SITE_FILE, "H-41"))
def unreviewed(plan: Plan) -> Iterator[Finding]:
    """A site's file that nobody has reviewed, or that was changed since."""
    site = plan.on_file.site
    if site is not None and site.reviewed_by is None:
        fingerprint = site.fingerprint[:SHORT]
        yield confirm(FindingCode.SITE_UNREVIEWED, ("site",), fingerprint=fingerprint)


@check(
    asks(
        FindingCode.PREMEDICATION_SET_DIFFERS,
        (Basis.SITE_FILE, Basis.PROTOCOL_FILE),
        "H-42",
        remedy=("premed",),
    )
)
def sets(plan: Plan) -> Iterator[Finding]:
    """Doses of a set, chosen by its name, that take the place of other doses of the protocol."""
    site = plan.on_file.site
    if site is None:
        return
    for number, name in plan.premedication_sets.items():
        given = plan.premedication[number]
        if given.in_place_of and not _same(given, plan):
            yield confirm(
                FindingCode.PREMEDICATION_SET_DIFFERS,
                ("premedication", number),
                site.citation,
                set=name,
                drug=given.drug,
                dose=given.dose,
                route=given.route,
                before=settled(given.before),
                stated=given.in_place_of,
            )


def _same(given: PlannedPremedication, plan: Plan) -> bool:
    """Whether the protocol has the same dose once, by the same route, at the same time or none."""
    facts = plan.on_file.drug(given.drug)
    names = {given.drug.lower()} if facts is None else {*map(str.lower, (facts.name, *facts.also))}
    written = [dose for dose in plan.protocol.premedication if dose.drug.lower() in names]
    return len(written) == 1 and _agrees(given, written[0])


def _agrees(given: PlannedPremedication, written: Premedication) -> bool:
    same_time = written.before in ("unstated", given.before)
    return same_time and given.in_place_of == (given.dose,) and given.route == written.route
