"""The three published rechallenges from Python: every amount is an exact pint Quantity."""

from rechallenge import Order, plan, read_protocol
from rechallenge.model.plan import Step

CASES = {
    "cadonilimab-extended": Order(dose="250 mg", volume="250 mL"),
    "cadonilimab-stepwise": Order(dose="375 mg", volume="250 mL"),
    "cadonilimab-slow-start": Order(dose="10 mg/kg", weight="48 kg", volume="250 mL"),
}


def as_text(step: Step) -> str:
    """Rate and dose of a step that infuses."""
    assert step.rate is not None
    return f"{step.rate.to('mL/h').magnitude} mL/h, {step.dose.to('mg').magnitude} mg"


def main() -> None:
    """Print each step's rate in mL/h and dose in mg, as fractions: as set on a pump of 0.1 mL/h
    steps, and as written where that differs."""
    for named, order in CASES.items():
        made = plan(read_protocol(named), order)
        print(f"{named}: {made.totals.duration.to('min').magnitude} min")
        for step in made.steps:
            if step.rate is None:
                print(f"  {step.number}. observe {step.duration.to('min').magnitude} min")
            else:
                written = made.written(step)
                text = as_text(step)
                if written is not None and written.rate != step.rate:
                    text = f"{text}, written as {as_text(written)}"
                print(f"  {step.number}. {text}")
        print(f"  findings: {', '.join(finding.code for finding in made.findings)}")


if __name__ == "__main__":
    main()
