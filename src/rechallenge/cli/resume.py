"""`rechallenge resume`: the plan for what is left after an infusion was stopped."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from rechallenge.model.finding import Refused
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.stop import NEVER
from rechallenge.service.plan_file import read_plan
from rechallenge.service.resuming import resume, stop_of
from rechallenge.sheet.finding_text import finding_text
from rechallenge.words import _, word
from rechallenge.words.shown import printable

from .errors import option_of
from .exporting import PLAN_FILE, deliver, export_options, read_export
from .failures import ExitCode, tell
from .failures import Stop as Halt
from .order_options import answer_options, read_answers, read_settings, tell_commas
from .protocol_argument import ProtocolName, open_protocol, protocols_option

_OPTIONS = {
    "at": "--stopped",
    "line": "--fresh-set",
    "protocol": "--with",
    "bags": "--new-bags",
}
_FIELDS = ("infused", "after_step", "bag", "at", "resume_at", "hold", "go_on_if", "grade",
           "kind", "seen", "clear_line", "volume")  # fmt: skip


def _stop_options(function: Any) -> Any:
    for name in reversed(_FIELDS):
        option = _OPTIONS.get(name, option_of((name,)))
        function = click.option(option, name, help=word(f"stop.{name}.about"))(function)
    gave = click.option("--gave", multiple=True, help=word("stop.gave.about"))
    fresh = click.option("--fresh-set", "fresh", is_flag=True, help=word("stop.line.about"))
    for_good = click.option("--for-good", is_flag=True, help=word("stop.for-good.about"))
    other = click.option("--with", "other", type=ProtocolName(), help=word("stop.protocol.about"))
    new = click.option("--new-bags", is_flag=True, help=word("stop.bags.about"))
    about = _("{values}; may be repeated").format(values=word("stop.settings.about"))
    settings = click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help=about)
    function = protocols_option(other(settings(new(function))))
    return gave(fresh(for_good(function)))


@click.command(
    "resume",
    help=_(
        "Go on with an infusion that was stopped: after a reaction, or after a pause.\n\n"
        "PLAN.json is the plan that was running. From the volume that the pump shows, the dose "
        "given, what stands in the line and what is left are worked out; the plan for what is left "
        "begins with a hold, and then goes on as --resume-at says:\n\n"
        '"50 %": at no more than half the rate at the stop; "25 mL/h" or "50 mg/h": at no more '
        'than that; "repeat": the step that was running again; "2 steps back"; "as planned"; '
        '"never".\n\n'
        "After a dose that was given at once, --after-step says which, in place of --infused: what "
        "was given is given, and what follows goes on after the hold.\n\n"
        "--with PROTOCOL has another protocol run what remains: from the bag that hangs, or from "
        "bags prepared for it.\n\n"
        'rechallenge resume plan.json --infused "31 mL" --stopped 10:42 --grade 2 '
        '--hold "30 min" --resume-at "50 %" -o plan-2.json'
    ),
)
@PLAN_FILE
@_stop_options
@answer_options
@export_options
def command(
    plan_file: Path,
    acknowledge: tuple[str, ...],
    initials: str | None,
    fresh: bool,
    for_good: bool,
    other: str | None,
    new_bags: bool,
    settings: tuple[str, ...],
    protocols: Path | None,
    **options: Any,
) -> None:
    export = read_export(options)
    answers = read_answers(acknowledge, initials, datetime.now())
    saved = read_plan(plan_file)
    tell(*saved.notes)
    stated = {name: options[name] for name in (*_FIELDS, "gave")}
    if for_good and stated["resume_at"] not in (None, NEVER):
        raise Halt(_("--for-good: contradicts --resume-at; keep one of them"))
    stated["resume_at"] = NEVER if for_good else stated["resume_at"]
    stated["line"] = "fresh" if fresh else None
    stated |= {"bags": "new" if new_bags else None, "settings": read_settings(settings)}
    if other is not None:
        stated["protocol"] = open_protocol(other, protocols).protocol
    if stated["infused"] is None and stated["after_step"] is None:
        raise Halt(
            _('--infused: is missing; write the volume that the pump shows, such as "31 mL"')
        )
    try:
        stop = stop_of(saved.plan, stated)
        tell_commas(_option, stated, stop)
        plan = resume(saved.plan, stop, answers)
    except UnusableOrder as error:
        raise Halt(*(f"{_option(p.place)}: {p.sentence}" for p in error.problems)) from None
    except Refused as refused:
        raise Halt(*_refusals(plan_file, refused), code=ExitCode.REFUSED) from None
    deliver(plan, export)


def _option(place: tuple[str | int, ...]) -> str:
    name = str(place[0]) if place else ""
    return " ".join([_OPTIONS.get(name, option_of(place[:1])), *map(str, place[1:])])


def _refusals(path: Path, refused: Refused) -> Iterator[str]:
    sentence = _("refused: {file}: {code}: {finding}")
    for finding in refused.findings:
        said = {"code": finding.code, "finding": finding_text(finding)}
        yield sentence.format(file=printable(str(path)), **said)
    yield _("there is no schedule")
