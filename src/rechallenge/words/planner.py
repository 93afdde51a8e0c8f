"""The groups of the order form, and what the planner says of a number of findings; its other
sentences are marked where they are shown."""

PLANNER: dict[str, str | tuple[str, str]] = {
    "group.protocol": "Protocol",
    "group.order": "Order",
    "group.of-protocol": "Values of this protocol",
    "group.times": "Times",
    "group.equipment": "Pump and line",
    "group.preparation": "Preparation",
    "group.patient": "Patient",
    "group.other": "Other",
    "planner.to-confirm": ("DRAFT: {number} to confirm", "DRAFT: {number} to confirm"),
    "planner.refused": (
        "by a finding; there is no schedule",
        "by {number} findings; there is no schedule",
    ),
    "planner.answer": (
        "{number} to confirm before this is more than a draft",
        "{number} to confirm before this is more than a draft",
    ),
}
