"""`rechallenge checks`: every rule a plan is made under, and what each rests on."""

from collections.abc import Iterator

import click

from rechallenge.checks import RULES
from rechallenge.checks.rule import STAGE_RULES, Rule
from rechallenge.model.finding import Severity
from rechallenge.sheet.text.layout import labelled, wrapped
from rechallenge.words import _, word

from .errors import option_of
from .exporting import TEXT_OR_JSON, put_json


@click.command(
    "checks",
    help=_(
        "List what is checked for each plan: code, severity, comparison, source and hazard.\n\n"
        "A rule with two severities is listed under the stricter one. docs/hazards.md describes "
        "the hazards."
    ),
)
@TEXT_OR_JSON
def command(form: str) -> None:
    rules = sorted(RULES, key=lambda rule: rule.code)
    if form == "json":
        put_json([_tree(rule) for rule in rules])
    else:
        click.echo("\n".join(_lines(rules)))


def _lines(rules: list[Rule]) -> Iterator[str]:
    yield _("{number} rules. A finding never changes a number.").format(number=len(rules))
    for severity in Severity:
        yield ""
        yield wrapped(word(f"severity.{severity.value}.asks"))
        for rule in rules:
            if rule.severities[0] is severity:
                yield ""
                yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    head = rule.code.value
    for severity in rule.severities[1:]:
        head = _("{rule}, or a {severity}").format(rule=head, severity=severity.value)
    yield wrapped(head, 2, 4)
    rows = [
        (_("Compares"), rule.compares),
        (_("Source"), rule.source),
        (_("Hazard"), ", ".join(rule.hazards)),
    ]
    if rule.remedy:
        options = (option_of((field,)) for field in rule.remedy)
        rows.append((_("Answer"), ", ".join(options)))
    yield from labelled(rows, 4)


def _tree(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "severities": [severity.value for severity in rule.severities],
        "compares": rule.compares,
        "source": rule.source,
        "hazards": list(rule.hazards),
        "remedy": list(rule.remedy),
        "found_by": "stage" if rule in STAGE_RULES else "check",
    }
