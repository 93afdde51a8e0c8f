"""A plan of each shipped protocol, as its file was written by a release and is kept for ever.

`python -m tests.service.frozen.plans` writes the files of this release, once: it never writes over
one that is there.
"""

from datetime import datetime
from functools import cache
from pathlib import Path

from rechallenge import __version__
from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, protocol_paths, shipped_folder
from rechallenge.files.reading import read_protocol
from rechallenge.model.finding import Acknowledgement, Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.service.making import make_plan
from rechallenge.sheet.plan_json import plan_json

FOLDER = Path(__file__).parent
SHELVES = Shelves(shipped_folder())
IDS = [path.stem for path in protocol_paths(shipped_folder())]
START = {"start": "2026-11-23 09:00"}
LINE = START | {"line": "primary-15", "primed": "diluent"}


@cache
def shipped_plan(named: str) -> Plan:
    """The plan of a protocol's first worked example, with a line and a start, and with its first
    finding that asks answered; without pump or line where it cannot run so."""
    protocol = read_protocol(named)
    stated = protocol.examples[0].order.model_dump(exclude_none=True)
    for more in (LINE, LINE | {"sets": "shared"}, START):
        order = Order.model_validate(stated | more)
        try:
            return _answered(make_plan(protocol, order, facts_for(protocol, order, SHELVES)))
        except (Refused, UnusableOrder):
            continue
    return _answered(make_plan(protocol, Order.model_validate(stated), OnFile()))


def _answered(plan: Plan) -> Plan:
    asking = plan.open_findings
    codes = [finding.code for finding in asking]
    once = [finding for finding in asking if codes.count(finding.code) == 1][:1]
    at = datetime(2026, 11, 23, 8, 30)
    answers = tuple(
        Acknowledgement(code=finding.code, reason="Read", initials="AB", at=at) for finding in once
    )
    return make_plan(plan.protocol, plan.order, plan.on_file, answers)


if __name__ == "__main__":
    folder = FOLDER / __version__
    folder.mkdir(exist_ok=True)
    for name in IDS:
        path = folder / f"{name}.json"
        if not path.exists():
            path.write_text(plan_json(shipped_plan(name)), "utf-8")
