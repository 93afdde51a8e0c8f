"""`rechallenge compare`: strategies side by side for one order."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from rechallenge.files.reading import ProtocolSource
from rechallenge.model.consistency import VOLUME
from rechallenge.model.frozen import nearest_known
from rechallenge.model.order import Order
from rechallenge.model.protocol import ANY_DRUG
from rechallenge.service.comparing import compared, order_for
from rechallenge.sheet.text.compare import compare_json, compare_text

from .exit_codes import ExitCode
from .failures import Stop
from .order_options import order_options, read_order
from .plan import planned
from .protocol_argument import ProtocolName, open_protocol, open_shelves, protocols_option


@click.command("compare")
@click.argument("names", metavar="PROTOCOL PROTOCOL...", nargs=-1, type=ProtocolName())
@order_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@protocols_option
def command(names: tuple[str, ...], form: str, protocols: Path | None, **stated: Any) -> None:
    """Two or more strategies side by side for one order.

    The bag volume and settings go to the strategies that have them. A strategy that is refused is
    said on stderr, and the others are shown; the exit code is then 1, or 2.
    """
    if len(names) < 2:
        raise Stop("compare needs two protocols or more; `rechallenge protocols` lists them")
    order = read_order(stated, date.today())
    sources = [open_protocol(named, protocols) for named in names]
    _refuse_what_none_takes(sources, order)
    strategies, refused, code = [], [], ExitCode.REFUSED
    shelves = open_shelves(protocols)
    for source in sources:
        try:
            strategies.append(compared(planned(source, order_for(source.protocol, order), shelves)))
        except Stop as stop:
            code = ExitCode.UNUSABLE if stop.code is ExitCode.UNUSABLE else code
            refused += [f"{source.protocol.id}: {line}" for line in stop.lines]
    if strategies:
        click.echo(
            compare_json(strategies) if form == "json" else compare_text(strategies), nl=False
        )
    if refused:
        raise Stop(*refused, code=code)


def _refuse_what_none_takes(sources: list[ProtocolSource], order: Order) -> None:
    drugs = {s.protocol.drug for s in sources} - {ANY_DRUG}
    if len(drugs) > 1:
        raise Stop(f"these protocols are for {', '.join(sorted(drugs))}; compare those of one drug")
    known = {name for s in sources for name in s.protocol.parameters}
    lines = [
        f"--set {name}: {nearest_known(name, known - {VOLUME}, 'parameter')}"
        for name in order.settings
        if name not in known
    ]
    if order.volume is not None and VOLUME not in known:
        lines.append("--volume: all of these state their own bag volumes; leave it out")
    if lines:
        raise Stop(*lines)
