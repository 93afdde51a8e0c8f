"""Whether anyone at the site has checked the protocol file."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Numbers, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from .rule import CONFIRM, Rule, check


@check(
    Rule(
        "protocol-unreviewed",
        (CONFIRM,),
        "the protocol with the review written in its file",
        "the protocol's file, which has none",
        ("H-10",),
    ),
    Rule(
        "protocol-edited-since-review",
        (CONFIRM,),
        "the fingerprint of the protocol with that of the content that was reviewed",
        "the review in the protocol's file",
        ("H-10", "H-27"),
    ),
)
def unreviewed(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A protocol that nobody at the site has reviewed, or that was changed since."""
    protocol, review = plan.protocol, plan.protocol.review
    if protocol.is_reviewed:
        return
    numbers: Numbers = {"protocol": protocol.id, "version": protocol.version}
    code = "protocol-unreviewed"
    if protocol.edited_since_review:
        code = "protocol-edited-since-review"
        numbers |= {"by": str(review.by), "date": str(review.date)}
    yield confirm(code, "review", numbers)
