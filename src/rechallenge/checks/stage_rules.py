"""The rules of the stages before and after the checks, for what makes a plan impossible."""

from rechallenge.planning.limits import LONGEST, Cited
from rechallenge.words.codes import FindingCode

from .rule import REFUSE, Basis, Rule


def _rule(code: FindingCode, rests_on: Basis | Cited, *hazards: str) -> Rule:
    return Rule(code, (REFUSE,), (rests_on,), hazards)


STAGE_RULES = (
    _rule(FindingCode.DOSE_NOT_DELIVERED, Basis.ARITHMETIC, "H-05"),
    _rule(FindingCode.DOSE_NOT_DELIVERED_ON_PUMP, Basis.ARITHMETIC, "H-05", "H-07"),
    _rule(FindingCode.BAG_OVERDRAWN, Basis.ARITHMETIC, "H-08"),
    _rule(FindingCode.BAG_OVERDRAWN_BY_LINE, Basis.ARITHMETIC, "H-08", "H-21"),
    _rule(FindingCode.BAG_EMPTY, Basis.ARITHMETIC, "H-08", "H-18"),
    _rule(FindingCode.NOTHING_LEFT, Basis.ARITHMETIC, "H-05", "H-18"),
    _rule(FindingCode.NOTHING_LEFT_FOR_BAG, Basis.ARITHMETIC, "H-05", "H-18"),
    _rule(FindingCode.UNTIL_IS_PAST, Basis.ARITHMETIC, "H-18"),
    _rule(FindingCode.NEXT_BEFORE_END, Basis.ARITHMETIC, "H-39"),
    _rule(FindingCode.RATE_OUT_OF_RANGE, Basis.PUMP_FILE, "H-07", "H-17"),
    _rule(FindingCode.VOLUME_OUT_OF_RANGE, Basis.PUMP_FILE, "H-07", "H-17"),
    _rule(FindingCode.SCHEDULE_TOO_LONG, LONGEST, "H-02"),
    _rule(FindingCode.DOSE_IN_ANOTHER_UNIT, Basis.DRUG_FILE, "H-02", "H-13"),
    _rule(FindingCode.PROOF_MISMATCH, Basis.ARITHMETIC, "H-05", "H-06"),
)
