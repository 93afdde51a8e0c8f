"""The codes of all findings, in the order in which they are shown, and what each compares."""

from enum import StrEnum


class FindingCode(StrEnum):
    """What a finding is about. The values are a contract."""

    DOSE_NOT_DELIVERED = "dose-not-delivered"
    DOSE_NOT_DELIVERED_ON_PUMP = "dose-not-delivered-on-pump"
    BAG_OVERDRAWN = "bag-overdrawn"
    BAG_OVERDRAWN_BY_LINE = "bag-overdrawn-by-line"
    BAG_EMPTY = "bag-empty"
    NOTHING_LEFT = "nothing-left"
    NOTHING_LEFT_FOR_BAG = "nothing-left-for-bag"
    UNTIL_IS_PAST = "until-is-past"
    RATE_OUT_OF_RANGE = "rate-out-of-range"
    SCHEDULE_TOO_LONG = "schedule-too-long"
    PROOF_MISMATCH = "proof-mismatch"
    REACTION_KIND_REFUSED = "reaction-kind-refused"
    NOT_FOR_REACTION = "not-for-reaction"
    REACTION_KIND_AVOID = "reaction-kind-avoid"
    DOUBTFUL_UNIT = "doubtful-unit"
    DOUBTFUL_VALUE = "doubtful-value"
    DOSE_ABOVE_PROTOCOL_HIGHEST = "dose-above-protocol-highest"
    DOSE_DIFFERS_FROM_PROTOCOL = "dose-differs-from-protocol"
    WEIGHT_OUTSIDE_PROTOCOL = "weight-outside-protocol"
    DOSE_ABOVE_LIMIT = "dose-above-limit"
    RATE_JUMP = "rate-jump"
    RATE_ABOVE_USUAL_HIGHEST = "rate-above-usual-highest"
    RATE_ROUNDED = "rate-rounded"
    DRUG_NOT_NAMED = "drug-not-named"
    CONCENTRATION_OUTSIDE_RANGE = "concentration-outside-range"
    STABILITY_EXCEEDED = "stability-exceeded"
    CLOSING_TIME_NEXT_DAY = "closing-time-next-day"
    ENDS_AFTER_CLOSING = "ends-after-closing"
    RATE_IMPLAUSIBLE = "rate-implausible"
    VOLUME_IMPLAUSIBLE = "volume-implausible"
    CONCENTRATION_IMPLAUSIBLE = "concentration-implausible"
    WEIGHT_IMPLAUSIBLE = "weight-implausible"
    HEIGHT_IMPLAUSIBLE = "height-implausible"
    BSA_IMPLAUSIBLE = "bsa-implausible"
    NOTHING_REACHES_THE_VEIN = "nothing-reaches-the-vein"
    EARLY_STEPS_DELIVER_NOTHING = "early-steps-deliver-nothing"
    RESIDUE_AT_LATER_RATE = "residue-at-later-rate"
    BAG_DRY_BEFORE_END = "bag-dry-before-end"
    DOSE_LEFT_IN_LINE = "dose-left-in-line"
    DOSE_LOST_WITH_SET = "dose-lost-with-set"
    MORE_THAN_ORDERED_ARRIVES = "more-than-ordered-arrives"
    PREMEDICATION_ABOVE_USUAL = "premedication-above-usual"
    PREMEDICATION_TIME_UNSTATED = "premedication-time-unstated"
    STRENGTH_DIFFERS = "strength-differs"
    TECHNIQUE_DIFFERS = "technique-differs"
    PREMEDICATION_DUPLICATE = "premedication-duplicate"
    SEDATING_PAIR = "sedating-pair"
    FACTS_IN_PLACE = "facts-in-place"
    PROTOCOL_UNREVIEWED = "protocol-unreviewed"
    PROTOCOL_EDITED_SINCE_REVIEW = "protocol-edited-since-review"
    REACTION_ADVICE = "reaction-advice"
    CLOCK_CHANGE = "clock-change"
    STEPS_ADDED_BY_PUMP = "steps-added-by-pump"
    VOLUME_NOT_SETTABLE = "volume-not-settable"
    BAG_UNUSED = "bag-unused"
    CONCENTRATION_BELOW_BY_DESIGN = "concentration-below-by-design"
    PREMEDICATION_NO_LIMIT = "premedication-no-limit"
    DRAW_TOO_SMALL = "draw-too-small"
    NO_PREPARATION = "no-preparation"
    PREMEDICATION_GROUP_UNKNOWN = "premedication-group-unknown"
    SEDATION_UNKNOWN = "sedation-unknown"
    DOUBT_ABOUT_SOURCE = "doubt-about-source"
    LINE_NOT_STATED = "line-not-stated"
    REACTION_NO_ADVICE = "reaction-no-advice"
    REACTION_NOT_STATED = "reaction-not-stated"
    REACTION_GRADE_NOT_STATED = "reaction-grade-not-stated"
    REACTION_KIND_NOT_STATED = "reaction-kind-not-stated"
    NO_LIMITS_ON_FILE = "no-limits-on-file"
    LIMIT_NOT_COMPARED = "limit-not-compared"


