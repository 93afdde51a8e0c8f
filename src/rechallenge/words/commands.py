"""The commands, in one line each, and what they count."""

COMMANDS: dict[str, str | tuple[str, str]] = {
    "command.check": "Validate protocol files and run their worked examples.",
    "command.checks": "List what is checked for each plan, and what each check rests on.",
    "command.compare": "Compare two or more strategies for one order.",
    "command.new": "Start a protocol file of your own from a published one.",
    "command.plan": "Work out the schedule for an order.",
    "command.protocols": "List the protocols.",
    "command.review": "Record in a protocol file that a person has reviewed it.",
    "command.sheet": "Print a saved plan, or export it as PDF or in another format.",
    "command.show": "Explain one protocol in plain words, with its source and doubts.",
    "command.verify": "Recompute a saved plan, compare its sheet, or check its order blind.",
    "severity.refuse.asks": "REFUSE: there is no schedule",
    "severity.confirm.asks": "CONFIRM: the plan is a DRAFT until each is answered with a reason "
    "and initials",
    "severity.note.asks": "NOTE: worth knowing; no answer is needed",
    "check.examples": ("{number} worked example", "{number} worked examples"),
    "check.open-points": ("{number} open point", "{number} open points"),
}
