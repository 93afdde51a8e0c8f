"""Reading a saved plan. The plan is made again from the inputs in the file, and every number and
code must come out as the file has it; a file that differs is refused. Sentences may differ."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rechallenge.checks.acknowledging import answered
from rechallenge.files.json_tree import (
    JsonFile,
    JsonTree,
    leaves,
    plain,
    read_json_tree,
    shown_json,
)
from rechallenge.files.reading import FileProblem, UnusableFile, read_bytes, told_at
from rechallenge.files.spots import BadFile
from rechallenge.model.finding import Finding
from rechallenge.model.places import Place, path_text
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, Unusable, UnusableOrder
from rechallenge.model.translation import AcceptedTranslation, of_the_plan
from rechallenge.model.verification import SecondCheck
from rechallenge.sheet.plan_json import SCHEMA, TRANSLATIONS, plan_fingerprint, plan_json
from rechallenge.version import __version__
from rechallenge.words import _
from rechallenge.words.shown import shown

from .differences import Differences, FindingsApart, findings_apart
from .rebuild import Rebuilt, rebuild
from .second_checks import CHECKS, MOST_BYTES, checks_in, holds
from .translations import accepted_translations

_MOST_SHOWN = 5
_FINGERPRINT: Place = ("fingerprint",)


class ChangedPlan(UnusableFile):
    """A plan file that differs from the plan made again from its inputs."""


class SavedPlan(NamedTuple):
    """A plan read from a file, made again, and found equal in each of its `values`.

    `fingerprint` is the file's own: of what it says. `release` made it, where that is not this one;
    it may have found less than this one does (`new_findings`, which nobody has answered) or more
    (`gone`, by code). `changed_texts` are the places of sentences for readers that someone changed;
    `lapsed` are checks by a second person that do not hold for this plan, and are not in it.
    """

    plan: Plan
    values: int
    fingerprint: str
    release: str | None = None
    new_findings: tuple[Finding, ...] = ()
    gone: tuple[str, ...] = ()
    changed_texts: tuple[Place, ...] = ()
    lapsed: tuple[SecondCheck, ...] = ()

    @property
    def notes(self) -> Iterator[str]:
        """Sentences for the person who opens the file."""
        if self.release is not None:
            sentence = _("This plan was made by rechallenge {release}, and this is {this}.")
            yield sentence.format(release=shown(self.release), this=__version__)
        if self.new_findings:
            sentence = _("This release has further findings, which nobody has answered: {codes}.")
            yield sentence.format(codes=_listed(f.code for f in self.new_findings))
        if self.gone:
            sentence = _("This release no longer finds: {codes}.")
            yield sentence.format(codes=_listed(map(shown, self.gone)))
        if self.changed_texts:
            sentence = _("Texts in the file were changed, and are not used: {places}.")
            yield sentence.format(places=_listed(map(path_text, self.changed_texts)))
        for check in self.lapsed:
            sentence = _(
                "The check by {initials}, {at}, does not hold for this plan, and is left out. A "
                "second person must check it again."
            )
            yield sentence.format(initials=check.by, at=f"{check.at:%Y-%m-%d %H:%M}")


def read_plan(path: Path) -> SavedPlan:
    """The plan that a file holds. Raises UnusableFile with the line of each problem; ChangedPlan
    where the file differs from what its own inputs lead to."""
    with told_at(path):
        return _read(path)


def _read(path: Path) -> SavedPlan:
    try:
        file = read_json_tree(read_bytes(path, MOST_BYTES))
    except BadFile as bad:
        raise UnusableFile.of(path, bad) from None
    try:
        said = _plan_tree(file.tree)
        rebuilt = rebuild(said["inputs"])
        checks, accepted = checks_in(said), accepted_translations(said)
        apart = FindingsApart()
        if rebuilt.plan.software != __version__:
            apart = findings_apart(said.get("findings"), _tree_of(rebuilt.plan)["findings"])
        plan = _answered(rebuilt, apart, accepted)
    except Unusable as error:
        raise UnusableFile(*_located(path, file, error.problems)) from None
    own = plan_fingerprint(plain(said))
    differences = Differences(apart if plan.software != __version__ else None)
    made = _tree_of(plan)
    # What persons have done with the plan cannot be worked out from the inputs.
    said, made = _of_inputs(said), _of_inputs(made)
    differences.compare(said, made | {"fingerprint": own})
    # If the fingerprint fits, a missing key is one that the older release did not write.
    fits = said.get("fingerprint") == own
    if problems := differences.problems + ([] if fits else differences.missing):
        raise ChangedPlan(*_changed(path, file, problems, plan.software, fits))
    findings = of_the_plan(plan.findings)
    new = tuple(findings[number] for number in apart.new)
    # With other findings it is another plan, made by this release.
    release, is_another = plan.software, bool(apart.codes)
    holding = tuple(c for c in checks if not is_another and holds(c, plan, own))
    lapsed = tuple(c for c in checks if c not in holding)
    software = __version__ if is_another else release
    plan = plan.model_copy(update={"software": software, "checks": holding})
    values = sum(1 for _leaf in leaves(made))
    if release == __version__:
        texts = tuple(differences.texts)
        return SavedPlan(plan, values, own, changed_texts=texts, lapsed=lapsed)
    return SavedPlan(plan, values, own, release, new, apart.gone, lapsed=lapsed)


def _plan_tree(tree: JsonTree) -> dict[str, JsonTree]:
    """The values of a plan file. Raises Unusable for any other JSON."""
    if not isinstance(tree, dict) or "schema" not in tree:
        raise _unusable((), _("is not a plan file: it has no `schema`"))
    if tree["schema"] != SCHEMA:
        sentence = _("is {said}; this is rechallenge {this}, which reads {schema}")
        said = shown_json(tree["schema"])
        raise _unusable(("schema",), sentence.format(said=said, this=__version__, schema=SCHEMA))
    if "inputs" not in tree:
        sentence = _(
            "does not hold the inputs it was made from; make it again with `rechallenge plan`"
        )
        raise _unusable((), sentence)
    return tree


def _answered(
    rebuilt: Rebuilt, apart: FindingsApart, accepted: tuple[AcceptedTranslation, ...]
) -> Plan:
    """The plan with its answers, except to codes that this release finds elsewhere or otherwise;
    and with the answer to what is asked about the translation in use."""
    answers = [answer for answer in rebuilt.answers if answer.code not in apart.codes]
    asked = [(one, f) for one in accepted for f in rebuilt.plan.findings if one.answers(f)]
    answers += [one.answer for one, _finding in asked[-1:]]
    try:
        return answered(rebuilt.plan, tuple(answers))
    except UnusableOrder as error:
        raise Unusable(*(p.below("inputs", "order") for p in error.problems)) from None


def _tree_of(plan: Plan) -> dict[str, JsonTree]:
    tree = read_json_tree(plan_json(plan).encode()).tree
    assert isinstance(tree, dict)
    return tree


def _of_inputs(tree: dict[str, JsonTree]) -> dict[str, JsonTree]:
    return {key: value for key, value in tree.items() if key not in (CHECKS, TRANSLATIONS)}


def _changed(
    path: Path, file: JsonFile, different: list[Problem], release: str, fits: bool
) -> Iterator[FileProblem]:
    """The first differences, and their likely cause."""
    # The fingerprint differs whenever anything else does; alone it is worth a line.
    told = [p for p in different if p.place != _FINGERPRINT] or different
    yield from _located(path, file, told[:_MOST_SHOWN])
    more = len(told) - _MOST_SHOWN
    count = _("{more} more places differ; ").format(more=more) if more > 0 else ""
    end = file.spot_at(len(file.text.rstrip()))
    if not fits:
        cause = _("the file was changed after it was written; make the plan again")
    elif release != __version__:
        cause = _(
            "it was made by rechallenge {release}, and this is {this}, which works something out "
            "differently; make the plan again"
        ).format(release=shown(release), this=__version__)
    else:
        cause = _("the file is not what this version of rechallenge wrote; make the plan again")
    yield FileProblem(str(path), end, Problem((), count + cause))


def _located(path: Path, file: JsonFile, problems: Iterable[Problem]) -> Iterator[FileProblem]:
    return (FileProblem(str(path), file.spot(p.place), p) for p in problems)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))


def _unusable(place: Place, sentence: str) -> Unusable:
    return Unusable(Problem(place, sentence))
