"""Everything a sheet prints: the cells of the view as texts that are ready to be set."""

import base64
import io

from rechallenge.model.logo import form_of
from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.sheet.view import SHORT, Label, View, view_of
from rechallenge.words import word
from rechallenge.words.lists import follow
from rechallenge.words.paper import PAPER

from . import after, before
from .chart import chart
from .steps import as_written, step_table
from .words import Data, JsonValue, in_language, label, printed
from .worksheet import worksheet

_TYPST_PAPERS = {"a4": "a4", "letter": "us-letter"}
_FRAME = 'width="320" height="140"'
"""The proportions of the frame that `page.typ` has for a logo."""
_SHARED = ("column.bag", "column.step", "column.holds", "column.used", "column.discarded",
           "column.give-at", "column.due", "column.given-at", "column.initials",
           "label.source", "label.not-for",
           "label.acknowledged")  # fmt: skip


def typst_paper(paper: Paper) -> str:
    """The name that Typst has for a paper."""
    return _TYPST_PAPERS[paper]


def sheet_data(plan: Plan, paper: Paper) -> Data:
    """The data of the templates: formatted texts, and coordinates of the chart."""
    view = view_of(plan)
    head = view.head
    dose = head.dose.text
    return {
        **in_language(),
        "paper": typst_paper(paper),
        "words": _words(view) | _stop(plan),
        "title": printed(word("paper.title", drug=head.drug, dose=dose)),
        "drug": printed(head.drug),
        "dose": dose,
        "reached": printed(head.reached),
        "status": head.status.line,
        "date": head.date,
        "draft": head.status.text if head.status.is_draft else "",
        "patient": label(head.patient or ""),
        "continues": head.continues,
        "protocol_print": head.protocol_fingerprint[:SHORT],
        "plan_print": head.fingerprint[:SHORT],
        "code": _fingerprint_code(head.fingerprint),
        "software": head.software,
        "site": label(head.site),
        "logo": None if head.logo is None else _grey_logo(head.logo),
        "identifiers": before.identifiers(view),
        "facts": before.facts(view),
        "begun": before.begun(view),
        "stopped": before.stopped(view),
        "bags": before.bags(view),
        "premedication": before.premedication(view),
        "bedside": before.bedside(view),
        "signatures": before.signatures(view),
        "steps": step_table(view),
        "as_written": as_written(view),
        "reaction": after.reaction(view),
        "chart": chart(plan),
        "delivery": after.delivery(view),
        "charting": after.charting(view),
        "findings": after.findings(view),
        "source": after.source(view),
        "scope": _closing(view, Label.SCOPE),
        "proof": _closing(view, Label.PROOF),
        "worksheet": worksheet(view),
    }


def _closing(view: View, code: Label) -> str:
    return printed(follow(one.text for one in view.closing if one.code is code))


def _stop(plan: Plan) -> dict[str, JsonValue]:
    """What a reaction asks for first: an infusion is stopped, of single doses no more is given."""
    return {"stop": word("paper.stop" if plan.runs else "paper.give-no-more")}


def _words(view: View) -> dict[str, JsonValue]:
    """Every text that the templates set beside the data, by its code: `cut-out`, `chart-rate`."""
    values = {"protocol": view.head.protocol, "software": view.head.software}
    fixed = [code for code, text in PAPER.items() if "{" not in text]
    own = [code.removeprefix("paper.") for code in fixed if code.startswith("paper.")]
    words: dict[str, JsonValue] = {name: word(f"paper.{name}") for name in own}
    words |= {code.replace(".", "-"): word(code) for code in _SHARED}
    return words | {"printed-by": printed(word("paper.printed-by", **values))}


def _grey_logo(logo: str) -> str:
    """An SVG image of a logo in shades of grey, within a frame of fixed size; `logo` is in base64.

    White without saturation is blended over it on the page, so that nothing of it is drawn here: as
    pixels it would differ from one machine to another.
    """
    kind = {"png": "png", "svg": "svg+xml"}[form_of(base64.b64decode(logo))]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{_FRAME}><g style="isolation:isolate"><rect {_FRAME} fill="#fff"/>'
        f'<image {_FRAME} preserveAspectRatio="xMaxYMid meet" '
        f'xlink:href="data:image/{kind};base64,{logo}"/>'
        f'<rect {_FRAME} fill="#fff" style="mix-blend-mode:saturation"/></g></svg>'
    )


def _fingerprint_code(fingerprint: str) -> str:
    """An SVG image of the code. It reads `RECHALLENGE:PLAN/1:` and the fingerprint in capitals,
    which is the densest form that QR codes have for such a text."""
    import segno

    code = segno.make_qr(f"RECHALLENGE:PLAN/1:{fingerprint.upper()}", error="m")
    image = io.BytesIO()
    code.save(image, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return image.getvalue().decode("ascii")
