"""The English within a plan in the FHIR form."""

FHIR: dict[str, str | tuple[str, str]] = {
    "fhir.fingerprint": "SHA-256 fingerprint of the rechallenge plan",
    "fhir.for-information": "For information, not an order.",
    "fhir.intravenous": "intravenous",
    "fhir.from-bag": "From {bag}.",
    "fhir.begins": "{offset} after the start of step 1",
    "fhir.planned-for": "{begins} (planned for {at}, local time)",
    "fhir.observe": "Step {step}, {begins}: observe for {duration}; nothing runs.",
    "fhir.infuse": (
        "Step {step}, {begins}: from {bag}, infuse at {rate} for {duration}: {volume}, {dose}. "
        "Given then: {cumulative}, {share}."
    ),
    "fhir.give": "Step {step}, {begins}: {said}, {dose}. Given then: {cumulative}, {share}.",
    "fhir.clearing": (
        "Step {step}, {begins}: from {bag}, infuse at {rate} for {duration}: {volume}, which "
        "brings drug to the vein and is not counted as given. Given then: {cumulative}, "
        "{share}."
    ),
    "fhir.flush": (
        "Flush, {begins}: from a bag of {bag}, infuse at {rate} for {duration}: {volume}, "
        "which delivers {dose} from the line. {counted}"
    ),
    "fhir.flush-counted": "That dose was counted when it left its bag.",
    "fhir.flush-uncounted": "That dose was not counted in the steps.",
    "fhir.does-not-run": "Step {step}, {begins}: nothing runs.",
    "fhir.protocol": "Protocol: {title} ({protocol}). {scope}. Source: {source}",
    "fhir.in-all": "In all: {amounts}.",
    "fhir.past": (
        "Steps up to {step} have run and are not among the dosage instructions: do not run them "
        "again."
    ),
    "fhir.cannot-carry": (
        "FHIR dosage instructions have no field for the volume of a step, for its start after "
        "step 1 or by a clock without time zone, for the condition for going on, or for the "
        "line: read the text of each instruction. Each instruction follows the one before it, "
        "by sequence. A number whose decimals do not end is rounded to six; the text then has "
        "the exact value too."
    ),
}
