"""Whether a protocol was reviewed, as a phrase."""

from rechallenge.model.protocol import Protocol


def review_text(protocol: Protocol) -> str:
    """`reviewed by N. N. on 2026-11-21`, or why it counts as not reviewed."""
    review = protocol.review
    if protocol.is_reviewed:
        return f"reviewed by {review.by} on {review.date}"
    if protocol.edited_since_review:
        return f"unreviewed: edited since {review.by} reviewed it on {review.date}"
    return "unreviewed"
