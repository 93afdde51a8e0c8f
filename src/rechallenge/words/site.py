"""The fields of the site's own file that an order does not have: the label of each, and what to
write in it."""

SITE: dict[str, str | tuple[str, str]] = {
    "site.hospital": "Hospital",
    "site.hospital.about": "name of the hospital, for the head of the sheet",
    "site.unit": "Unit",
    "site.unit.about": "name of the unit, for the head of the sheet",
    "site.logo": "Logo",
    "site.logo.about": "an SVG or PNG file in the folder of your protocols, such as logo.svg",
    "site.telephone": "Telephone",
    "site.telephone.about": "whom to call in a reaction, as it is dialled in the unit",
    "site.language": "Language",
    "site.language.about": "language of sheets and messages: en or zh-CN",
    "site.paper": "Paper",
    "site.paper.about": "paper of the sheets: a4 or letter",
    "site.labels": "Label sheet",
    "site.labels.about": "sheet of labels in the printer: L7165 or 5164",
    "site.asks_above": "Asks above",
    "site.asks_above.about": "how much a bag may differ from the order, as measured, before the "
    "plan asks, such as 2 %; 1 % unless stated",
    "site.premed_sets": "Premedication sets",
    "site.premed_sets.about": "premedication that an order chooses by name",
    "site.identifiers": "Identifiers",
    "site.identifiers.about": "what else than the name is compared with the patient, such as "
    "Date of birth",
    "site.reaction_procedure": "In a reaction",
    "site.reaction_procedure.about": "what to do in a reaction, as the unit's own procedure says",
}
