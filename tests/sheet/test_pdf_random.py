"""Random plans: each is printed whole, with the exact numbers of its steps."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.pdf.sheet import sheet_data
from rechallenge.sheet.pdf.words import bare, every_text
from rechallenge.sheet.plan_json import plan_tree
from rechallenge.words.shown import is_hidden
from tests.random_examples import tries
from tests.sheet.tagged import read_tagged

from .printed import of_steps
from .step_cells import of_pdf
from .test_formats_agree import shown

NOT_DRAWN = ("paper", "words", "language", "page_of", "title", "code", "chart", "steps")
"""What is no text on a page; the cells of the steps are looked at as numbers."""

LETTERS = st.characters(min_codepoint=0x20, max_codepoint=0x17F).filter(lambda c: not is_hidden(c))
LABELS = st.text(LETTERS | st.sampled_from("静脉王小明αβж"), min_size=1, max_size=300).filter(
    lambda text: text.strip() != ""
)
MAYBE_LABEL = st.none() | LABELS
PREMEDICATION = st.fixed_dictionaries(
    {
        "drug": LABELS,
        "dose": st.sampled_from(["1 mg", "0.03125 mg", "12.5 mg", "1250 mg"]),
        "route": st.sampled_from(["IV", "oral"]),
        "before": st.sampled_from(["unstated", "1 h", "13 h"]),
    },
    optional={"note": LABELS},
)


@st.composite
def step(draw: st.DrawFn) -> dict[str, str]:
    share = draw(st.integers(1, 9))
    minutes = draw(st.sampled_from(["7 min", "15 min", "1.5 h"]))
    written = draw(
        st.sampled_from([{"give": f"0.{share} %", "over": minutes}, {"observe": minutes}])
    )
    more = {"go_on_if": draw(MAYBE_LABEL), "note": draw(MAYBE_LABEL)}
    return written | {key: text for key, text in more.items() if text is not None}


@pytest.mark.slow
@settings(max_examples=tries(6), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(step(), max_size=20),
    order=st.fixed_dictionaries(
        {"dose": st.sampled_from(["375 mg", "5000 units", "0.3 mg"])},
        optional={
            "drug": LABELS,
            "patient": LABELS,
            "start": st.just("2026-12-31 23:00"),
            "weight": st.just("48 kg"),
        },
    ),
    premedication=st.lists(PREMEDICATION, max_size=4),
    title=LABELS,
)
def test_any_plan_is_printed_whole_with_the_exact_numbers_of_its_steps(
    steps: list[dict[str, str]],
    order: dict[str, Any],
    premedication: list[dict[str, str]],
    title: str,
) -> None:
    last = {"give": "rest", "over": "45 min"}
    plan = of_steps(*steps, last, order=order, premedication=tuple(premedication), title=title)
    read = read_tagged(step_sheet_pdf(plan))
    page = bare("".join(read.pages) + read.root.text)
    texts = [part for key, part in sheet_data(plan, "a4").items() if key not in NOT_DRAWN]
    assert [text for text in every_text(texts) if bare(text) not in page] == []
    rows = of_pdf(plan)
    assert len(rows) == len(steps) + 1
    for row, step in zip(rows, plan_tree(plan)["steps"], strict=True):
        for key in row.keys() - {"number"}:
            assert shown(step[key]["exact"], step[key]["unit"], row[key]), (row, key)
