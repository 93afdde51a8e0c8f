"""What printed numbers say together, as sentences for readers."""

from collections.abc import Sequence
from fractions import Fraction

from rechallenge.audit.network import Claim
from rechallenge.audit.printed import Printed
from rechallenge.audit.roles import Role
from rechallenge.words import word

from .audit_numbers import amount_text, interval_text

_OF_ALL = ("stated-time", "stated-time-least", "stated-time-most", "stated-dose", "stated-bag",
           "shares")  # fmt: skip
"""Claims about all steps together."""
_PLAIN_PARTS = {
    "rate-time": (Role.RATE, Role.TIME),
    "volume-strength": (Role.VOLUME, Role.CONCENTRATION),
    "rate-strength": (Role.RATE, Role.CONCENTRATION),
    "bag-holds": (Role.BAG_VOLUME, Role.CONCENTRATION),
    "share": (),
    "rate-share": (),
    "per-body": (),
    "dose-rate-time": (),
}
"""What the numbers before the result are where a claim is told with them alone."""
_PLUS, _PARTS = " + ", ", "
_WITHOUT_STRENGTH = {"volume-strength": "volume-dose", "rate-strength": "rate-dose"}


def claim_text(claim: Claim) -> str:
    """What some numbers say together, and what is printed."""
    *parts, printed = claim.numbers
    first, second = ([*parts, printed, printed])[:2]
    code = claim.code
    if code == "ratio":
        return _ratio_text(claim)
    if code in _WITHOUT_STRENGTH and len(parts) == 1:
        code = _WITHOUT_STRENGTH[code]
    elif code not in (*_OF_ALL, "bag-strength") and not _is_plain(claim):
        code = "follows"
    return word(
        f"claim.{code}", step=_line(printed), bag=printed.line, first=first.shown,
        second=second.shown,
        sum=_sum(parts, _PARTS if code == "follows" else _PLUS), printed=printed.shown,
        worked=_made(claim) if code in (*_OF_ALL, "follows") else _worked(claim),
    )  # fmt: skip


def _ratio_text(claim: Claim) -> str:
    """What a dilution makes of the undiluted drug, and what is printed: a concentration, or a dose
    in a volume."""
    ratio, *_parts, printed = claim.numbers
    shown = printed.shown
    if printed.role is not Role.CONCENTRATION:
        shown = word("audit.in", amount=shown, volume=claim.numbers[-2].shown)
    base = f"{printed.base.partition('/')[0]}/mL"
    worked = word("audit.nothing") if claim.worked is None else interval_text(claim.worked, base)
    return word("claim.ratio", step=_line(printed), first=ratio.shown, worked=worked, printed=shown)


def _is_plain(claim: Claim) -> bool:
    """Whether a claim is about numbers of one line that are printed as they are compared."""
    *parts, printed = claim.numbers
    roles = _PLAIN_PARTS.get(claim.code)
    if roles is not None:
        return len(parts) <= len(roles) and all(
            part.role is role for part, role in zip(parts, roles, strict=False)
        )
    return all(part.base == printed.base for part in parts)


def _made(claim: Claim) -> str:
    """What the numbers before the result make, as far as it is open."""
    if claim.code == "shares":
        return amount_text(sum((one.value for one in claim.numbers), Fraction(0)), "%")
    base = claim.numbers[-1].base
    return word("audit.nothing") if claim.worked is None else interval_text(claim.worked, base)


def _worked(claim: Claim) -> str:
    """What the numbers before the result make, exactly, in the unit of the result."""
    *parts, printed = claim.numbers
    if claim.code == "rate-time":
        return amount_text(parts[0].value * parts[1].value / 60, printed.base)
    if claim.code in _WITHOUT_STRENGTH and len(parts) == 1:
        return amount_text(printed.value / parts[0].value, f"{printed.base.removesuffix('/h')}/mL")
    if claim.code == "bag-holds" or claim.code in _WITHOUT_STRENGTH:
        return amount_text(parts[0].value * parts[1].value, printed.base)
    return amount_text(sum((part.value for part in parts), Fraction(0)), printed.base)


def _sum(parts: Sequence[Printed], between: str) -> str:
    """The numbers of a sum or a product; of many, the first and the last."""
    shown = [part.shown for part in parts]
    if len(shown) > 4:
        shown = [*shown[:2], "...", shown[-1]]
    return between.join(shown)


def _line(printed: Printed) -> str:
    if printed.role in (Role.BAG_VOLUME, Role.HOLDS):
        return word("audit.bag", bag=printed.line)
    return word("audit.step", step=printed.line)
