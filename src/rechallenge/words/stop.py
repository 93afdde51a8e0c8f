"""A stop in the middle of an infusion: what is asked, and what is shown of it."""

STOP: dict[str, str | tuple[str, str]] = {
    "stop.infused.about": "the volume that the pump shows: since the bag was connected where a bag "
    "is named, otherwise in all",
    "stop.after_step.about": "the number of the last dose that was given at once, in place of "
    "the volume infused",
    "stop.bag.about": "the bag that was running, by its letter or its name",
    "stop.at.about": 'when it was stopped, such as "10:42"',
    "stop.resume_at.about": 'how it goes on: "50 %" of the rate at the stop, a rate, "50 % of '
    'each step", "50 % of this step", "as planned", "repeat", "2 steps back" or "never"; the '
    "label's share unless stated",
    "stop.hold.about": "for how long nothing runs, counted from the stop",
    "stop.go_on_if.about": "the condition to go on, printed with the hold",
    "stop.grade.about": "grade of the reaction, 1 to 4",
    "stop.kind.about": "kind of the reaction, such as infusion-reaction or anaphylaxis",
    "stop.seen.about": "what was seen, in a few words",
    "stop.gave.about": "a drug given for the reaction, such as hydrocortisone 200 mg IV at 10:45; "
    "may be repeated",
    "stop.line.about": "go on through a fresh set; what is in the old one is lost",
    "stop.clear_line.about": "rate at which the fresh set is filled to the vein, before any dose "
    "is counted",
    "stop.protocol.about": "another protocol for what remains: its steps, from the bag that hangs, "
    "or from its own bags where it has several",
    "stop.bags.about": "prepare new bags for what remains, by the other protocol",
    "stop.volume.about": "final volume of a new bag for what remains, by the other protocol",
    "stop.settings.about": "values for the other protocol's own parameters",
    "stop.for-good.about": "stop for good, with what was given",
    "stop.after_step.label": "After step",
    "stop.bag.label": "Bag in use",
    "stop.infused.label": "Infused",
    "stop.at.label": "Stopped at",
    "stop.resume_at.label": "Go on",
    "stop.hold.label": "Hold",
    "stop.go_on_if.label": "Go on only if",
    "stop.grade.label": "Grade",
    "stop.kind.label": "Kind",
    "stop.seen.label": "Seen",
    "stop.gave.label": "Given for it",
    "stop.line.label": "Set",
    "stop.protocol.label": "By protocol",
    "stop.volume.label": "New bag of",
    "stop.clear_line.label": "Fill the set",
    "stop.needs-volume": "what the pump shows",
    "stop.nothing-runs": "nothing runs",
    "stop.cannot-be": "No plan",
    "stop.rate-from": "{rate} from {at}",
    "stop.first-rates": "First rates",
    "stop.before": "without the stop",
    "stop.column-way": "Go on",
    "stop.column-ends": "Ends",
    "stop.column-highest": "Highest rate",
    "stop.column-asks": "To confirm",
    "heading.stops": "Stopped",
    "head.continues": "continues plan {fingerprint} after stop {number}",
    "heading.stop": "Stop {number}",
    "stop.of-grade": "grade {grade}",
    "stop.in-step": "in step {step}, {at}",
    "stop.after-step": "after step {step}, {at}",
    "stop.stated": "{at} as stated, {planned} by the planned rates",
    "stop.of-the-dose": "{given} of {dose}; {left} left",
    "stop.dose-given": "the dose of step {step} was given at once",
    "stop.in-all": "{volume} in all",
    "stop.from-bag": "{volume} from {bag}; {all} in all",
    "stop.left-in-bag": "{volume} in {bag}",
    "stop.volume-with": "{volume} with {dose}",
    "stop.besides-at-once": "{dose}, besides {at_once} given at once",
    "stop.fresh": "fresh set; {lost} is lost with the old one",
    "stop.resumes": "{way}, {at}",
    "stop.way-as-planned": "as planned",
    "stop.way-repeat": "the step that was running, again",
    "stop.way-limit": "at {limit} at most ({way})",
    "stop.way-by": "what remains by {protocol}",
    "stop.way-by-limit": "what remains by {protocol}, {pace}",
    "stop.way-share": "{way}, of the rates as planned",
    "stop.in-set-of": "{standing} in the set of {bag}",
    "stop.way-never": "stopped for good",
    "stop.for-good": "STOPPED FOR GOOD: {given} of {dose} given. Nothing more is run.",
    "stop.gave-at": "{given}, {at}",
    "stop.gave-once": "{drug} {dose} {route}",
    "stop.continues": "This plan continues plan {fingerprint}. Steps that have run are past: do "
    "not run them again.",
    "heading.begun": "Begun before this plan",
    "begun.left": "{volume} in {bag}",
    "begun.connected": "{bag}, connected {at}",
    "begun.new-bags": "prepared for what remains",
    "begun.past": "None of it is run again.",
    "begun.limit": "at {limit} at most ({way})",
    "begun.share": "{share} of {rate}",
    "begun.line-diluent": "{volume} with diluent",
    "begun.line-unknown": "not stated",
    "label.hangs": "Bag that hangs",
    "label.stopped": "Stopped",
    "label.given-so-far": "Given so far",
    "label.infused": "Infused",
    "label.left-in-bag": "Left in the bag",
    "label.reaction": "Reaction",
    "label.rescue": "Given for it",
    "label.goes-on": "Goes on",
    "label.at-vein": "At the vein",
    "label.held": "Hold",
}

