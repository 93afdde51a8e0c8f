"""The codes of all findings, in the order in which they are shown, and what each compares."""

from enum import StrEnum


class FindingCode(StrEnum):
    """What a finding is about. The values are a contract."""

    # Refused: there is no plan.
    DOSE_NOT_DELIVERED = "dose-not-delivered"
    DOSE_NOT_DELIVERED_ON_PUMP = "dose-not-delivered-on-pump"
    BAG_OVERDRAWN = "bag-overdrawn"
    BAG_OVERDRAWN_BY_LINE = "bag-overdrawn-by-line"
    BAG_EMPTY = "bag-empty"
    NOTHING_LEFT = "nothing-left"
    NOTHING_LEFT_FOR_BAG = "nothing-left-for-bag"
    UNTIL_IS_PAST = "until-is-past"
    NEXT_BEFORE_END = "next-before-end"
    RATE_OUT_OF_RANGE = "rate-out-of-range"
    VOLUME_OUT_OF_RANGE = "volume-out-of-range"
    SCHEDULE_TOO_LONG = "schedule-too-long"
    PROOF_MISMATCH = "proof-mismatch"
    REACTION_KIND_REFUSED = "reaction-kind-refused"
    NOT_FOR_REACTION = "not-for-reaction"
    REACTION_AT_STOP_REFUSED = "reaction-at-stop-refused"
    NOT_FOR_AT_STOP = "not-for-at-stop"
    DOSE_IN_ANOTHER_UNIT = "dose-in-another-unit"
    FIRST_STEP_NOT_SLOWEST = "first-step-not-slowest"
    # Must it be given at all?
    REACTION_KIND_AVOID = "reaction-kind-avoid"
    REACTION_ADVICE = "reaction-advice"
    REACTION_AT_STOP_AVOID = "reaction-at-stop-avoid"
    REACTION_AT_STOP_ADVICE = "reaction-at-stop-advice"
    STOP_TIME_UNEXPLAINED = "stop-time-unexplained"
    BEGINS_IN_THE_MIDDLE = "begins-in-the-middle"
    BAG_HANGS = "bag-hangs"
    EARLIER_LINE_UNKNOWN = "earlier-line-unknown"
    # How much, to whom.
    DOSE_ABOVE_LIMIT = "dose-above-limit"
    DOSE_ABOVE_PROTOCOL_HIGHEST = "dose-above-protocol-highest"
    DOSE_DIFFERS_FROM_PROTOCOL = "dose-differs-from-protocol"
    GIVES_IN_ALL = "gives-in-all"
    DOSE_ABOVE_USUAL = "dose-above-usual"
    WEIGHT_OUTSIDE_PROTOCOL = "weight-outside-protocol"
    WEIGHT_IMPLAUSIBLE = "weight-implausible"
    WEIGHT_IMPLAUSIBLE_FOR_AGE = "weight-implausible-for-age"
    CHILD_WEIGHT_ALONE = "child-weight-alone"
    HEIGHT_IMPLAUSIBLE = "height-implausible"
    HEIGHT_IMPLAUSIBLE_FOR_AGE = "height-implausible-for-age"
    BSA_IMPLAUSIBLE = "bsa-implausible"
    BSA_IMPLAUSIBLE_FOR_AGE = "bsa-implausible-for-age"
    DOUBTFUL_UNIT = "doubtful-unit"
    DOUBTFUL_VALUE = "doubtful-value"
    # How fast.
    RATE_JUMP = "rate-jump"
    DOSE_JUMP = "dose-jump"
    VEIN_RATE_JUMP = "vein-rate-jump"
    RATE_ABOVE_USUAL_HIGHEST = "rate-above-usual-highest"
    FASTER_THAN_SHORTEST = "faster-than-shortest"
    VEIN_RATE_ABOVE_HIGHEST = "vein-rate-above-highest"
    RATE_IMPLAUSIBLE = "rate-implausible"
    RESIDUE_AT_LATER_RATE = "residue-at-later-rate"
    MORE_THAN_ORDERED_ARRIVES = "more-than-ordered-arrives"
    RESTART_ABOVE_ADVICE = "restart-above-advice"
    GOES_ON_ABOVE_STOP = "goes-on-above-stop"
    GOES_ON_ABOVE_ADVICE = "goes-on-above-advice"
    NOT_SLOWER_THAN_REACTION = "not-slower-than-reaction"
    NOT_SLOWER_THAN_USUAL = "not-slower-than-usual"
    # What is in the bags.
    CONCENTRATION_IMPLAUSIBLE = "concentration-implausible"
    CONCENTRATION_OUTSIDE_RANGE = "concentration-outside-range"
    VOLUME_IMPLAUSIBLE = "volume-implausible"
    DOSE_NOT_MEASURED = "dose-not-measured"
    MEASURED_DIFFERS = "measured-differs"
    STRENGTH_DIFFERS = "strength-differs"
    PRODUCT_NOT_NAMED = "product-not-named"
    TECHNIQUE_DIFFERS = "technique-differs"
    STABILITY_EXCEEDED = "stability-exceeded"
    # What arrives.
    NOTHING_REACHES_THE_VEIN = "nothing-reaches-the-vein"
    EARLY_STEPS_DELIVER_NOTHING = "early-steps-deliver-nothing"
    BAG_DRY_BEFORE_END = "bag-dry-before-end"
    DOSE_LEFT_IN_LINE = "dose-left-in-line"
    DOSE_LOST_WITH_SET = "dose-lost-with-set"
    RATE_ROUNDED = "rate-rounded"
    # What is given before.
    PREMEDICATION_SET_DIFFERS = "premedication-set-differs"
    PREMEDICATION_MISSING = "premedication-missing"
    PREMEDICATION_ABOVE_USUAL = "premedication-above-usual"
    PREMEDICATION_DUPLICATE = "premedication-duplicate"
    DOSE_TOO_SOON = "dose-too-soon"
    DAILY_LIMIT_EXCEEDED = "daily-limit-exceeded"
    SEDATING_PAIR = "sedating-pair"
    PREMEDICATION_TIME_UNSTATED = "premedication-time-unstated"
    # What nobody has checked.
    DRUG_NOT_NAMED = "drug-not-named"
    DOSE_LIMIT_NOT_ON_FILE = "dose-limit-not-on-file"
    DOSE_NOT_COMPARED = "dose-not-compared"
    USUAL_INFUSION_UNKNOWN = "usual-infusion-unknown"
    MONITORING_NOT_STATED = "monitoring-not-stated"
    CLOSING_TIME_NEXT_DAY = "closing-time-next-day"
    ENDS_AFTER_CLOSING = "ends-after-closing"
    FACTS_IN_PLACE = "facts-in-place"
    PROTOCOL_EDITED_SINCE_REVIEW = "protocol-edited-since-review"
    PROTOCOL_UNREVIEWED = "protocol-unreviewed"
    SITE_UNREVIEWED = "site-unreviewed"
    TRANSLATION_UNREVIEWED = "translation-unreviewed"
    # Notes.
    LINE_RUNS_FIRST = "line-runs-first"
    LINE_NOT_STATED = "line-not-stated"
    REACTION_DOSE_REACHED = "reaction-dose-reached"
    REACTION_BAG_BEGINS = "reaction-bag-begins"
    DEFAULT_TAKEN = "default-taken"
    PREMEDICATION_AT_NIGHT = "premedication-at-night"
    CLOCK_CHANGE = "clock-change"
    DRAW_TOO_SMALL = "draw-too-small"
    STEPS_ADDED_BY_PUMP = "steps-added-by-pump"
    PUMP_MAY_REFUSE = "pump-may-refuse"
    PUMP_GOOD_TO = "pump-good-to"
    DOSE_SHORT_OF_ORDER = "dose-short-of-order"
    KEEP_OPEN_ADDS = "keep-open-adds"
    BAG_UNUSED = "bag-unused"
    CONCENTRATION_BELOW_BY_DESIGN = "concentration-below-by-design"
    NO_PREPARATION = "no-preparation"
    DOUBT_ABOUT_SOURCE = "doubt-about-source"
    NOT_COMPARED = "not-compared"
    NOT_STATED = "not-stated"


