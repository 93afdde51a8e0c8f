"""The slips of published tables are found from the printed numbers alone, and nothing else is."""

import pytest

from tests.published.slips import SLIPS
from tests.published.tables import tables

from .pasted import audited, published

_WORDS = "it stands in the text beside the table"
_ONE_STEP = "the table does not print what it follows from"
NOT_IN_THE_NUMBERS = {
    ("mich-amiodarone-150", "step 11", "cumulative_mg"): (
        "eleven doses with two decimals may be 149.545 mg, which is printed 150"
    ),
    ("mich-amiodarone-150", "table", "dose_mg"): "as the sum of the doses",
    ("rdd12-cetuximab-won2015", "step 7", "dose_mg"): (
        "33.333 mL x 0.172355 mg/mL, which may be printed 0.17235, is 5.7452 mg, printed 5.75"
    ),
    ("label-rituximab-first", '"74.6"', "rate_ml_h"): _WORDS,
    ("label-daratumumab-first", 'eviQ prints "7 hours"', "total_minutes"): _WORDS,
    ("tmp-smx-oral-gluckstein-ruskin", '200 mg SMZ in 20 mL"', "ml_for_200_mg"): _WORDS,
    ("cf-ceftazidime-leeds", '"two and a half to three hours"', "total_minutes"): _WORDS,
    ("oxaliplatin-5-bag-buddiga2012", "Bag 5", "percent"): "shares of bags are not read",
    ("label-alglucosidase-2.5-kg", "step 4", "rate_ml_h"): _ONE_STEP,
    ("jp-galsulfase-20-kg", "over 4 h", "total_minutes"): _WORDS,
    ("label-idursulfase-us", "1 to 3 hours", "total_minutes"): _WORDS,
    ("label-laronidase-us", '"200 mcg/kg/min"', "dose_rate_mcg_kg_min"): _WORDS,
    ("ivig-quarter-half-full", "makes 787.5 g", "cumulative_g"): _WORDS,
    ("label-daratumumab-second", "(4.3 hours)", "total_hours"): _WORDS,
    ("label-daratumumab-later", "(3.5 hours)", "total_hours"): _WORDS,
    ("sample-infliximab-titrated", "table", "total_minutes"): _ONE_STEP,
    ("label-rituximab-2-h", "step 2", "minutes"): _ONE_STEP,
}
"""Slips that only somebody finds who knows more than the table prints, with the reason."""
OVERDRAWN = "mich-amiodarone-150"
"""Its steps take 149 mL and 149 mg from a bag of 100 mL with 100 mg: our file has a second one."""


@pytest.mark.parametrize("table", sorted(tables()))
def test_what_is_named_in_a_published_table_is_a_known_slip(table: str) -> None:
    text, cells = published(tables()[table])
    slips = audited(text).slips
    known = {(place, key) for of, place, key in SLIPS if of == table}
    if table == OVERDRAWN:
        known |= {("Bag 2", "volume_ml"), ("Bag 2", "dose_mg")}
    named = [{cells[way.number.cell.where] for way in slip.explanations} for slip in slips]
    assert all(names & known for names in named), named
    missing = {one for one in known if (table, *one) not in NOT_IN_THE_NUMBERS}
    assert missing <= set().union(*named)


def test_the_slips_that_need_more_than_the_table_are_those_listed() -> None:
    assert NOT_IN_THE_NUMBERS.keys() <= SLIPS.keys()
    found = SLIPS.keys() - NOT_IN_THE_NUMBERS.keys()
    assert len(found) == 11
