"""The site's own file: who it is, what it works with, and what it wants on its sheets."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, model_validator

from rechallenge.words import _
from rechallenge.words.lists import listed
from rechallenge.words.shown import shown

from .drug_limits import Share
from .frozen import Entry, FrozenDict, Named, WorkedOut, WrongAt
from .line import Primed, Sets
from .logo import check_saved_logo
from .making_up import Technique
from .order_text import ClockTime, LineStated, TimeZone
from .reading import TypedLead, TypedVolume, at_least_one
from .review import Review
from .texts import Name, Text, check_name
from .written_doses import OrderedPremedication

Paper: TypeAlias = Literal["a4", "letter"]
LabelSheet: TypeAlias = Literal["L7165", "5164"]
MOST_LINES, MOST_IDENTIFIERS = 12, 4
_Item = TypeVar("_Item")


def _short(most: int) -> AfterValidator:
    """What has one place on a sheet, and must not push anything else off its page."""

    def check(text: str) -> str:
        if len(text) > most:
            sentence = _("is {number} characters long; the sheet has room for {most}")
            raise ValueError(sentence.format(number=f"{len(text):,}", most=most))
        return text

    return AfterValidator(check)


SiteName: TypeAlias = Annotated[Text, _short(60)]
Telephone: TypeAlias = Annotated[Text, _short(40)]
Identifier: TypeAlias = Annotated[Text, _short(30)]
ProcedureLine: TypeAlias = Annotated[Text, _short(160)]


def _logo_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(svg|png)", name):
        sentence = _(
            '"{text}" is not the name of an SVG or PNG file beside this one; write logo.svg'
        )
        raise ValueError(sentence.format(text=shown(name)))
    return name


def _at_most(most: int) -> AfterValidator:
    def check(entries: tuple[_Item, ...]) -> tuple[_Item, ...]:
        if len(entries) > most:
            sentence = _("has {number} entries; the sheet has room for {most}")
            raise ValueError(sentence.format(number=len(entries), most=most))
        return entries

    return AfterValidator(check)


def _by_name(sets: Mapping[str, _Item]) -> Mapping[str, _Item]:
    for name in sets:
        try:
            check_name(name)
        except ValueError as error:
            raise WrongAt((name,), str(error)) from None
    return sets


class Site(Entry):
    """What a site states once for all its orders; everything may be left out.

    A field that an order has too has the same name and meaning here, and fills the order's blank.
    `reaction_procedure` is what to do in a reaction, line by line, and `telephone` whom to call;
    `identifiers` are what else than the name must be compared with the patient. `asks_above` is
    the difference between a bag and the order from which on a person is asked, unless the measures
    state one. `premed_sets` are doses that an order chooses by the name of their set.
    """

    hospital: SiteName | None = None
    unit: SiteName | None = None
    logo: Annotated[str, AfterValidator(_logo_name)] | None = None
    telephone: Telephone | None = None
    language: Literal["en", "zh-CN"] | None = None
    time_zone: TimeZone | None = None
    closing_time: ClockTime | None = None
    paper: Paper | None = None
    labels: LabelSheet | None = None
    pump: Name | None = None
    line: LineStated | None = None
    primed: Primed | None = None
    sets: Sets | None = None
    technique: Technique | None = None
    smallest_draw: TypedVolume | None = None
    measures: Name | None = None
    asks_above: Share | None = None
    premed_lead: TypedLead | None = None
    premed_sets: Annotated[
        Named[Annotated[tuple[OrderedPremedication, ...], AfterValidator(at_least_one)]],
        AfterValidator(_by_name),
    ] = FrozenDict()
    identifiers: Annotated[tuple[Identifier, ...], _at_most(MOST_IDENTIFIERS)] = ()
    reaction_procedure: Annotated[tuple[ProcedureLine, ...], _at_most(MOST_LINES)] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _uses_its_line(self) -> Self:
        missing = [name for name in ("primed", "sets") if getattr(self, name) is None]
        if self.line is not None and missing:
            sentence = _("is used with `primed` and `sets`; write {missing} too")
            raise WrongAt(("line",), sentence.format(missing=listed(missing)))
        return self


class SiteOnFile(WorkedOut):
    """The site's file as a plan has it: what it `said`, the `fingerprint` of that without the
    review, and the bytes of the logo in base64.

    `took` are the fields of the order, and `asks_above`, whose values came from it. The first doses
    of the order's premedication are those of `premed_sets`, where it chose any. `reviewed_by` and
    `reviewed_on` are of a review that holds for this content.
    """

    said: Site
    fingerprint: Text
    logo: Annotated[str, AfterValidator(check_saved_logo)] | None = None
    took: tuple[str, ...] = ()
    premed_sets: tuple[str, ...] = ()
    reviewed_by: str | None = None
    reviewed_on: str | None = None

    @property
    def name(self) -> str:
        """The unit and its hospital, as far as the file names them; else empty."""
        return ", ".join(text for text in (self.said.unit, self.said.hospital) if text)

    @property
    def citation(self) -> str:
        """The site's file as the source of a value: in a plan, and so the same in each language."""
        return f"site.yaml: {self.name}" if self.name else "site.yaml"

    def source_of(self, field: str) -> str | None:
        """The citation of a field that was taken from the file; None for any other."""
        return self.citation if field in self.took else None


def paper_of(site: SiteOnFile | None) -> Paper:
    """The paper that a site prints on; A4 where it states none."""
    stated = None if site is None else site.said.paper
    return stated or "a4"
