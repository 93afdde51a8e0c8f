"""All orders of a table, on every core: a clinic's day in one folder."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rechallenge.files.find import Shelves
from rechallenge.files.reading import FileProblem, UnusableFile
from rechallenge.files.spots import Spot
from rechallenge.files.tables import read_table
from rechallenge.files.writing import write_whole
from rechallenge.model.problems import Problem
from rechallenge.model.site import LabelSheet, Paper, SiteOnFile, paper_of
from rechallenge.sheet.view.day import day_view
from rechallenge.sheet.view.day_order import DayOrder
from rechallenge.words import _

from .batch_folder import alone_in, orders_in
from .batch_order import Done, Target, carry_out, without_plan
from .batch_rows import BadRow, BadTable, Ordered, rows_of
from .export_formats import NotExported
from .on_cores import Job, results

_LABELS_FOR: dict[Paper, LabelSheet] = {"a4": "L7165", "letter": "5164"}
_FEWEST = 4
"""The fewest orders a worker is started for."""
_RENEWED_AFTER = 5
"""Orders after which a worker ends, because the typesetter keeps what it has drawn: 30 MB each."""
SUMMARY = ("summary.txt", "summary.pdf")


class Orders(NamedTuple):
    """The rows of a table of orders, and what has to be said of how it was read."""

    name: str
    rows: tuple[Ordered | BadRow, ...]
    notes: tuple[str, ...]


def read_orders(path: Path, sheet: str | None, day: date) -> Orders:
    """The orders in a table; a clock time alone is on `day`. Raises UnusableFile."""
    read = read_table(path, sheet)
    try:
        return Orders(path.name, rows_of(read.table, day), read.notes)
    except BadTable as bad:
        spot = Spot(bad.line, 1)
        problems = (FileProblem(str(path), spot, Problem((), said)) for said in bad.sentences)
        raise UnusableFile(*problems) from None


class Batch(NamedTuple):
    """The folder of a batch while it is at work there."""

    target: Target
    orders: Orders

    def results(self) -> Generator[Done, None, None]:
        """What becomes of each row, in order. Close the generator to end the work early."""
        for name in SUMMARY:
            # Until all orders are done again, it would be the page of another day.
            (self.target.folder / name).unlink(missing_ok=True)
        made, defect, lost = (partial(f, self.target) for f in (carry_out, _defect, _lost))
        return results(Job(made, defect, lost, _FEWEST, _RENEWED_AFTER), self.orders.rows)

    def left_over(self) -> tuple[str, ...]:
        """The folders of orders whose row the table does not have."""
        lines = {row.line for row in self.orders.rows}
        left = (path for line, paths in self.target.present.items() if line not in lines
                for path in paths)  # fmt: skip
        return tuple(path.name for path in left)

    def summarise(self, done: Sequence[Done]) -> None:
        """Write the page of all orders, as text and as PDF. Raises NotWritten, and NotExported
        where no PDF can be made: the text is there then."""
        from rechallenge.sheet.pdf.day import day_pdf
        from rechallenge.sheet.pdf.render import Unprintable
        from rechallenge.sheet.text.plan import page_text

        planned = [one.planned for one in done]
        orders = [one for one in planned if isinstance(one, DayOrder)]
        others = [one for one in planned if not isinstance(one, DayOrder)]
        day = day_view(self.orders.name, orders, others, self.left_over())
        text, pdf = (self.target.folder / name for name in SUMMARY)
        write_whole(text, page_text(day.title, day.sections).encode(), replace=True)
        try:
            write_whole(pdf, day_pdf(day, self.target.paper), replace=True)
        except Unprintable as error:
            sentence = _("the page of the day was not printed: {cause}")
            raise NotExported(sentence.format(cause=error)) from None


@contextmanager
def at_work(
    orders: Orders,
    folder: Path,
    shelves: Shelves,
    paper: Paper | None,
    labels: str | None,
) -> Iterator[Batch]:
    """A batch in a folder, alone there. A paper or a sheet of labels of None is that of the site,
    else A4 and a sheet of labels that goes with the paper. Raises NotWritten."""
    site = _site(shelves)
    paper = paper or paper_of(site)
    labels = labels or (site and site.said.labels) or _LABELS_FOR[paper]
    with alone_in(folder):
        yield Batch(Target(folder, shelves, orders_in(folder), paper, labels), orders)


def _site(shelves: Shelves) -> SiteOnFile | None:
    """The site's file, if there is one that can be used; if not, each order is refused with it."""
    with suppress(UnusableFile):
        return shelves.site_on_file()
    return None


def _defect(target: Target, row: Ordered | BadRow, cause: str) -> Done:
    sentence = _("internal error ({cause}); not planned. Please report it as a defect")
    return without_plan(target, row, sentence.format(cause=cause))


def _lost(target: Target, row: Ordered | BadRow, code: str) -> Done:
    sentence = _("the process that planned it ended ({code}); not planned. Run the batch again")
    return without_plan(target, row, sentence.format(code=code))
