"""Orders that a pharmacist must be stopped at, each beside one that must pass, and ordinary orders.

What must be asked is a pharmacist's judgement, written before the program was asked.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.model.finding import Finding, Refused, Severity
from rechallenge.model.monitoring import Monitoring
from rechallenge.model.protocol import Protocol
from rechallenge.model.review import Review, signed_fingerprint

WATCHED = Monitoring.model_validate(
    {"vitals": ("baseline", "end"), "observe_after": "30 min", "source": "This unit"}
)


def reviewed(name: str) -> Protocol:
    """A shipped protocol as a unit has it that has reviewed it, and written how it watches."""
    file = read_protocol(name)
    review = {"status": "reviewed", "by": "A. Pharmacist", "date": "2026-11-21"}
    tree = {**file.tree, "review": review}
    signed = Review.model_validate(review | {"fingerprint": signed_fingerprint(tree)})
    update = {"review": signed, "tree": tree, "monitoring": file.monitoring or WATCHED}
    return file.model_copy(update=update)


def findings(protocol: Protocol, order: dict[str, Any]) -> tuple[Finding, ...]:
    try:
        return plan(protocol, Order.model_validate(order)).findings
    except Refused as refused:
        return refused.findings


def stopped(protocol: Protocol, order: dict[str, Any]) -> set[str]:
    """The codes that refuse this order, or ask about it."""
    return {f.code for f in findings(protocol, order) if f.severity is not Severity.NOTE}


@dataclass(frozen=True)
class Danger:
    """An order by a protocol, what must be asked about it, and what makes it right."""

    code: str
    protocol: str
    order: dict[str, Any]
    right: dict[str, Any]

    def __str__(self) -> str:
        stated = [f"{key} {value}" for key, value in self.order.items()]
        return f"{self.code}: {self.protocol}, {', '.join(stated)}"


ANTIHISTAMINE = "diphenhydramine 50 mg IV 30 min before"
BEFORE_RITUXIMAB = f"{ANTIHISTAMINE}; acetaminophen 650 mg PO 30 min before"
RITUXIMAB = {"bsa": "1.8 m2", "volume": "500 mL", "premed": BEFORE_RITUXIMAB}
FIRST = {"dose": "675 mg"} | RITUXIMAB
PACLITAXEL = {"drug": "paclitaxel", "dose": "315 mg", "bsa": "1.8 m2", "volume": "500 mL",
              "premed": "dexamethasone 20 mg PO 12 h before; dexamethasone 20 mg PO 6 h before; "
              f"{ANTIHISTAMINE}; ranitidine 50 mg IV 30 min before"}  # fmt: skip
SLOW_PACLITAXEL = PACLITAXEL | {"settings": {"duration": "6 h"}}
INFLIXIMAB = {"drug": "infliximab", "dose": "350 mg", "weight": "70 kg", "volume": "250 mL"}
CADONILIMAB = {"dose": "360 mg", "weight": "60 kg"}
CEFTAZIDIME = {"dose": "2000 mg", "weight": "70 kg"}
ACETYLCYSTEINE = {"dose": "300 mg/kg", "weight": "70 kg", "strength": "200 mg/mL"}
CARBOPLATIN = {"dose": "600 mg", "bsa": "1.8 m2", "premed_lead": "30 min",
               "settings": {"volume_a": "50 mL", "volume_b": "100 mL", "volume_c": "300 mL"}
               }  # fmt: skip
LARGE_BAG = {"volume_a": "50 mL", "volume_b": "100 mL", "volume_c": "3.5 L"}
NEWMAB = {"drug": "newmab", "dose": "200 mg", "volume": "250 mL"}


def danger(code: str, protocol: str, wrong: dict[str, Any], **right: Any) -> Danger:
    """An order, and the same with these fields as they should be; None leaves one out."""
    return Danger(code, protocol, wrong, wrong | right)


DANGERS = (
    # How much
    danger("dose-above-limit", "rituximab-first", FIRST | {"dose": "6750 mg", "volume": "5 L"},
           dose="675 mg", volume="500 mL"),
    danger("dose-above-limit", "rituximab-first", FIRST | {"dose": "3750 mg/m2", "volume": "5 L"},
           dose="375 mg/m2", volume="500 mL"),
    danger("dose-above-limit", "rituximab-first", FIRST | {"dose": "1100 mg", "bsa": None},
           dose="1000 mg"),
    danger("dose-above-limit", "extended", SLOW_PACLITAXEL | {"dose": "3150 mg", "volume": "5 L"},
           dose="315 mg", volume="500 mL"),
    danger("dose-above-limit", "extended", INFLIXIMAB | {"dose": "3500 mg", "volume": "1 L"},
           dose="350 mg", volume="250 mL"),
    danger("dose-above-limit", "extended", INFLIXIMAB | {"dose": "350 mg", "weight": "30 kg"},
           dose="150 mg"),
    danger("dose-above-limit", "cadonilimab-extended", CADONILIMAB | {"dose": "60 mg/kg"},
           dose="6 mg/kg"),
    danger("dose-above-limit", "cadonilimab-extended", CADONILIMAB | {"dose": "3750 mg"},
           dose="375 mg"),
    danger("dose-above-limit", "carboplatin-13-step", CARBOPLATIN | {"dose": "6000 mg",
           "settings": LARGE_BAG}, dose="600 mg"),
    danger("dose-above-limit", "ocrelizumab-600", {"dose": "6000 mg", "volume": "500 mL"},
           dose="600 mg"),
    danger("dose-above-limit", "daratumumab-first", {"dose": "160 mg/kg", "weight": "70 kg"},
           dose="16 mg/kg"),
    danger("dose-above-limit", "extended", {"drug": "nivolumab", "dose": "2400 mg",
           "volume": "250 mL"}, dose="240 mg"),
    danger("dose-above-limit", "extended", {"drug": "pembrolizumab", "dose": "2000 mg",
           "volume": "250 mL"}, dose="200 mg"),
    danger("dose-above-limit", "extended", {"drug": "oxaliplatin", "dose": "850 mg/m2",
           "bsa": "1.8 m2", "volume": "500 mL"}, dose="85 mg/m2"),
    danger("dose-above-usual", "carboplatin-13-step", CARBOPLATIN | {"dose": "800 mg",
           "settings": LARGE_BAG}, dose="600 mg"),
    danger("dose-in-another-unit", "rituximab-first", FIRST | {"dose": "5000000 units"},
           dose="675 mg"),
    danger("dose-in-another-unit", "extended", SLOW_PACLITAXEL | {"dose": "300 units"},
           dose="300 mg"),
    danger("dose-not-compared", "cadonilimab-extended", CADONILIMAB | {"weight": None},
           weight="60 kg"),
    danger("dose-limit-not-on-file", "extended", NEWMAB, drug="nivolumab"),
    danger("dose-not-delivered", "acetylcysteine-3-bag", ACETYLCYSTEINE |
           {"dose": "36000 mg", "weight": "120 kg"}, dose="30000 mg"),
    # To whom
    danger("child-weight-alone", "acetylcysteine-3-bag", ACETYLCYSTEINE | {"weight": "18 kg"},
           age="5 years"),
    danger("child-weight-alone", "cadonilimab-extended", {"dose": "28.8 mg", "weight": "4.8 kg"},
           dose="288 mg", weight="48 kg"),
    danger("weight-implausible-for-age", "acetylcysteine-3-bag", ACETYLCYSTEINE |
           {"weight": "45 kg", "age": "6 years"}, weight="20.4 kg"),
    danger("weight-implausible-for-age", "acetylcysteine-3-bag", ACETYLCYSTEINE |
           {"weight": "35 kg", "age": "6 months"}, age="10 years"),
    danger("weight-implausible", "cadonilimab-extended", {"dose": "360 mg", "weight": "600 kg"},
           weight="60 kg"),
    danger("height-implausible", "rituximab-first", {"dose": "375 mg/m2", "height": "68 cm",
           "weight": "70 kg", "volume": "500 mL"}, height="168 cm"),
    danger("height-implausible-for-age", "rituximab-first", {"dose": "375 mg/m2", "height": "46 cm",
           "weight": "20 kg", "age": "6 years", "volume": "150 mL"}, height="115 cm"),
    danger("bsa-implausible", "rituximab-first", FIRST | {"bsa": "0.18 m2", "dose": "67.5 mg",
           "volume": "50 mL"}, bsa="1.8 m2"),
    danger("bsa-implausible-for-age", "rituximab-first", FIRST | {"age": "6 years"},
           age="40 years"),
    danger("drug-not-named", "extended", NEWMAB | {"drug": None}, drug="newmab"),
    # After what
    danger("reaction-kind-refused", "rituximab-first", FIRST | {"reaction_kind": "severe-skin"},
           reaction_kind="infusion-reaction"),
    danger("not-for-reaction", "extended", SLOW_PACLITAXEL | {"reaction_kind": "hepatitis"},
           reaction_kind="hypersensitivity"),
    danger("reaction-kind-avoid", "rituximab-first", FIRST | {"reaction_kind": "serum-sickness"},
           reaction_kind="infusion-reaction"),
    danger("not-for-reaction", "ceftazidime-12-step", CEFTAZIDIME | {"reaction_kind":
           "haemolytic-anaemia"}, reaction_kind="hypersensitivity"),
    danger("not-for-reaction", "ceftazidime-12-step", CEFTAZIDIME | {"reaction_kind":
           "nephritis"}, reaction_kind="hypersensitivity"),
    danger("not-for-reaction", "extended", SLOW_PACLITAXEL | {"reaction_grade": "4"},
           reaction_grade="1"),
    danger("not-for-reaction", "extended", INFLIXIMAB | {"reaction_grade": "3"},
           reaction_grade="2"),
    danger("reaction-kind-avoid", "rituximab-first", FIRST | {"reaction_kind": "nephritis"},
           reaction_kind="infusion-reaction"),
    danger("reaction-advice", "rituximab-first", FIRST | {"reaction_grade": "4"},
           reaction_grade="2"),
    # How fast, against the reaction and against the usual infusion
    danger("restart-above-advice", "rituximab-first", FIRST | {"reaction_rate": "50 mg/h"},
           reaction_rate="100 mg/h"),
    danger("restart-above-advice", "rituximab-subsequent", FIRST | {"reaction_rate": "150 mg/h"},
           reaction_rate="200 mg/h"),
    danger("not-slower-than-reaction", "cadonilimab-extended", CADONILIMAB |
           {"reaction_rate": "180 mg/h"}, reaction_rate="360 mg/h"),
    danger("not-slower-than-reaction", "extended", SLOW_PACLITAXEL | {"reaction_rate": "80 mL/h"},
           reaction_rate="160 mL/h"),
    danger("not-slower-than-reaction", "ceftazidime-12-step", CEFTAZIDIME |
           {"reaction_rate": "0.1 mg/h"}, reaction_rate="4000 mg/h"),
    danger("not-slower-than-usual", "extended", PACLITAXEL, settings={"duration": "6 h"}),
    danger("not-slower-than-usual", "extended", INFLIXIMAB, settings={"duration": "4 h"}),
    danger("not-slower-than-usual", "extended", FIRST | {"drug": "rituximab"},
           settings={"duration": "6 h"}),
    danger("not-slower-than-usual", "stepwise", {"drug": "ocrelizumab", "dose": "300 mg",
           "volume": "250 mL"}, settings={"second_time": "6 h"}),
    danger("not-slower-than-usual", "slow-start", PACLITAXEL, settings={"end": "6 h"}),
    danger("usual-infusion-unknown", "extended", NEWMAB, drug="nivolumab"),
    danger("first-step-not-slowest", "slow-start", {"drug": "vincristine", "dose": "2 mg",
           "volume": "50 mL"}, settings={"first_rate": "0.2 mg/h"}),
    danger("first-step-not-slowest", "stepwise", PACLITAXEL | {"settings": {"first_share": "60 %",
           "second_time": "6 h"}}, settings={"first_share": "5 %", "second_time": "6 h"}),
    danger("rate-jump", "slow-start", PACLITAXEL, settings={"first_rate": "30 mg/h"}),
    danger("doubtful-unit", "slow-start", PACLITAXEL, settings={"first_rate": "10 mg/h"}),
    danger("rate-above-usual-highest", "extended", FIRST | {"drug": "rituximab",
           "settings": {"duration": "90 min"}}, settings={"duration": "6 h"}),
    danger("faster-than-shortest", "extended", {"drug": "pembrolizumab", "dose": "200 mg",
           "volume": "100 mL", "settings": {"duration": "29 min"}},
           settings={"duration": "30 min"}),
    danger("rate-out-of-range", "extended", NEWMAB | {"settings": {"duration": "5 min"}},
           settings={"duration": "2 h"}),
    # What is in the bags, and for how long
    danger("concentration-outside-range", "rituximab-first", FIRST | {"volume": "100 mL"},
           volume="500 mL"),
    danger("concentration-outside-range", "extended", SLOW_PACLITAXEL | {"volume": "2 L"},
           volume="500 mL"),
    danger("concentration-implausible", "extended", NEWMAB | {"dose": "300 g"}, dose="300 mg"),
    danger("volume-implausible", "extended", NEWMAB | {"volume": "0.5 mL", "settings":
           {"duration": "4 h"}}, volume="250 mL"),
    danger("strength-differs", "rituximab-first", FIRST | {"strength": "120 mg/mL"},
           strength="10 mg/mL"),
    danger("product-not-named", "extended", {"drug": "docetaxel", "dose": "75 mg/m2",
           "bsa": "1.8 m2", "volume": "250 mL"}, product="one vial, 20 mg/mL"),
    danger("stability-exceeded", "extended", PACLITAXEL | {"settings": {"duration": "30 h"}},
           settings={"duration": "24 h"}),
    # What arrives
    danger("vein-rate-jump", "ceftazidime-12-step", CEFTAZIDIME | {"line": "27 mL",
           "primed": "drug", "sets": "shared"}, sets="fresh"),
    danger("early-steps-deliver-nothing", "ceftazidime-12-step", CEFTAZIDIME | {"line": "20 mL",
           "primed": "diluent", "sets": "shared"}, primed="drug"),
    danger("residue-at-later-rate", "ceftazidime-12-step", CEFTAZIDIME | {"line": "20 mL",
           "primed": "diluent", "sets": "shared"}, sets="fresh"),
    danger("dose-lost-with-set", "ceftazidime-12-step", CEFTAZIDIME | {"line": "20 mL",
           "primed": "diluent", "sets": "fresh"}, primed="drug"),
    danger("dose-left-in-line", "cadonilimab-extended", CADONILIMAB | {"line": "20 mL",
           "primed": "diluent"}, line=None, primed=None),
    danger("bag-dry-before-end", "cadonilimab-extended", CADONILIMAB | {"line": "20 mL",
           "primed": "drug"}, primed="diluent"),
    danger("bag-overdrawn-by-line", "acetylcysteine-3-bag", ACETYLCYSTEINE | {"line": "20 mL",
           "primed": "drug", "sets": "shared"}, primed="diluent"),
    # What is given before
    danger("premedication-missing", "rituximab-first", FIRST | {"premed": ()},
           premed=BEFORE_RITUXIMAB),
    danger("premedication-missing", "extended", SLOW_PACLITAXEL | {"premed": ()},
           premed=PACLITAXEL["premed"]),
    danger("premedication-above-usual", "rituximab-first", FIRST | {"premed":
           "diphenhydramine 500 mg IV 30 min before"}, premed=ANTIHISTAMINE),
    danger("premedication-above-usual", "cadonilimab-extended", CADONILIMAB,
           premed="famotidine 20 mg IV 30 min before"),
    danger("premedication-duplicate", "rituximab-first", FIRST | {"premed": f"{ANTIHISTAMINE}; "
           "chlorphenamine 10 mg IV 30 min before"}, premed=ANTIHISTAMINE),
    danger("premedication-duplicate", "extended", SLOW_PACLITAXEL | {"premed": "dexamethasone 20 "
           "mg PO 12 h before; dexamethasone 20 mg PO 11 h before"}, premed="dexamethasone 20 mg "
           "PO 12 h before; dexamethasone 20 mg PO 6 h before"),
    danger("sedating-pair", "rituximab-first", FIRST | {"premed": f"{ANTIHISTAMINE}; promethazine "
           "25 mg IV 30 min before"}, premed=BEFORE_RITUXIMAB),
    danger("premedication-time-unstated", "cadonilimab-stepwise", CADONILIMAB | {"volume":
           "250 mL"}, premed_lead="30 min"),
    # When
    danger("ends-after-closing", "rituximab-first", FIRST | {"start": "2026-11-23 15:00",
           "closing_time": "17:30"}, start="2026-11-23 09:00"),
    danger("closing-time-next-day", "rituximab-first", FIRST | {"start": "2026-11-23 18:00",
           "closing_time": "17:30"}, start="2026-11-23 09:00"),
)  # fmt: skip


def test_there_are_at_least_sixty_of_many_kinds() -> None:
    assert len({str(each) for each in DANGERS}) >= 60
    assert len({each.code for each in DANGERS}) >= 40


@pytest.mark.parametrize("case", DANGERS, ids=str)
def test_what_a_pharmacist_must_be_stopped_at_asks_and_its_neighbour_passes(case: Danger) -> None:
    protocol = reviewed(case.protocol)
    assert case.code in stopped(protocol, case.order)
    assert case.code not in stopped(protocol, case.right)


AGAIN = {"reaction_grade": "2", "reaction_kind": "infusion-reaction"}
ADDED = {"technique": "add to bag"}
LINE = {"line": "1 mL", "primed": "drug"}
ORDINARY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rituximab-first", FIRST | ADDED),
    ("rituximab-subsequent", FIRST | ADDED | {"dose": "700 mg", "volume": "350 mL"}),
    ("rituximab-first", FIRST | AGAIN | {"reaction_rate": "200 mg/h"} | ADDED),
    ("extended", SLOW_PACLITAXEL | {"reaction_grade": "1", "reaction_kind": "infusion-reaction"}
     | ADDED),
    ("extended", INFLIXIMAB | AGAIN | {"settings": {"duration": "4 h"}}),
    ("extended", {"drug": "nivolumab", "dose": "240 mg", "volume": "100 mL",
     "settings": {"duration": "1 h"}, "strength": "10 mg/mL"} | AGAIN | ADDED),
    ("cadonilimab-extended", CADONILIMAB | AGAIN | ADDED
     | {"premed": "famotidine 20 mg IV 30 min before"}),
    ("acetylcysteine-3-bag", ACETYLCYSTEINE),
    ("acetylcysteine-3-bag", ACETYLCYSTEINE | {"weight": "18 kg", "age": "5 years"}),
    ("daratumumab-first", {"dose": "16 mg/kg", "weight": "70 kg"}),
    ("ocrelizumab-600", {"dose": "600 mg", "premed": "methylprednisolone 100 mg IV 30 min before; "
     f"{ANTIHISTAMINE}"} | ADDED),
)  # fmt: skip


@pytest.mark.parametrize(("protocol", "order"), ORDINARY)
def test_an_ordinary_order_asks_nothing_and_has_at_most_two_notes(
    protocol: str, order: dict[str, Any]
) -> None:
    found = findings(reviewed(protocol), {"pump": "alaris-8100"} | order)
    said = [(f.severity.value, f.code.value, f.where) for f in found]
    assert [each for each in said if each[0] != "note"] == []
    assert len(said) <= 2, said


def test_ten_orders_are_ordinary() -> None:
    assert len(ORDINARY) >= 10


def test_without_a_review_an_ordinary_order_asks_for_that_alone() -> None:
    assert stopped(read_protocol("extended"), ORDINARY[5][1]) == {"protocol-unreviewed"}
