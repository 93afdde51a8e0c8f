"""A site's own protocols: started from a published one, found, reviewed, never in place of one."""

import shutil
import stat
from pathlib import Path

import pytest

from rechallenge import read_protocol
from rechallenge.files.find import shipped_folder
from tests.cli.running import here
from tests.service.of_each_kind import with_few_quick

STEPWISE = shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml"
ORDER = ("--dose", "375 mg", "--volume", "250 mL")


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


SOURCE = "source: {citation: Our committee}\n"
WATCHED = "  observe_after: 30 min\n"
WATCHED_BY = f"{WATCHED}  source: Our ward\n"


def new(site: Path, new_id: str = "ours", named: str = "cadonilimab-stepwise") -> Path:
    outcome = here("new", new_id, "--from", named, "--protocols", str(site))
    path = site / f"{new_id}.yaml"
    assert (outcome.code, outcome.out) == (0, f"{path}\n")
    assert "were left out; write your own" in outcome.err
    return path


def filled(path: Path) -> Path:
    """The new file with the sources that it must state written in, as their places are named."""
    text = path.read_text().replace("review:\n", f"{SOURCE}review:\n", 1)
    path.write_text(text.replace(WATCHED, WATCHED_BY, 1))
    return path


def started(site: Path, new_id: str = "ours", named: str = "cadonilimab-stepwise") -> Path:
    return filled(new(site, new_id, named))


def test_a_new_file_is_the_published_one_with_an_id_of_its_own(site: Path) -> None:
    path = started(site)
    original = STEPWISE.read_text()
    source, review = original.index("source:\n"), original.index("review:\n")
    notes, parameters = original.index("  notes:\n"), original.index("parameters:\n")
    watched, treated = original.index("  source: >-\n"), original.index("if_reaction:\n")
    kept = original[:source] + SOURCE + original[review:notes] + original[parameters:watched]
    expected = (kept + "  source: Our ward\n" + original[treated:]).splitlines()
    lines = path.read_text().splitlines()
    assert "cadonilimab-stepwise, version 2" in lines[1]
    assert lines[2] == "id: ours"
    assert lines[3:] == ["version: 1" if "version: 2" in line else line for line in expected[2:]]
    assert read_protocol(path).infusion == read_protocol("cadonilimab-stepwise").infusion


@pytest.mark.parametrize("named", with_few_quick())
def test_nothing_that_another_file_cites_doubts_or_notes_is_in_a_new_one(
    named: str, site: Path
) -> None:
    text = new(site, named=named).read_text()
    other = read_protocol(named)
    cited = [other.source.citation, other.source.outcome, *other.review.notes]
    cited += [doubt.because for doubt in other.source.doubts]
    cited += [other.monitoring.source] if other.monitoring else []
    unfolded = " ".join(text.split())
    assert [said for said in cited if said and " ".join(said.split()) in unfolded] == []


@pytest.mark.parametrize(
    "missing", [("source",), ("monitoring.source",), ("source", "monitoring.source")]
)
def test_a_new_file_is_refused_until_its_own_sources_are_written(
    missing: tuple[str, ...], site: Path
) -> None:
    path = started(site)
    text = path.read_text()
    text = text.replace(SOURCE, "") if "source" in missing else text
    text = text.replace(WATCHED_BY, WATCHED) if "monitoring.source" in missing else text
    path.write_text(text)
    for command in (("check", str(path)), ("plan", str(path), *ORDER)):
        outcome = here(*command)
        assert outcome.code == 2
        said = [line for line in outcome.err.splitlines() if ": is missing; write it" in line]
        assert len(said) == len(missing)
        assert all(f": {key}: is missing" in line for key, line in zip(missing, said, strict=True))
    path.write_text(started(site, "written").read_text().replace("id: written", "id: ours"))
    assert here("check", str(path)).code == 0


def test_a_new_file_names_what_it_must_still_say_and_where(site: Path) -> None:
    outcome = here("new", "ours", "--from", "ceftazidime-12-step", "--protocols", str(site))
    assert outcome.code == 0
    assert "ours.yaml:3:1: source: is missing; write it" in outcome.err
    assert ": monitoring.source: is missing; write it" in outcome.err
    assert "of ceftazidime-12-step were left out" in outcome.err
    assert (
        "Its title, scope, exclusions, premedication and treatment are still there" in outcome.err
    )


def test_a_new_file_has_no_list_at_the_bedside_that_another_source_wants(site: Path) -> None:
    def keys(text: str) -> set[str]:
        return {line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()}

    other = (shipped_folder() / "ceftazidime" / "ceftazidime-12-step.yaml").read_text()
    assert "\nbedside:\n  - {drug: epinephrine" in other
    made = new(site, "ours", "ceftazidime-12-step").read_text()
    assert keys(other) - keys(made) == {"bedside", "source"}
    assert "peak flow meter and blood pressure cuff" not in made
    protocol = read_protocol(filled(site / "ours.yaml"))
    assert protocol.bedside == ()


