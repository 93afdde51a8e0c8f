"""What a view is made of: sections of blocks, and blocks of rows of cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from rechallenge.model.finding import Severity
from rechallenge.model.formula import Formula
from rechallenge.words import counted, word

from .cells import Amount, Cell, Moment, Run, Text, run_text
from .codes import Column, Label, RowKind, SectionCode
from .status import Status


class Fact(NamedTuple):
    """A label and the value beside it. `name` is the label of a protocol's own parameter."""

    code: Label
    value: Run
    name: str = ""
    working: tuple[Formula, ...] = ()

    @property
    def label(self) -> str:
        """The label as shown."""
        return self.name or word(self.code)

    @property
    def text(self) -> str:
        """The value as plain text."""
        return run_text(self.value)


def told(code: Label, text: str, working: tuple[Formula, ...] = ()) -> Fact:
    """A fact whose value is a text."""
    return Fact(code, (Text(text),), working=working)


class Facts(NamedTuple):
    """Labelled rows; `boxed` are those of a bag's label, to be cut out."""

    rows: tuple[Fact, ...]
    boxed: bool = False


class Note(NamedTuple):
    """A text that belongs under a row; `label` is empty if the text needs none."""

    code: Label
    label: str
    body: str

    @property
    def text(self) -> str:
        """`Go on only if: no rash`."""
        return f"{self.label}: {self.body}" if self.label else self.body


def noted(code: Label, body: str) -> Note:
    """A note with the label of its code."""
    return Note(code, word(code), body)


class Row(NamedTuple):
    """One row of a table. Cells that a kind of row does not have are left out.

    `acts` are the actions, in order, where a bag is changed or the infusion goes on;
    `brings` is drug that a flush pushes out of the line; `aside` is a text beside the cells;
    `label` is a bag's label, line by line. A row that is `past` has been run or given, and must not
    be run again.
    """

    cells: Mapping[Column, Cell]
    kind: RowKind = RowKind.OTHER
    step: int | None = None
    bag: str | None = None
    notes: tuple[Note, ...] = ()
    working: tuple[Formula, ...] = ()
    brings: Amount | None = None
    acts: tuple[str, ...] = ()
    aside: str = ""
    label: tuple[Run, ...] = ()
    past: bool = False

    def text(self, column: Column) -> str:
        """The text in a column; empty if the row has nothing there."""
        return self.cells[column].text if column in self.cells else ""

    def note(self, code: Label) -> Note | None:
        """The row's note of one kind; None if it has none."""
        return next((note for note in self.notes if note.code is code), None)


class Table(NamedTuple):
    """Rows under columns: those that people read, in order; rows may have more, for machines.
    `foot` is shown under the table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: str = ""

    def of(self, *kinds: RowKind) -> tuple[Row, ...]:
        """The rows of some kinds."""
        return tuple(row for row in self.rows if row.kind in kinds)

    @property
    def steps(self) -> tuple[Row, ...]:
        """The rows of numbered steps."""
        return tuple(row for row in self.rows if row.kind.is_step)


class Instructions(NamedTuple):
    """Things to do, one at a time: numbered, each with a box to tick."""

    items: tuple[Run, ...]
    working: tuple[Formula, ...] = ()


class Paragraph(NamedTuple):
    """One or more sentences; `code` says what they are about; its label comes first if
    `labelled`."""

    body: str
    code: Label | None = None
    labelled: bool = False

    @property
    def text(self) -> str:
        """The paragraph with its label."""
        return f"{word(self.code)}: {self.body}" if self.labelled and self.code else self.body


class Items(NamedTuple):
    """A list, its items numbered where their order matters. `code` is what it is about, where a
    section has several."""

    items: tuple[str, ...]
    numbered: bool = False
    code: Label | None = None


class Answer(NamedTuple):
    """A person's answer to a finding, with its stamp."""

    reason: str
    initials: str
    at: datetime | None

    @property
    def stamp(self) -> str:
        """`AB, 2026-11-21 09:05`; the initials alone if the time is not known."""
        return f"{self.initials}, {self.at:%Y-%m-%d %H:%M}" if self.at else self.initials

    @property
    def text(self) -> str:
        """`Known patient (AB, 2026-11-21 09:05)`."""
        return f"{self.reason} ({self.stamp})"


