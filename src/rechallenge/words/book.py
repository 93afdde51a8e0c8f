"""The English book: the text of each code, or a pair of texts for one and for several."""

from .commands import COMMANDS
from .order import ORDER
from .paper import PAPER
from .quantities import QUANTITIES
from .sheet import SHEET
from .sheet_check import SHEET_CHECK

BOOK: dict[str, str | tuple[str, str]] = {
    **COMMANDS,
    **ORDER,
    **PAPER,
    **QUANTITIES,
    **SHEET,
    **SHEET_CHECK,
}
