"""Exact amounts with units: reading them, showing them, telling one kind from another."""

from .commas import read_without_commas
from .diagnosis import QuantityError, WithoutUnit
from .display import (
    ROUNDED,
    display,
    display_number,
    display_with_exact,
    exact_number,
    in_shown_units,
    ucum_code,
    unit_label,
)
from .exact import exact_fraction, exact_text, parse_exact
from .json_form import (
    AMOUNT_SCHEMA,
    FRACTION_PATTERN,
    NAME_PATTERN,
    amount_tree,
    number_tree,
    quantity_pattern,
    rounded,
)
from .kinds import Kind, is_in_units, kind_of, per_body, symbols_of
from .parsing import not_this_kind, parse, parse_fraction, unit_list
from .registry import (
    CM,
    DROPS_PER_MIN,
    KG,
    M2,
    MG,
    MG_PER_H,
    MIN,
    ML,
    ML_PER_H,
    PERCENT,
    PLAIN,
    UNITS,
    H,
    Quantity,
    Unit,
    is_amount,
    is_exact,
    number_in,
    quantity,
    unit_like,
    unit_of,
)

__all__ = [
    "AMOUNT_SCHEMA", "CM", "DROPS_PER_MIN", "FRACTION_PATTERN", "H", "KG", "Kind", "M2", "MG",
    "MG_PER_H", "MIN", "ML", "ML_PER_H", "NAME_PATTERN", "PERCENT", "PLAIN", "Quantity",
    "QuantityError", "ROUNDED", "UNITS", "Unit", "WithoutUnit", "amount_tree",
    "display", "display_number", "display_with_exact", "exact_fraction", "exact_number",
    "exact_text", "in_shown_units", "is_amount", "is_exact", "is_in_units", "kind_of",
    "not_this_kind", "number_in", "number_tree", "parse", "parse_exact", "parse_fraction",
    "per_body", "quantity", "quantity_pattern", "read_without_commas", "rounded", "symbols_of",
    "ucum_code", "unit_label", "unit_like", "unit_list", "unit_of",
]  # fmt: skip
