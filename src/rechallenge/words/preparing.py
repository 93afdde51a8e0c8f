"""The English of how bags are prepared, and of what is not on file for it."""

PREPARING: dict[str, str | tuple[str, str]] = {
    "preparation.made": "The bags have been made.",
    "preparation.hangs": "Nothing to prepare: the bag is already hanging.",
    "preparation.not-worked-out": "Not worked out: the findings say what is missing.",
    "preparation.vial-rule": (
        "Vials are chosen from the sizes on file: first the least left over, then the fewest vials."
    ),
    "preparation.the-drug": "the drug",
    "preparation.from-order": "order",
    "preparation.or": " or ",
    "preparation.and": " and ",
    "preparation.no-diluent": "none on file:",
    "preparation.undiluted": "none, undiluted",
    "preparation.of-diluent": "{volume} of diluent",
    "preparation.at-least": "at least {volume}",
    "preparation.at-most": "at most {volume}",
    "preparation.range": "{lowest} to {highest}",
    "preparation.take-vials": "Take {vials}.",
    "preparation.take-vials-for-all": "For all bags together, take {vials}.",
    "preparation.take-any-vials": "Take vials that hold at least {volume}. No size is on file:",
    "preparation.vials": (
        "{number} vial of {holds} in {volume}",
        "{number} vials of {holds} in {volume}",
    ),
    "preparation.dilute": (
        "Dilute: {take} of {drug}{take_with} and {diluent} of diluent{diluent_with} make {make} "
        "of {strength}. Mix."
    ),
    "preparation.the-dilution": "the dilution of {strength}",
    "preparation.withdraw": "Withdraw {volume} of diluent{syringes} and discard it.",
    "preparation.withdraw-overfill": (
        "Withdraw {volume} of diluent, overfill included{syringes}, and discard it."
    ),
    "preparation.draw": "Draw {volume} of {drug}{syringes} and put it into the bag.",
    "preparation.one-syringe": "{syringe} syringe",
    "preparation.fill": (
        "{volume} in a {syringe} syringe",
        "{number} times {volume} in a {syringe} syringe",
    ),
    "preparation.mix": "Mix. The bag holds {volume}.",
    "preparation.add": "Add {diluent} of diluent{syringes}: {volume} in all. Mix.",
    "preparation.add-none": "Add no diluent: {volume} in all. Mix.",
    "preparation.label-the-bag": "Label the bag.",
    "preparation.empty-container": "Take an empty container.",
    "preparation.full-bag": "Take a full bag of diluent, {volume}.",
    "preparation.full-bag-worked-out": (
        "Take a full bag of diluent, {volume}, worked out from the final volume."
    ),
    "preparation.with-overfill": "{volume} and {overfill} of overfill",
    "preparation.no-full-bag": ("No bag of {volume} is on file; fill an empty container instead."),
    "preparation.full-bag-instead": (
        "Or begin with a full bag of {container}, and order a final volume of {volume}."
    ),
    "preparation.ordered-and-measured": "{really}, {drug}; ordered {ordered}",
    "preparation.as-ordered": "as ordered",
    "preparation.same-drug": "the same drug as ordered",
    "preparation.more": "{share} more drug than ordered",
    "preparation.less": "{share} less drug than ordered",
    "preparation.keeps": "{time} after it is made, at {at}:",
    "preparation.no-stability": "not on file for {concentration}:",
    "technique.add-to-bag": "add to bag",
    "technique.withdraw-first": "withdraw first",
    "technique.final-volume": "final volume",
}
