"""`--acknowledge CODE=REASON` with `--initials`: answers to findings that ask."""

from datetime import datetime

from pydantic import ValidationError

from rechallenge.model.finding import Acknowledgement
from rechallenge.model.problems import problems_of
from rechallenge.quantities import shown

from .failures import Stop


def read_answers(
    texts: tuple[str, ...], initials: str | None, now: datetime
) -> tuple[Acknowledgement, ...]:
    """The answers, given now, to the minute. Raises Stop."""
    if bool(texts) is not (initials is not None):
        missing = "--acknowledge" if initials is not None else "--initials"
        raise Stop(f"{missing}: is missing; an answer has a code, a reason and initials")
    return tuple(_answer(text, str(initials), now) for text in texts)


def _answer(text: str, initials: str, now: datetime) -> Acknowledgement:
    code, equals, reason = text.partition("=")
    if not equals:
        sample = '--acknowledge rate-jump="As published, case 2"'
        raise Stop(f'--acknowledge "{shown(text)}": write a code, =, and a reason: {sample}')
    to_the_minute = now.replace(second=0, microsecond=0)
    try:
        return Acknowledgement(
            code=code.strip(), reason=reason, initials=initials, at=to_the_minute
        )
    except ValidationError as error:
        lines = (f"--acknowledge {shown(code)}: {p.path} {p.sentence}" for p in problems_of(error))
        raise Stop(*lines) from None
