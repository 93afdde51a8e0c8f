"""What the commands and the planner count and name; their other sentences are marked where they are
shown."""

COMMANDS: dict[str, str | tuple[str, str]] = {
    "command.audit": "what does not add up in a table that somebody uses",
    "command.check": "Validate protocol files and run their worked examples.",
    "command.checks": "List what is checked for each plan, and what each check rests on.",
    "command.compare": "Compare two or more strategies for one order.",
    "command.new": "Start a protocol file or a pump file of your own.",
    "command.drugs": "List the drugs that have a file.",
    "command.plan": "Work out the schedule for an order.",
    "command.protocols": "List the protocols.",
    "command.pumps": "List the pumps that have a file.",
    "command.review": "Record in a protocol file that a person has reviewed it.",
    "command.resume": "Go on with an infusion that was stopped, after a reaction or a pause.",
    "command.sheet": "Print a saved plan, or export it as PDF or in another format.",
    "command.show": "Explain a protocol, a drug or a pump, with its sources; or a saved plan.",
    "command.site": "Write or show the site's own file of defaults.",
    "command.validate": "Make orders that were worked by hand, and compare each value.",
    "command.verify": "Recompute a saved plan, compare its sheet, or check its order blind.",
    "severity.refuse.asks": "REFUSE: there is no schedule",
    "severity.confirm.asks": "CONFIRM: the plan is a DRAFT until each is answered with a reason "
    "and initials",
    "severity.note.asks": "NOTE: worth knowing; no answer is needed",
    "check.examples": ("{number} worked example", "{number} worked examples"),
    "check.files": ("{number} file checked", "{number} files checked"),
    "check.problems": ("{number} problem", "{number} problems"),
    "check.open-points": ("{number} open point", "{number} open points"),
}

PLANNER: dict[str, str | tuple[str, str]] = {
    "group.protocol": "Protocol",
    "group.order": "Order",
    "group.of-protocol": "Values of this protocol",
    "group.times": "Times",
    "group.equipment": "Pump and line",
    "group.preparation": "Preparation",
    "group.patient": "Patient",
    "group.begun": "Begun before this plan",
    "group.other": "Other",
    "place.step": "Step {number}",
    "place.infusion": "Protocol, item {number}",
    "place.premedication": "Premedication {number}",
    "place.bag": "Bag {letter}",
    "place.stop": "Stop {number}",
    "place.review": "Review",
    "place.field": "the field {label}",
    "planner.to-confirm": ("DRAFT: {number} to confirm", "DRAFT: {number} to confirm"),
    "planner.refused": (
        "by a finding; there is no schedule",
        "by {number} findings; there is no schedule",
    ),
    "planner.unfold": ("{number} more field: F12", "{number} more fields: F12"),
    "planner.fold": ("F12 folds {number} field", "F12 folds {number} fields"),
    "planner.drafts-left": (
        "{number} more unsaved order was left: the next planner that you start has it.",
        "{number} more unsaved orders were left: each planner that you start has one.",
    ),
    "planner.answer": (
        "{number} to confirm before this is more than a draft",
        "{number} to confirm before this is more than a draft",
    ),
}
