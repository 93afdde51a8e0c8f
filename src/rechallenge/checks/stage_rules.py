"""The rules of the stages around the checks: what makes a plan impossible, found on the way."""

from rechallenge.planning.limits import LONGEST

from .rule import REFUSE, Rule

_ARITHMETIC = "arithmetic, exact: no limit is involved"
_PUMP = "the pump's file"

STAGE_RULES = (
    Rule(
        "dose-not-delivered",
        (REFUSE,),
        "what the steps give in all with the ordered dose",
        _ARITHMETIC,
        ("H-05",),
    ),
    Rule(
        "dose-not-delivered-on-pump",
        (REFUSE,),
        "what the steps give in all, at rates the pump can be set to, with the ordered dose",
        _ARITHMETIC,
        ("H-05", "H-07"),
    ),
    Rule(
        "bag-overdrawn",
        (REFUSE,),
        "what the steps draw from a bag with what it holds",
        _ARITHMETIC,
        ("H-08",),
    ),
    Rule(
        "bag-overdrawn-by-line",
        (REFUSE,),
        "what the steps and the fill of the line draw from a bag with what it holds",
        _ARITHMETIC,
        ("H-08", "H-21"),
    ),
    Rule(
        "bag-empty",
        (REFUSE,),
        "a step that gives what is left in its bag with what is left in it",
        _ARITHMETIC,
        ("H-08", "H-18"),
    ),
    Rule(
        "nothing-left",
        (REFUSE,),
        "a step that gives the rest of the dose with what is left of it",
        _ARITHMETIC,
        ("H-05", "H-18"),
    ),
    Rule(
        "nothing-left-for-bag",
        (REFUSE,),
        "a bag that holds the rest of the dose with what is left of it",
        _ARITHMETIC,
        ("H-05", "H-18"),
    ),
    Rule(
        "until-is-past",
        (REFUSE,),
        "the time until which a step runs with the time it begins",
        _ARITHMETIC,
        ("H-18",),
    ),
    Rule(
        "rate-out-of-range",
        (REFUSE,),
        "each rate with the slowest and the fastest of the pump",
        _PUMP,
        ("H-07", "H-17"),
    ),
    Rule(
        "schedule-too-long",
        (REFUSE,),
        "the time that the steps take with a week",
        LONGEST.source,
        ("H-02",),
    ),
    Rule(
        "proof-mismatch",
        (REFUSE,),
        "every number of the plan with the same worked out a second time by other means",
        _ARITHMETIC,
        ("H-05", "H-06"),
    ),
)
