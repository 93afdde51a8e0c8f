"""What the pump's rounding does to the plan."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan, Step
from rechallenge.planning.limits import ROUNDED_SHARE
from rechallenge.quantities import PERCENT, PLAIN, Quantity

from .rule import CONFIRM, NOTE, Rule, check


@check(
    Rule(
        "rate-rounded",
        (CONFIRM,),
        "dose and rate of each step at the rate the pump can be set to with those as written: 5% "
        "is what the pump itself may be off",
        ROUNDED_SHARE.source,
        ("H-07",),
    )
)
def rounded(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Steps whose dose, or whose rate where the dose stands, is moved by more than the limit."""
    for step in plan.steps:
        written = plan.written(step)
        if written is None or written.rate is None or step.rate is None:
            continue
        moved = sorted((_moved(step.dose, written.dose), _moved(step.rate, written.rate)))[-1]
        if moved > ROUNDED_SHARE.value:
            yield confirm(
                "rate-rounded",
                f"step {step.number}",
                {
                    "step": str(step.number),
                    "written_dose": written.dose,
                    "written_rate": written.rate,
                    "dose": step.dose,
                    "rate": step.rate,
                    "share": moved,
                    "limit": ROUNDED_SHARE.value,
                },
                ROUNDED_SHARE.source,
            )


@check(
    Rule(
        "steps-added-by-pump",
        (NOTE,),
        "the number of steps that a ramp has on the pump with the number as written",
        "the pump's file",
        ("H-06", "H-07"),
    )
)
def ramps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Ramps that reach their highest rate or their amount in another number of steps."""
    for place in range(len(plan.protocol.infusion)):
        written, made = (_count(steps, place) for steps in (plan.as_written, plan.steps))
        if written != made:
            yield note(
                "steps-added-by-pump",
                f"infusion[{place}]",
                {"written": str(written), "made": str(made), "pump": _title(plan)},
                plan.pump.source if plan.pump else None,
            )


@check(
    Rule(
        "volume-not-settable",
        (NOTE,),
        "the volume of each step with the steps in which the pump takes volumes",
        "the pump's file",
        ("H-07",),
    )
)
def volumes(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Steps whose volume is no multiple of the pump's volume step."""
    pump = plan.pump
    if pump is None or pump.volume_step is None:
        return
    between = [
        str(step.number)
        for step in plan.steps
        if (step.volume / pump.volume_step).to(PLAIN).magnitude % 1
    ]
    if between:
        yield note(
            "volume-not-settable",
            f"step {between[0]}",
            {
                "steps": ", ".join(between),
                "limit": pump.volume_step,
                "pump": pump.title,
            },
            pump.source,
        )


def _moved(made: Quantity, written: Quantity) -> Quantity:
    share: Quantity = abs((made - written) / written).to(PERCENT)
    return share


def _count(steps: tuple[Step, ...], place: int) -> int:
    return sum(step.written_at == place for step in steps)


def _title(plan: Plan) -> str:
    return plan.pump.title if plan.pump else "none"
