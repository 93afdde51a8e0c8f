"""The English book: the text of each code, or a pair of texts for one and for several."""

from .audit import AUDIT
from .click import CLICK
from .codes import COMPARES
from .day import DAY
from .fhir import FHIR
from .findings import MORE, SENTENCES
from .front_ends import COMMANDS, PLANNER
from .headings import HEADINGS
from .note import NOTE
from .order import ORDER
from .paper import PAPER
from .phrases import LISTS, PHRASES
from .preparing import PREPARING
from .protocol_page import FACTS_PAGE, PROTOCOL_PAGE
from .quantities import QUANTITIES, WORKING
from .sheet import SHEET
from .sheet_check import SHEET_CHECK
from .site import SITE
from .stop import STOP
from .validation import VALIDATION
from .workbook import WORKBOOK

BOOK: dict[str, str | tuple[str, str]] = {
    **COMMANDS,
    **CLICK,
    **AUDIT,
    **DAY,
    **FACTS_PAGE,
    **PROTOCOL_PAGE,
    **FHIR,
    **WORKING,
    **PREPARING,
    **HEADINGS,
    **LISTS,
    **NOTE,
    **ORDER,
    **PAPER,
    **PLANNER,
    **QUANTITIES,
    **SHEET,
    **SHEET_CHECK,
    **SITE,
    **STOP,
    **VALIDATION,
    **WORKBOOK,
    **{f"finding.{code}": text for code, text in SENTENCES.items()},
    **{f"more.{name}": text for name, text in MORE.items()},
    **{f"compares.{code}": text for code, text in COMPARES.items()},
    **{f"phrase.{code}": text for code, text in PHRASES.items()},
}
