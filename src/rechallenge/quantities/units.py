"""The only units this tool knows, each declared once.

Pint's own list is not loaded: there `Mg` is a megagram, `bag` a mass, `units` a luminance and
`mg/kg` a plain number. Drug mass, body mass, body area and body height are dimensions of their own,
so a dose per kilogram can never be taken for a dose.
"""

from typing import NamedTuple


class UnitFacts(NamedTuple):
    """One unit: its symbol and definition in the registry, how it is shown, its code in UCUM
    (None where UCUM has none), and other ways to write it."""

    symbol: str
    definition: str
    label: str
    ucum: str | None
    also_written: tuple[str, ...] = ()


BODY_GRAM = "body_g"
"""Written like a gram of drug. What the place allows decides which of the two is meant."""

KNOWN_UNITS = (
    UnitFacts("mg", "[drug_mass]", "mg", "mg"),
    UnitFacts("g", "1000 * mg", "g", "g"),
    # Both micro signs are read as mcg.
    UnitFacts("mcg", "mg / 1000", "mcg", "ug", ("ug", "\u00b5g", "\u03bcg")),
    UnitFacts("ng", "mg / 1000000", "ng", "ng"),
    # UCUM has a code only for particular units, such as international ones.
    UnitFacts("units", "[activity]", "units", None, ("unit",)),
    UnitFacts("drops", "[drops]", "drops", "[drp]"),
    UnitFacts("kg", "[body_mass]", "kg", "kg"),
    UnitFacts(BODY_GRAM, "kg / 1000", "g", "g"),
    UnitFacts("m2", "[body_area]", "m2", "m2"),
    UnitFacts("cm", "[body_height]", "cm", "cm"),
    UnitFacts("m", "100 * cm", "m", "m"),
    UnitFacts("mL", "[volume]", "mL", "mL"),
    UnitFacts("L", "1000 * mL", "L", "L"),
    UnitFacts("min", "[time]", "min", "min"),
    UnitFacts("s", "min / 60", "s", "s"),
    UnitFacts("h", "60 * min", "h", "h"),
    UnitFacts("day", "24 * h", "day", "d"),
    UnitFacts("percent", "1 / 100", "%", "%"),
)
"""In the order in which divisors are written: `mg/kg/h`, never `mg/h/kg`."""

LABELS = {unit.symbol: unit.label for unit in KNOWN_UNITS}
SYMBOLS = {
    name: unit.symbol
    for unit in KNOWN_UNITS
    if unit.symbol != BODY_GRAM
    for name in (unit.label, *unit.also_written)
}
"""What may be written, and the registry's symbol for it."""
