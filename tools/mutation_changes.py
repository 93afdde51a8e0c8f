"""What can be changed in a source file, one piece at a time.

Left out, because what the program works out cannot differ: types of parameters and results,
`if TYPE_CHECKING`, `slots=`, the `strict=` of a `zip`, `__repr__`, and texts with what is put into
them.
"""

import ast
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SOURCES = Path("src/rechallenge")
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.Mod: "*", ast.FloorDiv: "/",
}  # fmt: skip


class Change(NamedTuple):
    """A piece of a source file, from one byte to another, and what to write for it."""

    path: Path
    start: int
    end: int
    text: str
    within: str
    lines: frozenset[int]
    """Those of its statement."""
    names: frozenset[str]
    """Outside functions: what its statement, and the class around it, are called."""

    @property
    def room(self) -> str:
        """The room that its file is in."""
        return self.path.relative_to(SOURCES).parts[0]

    def made(self) -> bytes:
        """The content of the file with the change, every line at its place."""
        raw = self.path.read_bytes()
        text = self.text.encode()
        lost = raw[self.start : self.end].count(b"\n") - text.count(b"\n")
        return b" ".join((raw[: self.start], text, lost * b"\n" + raw[self.end :]))

    def __str__(self) -> str:
        raw = self.path.read_bytes()
        ends = raw.rfind(b"\n", 0, self.start) + 1, self.start, self.end, raw.find(b"\n", self.end)
        before, old, after = (
            " ".join(raw[start:end].decode().split()) for start, end in pairwise(ends)
        )
        return f"{self.path} {self.within}: {before} [{old} -> {self.text.strip()}] {after}"

    @property
    def key(self) -> str:
        """What names it as long as its file stays as it is."""
        digest = sha256(self.path.read_bytes()).hexdigest()[:12]
        return f"{self.path}:{digest}:{self.start}-{self.end}:{self.text}"


def changes(path: Path) -> Iterator[Change]:
    """Everything that can be changed in a file."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def span(node: ast.expr) -> tuple[int, int]:
        return (
            starts[node.lineno - 1] + node.col_offset,
            starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0),
        )

    def between(left: ast.expr, right: ast.expr, text: str) -> tuple[int, int, str]:
        start, end = span(left)[1], span(right)[0]
        # Brackets around either side, and a comment behind the left one, belong to that side.
        inside = source[start:end].decode()
        lead = re.match(r"(\s|\)|#.*\n)*", inside)
        return start + (lead.end() if lead else 0), start + len(inside.rstrip(" (\n")), text

    def pieces(node: ast.AST) -> Iterator[tuple[int, int, str]]:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                for one, op, other in zip((left, *others), ops, others, strict=False):
                    yield between(one, other, _COMPARE[type(op)])
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                yield between(left, right, _ARITHMETIC[type(op)])
            case ast.BoolOp(op=op, values=values):
                for one, other in pairwise(values):
                    yield between(one, other, "or" if isinstance(op, ast.And) else "and")
            case ast.UnaryOp(op=ast.Not() | ast.USub() as op):
                begins = span(node)[0]
                yield (begins, begins + 3, "") if type(op) is ast.Not else (begins, begins + 1, "+")
            case ast.Constant(value=bool() | int() as value):
                yield *span(node), str(not value if isinstance(value, bool) else value + 1)
            case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
                yield *span(value), "None"
            case ast.IfExp(test=test) | ast.If(test=test) | ast.While(test=test) if _whole(test):
                start, end = span(test)
                yield start, end, f"(not ({source[start:end].decode()}))"

    for node, within, lines, names in _placed(ast.parse(source), "", frozenset(), frozenset({""})):
        for start, end, text in pieces(node):
            yield Change(path, start, end, text, within, lines, names)


def _whole(test: ast.expr) -> bool:
    """Whether the opposite of a condition is no change of a sign in it."""
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return False
        case ast.Compare(ops=[op]):
            return isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE)
    return True


def _placed(
    node: ast.AST, within: str, lines: frozenset[int], names: frozenset[str]
) -> Iterator[tuple[ast.AST, str, frozenset[int], frozenset[str]]]:
    """Every node below one that may be changed, with what a change says of its place."""
    for child in ast.iter_child_nodes(node):
        inside, own, called = within, lines, names
        match node, child:
            case _, ast.FunctionDef(name="__repr__") | ast.JoinedStr() | ast.arg():
                continue
            case _, ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.keyword(arg="slots"):
                continue
            case ast.Call(func=ast.Name(id="zip")), ast.keyword():
                continue
            case ast.FunctionDef(returns=returns), ast.expr() if child is returns:
                continue
            case _, ast.stmt():
                body = isinstance(node, ast.FunctionDef) and child in node.body
                own = _own_lines(child)
                called = frozenset() if body or not names else names | _names_given(child)
                if isinstance(child, ast.FunctionDef | ast.ClassDef):
                    inside = f"{within}.{child.name}".strip(".")
        yield child, inside, own, called
        yield from _placed(child, inside, own, called)


def _own_lines(statement: ast.stmt) -> frozenset[int]:
    """The lines of a statement but those of the statements in it."""
    first = min([statement, *getattr(statement, "decorator_list", ())], key=lambda n: n.lineno)
    lines = set(range(first.lineno, (statement.end_lineno or 0) + 1))
    for inner in ast.walk(statement):
        if isinstance(inner, ast.stmt) and inner is not statement:
            lines -= set(range(inner.lineno, (inner.end_lineno or 0) + 1))
    return frozenset(lines)


def _names_given(statement: ast.stmt) -> frozenset[str]:
    """The names that a statement gives to something."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return frozenset((name,))
        case ast.Assign(targets=[*targets]):
            return frozenset(one.id for one in targets if isinstance(one, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            return frozenset((name,))
    return frozenset()
