"""Whether anyone at the site has checked the protocol file."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity


def unreviewed(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`protocol-unreviewed`, `protocol-edited-since-review`: confirm (hazard H-10)."""
    protocol, review = plan.protocol, plan.protocol.review
    if protocol.is_reviewed:
        return
    numbers: dict[str, Quantity | str] = {"protocol": protocol.id, "version": protocol.version}
    code = "protocol-unreviewed"
    if protocol.edited_since_review:
        code = "protocol-edited-since-review"
        numbers |= {"by": str(review.by), "date": str(review.date)}
    yield Finding(code=code, severity=Severity.CONFIRM, where="review", numbers=numbers)
