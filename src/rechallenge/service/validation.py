"""Validating an installation: orders whose plans were worked by hand, made here and compared."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from platform import platform, python_version

from pydantic import ValidationError

from rechallenge.files.find import NotFound, Shelves, shipped_folder
from rechallenge.files.reading import UnusableFile, read_located, read_source, read_values
from rechallenge.model.example import Compared
from rechallenge.model.finding import Refused
from rechallenge.model.plan import Bag, Plan
from rechallenge.model.problems import Problem, Unusable
from rechallenge.model.review import fingerprint_of
from rechallenge.model.validation import Case, CaseResult, Cases, WorkedBag
from rechallenge.version import __version__
from rechallenge.words import _, word

from .examples import compared
from .making import make

_OF_BAGS = {"holds": "drug"}
"""Values of a bag that the plan names otherwise."""
_MADE_WITH = ("pint", "pydantic", "ruamel.yaml", "typst")


def shipped_cases() -> Path:
    return shipped_folder().parent / "validation" / "installation.yaml"


def read_cases(path: Path) -> Cases:
    """The orders of a file. Raises UnusableFile."""
    return read_located(Cases, path)[0]


def results(cases: Cases, shelves: Shelves) -> Iterator[CaseResult]:
    """What comes of each order, with the protocols and facts on these shelves."""
    for case in cases.cases:
        yield _result(case, shelves)


def facts(path: Path) -> Iterator[tuple[str, str]]:
    """The file of the orders with its fingerprint, and what the program runs on, with versions."""
    print_of = fingerprint_of(read_values(path))
    yield word("validation.file"), f"{path.name}, {print_of}"
    yield "rechallenge", __version__
    yield "Python", python_version()
    yield _("System"), platform()
    for name in _MADE_WITH:
        yield name, version(name)


def _result(case: Case, shelves: Shelves) -> CaseResult:
    try:
        plan = make(read_source(case.protocol, shelves).protocol, case.order, shelves)
    except Refused as refused:
        codes = tuple(dict.fromkeys(str(finding.code) for finding in refused.findings))
        unexpected = () if case.refused else (Problem((), _("no plan: {codes}").format(
            codes=", ".join(codes))),)  # fmt: skip
        return CaseResult(case, problems=unexpected, refused=codes)
    except (NotFound, UnusableFile, Unusable, ValidationError) as error:
        return CaseResult(case, problems=(Problem((), str(error)),))
    if case.refused:
        return CaseResult(
            case, problems=(Problem((), _("a plan was made, but the order must be refused")),)
        )
    found = list(_of_plan(case, plan))
    return CaseResult(
        case,
        tuple(one for one in found if isinstance(one, Compared)),
        tuple(one for one in found if isinstance(one, Problem)),
    )


def _of_plan(case: Case, plan: Plan) -> Iterator[Compared | Problem]:
    bags = {bag.name: bag for bag in plan.bags}
    for number, worked in enumerate(case.bags):
        named = worked.name or (plan.bags[0].name if len(plan.bags) == 1 else "")
        if named in bags:
            yield from _bag(worked, bags[named], number)
        else:
            yield Problem(("bags", number), _("is no bag of the plan"))
    if case.first_drug is not None:
        first = None if plan.delivery is None else plan.delivery.first_drug
        if first is None:
            yield Problem(("first_drug",), _("the plan does not say when"))
        else:
            yield Compared(("first_drug",), case.first_drug, first.at)
    yield from compared(case.steps, case.total, plan, ())


def _bag(worked: WorkedBag, bag: Bag, number: int) -> Iterator[Compared]:
    for key, value in worked:
        if value is not None and key != "name":
            yield Compared(("bags", number, key), value, getattr(bag, _OF_BAGS.get(key, key)))
