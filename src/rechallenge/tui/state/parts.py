"""The written parts of a plan, sorted into the sections of the screen by their heads.

A part whose head is not known here is shown under `REST`, so that nothing the sheet says is lost.
"""

from rechallenge.model.plan import Plan

BAGS, DELIVERY, TIMELINE, WORKING, REST = "Bags", "Vein", "Times", "Working", "More"
_HEADS = {
    BAGS: ("BAG", "PREPAR"),
    DELIVERY: ("DELIVER", "WHAT REACHES", "LINE"),
    TIMELINE: ("TIMELINE",),
}
_OWN = ("STEPS", "FINDINGS", "BEFORE THE INFUSION")
"""What has a section with a widget of its own."""
NO_LINE = (
    "No line is stated, so nothing is said about what reaches the vein.\n\n"
    "The line between bag and vein holds 15 to 27 mL. Primed with diluent, it delays the drug, and "
    "drug that was planned for a slow step may arrive at a faster one. Write the line's volume, or "
    "a set on file, under Pump and line."
)


def part_text(plan: Plan, section: str) -> str:
    """The text of one section."""
    if section == WORKING:
        heads = ("ORDER", "BAG", "STEPS")
        parts = [p for p in _parts(plan, working=True) if p[0].startswith(heads)]
    elif section == REST:
        known = tuple(head for heads in _HEADS.values() for head in heads)
        parts = [
            p for n, p in enumerate(_parts(plan)) if n and not p[0].startswith((*known, *_OWN))
        ]
    else:
        parts = [p for p in _parts(plan) if p[0].startswith(_HEADS[section])]
    text = "\n\n".join("\n".join(lines) for lines in parts)
    return NO_LINE if section == DELIVERY and not text else text


def _parts(plan: Plan, *, working: bool = False) -> list[list[str]]:
    # Loaded with the first plan: the form is on the screen before that.
    from rechallenge.sheet.text.former import plan_sections

    return [list(lines) or [""] for lines in plan_sections(plan, working=working)]
