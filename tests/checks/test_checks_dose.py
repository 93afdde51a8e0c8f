"""The dose against what is on file for one, of made drugs and of each shipped one."""

from typing import Any

import pytest

from rechallenge.files.facts import read_drugs
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Refused, Severity
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import exact_text, parse

from .on_file import drug, found, planned_with

LABEL = {"source": "Label"}


@pytest.mark.parametrize(
    ("measured", "dose", "refused"),
    [
        ("mass", "100 mg", False),
        ("mass", "5000000 units", True),
        ("units", "100 units", False),
        ("units", "100 mg", True),
    ],
)
def test_a_dose_in_another_kind_of_unit_is_refused(measured: str, dose: str, refused: bool) -> None:
    facts = drug(measured_in=measured, group={"says": "antibody"} | LABEL)
    if not refused:
        assert planned_with(drugs=(facts,), order={"dose": dose}).steps
        return
    with pytest.raises(Refused) as why:
        planned_with(drugs=(facts,), order={"dose": dose})
    assert [f.code for f in why.value.findings] == ["dose-in-another-unit"]


USUAL: Any = (
    {"dose": "375 mg/m2", "what": "lymphoma"} | LABEL,
    {"dose": "10 mg", "highest": "600 mg", "what": "arthritis"} | LABEL,
)


@pytest.mark.parametrize(
    ("order", "limits", "asks"),
    [
        ({"dose": "600 mg"}, (), False),
        ({"dose": "601 mg"}, (), True),
        # 375 mg/m2 x 2 m2 = 750 mg
        ({"dose": "750 mg", "bsa": "2 m2"}, (), False),
        ({"dose": "751 mg", "bsa": "2 m2"}, (), True),
        # Above a limit, the limit asks.
        ({"dose": "601 mg"}, ("601 mg",), True),
        ({"dose": "602 mg"}, ("601 mg",), False),
    ],
)
def test_a_dose_above_every_usual_one_asks_where_it_is_within_the_limits(
    order: dict[str, str], limits: tuple[str, ...], asks: bool
) -> None:
    highest = tuple({"highest": limit, "what": "most"} | LABEL for limit in limits)
    facts = drug(usual_doses=USUAL, dose_limits=highest)
    findings = found(planned_with(drugs=(facts,), order=order), "dose-above-usual")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])


