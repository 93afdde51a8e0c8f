"""What the JSON of an audit holds, and the JSON Schema that describes it."""

from typing import Any, Literal

from pydantic import TypeAdapter

from rechallenge.model.frozen import Named, WorkedOut
from rechallenge.quantities import Quantity

SCHEMA = "rechallenge/audit/1"


class CellTree(WorkedOut):
    """A cell: its place as its file counts, and its text."""

    where: str
    text: str


class Between(WorkedOut):
    """All numbers from `low` to `high`, both included and exact, in `unit`; without an end where
    `high` is null."""

    low: str
    high: str | None
    unit: str


class PrintedTree(WorkedOut):
    """A printed number: what it is (`role`), of which step or bag, its digits and unit, and what
    its digits were taken to stand for."""

    cell: CellTree
    role: str
    line: str
    digits: str
    unit: str
    stands_for: Between


class ColumnTree(WorkedOut):
    """A column, its number from 1; `role` is null where it is not understood, and `numbers` is how
    many were read of it."""

    number: int
    header: str
    role: str | None
    unit: str
    numbers: int


class NotReadTree(WorkedOut):
    """A cell that was not read, and why."""

    cell: CellTree
    why: str
    message: str


class StatedTree(WorkedOut):
    """A number that is stated beside the table; with `bound`, the number meant is at least or at
    most that."""

    number: PrintedTree
    bound: Literal["least", "most"] | None


class UnderstoodTree(WorkedOut):
    """What the table was read as; `digits` is what a person said of the digits of a role."""

    columns: tuple[ColumnTree, ...]
    stated: tuple[StatedTree, ...]
    digits: Named[Literal["exact", "rounded"]]
    bags: tuple[str, ...]
    steps: tuple[str, ...]
    not_read: tuple[NotReadTree, ...]


class ComparedTree(WorkedOut):
    """What was compared, and how often."""

    code: str
    times: int


class ClaimTree(WorkedOut):
    """What printed numbers say together and what does not hold; the result is the last of them."""

    code: str
    message: str
    numbers: tuple[PrintedTree, ...]


class ExplanationTree(WorkedOut):
    """A number that, changed, makes all agree, and what it would be if the rest is right. It has
    `fewer_digits` where it agrees once it is read as rounded more coarsely than its column."""

    number: PrintedTree
    would_be: Between
    fewer_digits: bool


class DisagreementTree(WorkedOut):
    """What does not agree; each of the explanations is as good as another. It is no slip where a
    number only has fewer digits than its column."""

    slip: bool
    claims: tuple[ClaimTree, ...]
    explanations: tuple[ExplanationTree, ...]


class LookTree(WorkedOut):
    """A way of looking: how many times it was looked, by which pump or line, or why not."""

    code: str
    times: int
    by: Named[Quantity | str]
    why_not: str | None
    message: str


class NoteTree(WorkedOut):
    """What is worth a look and is no slip: amounts, factors and names by which that was decided."""

    code: str
    cell: CellTree
    numbers: Named[Quantity | str]
    message: str


class AuditTree(WorkedOut):
    """An audit of a table; the numbers that are `alone` were compared with nothing."""

    software: str
    table: str
    understood: UnderstoodTree
    compared: tuple[ComparedTree, ...]
    alone: tuple[PrintedTree, ...]
    disagreements: tuple[DisagreementTree, ...]
    looked_at: tuple[LookTree, ...]
    notes: tuple[NoteTree, ...]


def audit_schema() -> dict[str, Any]:
    """The JSON Schema of an audit, of the newest draft."""
    schema = TypeAdapter(AuditTree).json_schema(mode="serialization")
    schema["properties"]["schema"] = {"const": SCHEMA}
    schema["required"] = sorted([*schema["required"], "schema"])
    return schema