def test_a_source_in_braces_is_left_out_too(site: Path) -> None:
    path = started(site)
    text = path.read_text()
    watched = text[text.index("monitoring:\n") : text.index("if_reaction:\n")]
    braces = 'monitoring: {source: "Our ward, in {braces}", vitals: [end]}  # as agreed\n'
    many = SOURCE.replace("}", ", doubts: [{about: source, printed: a, because: b}]}  # ours")
    path.write_text(text.replace(watched, braces).replace(SOURCE, many))
    made = new(site, "next", str(path)).read_text()
    assert "monitoring: {vitals: [end]}  # as agreed\n" in made
    assert "source" not in made
    assert "\nreview:\n  status: unreviewed\nparameters:" in made


@pytest.mark.parametrize("how", ["option", "variable", "configuration"])
def test_a_sites_folder_is_found_in_three_ways(
    how: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = started(site)
    more: tuple[str, ...] = ()
    if how == "option":
        more = ("--protocols", str(site))
    elif how == "variable":
        monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(site))
    else:
        folder = tmp_path / "config" / "rechallenge" / "protocols"
        folder.mkdir(parents=True)
        shutil.copy(path, folder)
    assert "ours" in here("protocols", *more).out
    assert here("plan", "ours", *ORDER, *more).code == 0
    assert "ours.yaml: ok" in here("check", "ours", *more).out


def test_the_option_comes_before_the_variable(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(other))
    started(site)
    assert here("plan", "ours", *ORDER, "--protocols", str(site)).code == 0
    assert "unknown protocol ours" in here("plan", "ours", *ORDER).err


def test_an_id_that_ships_is_never_shadowed(site: Path) -> None:
    shutil.copy(STEPWISE, site)
    more = ("--protocols", str(site))
    planned = here("plan", "cadonilimab-stepwise", *ORDER, *more)
    assert planned.code == 2
    assert "rename yours" in planned.err
    assert here("plan", str(site / STEPWISE.name), *ORDER).code == 0
    listed = here("protocols", *more)
    assert listed.code == 2
    assert "has the id of" in listed.err
    assert "is the id of" in here("new", "cadonilimab-stepwise", "--from", "stepwise", *more).err


@pytest.mark.parametrize("new_id", ["Ours", "our protocol", "a/b", "../x", ""])
def test_a_new_id_must_be_a_plain_word(site: Path, new_id: str) -> None:
    outcome = here("new", new_id, "--from", "stepwise", "--protocols", str(site))
    assert outcome.code == 2
    assert "write lower-case letters" in outcome.err
    assert list(site.iterdir()) == []


def test_a_path_that_is_not_a_folder_is_reported(tmp_path: Path) -> None:
    outcome = here("protocols", "--protocols", str(tmp_path / "nowhere"))
    assert outcome.code == 2
    assert "--protocols: " in outcome.err
    assert "is not a folder" in outcome.err


# Reviews


