"""The command line that makes the same plan: each screen's twin, to be copied."""

from collections.abc import Iterator, Mapping
from shlex import quote

from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.service.order_fields import order_text, value_text
from rechallenge.words import _

from .draft import DraftOrder
from .evaluation import Evaluation
from .fields import PROTOCOL
from .shelf import is_plan_file

_FROM_PLAN = _("the plan as it was saved; another order needs its protocol in a file of its own")
_GOES_ON = _("a plan with a stop is made from the plan that was stopped: save it as PLAN.json")
_NAMED = {"at": "stopped", "protocol": "with"}
PAPERS: dict[Paper, str] = {"a4": "A4", "letter": "US Letter"}
"""The papers, as a person calls them."""


def plan_command(evaluation: Evaluation) -> str:
    """`rechallenge plan ...` for the order as it is typed now, one option to a line."""
    draft = evaluation.draft
    if draft.stopped is not None:
        return f"# {_GOES_ON}\nrechallenge sheet PLAN.json"
    if is_plan_file(draft.text(PROTOCOL)):
        # A protocol that only a plan file holds can be planned with again from that file alone.
        return f"# {_FROM_PLAN}\nrechallenge sheet {quote(draft.text(PROTOCOL))}"
    lines = [f"rechallenge plan {quote(draft.text(PROTOCOL) or 'PROTOCOL')}"]
    lines += order_options(draft)
    if draft.held is not None and evaluation.plan is not None:
        # This site's file may fill the blanks of the saved plan otherwise, or there may be none.
        lines += _filled_options(evaluation.plan)
    if evaluation.plan is not None:
        plan = evaluation.plan
        for answer in plan.answers:
            at = f"@{answer.place}" if answer.place else ""
            lines.append(f"--acknowledge {quote(f'{answer.code}{at}={answer.reason}')}")
        initials = list(dict.fromkeys(answer.initials for answer in plan.answers))
        lines += [f"--initials {quote(text)}" for text in initials[:1]]
    return " \\\n    ".join(lines)


def pages_command(evaluation: Evaluation, paper: Paper) -> str:
    """`rechallenge plan ...` that writes the pages."""
    return f"{plan_command(evaluation)} \\\n    --paper {paper} \\\n    -o sheet.pdf"


def compare_command(draft: DraftOrder, strategies: tuple[str, ...]) -> str:
    """`rechallenge compare ...` for the same order."""
    names = " ".join(map(quote, strategies)) or "PROTOCOL PROTOCOL"
    return " \\\n    ".join([f"rechallenge compare {names}", *order_options(draft)])


def resume_command(texts: Mapping[str, str]) -> str:
    """`rechallenge resume ...` for a stop as it is typed, one option to a line."""
    lines = ["rechallenge resume PLAN.json"]
    for key, text in texts.items():
        if key == "line":
            lines += ["--fresh-set"] if text == "fresh" else []
        elif text:
            named = _NAMED.get(key, key.replace("_", "-"))
            lines.append(f"--{named} {quote(text)}")
    return " \\\n    ".join(lines)


def order_options(draft: DraftOrder) -> list[str]:
    """The options that state the order, as the texts are typed."""
    options = []
    for name in Order.model_fields:
        text = draft.text(name)
        if name != SETTINGS and text:
            written = order_text(name, text, draft.day)
            options.append(f"--{name.replace('_', '-')} {quote(written)}")
    options += [f"--set {quote(f'{name}={text}')}" for name, text in draft.settings().items()]
    return options


def _filled_options(plan: Plan) -> Iterator[str]:
    """The options that state what the site of a saved plan filled."""
    took = () if plan.site is None else plan.site.took
    for name in took:
        if name in Order.model_fields:
            text = value_text(getattr(plan.order, name))
            yield f"--{name.replace('_', '-')} {quote(text)}"