class FindingItem(NamedTuple):
    """A finding in words, with its answer; `is_open` where it still asks for one."""

    code: str
    severity: Severity
    place: str
    text: str
    source: str
    answer: Answer | None
    is_open: bool

    @property
    def severity_word(self) -> str:
        """The severity as shown."""
        return word(f"severity.{self.severity.value}")


class Findings(NamedTuple):
    """The findings: by severity, the open ones first."""

    items: tuple[FindingItem, ...]


class Part(NamedTuple):
    """The preparation of one bag: its name, what it holds, and blocks of its own."""

    bag: str
    holds: str
    concentration: Amount
    blocks: "tuple[Block, ...]"

    @property
    def text(self) -> str:
        """`Bag A: cadonilimab 375 mg in 250 mL, 1.5 mg/mL`."""
        return f"{self.bag}: {self.holds}, {self.concentration.text}"


Block: TypeAlias = Facts | Table | Instructions | Paragraph | Items | Findings | Part


class Section(NamedTuple):
    """A heading by its code in the book, and its blocks. `number` chooses between a heading for one
    and for several."""

    code: str
    blocks: tuple[Block, ...]
    number: int | None = None

    @property
    def heading(self) -> str:
        """The heading as shown."""
        return word(self.code) if self.number is None else counted(self.code, self.number)

    @property
    def table(self) -> Table:
        """The one table of the section. Raises StopIteration where it has none."""
        return next(block for block in self.blocks if isinstance(block, Table))

    @property
    def all_facts(self) -> tuple[Fact, ...]:
        """The facts of the section, in order."""
        blocks = (block for block in self.blocks if isinstance(block, Facts))
        return tuple(fact for block in blocks for fact in block.rows)

    @property
    def facts(self) -> dict[Label, Fact]:
        """The facts by their codes; of several with one code, the last."""
        return {fact.code: fact for fact in self.all_facts}

    def items(self, code: Label) -> tuple[str, ...]:
        """The list about something; empty where there is none."""
        found = (b.items for b in self.blocks if isinstance(b, Items) and b.code is code)
        return next(found, ())

    def paragraph(self, code: Label) -> str:
        """The text of the paragraph about something; empty where there is none."""
        found = (b.body for b in self.blocks if isinstance(b, Paragraph) and b.code is code)
        return next(found, "")


class Head(NamedTuple):
    """What names a plan, wherever it is shown: `site`, the unit and the hospital, empty where no
    site is known, with its `logo` in base64; `drug` and `dose` to give; `reached`, how the dose
    follows from the order, empty where it was ordered as it is; `date` of the start, empty where it
    is not ordered; `status` says whether the plan is
    confirmed and checked; `continues`, which plan it continues after a stop, empty for none; and
    the full fingerprints."""

    title: str
    drug: str
    drug_known: bool
    dose: Amount
    reached: str
    patient: str | None
    date: str
    protocol: str
    review: str
    scope: str
    status: Status
    fingerprint: str
    protocol_fingerprint: str
    software: str
    continues: str = ""
    site: str = ""
    logo: str | None = None


class Summary(NamedTuple):
    """A plan in one line: how long, until when, the highest rate with the first step that runs at
    it (None where nothing runs), and how many findings are open or only noted."""

    total: Amount
    finish: Moment
    peak: Amount | None
    peak_step: int | None
    to_confirm: int
    notes: int

    @property
    def is_draft(self) -> bool:
        """Whether a finding still asks to be confirmed."""
        return self.to_confirm > 0


@dataclass(frozen=True, slots=True)
class View:
    """A plan worked out for readers."""

    head: Head
    summary: Summary
    sections: tuple[Section, ...]
    closing: tuple[Paragraph, ...] = ()

    def section(self, code: SectionCode) -> Section | None:
        """A section by its code; None where the plan has none."""
        return next((section for section in self.sections if section.code is code), None)

    def __getitem__(self, code: SectionCode) -> Section:
        """A section that every plan has. Raises KeyError for one that this plan lacks."""
        if (section := self.section(code)) is None:
            raise KeyError(code)
        return section

    @property
    def findings(self) -> tuple[FindingItem, ...]:
        """The findings, as their section has them."""
        blocks = self[SectionCode.FINDINGS].blocks
        return tuple(item for b in blocks if isinstance(b, Findings) for item in b.items)

    def __iter__(self) -> Iterator[Section]:
        return iter(self.sections)
