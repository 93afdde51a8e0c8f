"""What differs between a plan file and the plan made again from its inputs."""

from dataclasses import dataclass, field

from rechallenge.files.json_tree import JsonTree, plain, shown_json
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem
from rechallenge.model.review import fingerprint_of
from rechallenge.sheet.plan_json import covered, is_for_readers
from rechallenge.words import _


@dataclass(frozen=True, slots=True)
class FindingsApart:
    """The findings of a file and those of this release, where another release wrote the file.

    `same` maps positions in the plan to positions in the file; `new` are positions in the plan,
    `gone` codes in the file, and `codes` all codes whose findings have changed.
    """

    same: dict[int, int] = field(default_factory=dict)
    new: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()


def findings_apart(said: JsonTree, made: JsonTree) -> FindingsApart:
    """Compare findings by code, severity, place and numbers."""
    assert isinstance(made, list)
    left = dict(enumerate(map(_asked, said))) if isinstance(said, list) else {}
    same, new = {}, []
    for number, finding in enumerate(made):
        asked = _asked(finding)
        found = next((place for place, other in left.items() if other == asked), None)
        if found is None:
            new.append(number)
        else:
            same[number] = found
            del left[found]
    gone = tuple(_code(said[place]) for place in left) if isinstance(said, list) else ()
    codes = frozenset({*gone, *(_code(made[number]) for number in new)})
    return FindingsApart(same, tuple(new), gone, codes)


def _asked(finding: JsonTree) -> str:
    """What a finding is, without its answer."""
    keys = ("code", "severity", "where", "numbers")
    part = {key: finding.get(key) for key in keys} if isinstance(finding, dict) else finding
    return fingerprint_of(covered(plain(part)))


def _code(finding: JsonTree) -> str:
    return _text(finding, "code")


def _text(part: JsonTree, key: str) -> str:
    text = part.get(key) if isinstance(part, dict) else None
    return text if isinstance(text, str) else shown_json(part)


def _by_place(agreed: JsonTree) -> JsonTree:
    """The amounts of a proof by the places that they were proven at; a list where a place has more
    than one."""
    if not isinstance(agreed, list):
        return agreed
    found: dict[str, list[JsonTree]] = {}
    for one in agreed:
        found.setdefault(_text(one, "where"), []).append(one)
    return {where: ones if len(ones) > 1 else ones[0] for where, ones in found.items()}


@dataclass(slots=True)
class Differences:
    """The places where file and plan differ: `problems` are numbers and codes, `missing` those that
    the file lacks, `texts` sentences for readers. `apart` is None for a file of this release."""

    apart: FindingsApart | None
    problems: list[Problem] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)
    texts: list[Place] = field(default_factory=list)

    def compare(self, said: JsonTree, made: JsonTree, place: Place = ()) -> None:
        """Record the differences between a value of the file and the value of the plan."""
        if is_for_readers(place):
            self.texts += [place] if said != made else []
        elif place == ("findings",) and self.apart is not None:
            self._compare_findings(said, made, self.apart)
        elif self._may_differ(place):
            return
        elif place == ("proof", "agreed"):
            # A release may prove more than an earlier one.
            self.compare(_by_place(said), _by_place(made), ("proof", "amounts"))
        elif isinstance(said, dict) and isinstance(made, dict):
            self._compare_keys(said, made, place)
        elif isinstance(said, list) and isinstance(made, list) and len(said) == len(made):
            for number, (one, other) in enumerate(zip(said, made, strict=True)):
                self.compare(one, other, (*place, number))
        elif said != made:
            sentence = _("is {said} in the file, and comes out as {made}")
            self._wrong(place, sentence.format(said=shown_json(said), made=shown_json(made)))

    def _may_differ(self, place: Place) -> bool:
        """Whether a file of another release may differ here: each release writes inputs in its own
        way, and with other findings the plan may be in another state."""
        if self.apart is None:
            return False
        return place == ("inputs",) or (place == ("state",) and bool(self.apart.codes))

    def _compare_keys(
        self, said: dict[str, JsonTree], made: dict[str, JsonTree], place: Place
    ) -> None:
        for key, value in made.items():
            if key in said:
                self.compare(said[key], value, (*place, key))
            elif is_for_readers((*place, key)):
                self.texts.append((*place, key))
            else:
                sentence = _("is missing; it comes out as {made}")
                problem = Problem((*place, key), sentence.format(made=shown_json(value)))
                self.missing.append(problem)
        for key, stated in said.items():
            # What another release wrote as null states nothing, and this one may not know it.
            if key not in made and (self.apart is None or stated is not None):
                self._wrong((*place, key), _("is not part of this plan"))

    def _compare_findings(self, said: JsonTree, made: JsonTree, apart: FindingsApart) -> None:
        assert isinstance(said, list)
        assert isinstance(made, list)
        for number, found in apart.same.items():
            one, other = said[found], made[number]
            assert isinstance(one, dict)
            assert isinstance(other, dict)
            if _code(other) in apart.codes:
                one, other = one | {"acknowledged": None}, other | {"acknowledged": None}
            self.compare(one, other, ("findings", found))

    def _wrong(self, place: Place, sentence: str) -> None:
        self.problems.append(Problem(place, sentence))