COMPARES: dict[str, str] = {
    "dose-not-delivered": "what the steps give in all with the ordered dose",
    "dose-not-delivered-on-pump": "what the steps give at rates of the pump with the ordered dose",
    "bag-overdrawn": "what the steps draw from a bag with what it holds",
    "bag-overdrawn-by-line": "what steps and line draw from a bag with what it holds",
    "bag-empty": "a step that gives what is left in its bag with what is left",
    "nothing-left": "a step that gives the rest of the dose with what is left of it",
    "nothing-left-for-bag": "a bag that holds the rest of the dose with what is left of it",
    "until-is-past": "the time until which a step runs with the time it begins",
    "next-before-end": "the time that a step runs with the time from its start to the next one's",
    "gives-in-all": "what the steps give in all, as the protocol states it, with the ordered dose",
    "volume-out-of-range": "each volume with the smallest and the largest of the pump",
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
    "dose-jump": (
        "each dose given at once with the one before: above 2.5-fold is a note, from tenfold it "
        "asks"
    ),
    "dose-not-measured": (
        "the volume of each dose drawn up with what the syringes on file measure, and with the "
        "smallest accurate one"
    ),
    "rate-jump": (
        "each dose rate with the one before: above 2.5-fold is a note, from tenfold it asks"
    ),
    "faster-than-shortest": "the time that the steps run with the shortest infusion on file",
    "rate-above-usual-highest": "rate and dose rate of each step with each highest rate on file",
    "rate-rounded": "dose and rate of each step on the pump with those as written",
    "pump-may-refuse": "each rate with the steps of pumps that the pump's file names",
    "pump-good-to": "the time that the steps run with how exact the drop factor of a set is",
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
    "product-not-named": "the product that the order names with those on file",
    "strength-differs": "the strength that the order states with those on file",
    "technique-differs": "the technique that the order states with the label's",
    "premedication-duplicate": "each premedication with the others, by drug and by group",
    "sedating-pair": "each sedating premedication with the others",
    "facts-in-place": (
        "each drug, pump and line file of the site with the shipped one of its name"
    ),
    "protocol-unreviewed": "the protocol with the review in its file",
    "site-unreviewed": "the site's file with the review in it",
    "translation-unreviewed": "the translation in use with the site's review of it",
    "premedication-set-differs": (
        "each dose of a premedication set of the site with the protocol's dose that it replaces"
    ),
    "protocol-edited-since-review": "the protocol's fingerprint with that of the reviewed content",
    "reaction-advice": (
        "the grade of the earlier reaction with the label's advice: to stop for good asks, to "
        "interrupt or slow is a note"
    ),
    "clock-change": "the time zone of the order with the times of the plan",
    "steps-added-by-pump": "the number of steps of a ramp on the pump with that as written",
    "dose-short-of-order": "what the volumes set on the pump give in all with the ordered dose",
    "keep-open-adds": "the drug that the pump adds after the volume of a step is in",
    "bag-unused": "each bag with the steps that draw from it",
    "concentration-below-by-design": "dilute bags of a desensitisation with the lowest on file",
    "measured-differs": (
        "drug and concentration of each bag, as its volumes can be measured, with those ordered"
    ),
    "draw-too-small": "the volume to draw for each bag with the smallest measurable one",
    "no-preparation": "what a preparation needs with what order and file state",
    "doubt-about-source": "what the source says in one place with another place",
    "line-not-stated": "several bags and no line with what a short and a long line would do",
    "dose-in-another-unit": "the unit of the dose with what the drug is measured in",
    "first-step-not-slowest": (
        "where a strategy begins slowly, the dose rate of the first step with those after it"
    ),
    "dose-above-usual": "the dose with each usual dose on file, also per kg and per m2",
    "weight-implausible-for-age": "the weight with what children of the age weigh",
    "height-implausible-for-age": "the height with what children of the age measure",
    "bsa-implausible-for-age": "the body surface area with those of children of the age",
    "child-weight-alone": "without an age, the weight with the lowest plausible one of an adult",
    "vein-rate-jump": (
        "each dose rate at the vein with the one before, where it rises more than what is set: "
        "above 2.5-fold is a note, from tenfold it asks"
    ),
    "vein-rate-above-highest": "the highest dose rate at the vein with each highest rate on file",
    "restart-above-advice": (
        "the first rate with the share of the rate at the earlier reaction that the label advises"
    ),
    "not-slower-than-reaction": "each rate with that at which the earlier reaction came",
    "not-slower-than-usual": "how long a slower infusion takes with how long the usual one does",
    "premedication-missing": "a plan without premedication with what the label asks for",
    "dose-limit-not-on-file": "the dose with a missing dose limit and usual dose",
    "dose-not-compared": "dose limits per kg or per m2 with a missing weight or surface",
    "usual-infusion-unknown": "a slower infusion of any drug with a missing usual one",
    "monitoring-not-stated": "the protocol with its missing monitoring",
    "reaction-dose-reached": "the dose given with that at which the earlier reaction came",
    "reaction-bag-begins": "each bag with that in which the earlier reaction came",
    "default-taken": "values of a protocol for any drug with those that the order states",
    "premedication-at-night": "the time of each premedication with 22:00 to 06:00",
    "not-compared": "the plan with all that is on no file",
    "stop-time-unexplained": "the time of a stop with that at which the volume would have been in",
    "begins-in-the-middle": "the dose stated as given before with nothing: it is asked",
    "bag-hangs": (
        "the concentration of a bag that hangs, worked out from what remains, with its label: it "
        "is asked"
    ),
    "earlier-line-unknown": "a line that held drug before, and is not stated, with nothing",
    "goes-on-above-stop": "the first dose rate after a reaction with that at the stop",
    "goes-on-above-advice": (
        "the first dose rate after a reaction with the share of that at the stop that the label "
        "advises"
    ),
    "reaction-at-stop-refused": (
        "the kind of the reaction at a stop with those after which nothing goes on"
    ),
    "not-for-at-stop": (
        "grade and kind of the reaction at a stop with those that the protocol is not for"
    ),
    "reaction-at-stop-avoid": (
        "the kind of the reaction at a stop with those after which the drug is avoided"
    ),
    "reaction-at-stop-advice": "the grade of the reaction at a stop with the label's advice",
    "line-runs-first": "what stands in the line at a stop with the rate at which it goes on",
    "dose-too-soon": "the time between two doses of one drug with the shortest on file",
    "daily-limit-exceeded": "all doses of one drug, rescue doses too, with its daily limit",
    "not-stated": "the plan with what the order leaves out",
}