def review(path: Path, *more: str) -> None:
    outcome = here("review", str(path), "--by", "A. Pharmacist", "--date", "2025-01-15", *more)
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("flow", [False, True])
def test_a_review_is_written_and_everything_else_stays(site: Path, flow: bool) -> None:
    path = started(site)
    text = path.read_text()
    if flow:
        head, _, tail = text.partition("review:\n")
        tail = tail[tail.index("parameters:") :]
        text = f"{head}review: {{status: unreviewed}}  # to be checked\n{tail}"
        path.write_text(text)
    path.chmod(0o664)
    review(path)
    lines = path.read_text().splitlines()
    kept = [
        line for line in lines if not line.lstrip().startswith(("by:", "date:", "fingerprint:"))
    ]
    changed = [pair for pair in zip(kept, text.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1
    assert "status" in changed[0][0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    protocol = read_protocol(path)
    assert protocol.is_reviewed
    assert (protocol.review.by, protocol.review.date) == ("A. Pharmacist", "2025-01-15")


def test_a_reviewed_protocol_is_no_longer_asked_about(site: Path) -> None:
    path = started(site)
    review(path)
    text = here("plan", str(path), *ORDER).out
    assert "reviewed by A. Pharmacist on 2025-01-15" in text
    assert "protocol-unreviewed" not in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("every 15 min", "every 10 min"),
        ("version: 1", "version: 2"),
        ("dose: 40 mg", "dose: 80 mg"),
    ],
)
def test_an_edited_file_falls_back_to_unreviewed_and_says_so(
    site: Path, old: str, new: str
) -> None:
    path = started(site)
    review(path)
    path.write_text(path.read_text().replace(old, new, 1))
    assert not read_protocol(path).is_reviewed
    text = here("plan", str(path), *ORDER).out
    assert "protocol-edited-since-review" in text
    assert "edited since A. Pharmacist reviewed it on" in text


def test_a_comment_or_the_order_of_keys_does_not_undo_a_review(site: Path) -> None:
    path = started(site)
    review(path)
    lines = path.read_text().splitlines()
    drug = lines.pop(lines.index("drug: cadonilimab"))
    path.write_text("\n".join(["# A comment", *lines, drug]) + "\n")
    assert read_protocol(path).is_reviewed


def test_a_second_review_replaces_the_first(site: Path) -> None:
    path = started(site)
    review(path)
    outcome = here("review", str(path), "--by", 'B. "Bo" Müller', "--date", "2025-01-16")
    assert outcome.code == 0
    protocol = read_protocol(path)
    assert protocol.is_reviewed
    assert (protocol.review.by, protocol.review.date) == ('B. "Bo" Müller', "2025-01-16")


def test_a_protocol_that_is_wrong_cannot_be_reviewed(site: Path) -> None:
    path = started(site)
    wrong = path.read_text().replace("rate: 50 mL/h", "rate: 51 mL/h")
    path.write_text(wrong)
    outcome = here("review", str(path), "--by", "A. Pharmacist")
    assert outcome.code == 2
    assert "was not reviewed; correct it first" in outcome.err
    assert path.read_text() == wrong


@pytest.mark.parametrize(
    "line", ["review: {status: reviewed}", "review: {status: reviewed, by: Me, date: 15.01.2025}"]
)
def test_a_review_written_by_hand_must_say_who_when_and_of_what(tmp_path: Path, line: str) -> None:
    text = STEPWISE.read_text()
    start, end = text.index("review:\n"), text.index("parameters:")
    path = tmp_path / "mine.yaml"
    path.write_text(text[:start] + line + "\n" + text[end:])
    outcome = here("check", str(path))
    assert outcome.code == 2
    assert "review" in outcome.err


def test_a_new_file_from_a_reviewed_one_is_not_reviewed(site: Path) -> None:
    review(started(site))
    outcome = here("new", "next", "--from", "ours", "--protocols", str(site))
    assert outcome.code == 0
    protocol = read_protocol(filled(site / "next.yaml"))
    assert protocol.review.status == "unreviewed"
    assert protocol.review.by is None


@pytest.mark.parametrize("day", ["1999-01-01", "2999-01-01", "2025-13-01", "yesterday"])
def test_a_review_of_no_possible_day_is_refused_and_nothing_is_written(
    site: Path, day: str
) -> None:
    path = started(site)
    before = path.read_bytes()
    outcome = here("review", str(path), "--by", "A. Pharmacist", "--date", day)
    assert outcome.code == 2
    assert "--date: " in outcome.err
    assert path.read_bytes() == before


def test_starting_from_a_file_changes_nothing_but_what_it_says(site: Path) -> None:
    path = started(site)
    odd = "review:\n  by: A. Person\n  notes: ['the PDF has version: \"1\" in it']\n"
    odd += "  date: 2025-01-15\n  status: reviewed  # by hand\n  fingerprint: abc\n"
    text = path.read_text()
    head, tail = text[: text.index("review:\n")], text[text.index("parameters:") :]
    path.write_text(head + odd + tail)
    outcome = here("new", "next", "--from", str(path), "--protocols", str(site))
    assert outcome.code == 0
    made = read_protocol(filled(site / "next.yaml"))
    assert made.review.status == "unreviewed"
    assert made.review.by is None
    assert made.review.notes == ()
    assert "status: unreviewed  # by hand" in (site / "next.yaml").read_text()


@pytest.mark.parametrize(
    "block",
    [
        "review: {by: A, status: reviewed, date: 2025-01-15, fingerprint: abc}",
        "review: {status: reviewed, by: A, date: 2025-01-15, fingerprint: abc}",
        "review: {fingerprint: abc, date: 2025-01-15, by: A, status: reviewed}",
    ],
)
def test_a_signature_in_braces_is_taken_out_too(site: Path, block: str) -> None:
    path = started(site)
    text = path.read_text()
    head, tail = text[: text.index("review:\n")], text[text.index("parameters:") :]
    path.write_text(f"{head}{block}\n{tail}")
    assert here("new", "next", "--from", str(path), "--protocols", str(site)).code == 0
    assert "review: {status: unreviewed}" in (site / "next.yaml").read_text()


def test_reviewing_through_a_link_reviews_the_file_itself(site: Path, tmp_path: Path) -> None:
    path = started(site)
    link = tmp_path / "ours.yaml"
    link.symlink_to(path)
    review(link)
    assert link.is_symlink()
    assert read_protocol(path).is_reviewed
