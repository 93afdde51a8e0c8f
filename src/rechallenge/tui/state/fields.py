"""The order as a form: its fields in reading order, each declared once, in `Order` itself."""

from typing import NamedTuple

from rechallenge.model.bands import ByWeight
from rechallenge.model.consistency import VOLUME
from rechallenge.model.measures import DEFAULT_MEASURES
from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.protocol import REQUIRED, Protocol
from rechallenge.model.pump import DEFAULT_PUMP
from rechallenge.quantities import Quantity, display
from rechallenge.service.order_fields import words_of
from rechallenge.sheet.places import label_of, parameter_label
from rechallenge.sheet.view.as_written import by_weight_text
from rechallenge.words import _, word

PROTOCOL = "protocol"
OF_PROTOCOL, OTHER = "of-protocol", "other"
GROUPS: dict[str, tuple[str, ...]] = {
    "protocol": (PROTOCOL,),
    "order": ("dose", "drug", "age", "weight", "height", "bsa", "volume"),
    OF_PROTOCOL: (SETTINGS,),
    "times": ("start", "time_zone", "repeated_start", "premed_lead", "premed", "closing_time"),
    "equipment": ("pump", "line", "primed", "sets", "clear_line"),
    "preparation": (
        "product",
        "strength",
        "technique",
        "container",
        "overfill",
        "smallest_draw",
        "measures",
    ),
    "patient": (
        "patient",
        "reaction_grade",
        "reaction_kind",
        "reaction_rate",
        "reaction_dose",
        "reaction_bag",
    ),
    "begun": ("given", "left", "left_strength", "go_on_at", "bag_started"),
}
"""The groups of the form by their codes, in order."""
_SAMPLES = {
    "dose": "375 mg", "drug": "rituximab", "weight": "48 kg", "height": "170 cm", "bsa": "1.8 m2",
    "volume": "250 mL", "premed_lead": "30 min", "start": "09:00", "closing_time": "17:30",
    "line": "20 mL", "clear_line": "100 mL/h", "strength": "12.5 mg/mL", "container": "250 mL",
    "overfill": "25 mL", "smallest_draw": "0.5 mL", "age": "6 years",
    "premed": "cetirizine 10 mg IV 30 min before", "time_zone": "Europe/Berlin",
    "reaction_rate": "100 mL/h", "reaction_dose": "50 mg", "reaction_bag": "Bag 2",
    "given": "633 mg", "left": "469 mL", "left_strength": "1 mg/mL", "go_on_at": "50 %",
    "bag_started": "08:10",
}  # fmt: skip

_ON_FILE_UNLESS_STATED = {"pump": DEFAULT_PUMP, "measures": DEFAULT_MEASURES}


class FieldSpec(NamedTuple):
    """One field: its key (`dose`, or `settings.NAME`), its label, and what may be written in it.

    `fallback` is what holds while the field is empty, as the protocol states it.
    """

    key: str
    label: str
    group: str
    explains: str
    sample: str = ""
    choices: tuple[str, ...] = ()
    fallback: str = ""
    required: bool = False

    @property
    def parameter(self) -> str | None:
        """The protocol's parameter that the field sets, by its name; None for any other field."""
        head, dot, name = self.key.partition(".")
        return name if head == SETTINGS and dot else None


def form(protocol: Protocol | None) -> tuple[FieldSpec, ...]:
    """Every field of the order in reading order, with those of a chosen protocol's parameters."""
    placed = {name for names in GROUPS.values() for name in names}
    groups = GROUPS | {OTHER: tuple(n for n in Order.model_fields if n not in placed)}
    specs: list[FieldSpec] = []
    for group, names in groups.items():
        for name in names:
            if name == PROTOCOL:
                explains = _("the published strategy to follow: an id, or the path of a file")
                specs.append(
                    FieldSpec(name, word("group.protocol"), group, explains, required=True)
                )
            elif name == SETTINGS:
                specs += _parameters(protocol, group)
            else:
                specs.append(_of_order(name, group, protocol))
    return tuple(specs)


def _of_order(name: str, group: str, protocol: Protocol | None) -> FieldSpec:
    field = Order.model_fields[name]
    label = label_of(name)
    required = field.is_required()
    fallback = _ON_FILE_UNLESS_STATED.get(name, "")
    if name == VOLUME and protocol is not None and VOLUME in protocol.parameters:
        required = protocol.parameters[VOLUME] == REQUIRED
        fallback = "" if required else _stated(protocol, VOLUME)
    return FieldSpec(
        key=name,
        label=label,
        group=group,
        explains=word(f"order.{name}.about"),
        sample=_SAMPLES.get(name, ""),
        choices=words_of(name),
        fallback=fallback,
        required=required,
    )


def _parameters(protocol: Protocol | None, group: str) -> list[FieldSpec]:
    if protocol is None:
        return []
    names = [name for name in protocol.parameters if name != VOLUME]
    leaves = _("{name}, a value that {protocol} leaves to the order")
    return [
        FieldSpec(
            key=f"{SETTINGS}.{name}",
            label=parameter_label(name),
            group=group,
            explains=leaves.format(name=name, protocol=protocol.id),
            fallback=_stated(protocol, name),
            required=protocol.parameters[name] == REQUIRED,
        )
        for name in names
    ]


def _stated(protocol: Protocol, name: str) -> str:
    value = protocol.parameters[name]
    if isinstance(value, Quantity):
        return display(value)
    if isinstance(value, ByWeight):
        return by_weight_text(value)
    return "" if value == REQUIRED else str(value)
