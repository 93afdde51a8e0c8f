"""`rechallenge compare`: strategies side by side for one order."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from rechallenge.model.protocol import ANY_DRUG
from rechallenge.service.comparing import compare, refuse_unused
from rechallenge.sheet.text.compare import compare_json, compare_text
from rechallenge.words import _

from .errors import stop_for
from .exporting import TEXT_OR_JSON
from .failures import Stop
from .order_options import order_options, read_order
from .protocol_argument import ProtocolName, open_protocol, open_shelves, protocols_option


@click.command(
    "compare",
    help=_(
        "Compare two or more strategies side by side for one order.\n\n"
        "The bag volume and settings go to the strategies that have them. A strategy that cannot "
        "deliver the order is listed on stderr with the reason, and the others are shown; the exit "
        "code is then 1 or 2."
    ),
)
@click.argument("names", metavar="PROTOCOL PROTOCOL...", nargs=-1, type=ProtocolName())
@order_options
@TEXT_OR_JSON
@protocols_option
def command(names: tuple[str, ...], form: str, protocols: Path | None, **stated: Any) -> None:
    if len(names) < 2:
        raise Stop(_("write two protocols or more; `rechallenge protocols` lists them"))
    order = read_order(stated, date.today())
    sources = [open_protocol(named, protocols) for named in names]
    drugs = {source.protocol.drug for source in sources} - {ANY_DRUG}
    if len(drugs) > 1:
        sentence = _("these protocols are for {drugs}; compare protocols for one drug")
        raise Stop(sentence.format(drugs=", ".join(sorted(drugs))))
    refuse_unused([source.protocol for source in sources], order)
    shelves = open_shelves(protocols)
    found = compare([source.protocol for source in sources], order, shelves)
    if numbers := [strategy.numbers for strategy in found if strategy.numbers is not None]:
        click.echo(compare_json(numbers) if form == "json" else compare_text(numbers), nl=False)
    stops = [
        (source.protocol.id, stop_for(strategy.error, source, shelves))
        for source, strategy in zip(sources, found, strict=True)
        if strategy.error is not None
    ]
    lines = [f"{name}: {line}" for name, stop in stops if stop for line in stop.lines]
    if lines:
        raise Stop(*lines, code=max(stop.code for name, stop in stops if stop))
