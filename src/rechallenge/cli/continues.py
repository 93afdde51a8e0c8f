"""`--continues`: the plan that was stopped, compared with the one that goes on."""

from pathlib import Path

import click

from rechallenge.model.plan import Plan
from rechallenge.words import _
from rechallenge.words.shown import printable

from .failures import ExitCode, Stop

continues_option = click.option(
    "--continues",
    type=click.Path(path_type=Path),
    metavar="PLAN.json",
    help=_("compare the plan that was stopped with what this plan records of it"),
)


def continued(plan: Plan, path: Path) -> str:
    """What was compared with the plan that was stopped. Raises Stop where it is another."""
    from rechallenge.service.continuing import DoesNotContinue, compared_with
    from rechallenge.service.plan_file import read_plan

    stopped = read_plan(path)
    try:
        return compared_with(plan, stopped.plan, stopped.fingerprint)
    except DoesNotContinue as error:
        file = printable(str(path))
        raise Stop(f"--continues: {file}: {error}", code=ExitCode.REFUSED) from None
