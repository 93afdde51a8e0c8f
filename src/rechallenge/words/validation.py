"""The English of a validation: orders worked by hand, and what the program makes of them."""

VALIDATION: dict[str, str | tuple[str, str]] = {
    "validation.form": "{title}: to be worked by hand",
    "validation.page": "{title}: as planned by {software}",
    "validation.how": (
        'Work each order by hand from its protocol, which "rechallenge show" explains, and write '
        "down what you find. Where an order names no pump, rates and volumes are set in steps of "
        '0.1 mL/h and 0.1 mL. Then compare with the page that "rechallenge validate" prints.'
    ),
    "validation.not-all": (
        "Only the values listed are compared, and only these orders are planned. Nothing follows "
        "from this for other orders, or for the protocols."
    ),
    "validation.by": "By protocol",
    "validation.sums": "By hand",
    "validation.bag": "Bag",
    "validation.only-bag": "the bag",
    "validation.takes": "Whole infusion",
    "validation.first-drug": "First drug reaches the vein at",
    "validation.column.rate": "Rate",
    "validation.column.dose-rate": "Dose rate",
    "validation.column.agrees": "Agrees",
    "validation.yes": "yes",
    "validation.no": "NO",
    "validation.differs": "{planned}; by hand {worked}",
    "validation.must-refuse": "If there must be no plan, why",
    "validation.case.agrees": ("{number} value agrees", "{number} values agree"),
    "validation.case.refused": "refused, as it must be ({codes})",
    "validation.case.differs": "DIFFERS",
    "validation.all-agree": (
        "{number} of {cases} orders came out as worked by hand; {values} values were compared."
    ),
    "validation.differ": (
        "{number} of {cases} orders DID NOT come out as worked by hand. Do not use this "
        "installation until the reason is known."
    ),
    "validation.done-by": "Worked by hand by",
    "validation.compared-by": "Compared by",
    "validation.released-by": "Released for use by",
    "validation.file": "Orders",
}
