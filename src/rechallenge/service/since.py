"""What has changed on file since a plan was saved: it holds its own protocol and facts."""

from collections.abc import Iterator

from rechallenge.files.facts import facts_for
from rechallenge.files.find import SITE_FILE, NotFound, Shelves
from rechallenge.files.reading import UnusableFile, read_source
from rechallenge.model.on_file import Changed, changes
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.sheet.finding_text import changed_text
from rechallenge.sheet.plan_inputs import facts_by_name
from rechallenge.words import _

_MOST_SHOWN = 5


def changed_since(plan: Plan, shelves: Shelves) -> Iterator[str]:
    """A sentence for the protocol and for each file of facts that has changed since. The plan
    itself uses the copies that it holds."""
    name = plan.protocol.id
    try:
        now = read_source(name, shelves).protocol.tree
    except (NotFound, UnusableFile) as error:
        sentence = _("The protocol {id} of the plan could not be compared with one on file: {why}")
        yield sentence.format(id=name, why=error)
    else:
        yield from _said(name, changes(plan.protocol.tree, now))
    try:
        on_file = facts_for(plan.protocol, plan.order, shelves)
        if plan.site is not None:
            on_file = on_file.model_copy(update={"site": shelves.site_on_file()})
        facts = facts_by_name(on_file)
    except (UnusableOrder, UnusableFile) as error:
        sentence = _("The facts of the plan could not be compared with those on file: {why}")
        yield sentence.format(why=error)
        return
    held = facts_by_name(plan.on_file)
    if on_file.site is None:
        # At a place without a site's file, there is none to compare the plan's with.
        held.pop(SITE_FILE, None)
    for name in sorted(held.keys() | facts.keys()):
        yield from _said(name, changes(held.get(name, {}), facts.get(name, {})))


def _said(name: str, found: tuple[Changed, ...]) -> Iterator[str]:
    if not found:
        return
    listed = "; ".join(changed_text(c.where, c.was or "", c.now or "") for c in found[:_MOST_SHOWN])
    sentence = _("{name} has changed on file since this plan was made: {changes}")
    said = sentence.format(name=name, changes=listed)
    if (more := len(found) - _MOST_SHOWN) > 0:
        said += _("; and {more} more").format(more=more)
    yield said
