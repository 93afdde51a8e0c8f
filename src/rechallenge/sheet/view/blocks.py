"""What a view is made of: sections of blocks, and blocks of rows of cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from rechallenge.model.finding import Severity
from rechallenge.model.formula import Formula
from rechallenge.words import counted, word
from rechallenge.words.lists import aside, commas, with_label

from .cells import Amount, Moment, Run
from .codes import Label, SectionCode
from .rows import Fact, Facts, Table
from .status import Status


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
        return with_label(word(self.code), self.body) if self.labelled and self.code else self.body


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
        return aside(self.reason, self.stamp)


class FindingItem(NamedTuple):
    """A finding in words, with its answer; `is_open` where it still asks for one. `place` is the
    path of what it is about, which an answer may name; `label` is that of its field."""

    code: str
    severity: Severity
    place: str
    label: str
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
        return with_label(self.bag, commas((self.holds, self.concentration.text)))


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
    it (None where nothing runs), and how many findings are open."""

    total: Amount
    finish: Moment
    peak: Amount | None
    peak_step: int | None
    to_confirm: int


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
