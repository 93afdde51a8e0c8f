"""The three published rechallenges from Python: every amount is an exact pint Quantity."""

from rechallenge import Order, plan, read_protocol

CASES = {
    "cadonilimab-extended": Order(dose="250 mg", volume="250 mL"),
    "cadonilimab-stepwise": Order(dose="375 mg", volume="250 mL"),
    "cadonilimab-slow-start": Order(dose="10 mg/kg", weight="48 kg", volume="250 mL"),
}


def main() -> None:
    """Print each step's rate in mL/h and dose in mg, as fractions."""
    for named, order in CASES.items():
        made = plan(read_protocol(named), order)
        print(f"{named}: {made.totals.duration.to('min').magnitude} min")
        for step in made.steps:
            if step.rate is None:
                print(f"  {step.number}. observe {step.duration.to('min').magnitude} min")
            else:
                rate, dose = step.rate.to("mL/h").magnitude, step.dose.to("mg").magnitude
                print(f"  {step.number}. {rate} mL/h, {dose} mg")
        print(f"  findings: {', '.join(finding.code for finding in made.findings)}")


if __name__ == "__main__":
    main()
