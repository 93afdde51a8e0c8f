"""The site's own file, field by field: what each is called, and what is still open."""

from collections.abc import Iterator

from rechallenge.model.order import Order
from rechallenge.model.problems import Problem
from rechallenge.model.site import Site, SiteOnFile
from rechallenge.words import _, word

FIELDS = tuple(name for name in Site.model_fields if name != "review")


def label_of(name: str) -> str:
    """The label of a field: the order's own, where an order has it too."""
    return word(f"order.{name}") if name in Order.model_fields else word(f"site.{name}")


def about(name: str) -> str:
    """What to write in a field."""
    own = name not in Order.model_fields
    return word(f"site.{name}.about") if own else word(f"order.{name}.about")


def left_open(site: SiteOnFile) -> Iterator[Problem]:
    """Each field that the site's file leaves out; and that it is not reviewed."""
    for name in FIELDS:
        if getattr(site.said, name) in (None, (), {}):
            yield Problem((name,), _("not stated"))
    if site.reviewed_by is None:
        yield Problem(("review",), _("not reviewed as it is now"))
