"""The command line that makes the same plan: each screen's twin, to be copied."""

import shlex
from typing import TYPE_CHECKING

from rechallenge.model.order import Order

from .fields import PROTOCOL, SETTINGS
from .outcome import Outcome
from .reading import order_text
from .shelf import is_plan_file
from .typed import Typed

if TYPE_CHECKING:
    from rechallenge.sheet.pdf.sheet import Paper

_FROM_PLAN = "# the plan as it was saved; another order needs its protocol in a file of its own"
PAPERS: dict["Paper", str] = {"a4": "A4", "letter": "US Letter"}
"""The papers, as a person calls them."""


def plan_command(outcome: Outcome) -> str:
    """`rechallenge plan ...` for the order as it is typed now, one option to a line."""
    typed = outcome.typed
    if is_plan_file(typed.text(PROTOCOL)):
        # A protocol that only a plan file holds can be planned with again from that file alone.
        return f"{_FROM_PLAN}\nrechallenge sheet {_quoted(typed.text(PROTOCOL))}"
    lines = [f"rechallenge plan {_quoted(typed.text(PROTOCOL) or 'PROTOCOL')}"]
    lines += order_options(typed)
    if outcome.plan is not None:
        answers = {f.code: f.acknowledged for f in outcome.plan.findings if f.acknowledged}
        lines += [f"--acknowledge {_quoted(f'{c}={a.reason}')}" for c, a in answers.items()]
        initials = list(dict.fromkeys(a.initials for a in answers.values()))
        lines += [f"--initials {_quoted(text)}" for text in initials[:1]]
    return " \\\n    ".join(lines)


def pages_command(outcome: Outcome, paper: "Paper") -> str:
    """`rechallenge plan ...` that writes the pages."""
    return f"{plan_command(outcome)} \\\n    --paper {paper} \\\n    -o sheet.pdf"


def compare_command(typed: Typed, strategies: tuple[str, ...]) -> str:
    """`rechallenge compare ...` for the same order."""
    names = " ".join(map(_quoted, strategies)) or "PROTOCOL PROTOCOL"
    return " \\\n    ".join([f"rechallenge compare {names}", *order_options(typed)])


def order_options(typed: Typed) -> list[str]:
    """The options that state the order, as the texts are typed."""
    options = []
    for name in Order.model_fields:
        text = typed.text(name)
        if name != SETTINGS and text:
            written = order_text(name, text, typed.day)
            options.append(f"--{name.replace('_', '-')} {_quoted(written)}")
    options += [f"--set {_quoted(f'{name}={text}')}" for name, text in typed.settings().items()]
    return options


def _quoted(text: str) -> str:
    return shlex.quote(text)
