"""The pages of a plan as they will be printed: the PDF itself, and what is read from it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rechallenge.model.plan import Plan

if TYPE_CHECKING:
    from rechallenge.sheet.pdf.page_text import Page
    from rechallenge.sheet.pdf.sheet import Paper


@dataclass(frozen=True, slots=True)
class Preview:
    """The pages of one plan on one paper; or no pages, and why there are none."""

    plan: Plan
    paper: "Paper"
    pdf: bytes = b""
    pages: tuple["Page", ...] = ()
    why_none: str = ""

    def is_of(self, plan: Plan | None, paper: "Paper") -> bool:
        """Whether these are the pages of this very plan on this paper."""
        return self.plan is plan and self.paper == paper


def preview_of(plan: Plan, paper: "Paper") -> Preview:
    """Make the PDF and read it. A text that cannot be printed is said in place of the pages."""
    from rechallenge.sheet.pdf.fonts import Unprintable
    from rechallenge.sheet.pdf.page_text import pages_of
    from rechallenge.sheet.pdf.render import step_sheet_pdf

    try:
        pdf = step_sheet_pdf(plan, paper=paper)
    except Unprintable as error:
        return Preview(plan, paper, why_none=str(error))
    return Preview(plan, paper, pdf, pages_of(pdf))
