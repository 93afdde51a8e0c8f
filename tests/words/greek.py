"""A site whose files have no Latin letter in their texts, so that every other text is ours."""

import re
from pathlib import Path

from rechallenge.words.languages import CLOSE, OPEN

PROTOCOL = """\
id: omega-12
title: Ωμέγα
drug: ωμέγα
strategy: stepwise
version: 1
scope: Ωμέγα ωμέγα
not_for: [Ωμέγα πρώτη]
source:
  citation: Πηγή
  where: Σελίδα 1
  patients: 3
  outcome: Καλά
  doubts:
    - {about: "infusion[0].over", printed: 30 min, may_mean: 60 min, because: Ίσως}
review: {status: unreviewed, notes: [Σημείωση]}
parameters: {volume: required, p1: 10 %}
premedication:
  - {drug: σίγμα, dose: 40 mg, route: στο, before: unstated, note: Σημείωση}
  - {drug: ταυ, dose: 50 mg, route: στο, before: 30 min}
infusion:
  - {give: $p1, over: 30 min, go_on_if: Καλά, note: Σημείωση}
  - {observe: 30 min}
  - {give: rest, over: 90 min}
monitoring:
  vitals: [baseline, every 15 min, each rate change, end]
  observe_after: 30 min
  source: Πηγή
if_reaction:
  - {drug: φι, dose: 10 mg, route: στο}
  - {drug: χι, dose: unstated, route: στο}
"""
DRUG = """\
name: ωμέγα
vials:
  - {concentration: 12.5 mg/mL, holds: 125 mg, volume: 10 mL, source: Πηγή}
diluents: [{name: άλας, source: Πηγή}]
concentration: {lowest: 2 mg/mL, highest: 3 mg/mL, source: Πηγή}
preparing: {technique: withdraw first, source: Πηγή}
usual_infusion: [{says: Ωμέγα, source: Πηγή}]
dose_limits: [{highest: 300 mg, what: Ωμέγα, source: Πηγή}]
"""
PUMP = """\
name: omega
title: Αντλία
rates:
  - {lowest: 0.1 mL/h, highest: 999 mL/h, step: 0.1 mL/h}
ends_by: time
source: Πηγή
"""
MEASURES = """\
name: omega
title: Σύριγγες
syringes: [{holds: 50 mL, graduation: 2 mL}]
bags: [{holds: 100 mL}]
source: Πηγή
"""
ORDER = (
    "omega-12", "--dose", "10 mg/kg", "--weight", "48 kg", "--volume", "250 mL",
    "--start", "2026-11-23 09:00", "--pump", "omega", "--line", "20 mL", "--primed", "diluent",
    "--measures", "omega", "--patient", "Ψ 12", "--reaction-grade", "2",
)  # fmt: skip
_NOT_WORDS = re.compile(
    r"\b(?:mg|mcg|mL|kg|cm|m2|min|h|units?|x|omega-12)\b|\b[0-9a-f]{12,64}\b|\b[0-9a-f ]{20,80}\b"
)


def greek_site(folder: Path) -> Path:
    """The folder of the site's own files."""
    for name, text in (
        ("omega-12.yaml", PROTOCOL),
        ("drugs/ωμέγα.yaml", DRUG),
        ("pumps/omega.yaml", PUMP),
        ("measures/omega.yaml", MEASURES),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def past_the_book(text: str, *known: str) -> list[str]:
    """Words of Latin letters that stand outside all brackets, those of `known` texts left out."""
    for quoted in sorted(known, key=len, reverse=True):
        text = text.replace(quoted, " ")
    outside, depth = [], 0
    for character in text:
        depth += character == OPEN
        if not depth:
            outside.append(character)
        depth -= character == CLOSE
    return re.findall(r"[A-Za-z]{2,}", _NOT_WORDS.sub(" ", "".join(outside)))


def whole(text: str) -> bool:
    """Whether every bracket that opens is closed: nothing was cut."""
    return text.count(OPEN) == text.count(CLOSE) > 0
