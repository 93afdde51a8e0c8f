"""A site's folder for tests, with a file that says all that one can say."""

from pathlib import Path

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
<rect x="1" y="1" width="38" height="18" fill="none" stroke="#000"/>
<path d="M8 10h24M20 4v12" stroke="#06c" stroke-width="3"/>
</svg>
"""
WHOLE = """hospital: St Example Hospital
unit: Day unit 4B
logo: logo.svg
telephone: 2222 (bleep 17)
language: en
time_zone: Europe/Berlin
closing_time: 17:30
paper: letter
labels: L7165
pump: alaris-gp
line: primary-27
primed: diluent
sets: shared
technique: final volume
smallest_draw: 0.5 mL
measures: bd-luer-lok
asks_above: 2 %
premed_lead: 30 min
premed_sets:
  standard:
    - cetirizine 10 mg IV 30 min before
    - {drug: famotidine, dose: 20 mg, route: IV, before: 30 min}
  steroid:
    - dexamethasone 8 mg IV 1 h before
identifiers: [Date of birth, Hospital number]
reaction_procedure:
  - Stop the infusion and keep the line open.
  - Call 2222 and stay with the patient.
review: {status: unreviewed}
"""


def site_folder(folder: Path, text: str = WHOLE, logo: str | None = LOGO) -> Path:
    """The folder of a site, with its file and its logo."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text(text, "utf-8")
    if logo is not None:
        (folder / "logo.svg").write_text(logo, "utf-8")
    return folder
