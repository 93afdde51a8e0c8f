"""Saved plans: the draft that makes one again, and the plans opened or saved last."""

import json
from dataclasses import replace
from datetime import datetime, time
from fractions import Fraction
from pathlib import Path

from rechallenge.files.writing import NotWritten, write_whole
from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.plan import Plan
from rechallenge.model.written_doses import BETWEEN, OrderedPremedication
from rechallenge.quantities import Quantity, display, exact_number
from rechallenge.service.order_fields import PREMED
from rechallenge.version import __version__

from .answering import question_of
from .draft import Answer, DraftOrder, Held
from .fields import PROTOCOL

_MOST_PLACES = 8
"""Decimals that an order may have been written with."""


def draft_of(plan: Plan, named: str, today: datetime) -> DraftOrder:
    """The texts and answers of a plan, by the protocol that `named` finds."""
    texts, took = {PROTOCOL: named}, () if plan.site is None else plan.site.took
    for name in Order.model_fields:
        value = getattr(plan.order, name)
        if name in took:
            continue
        if name == PREMED:
            value = _premed(plan)
        if name == SETTINGS:
            texts |= {f"{named}/{SETTINGS}.{k}": _text(v) for k, v in value.items()}
        elif value not in (None, ()):
            texts[name] = _text(value)
    start = plan.order.start or today
    held = Held(plan.site)
    draft = DraftOrder(start.date(), texts, _answers(plan), checks=plan.checks, held=held)
    return going_on(draft, plan) if plan.stops else draft


def going_on(draft: DraftOrder, plan: Plan) -> DraftOrder:
    """The draft of a plan that goes on after a stop, by the order as it stands."""
    findings = tuple(f.model_copy(update={"acknowledged": None}) for f in plan.findings)
    now = {"findings": findings, "answers": (), "checks": (), "software": __version__}
    return replace(draft, answers=_answers(plan), stopped=plan.model_copy(update=now))


def _premed(plan: Plan) -> tuple[OrderedPremedication | str, ...]:
    """The premedication as it was ordered: the sets of the site by their names."""
    site = plan.site
    if site is None:
        return plan.order.premed
    doses = sum(len(site.said.premed_sets[name]) for name in site.premed_sets)
    return (*site.premed_sets, *plan.order.premed_doses[doses:])


def _answers(plan: Plan) -> tuple[Answer, ...]:
    patient = plan.order.patient or ""
    return tuple(
        Answer(answer.model_copy(update={"place": f.where}), question_of(plan, f), patient)
        for f in plan.findings
        if (answer := f.acknowledged) is not None
    )


def _text(value: object) -> str:
    if isinstance(value, Quantity):
        return display(value, _MOST_PLACES, grouped=False)
    if isinstance(value, Fraction):
        return exact_number(value) if value == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return f"{BETWEEN} ".join(map(_text, value))
    if isinstance(value, OrderedPremedication):
        parts = (value.drug, _text(value.dose), value.route, _text(value.before))
        return f"{' '.join(parts)} before"
    return str(value)


MOST = 9


def recent_plans(folder: Path) -> tuple[Path, ...]:
    """Those that are still there, the last one first."""
    try:
        named = json.loads(_file(folder).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(named, list):
        return ()
    paths = (Path(name) for name in named[:MOST] if isinstance(name, str) and "\0" not in name)
    return tuple(path for path in paths if path.is_file())


def remember(folder: Path, plan: Path) -> None:
    """Put a plan first. A list that cannot be written is no reason to stop anybody."""
    path = plan.resolve()
    names = [str(path), *(str(p) for p in recent_plans(folder) if p != path)]
    try:
        write_whole(_file(folder), json.dumps(names[:MOST]).encode(), replace=True)
    except (NotWritten, UnicodeEncodeError):
        return


def _file(folder: Path) -> Path:
    return folder / "recent.json"