PATIENT = {"weight": "70 kg", "height": "170 cm", "age": "50 years"}
ORDINARY: dict[str, str] = {
    "acetaminophen": "1000 mg", "acetylcysteine": "300 mg/kg", "amiodarone": "150 mg",
    "aspirin": "325 mg", "cadonilimab": "6 mg/kg", "carboplatin": "600 mg",
    "ceftazidime": "1000 mg", "cetirizine": "10 mg", "chlorphenamine": "10 mg",
    "cimetidine": "300 mg", "daratumumab": "16 mg/kg", "dexamethasone": "20 mg",
    "dexchlorpheniramine": "5 mg", "diphenhydramine": "50 mg", "epinephrine": "0.5 mg",
    "famotidine": "20 mg", "hydrocortisone": "100 mg", "infliximab": "5 mg/kg",
    "loratadine": "10 mg", "meperidine": "25 mg", "methylprednisolone": "100 mg",
    "metoclopramide": "10 mg", "montelukast": "10 mg", "nivolumab": "240 mg",
    "ocrelizumab": "600 mg", "oxaliplatin": "85 mg/m2", "paclitaxel": "175 mg/m2",
    "pembrolizumab": "200 mg", "prednisolone": "50 mg", "prednisone": "50 mg",
    "promethazine": "25 mg", "ranitidine": "50 mg", "rituximab": "375 mg/m2",
    "salbutamol": "2.5 mg", "trastuzumab": "6 mg/kg",
    "alemtuzumab": "12 mg", "alglucosidase-alfa": "20 mg/kg", "amivantamab": "1050 mg",
    "atezolizumab": "1200 mg", "bevacizumab": "5 mg/kg", "ceftriaxone": "2000 mg",
    "cetuximab": "400 mg/m2", "cisplatin": "75 mg/m2", "co-trimoxazole": "5 mg/kg",
    "docetaxel": "75 mg/m2", "elosulfase-alfa": "2 mg/kg", "etoposide": "100 mg/m2",
    "ferric-carboxymaltose": "750 mg", "idursulfase": "0.5 mg/kg", "immunoglobulin": "400 mg/kg",
    "ipilimumab": "3 mg/kg", "iron-sucrose": "200 mg", "laronidase": "0.58 mg/kg",
    "liposomal-amphotericin-b": "3 mg/kg", "liposomal-doxorubicin": "50 mg/m2",
    "meropenem": "1000 mg", "natalizumab": "300 mg", "obinutuzumab": "1000 mg",
    "pegaspargase": "2500 units/m2", "penicillin-g": "500000 units", "pertuzumab": "420 mg",
    "tobramycin": "1 mg/kg", "tocilizumab": "8 mg/kg", "vancomycin": "1000 mg",
    "vedolizumab": "300 mg", "agalsidase-beta": "1 mg/kg", "brentuximab-vedotin": "1.8 mg/kg",
    "calaspargase-pegol": "2500 units/m2", "dinutuximab": "17.5 mg/m2", "elotuzumab": "10 mg/kg",
    "galsulfase": "1 mg/kg", "imiglucerase": "60 units/kg", "iron-dextran": "100 mg",
    "ofatumumab": "1000 mg", "olipudase-alfa": "3 mg/kg", "vestronidase-alfa": "4 mg/kg",
    "asparaginase": "6000 units/m2", "botulism-immune-globulin": "50 mg/kg",
    "cytomegalovirus-immune-globulin": "150 mg/kg", "isatuximab": "10 mg/kg",
    "mogamulizumab": "1 mg/kg", "patisiran": "0.3 mg/kg", "phenytoin": "1000 mg",
    "rabbit-antithymocyte-globulin": "1.5 mg/kg", "tafasitamab": "12 mg/kg",
    "ublituximab": "450 mg",
}  # fmt: skip
"""A dose of each shipped drug that a pharmacist would not look at twice."""
OF_DRUG = ("dose-above-limit", "dose-above-usual")
SHELVES = Shelves(shipped_folder())


def shipped(name: str) -> DrugFacts:
    (facts,) = read_drugs({name}, SHELVES.facts("drugs"))
    return facts


def asked(facts: DrugFacts, times: int) -> set[str]:
    """What asks about so many times the ordinary dose: as premedication by each route on file, and
    otherwise infused."""
    dose = exact_text(parse(ORDINARY[facts.name]) * times)
    usual = [given for given in facts.premedication if given.patients != "children"]
    if not usual:
        order = PATIENT | {"dose": dose, "volume": "1000 mL"}
        try:
            made = planned_with(drug=facts.name, drugs=(facts,), order=order)
        except UnusableOrder:
            return {"more drug solution than the bag holds"}
        return {f.code for f in made.findings if f.code in OF_DRUG}
    routes = sorted({given.route for given in usual})
    doses = tuple({"drug": facts.name, "dose": dose, "route": route, "before": "30 min"}
                  for route in routes)  # fmt: skip
    made = planned_with(premedication=doses, drugs=(facts,), order=PATIENT)
    asking = found(made, "premedication-above-usual")
    return {"premedication-above-usual"} if len(asking) == len(routes) else set()


def test_every_shipped_drug_has_an_ordinary_dose_here() -> None:
    assert set(SHELVES.facts("drugs")) <= set(ORDINARY)


@pytest.mark.parametrize("name", sorted(set(SHELVES.facts("drugs"))))
def test_a_tenfold_and_a_thousandfold_dose_of_each_shipped_drug_asks(name: str) -> None:
    facts = shipped(name)
    assert not asked(facts, 1)
    assert asked(facts, 10), f"ten times {ORDINARY[name]} of {name} passes"
    assert asked(facts, 1000), f"a thousand times {ORDINARY[name]} of {name} passes"