COMPARES: dict[str, str] = {
    "dose-not-delivered": "what the steps give in all with the ordered dose",
    "dose-not-delivered-on-pump": "what the steps give at rates of the pump with the ordered dose",
    "bag-overdrawn": "what the steps draw from a bag with what it holds",
    "bag-overdrawn-by-line": "what steps and line draw from a bag with what it holds",
    "bag-empty": "a step that gives what is left in its bag with what is left",
    "nothing-left": "a step that gives the rest of the dose with what is left of it",
    "nothing-left-for-bag": "a bag that holds the rest of the dose with what is left of it",
    "until-is-past": "the time until which a step runs with the time it begins",
    "rate-out-of-range": "each rate with the slowest and the fastest of the pump",
    "schedule-too-long": "the time that the steps take with a week",
    "proof-mismatch": "every number of the plan with a second method of calculation",
    "reaction-kind-refused": (
        "the kind of the earlier reaction with those after which there is no desensitisation: "
        "Stevens-Johnson syndrome, toxic epidermal necrolysis, DRESS, AGEP, exfoliative "
        "dermatitis, erythema multiforme, blistering or "
        "peeling"
    ),
    "not-for-reaction": (
        "grade and kind of the earlier reaction with those that the protocol is not for"
    ),
    "reaction-kind-avoid": (
        "the kind of the earlier reaction with those after which the drug is avoided: hepatitis, "
        "nephritis, serum sickness, haemolytic anaemia"
    ),
    "doubtful-unit": "a value whose unit the protocol doubts with the value in use",
    "doubtful-value": "a value that the protocol doubts with the value in use",
    "dose-above-protocol-highest": "the dose with the highest single dose of the protocol",
    "dose-differs-from-protocol": "the dose with the one that the protocol is for",
    "weight-outside-protocol": "the weight with the weights that the protocol is for",
    "dose-above-limit": "the dose with each dose limit on file, also per kg and per m2",
    "rate-jump": (
        "each dose rate with the one before: above 2.5-fold is a note, from tenfold it asks"
    ),
    "rate-above-usual-highest": "rate and dose rate of each step with each highest rate on file",
    "rate-rounded": "dose and rate of each step on the pump with those as written",
    "drug-not-named": "a protocol for any drug with the drug that the order names",
    "concentration-outside-range": "each bag's concentration with the final concentrations on file",
    "stability-exceeded": (
        "the time from step 1 to the end of observation with how long a bag keeps"
    ),
    "closing-time-next-day": "the start of step 1 with the closing time",
    "ends-after-closing": "the end of the plan, observation included, with the closing time",
    "rate-implausible": "where no pump is on file, each rate with those of a pump",
    "volume-implausible": "the volume of each bag with those that a pump infuses",
    "concentration-implausible": "each bag's concentration with the weight of as much water",
    "weight-implausible": "the weight with what adults weigh",
    "height-implausible": "the height with the end of a children's tape",
    "bsa-implausible": "the body surface area with the smallest and largest plausible ones",
    "nothing-reaches-the-vein": "the volume that is run with the dead volume of the line",
    "early-steps-deliver-nothing": "steps that give drug with those in which drug reaches the vein",
    "residue-at-later-rate": "the rate at which a bag's residue arrives with its own highest rate",
    "bag-dry-before-end": "what steps and line draw from the last bag with what it holds",
    "dose-left-in-line": "the dose at the vein when the last step ends with the ordered dose",
    "dose-lost-with-set": "the dose at the vein, flush included, with the ordered dose",
    "more-than-ordered-arrives": "the dose at the vein with the ordered dose",
    "premedication-above-usual": "each premedication dose with the usual one on file for its route",
    "premedication-time-unstated": "each premedication with the time that source or order state",
    "strength-differs": "the strength that the order states with those on file",
    "technique-differs": "the technique that the order states with the label's",
    "premedication-duplicate": "each premedication with the others, by drug and by group",
    "sedating-pair": "each sedating premedication with the others",
    "facts-in-place": (
        "each drug, pump and line file of the site with the shipped one of its name"
    ),
    "protocol-unreviewed": "the protocol with the review in its file",
    "protocol-edited-since-review": "the protocol's fingerprint with that of the reviewed content",
    "reaction-advice": (
        "the grade of the earlier reaction with the label's advice: to stop for good asks, to "
        "interrupt or slow is a note"
    ),
    "clock-change": "the time zone of the order with the times of the plan",
    "steps-added-by-pump": "the number of steps of a ramp on the pump with that as written",
    "volume-not-settable": "the volume of each step with the volumes that the pump takes",
    "bag-unused": "each bag with the steps that draw from it",
    "concentration-below-by-design": "each dilute bag of a desensitisation with the lowest on file",
    "premedication-no-limit": "each premedication dose with the missing usual one",
    "draw-too-small": "the volume to draw for each bag with the smallest measurable one",
    "no-preparation": "what a preparation needs with what order and file state",
    "premedication-group-unknown": "each premedication with a missing group in its file",
    "sedation-unknown": "each premedication with a missing statement on sedation in its file",
    "doubt-about-source": "what the source says in one place with another place",
    "line-not-stated": "the order with its missing line",
    "reaction-no-advice": "the grade of the earlier reaction with missing advice on file",
    "reaction-not-stated": "the order with its missing grade and kind of the earlier reaction",
    "reaction-grade-not-stated": "the order with its missing grade, where it states the kind",
    "reaction-kind-not-stated": "the order with its missing kind, where it states the grade",
    "no-limits-on-file": (
        "the drug's file with missing dose limit, concentrations, stability or highest rate"
    ),
    "limit-not-compared": (
        "each limit on file with missing weight, body surface area or a common unit"
    ),
}