STOP_FINDINGS: dict[str, str] = {
    "stop-time-unexplained": (
        "{infused} would have been in after {planned:1}, but {stated:1} passed: {share:0} off. "
        "Read pump and clock again, or confirm that nothing ran meanwhile."
    ),
    "goes-on-above-stop": (
        "The infusion goes on at {begins}, faster than the {stopped} at which the patient reacted. "
        "Choose a lower rate, or confirm it."
    ),
    "goes-on-above-advice": (
        "It goes on at {begins}; the patient reacted at {stopped}. The label of {drug:drug} "
        "advises at most {share} of that, {most}. The prescriber decides."
    ),
    "reaction-at-stop-refused": (
        "The reaction was {kind:word}. Nothing goes on after such a reaction. Stop for good, or "
        "correct the kind."
    ),
    "not-for-at-stop": (
        "The protocol is not for this reaction: {says}. Stop for good, or correct grade and kind."
    ),
    "reaction-at-stop-avoid": (
        "The reaction was {kind:word}. The drug is usually avoided after it. Confirm that it is "
        "to go on."
    ),
    "reaction-at-stop-advice": (
        "After a reaction of grade {grade}, the advice on file for {drug:drug} is: {advises:word}."
    ),
    "begins-in-the-middle": (
        "{given} of the ordered {ordered} is stated as given before, and {remaining} remains. "
        "Drug in a line or a set that was taken off counts as given. Compare with the pump "
        "and the record of the earlier infusion."
    ),
    "bag-hangs": (
        "{bag:Bag} hangs with {left} in it. If all of the remaining {remaining} is in it, it "
        "holds {concentration}. Compare with its label."
    ),
    "earlier-line-unknown": (
        "The order states no line, so what the line holds is not known. Drug in it reaches the "
        "vein first, at the first rate. State the line and what fills it."
    ),
    "line-runs-first": (
        "The contents of the line run first: {volume} with {dose}, at {rate}. A fresh set would "
        "lose them."
    ),
    "dose-too-soon": (
        "{drug:drug} was given {apart} after the dose before. At least {least} should lie "
        "between them."
    ),
    "daily-limit-exceeded": (
        "With the doses for the reaction, {drug:drug} comes to {total}, above the daily limit of "
        "{limit}."
    ),
}
"""What each finding about a stop says."""
