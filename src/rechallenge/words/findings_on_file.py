"""What each finding says that compares the order with something: the patient, the drug's file, the
protocol's own words, or the earlier reaction. `findings.py` says how its numbers are spelled."""

ON_FILE: dict[str, str] = {
    "reaction-kind-refused": (
        "The earlier reaction was {kind:word}. Desensitisation is not done after such a "
        "reaction, so no plan is made."
    ),
    "not-for-reaction": (
        'The protocol is not for this reaction: "{says}". No plan is made. Ask the prescriber, or '
        "choose another protocol."
    ),
    "reaction-kind-avoid": (
        "The earlier reaction was {kind:word}. The drug is not usually given again after such "
        "a reaction. The prescriber decides."
    ),
    "doubtful-unit": "The source prints {printed}, but may mean {may_mean}. {because}",
    "doubtful-value": "The source prints {printed}, which is doubtful. {because}",
    "dose-above-protocol-highest": (
        "The dose, {dose}, is above the highest single dose of this protocol, {most} "
        "({limit}). The prescriber decides."
    ),
    "dose-differs-from-protocol": (
        "The dose, {dose}, differs from the protocol's, {stated}, which is {gives} for this "
        "patient. Check which dose is meant."
    ),
    "weight-outside-protocol": (
        "The weight, {stated}, is {side:word} {what:word}, {limit}. The prescriber decides."
    ),
    "dose-above-limit": (
        "The dose, {dose}, is above the limit for this order, {most} ({drug:drug}, {what}: "
        "{limit}). The prescriber decides."
    ),
    "rate-above-usual-highest": (
        "The infusion runs at up to {fastest} in {steps:steps}. The highest rate on file for "
        "{drug:drug} is {limit}, for this order {most}. The prescriber decides."
    ),
    "faster-than-shortest": (
        "The steps run for {taken} in all. The shortest infusion of {drug:drug} on file takes "
        "{least}. The prescriber decides."
    ),
    "drug-not-named": (
        "The protocol is for any drug, and the order names none, so no limit was compared. "
        "Name the drug in the order."
    ),
    "concentration-outside-range": (
        "{bag:Bag}, {concentration}, is {side:word} {what:word} on file for {drug:drug}, {limit}. "
        "Check the dose and the bag volume."
    ),
    "stability-exceeded": (
        "The plan takes {taken} from step 1 to the end of observation. A prepared bag of "
        "{drug:drug} keeps for {limit} ({at}), counted from when it is made. Check when each "
        "bag is to be made."
    ),
    "weight-implausible": (
        "The weight, {stated}, is {side:word} {what:word}, {limit}. Check the weight and its unit."
    ),
    "height-implausible": (
        "The height, {stated}, is {side:word} {what:word}, {limit}. Check the height and its unit."
    ),
    "bsa-implausible": (
        "The body surface area, {stated}, is {side:word} {what:word}, {limit}. Check it, or the "
        "height and weight."
    ),
    "premedication-above-usual": (
        "{drug:drug} {dose} {route} is above the usual dose, {usual}. The prescriber decides."
    ),
    "premedication-time-unstated": (
        "The source does not state when to give {drugs:drug}. State the time in the order."
    ),
    "strength-differs": (
        "The order states a strength of {stated}, but {on_file} is on file. Check which "
        "product is meant."
    ),
    "product-not-named": (
        "Several products of {drug:drug} are on file: {products}. Strength, vials and storage may "
        "differ. Name the product, or the strength, in the order."
    ),
    "technique-differs": (
        'The order states the technique "{stated}"; the label states "{label}". The volume that '
        "ends up in the bag may differ. Check how the bag is made."
    ),
    "premedication-duplicate": (
        "The premedication includes {what} {times} times: {drugs:drug}. The prescriber decides."
    ),
    "sedating-pair": (
        "Each of these is sedating: {drugs:drug}. Drowsiness can hide the first signs of a "
        "reaction. The prescriber decides."
    ),
    "facts-in-place": (
        "{file} of this site stands in place of the shipped file. What differs: {changes:changes}."
    ),
    "protocol-unreviewed": (
        "{protocol}, version {version}, has not been reviewed at this site. Check it against its "
        "source."
    ),
    "site-unreviewed": (
        "The plan uses the site's file, and nobody has reviewed that as it is now (fingerprint "
        "{fingerprint}). Check its values, or have it reviewed."
    ),
    "translation-unreviewed": (
        "Nobody at this site has reviewed the translation {language} as it is now (fingerprint "
        "{fingerprint}). Compare what you act on with the English, or have it reviewed."
    ),
    "premedication-set-differs": (
        "The premedication set {set} gives {drug:drug} {dose} {route}, {before} before. The "
        "protocol's {stated} is left out. Compare dose, route and time, and check which is meant."
    ),
    "protocol-edited-since-review": (
        "{protocol}, version {version}, was changed after {by} reviewed it on {date}. It counts "
        "as not reviewed. Review it again."
    ),
    "reaction-advice": (
        "After a reaction of grade {grade}, the advice on file for {drug:drug} is: {advises:word}."
    ),
    "doubt-about-source": "{printed}: {because}",
    "dose-in-another-unit": (
        "The dose, {dose}, is not in a unit of {drug:drug}, which is {measured:word}. No plan is "
        "made. Order it in its own unit."
    ),
    "dose-above-usual": (
        "The dose, {dose}, is above the usual one for this order, {most} ({drug:drug}, {what}: "
        "{usual}). The prescriber decides."
    ),
    "dose-limit-not-on-file": (
        "No usual or highest dose of {drug:drug} is on file, so {dose} was compared with none. "
        "Check it against the label."
    ),
    "dose-not-compared": (
        "The dose, {dose}, was not compared: the limit on file for {drug:drug} is {limit}. The "
        "order has no {lacks:word}. State it, or check the dose."
    ),
    "weight-implausible-for-age": (
        "The weight, {stated}, is not one of a child of {age}: {low} to {high}. Check weight and "
        "age."
    ),
    "height-implausible-for-age": (
        "The height, {stated}, is not one of a child of {age}: {low} to {high}. Check height and "
        "age."
    ),
    "bsa-implausible-for-age": (
        "The body surface area, {stated}, is not one of a child of {age}: {low} to {high}. Check "
        "it and the age."
    ),
    "child-weight-alone": (
        "The weight, {weight}, is below that of an adult, {limit}, and no age is stated. State "
        "the age of a child, or correct the weight."
    ),
    "vein-rate-above-highest": (
        "In step {step}, drug reaches the vein at up to {arrives}, because of what is in the "
        "line. The highest rate on file for {drug:drug} is {limit}, for this order {most}. Use a "
        "fresh set for each bag."
    ),
    "restart-above-advice": (
        "The plan begins at {begins}. The earlier reaction came at {reacted}. The label of "
        "{drug:drug} advises at most {share} of that, {most}. The prescriber decides."
    ),
    "not-slower-than-reaction": (
        "The plan is nowhere slower than {slowest}. The earlier reaction came at {reacted}. "
        "Choose a slower protocol, or confirm the rate."
    ),
    "not-slower-than-usual": (
        "The infusion takes {taken}, pauses left out. {drug:drug} usually takes {usual}, so this "
        "is not slower. Choose a longer time."
    ),
    "usual-infusion-unknown": (
        "The infusion takes {taken}. How long {drug:drug} usually takes is not on file. Check "
        "that this is slower than the label has it."
    ),
    "premedication-missing": (
        "The plan has no premedication. The label of {drug:drug} asks for it: {says}. State it in "
        "the order, or confirm without."
    ),
    "monitoring-not-stated": (
        "{protocol} does not state how the patient is watched, and for how long. The prescriber "
        "decides."
    ),
    "reaction-dose-reached": (
        "The earlier reaction came after {dose}. This plan reaches that dose in step {step}, at "
        "{rate}."
    ),
    "reaction-bag-begins": (
        "The earlier reaction came in {bag:bag}. This plan begins it at {at}, in step {step}."
    ),
    "default-taken": (
        "The order leaves {names} to the protocol, which has {values}. That is from its own "
        "source, not from one about {drug:drug}. Check it, or state it."
    ),
    "premedication-at-night": "{drugs:drug} would be given at night, the first at {at:clock}.",
    "concentration-below-by-design": (
        "Below the lowest final concentration on file for {drug:drug}, {limit}: {bags:bag}, from "
        "{concentration} on. Dilute bags of a desensitisation are so by design. How long the drug "
        "keeps at such concentrations is not on file."
    ),
    "not-compared": "Not compared, nothing on file: {absent:word}.",
    "not-stated": "Not compared, because the order does not state it: {absent:word}.",
}
