"""A whole morning: plan, blind check, print, a reaction, print again, a pause, and to the end.

2,000 mg of ceftazidime from three bags, through a line of 20 mL, on a pump that takes 0.1 mL and
0.1 mL/h: it runs 1.3 mL for the 1.25 mL of steps 2 and 5, in 15.6 min at 5 mL/h.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Outcome, here
from tests.sheet.printed import page_texts

ORDER = ("--patient", "Bed 4", "--dose", "2000 mg", "--start", "2026-11-23 09:00",
         "--line", "20 mL", "--primed", "diluent", "--sets", "shared")  # fmt: skip
PROTOCOL = "ceftazidime-12-step"


class Morning:
    """The files of one patient, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str) -> str:
        return str(self.folder / name)

    def run(self, *arguments: str) -> Outcome:
        done = here(*arguments)
        assert done.code == 0, done
        return done

    def printed(self, number: int) -> list[str]:
        """The pages of the sheet of a plan, compared with a fresh print of it."""
        plan, sheet = self.file(f"plan-{number}.json"), self.file(f"sheet-{number}.pdf")
        self.run("sheet", plan, "-o", sheet)
        verified = self.run("verify", plan, "--sheet", sheet).out
        assert "values agree" in verified
        assert "the same bytes as a fresh print" in verified
        return page_texts(Path(sheet).read_bytes())

    def checked_blind(self, number: int) -> str:
        blind = ("--blind", "--initials", "CD", "--protocol", PROTOCOL, "--drug", "ceftazidime")
        return self.run("verify", self.file(f"plan-{number}.json"), *blind, *ORDER).out

    def story(self, number: int) -> Iterator[str]:
        for line in self.run("show", self.file(f"plan-{number}.json")).out.splitlines():
            yield " ".join(line.split())


@pytest.mark.slow
def test_a_morning_with_a_reaction_and_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    day = Morning(tmp_path)

    # 08:30: the plan, a second person's blind check, the sheet.
    day.run("plan", PROTOCOL, *ORDER, "-o", day.file("plan-1.json"))
    assert "checked by CD" in day.checked_blind(1)
    first = day.printed(1)
    assert not any("continues plan" in page for page in first)
    assert any("09:00 CONNECT bag A (0.08 mg/mL) SET 2 mL/h START" in page for page in first)

    # 10:37: hives in step 7. Bag A gave 0.5 + 1.3 + 2.5 + 5 = 9.3 mL at 0.08 mg/mL, 0.744 mg; the
    # pump shows 5.75 mL of bag B at 0.8 mg/mL, 4.6 mg. 15.05 mL are in, all in the 20 mL of line.
    # 1.95 mL of step 7 at 20 mL/h end at 91.2 + 5.85 = 97.05 min, 10:37. Hold to 11:07.
    reaction = ("--grade", "2", "--kind", "infusion-reaction", "--seen", "hives",
                "--gave", "cetirizine 10 mg oral at 10:40", "--go-on-if", "no hives")  # fmt: skip
    day.run(
        "resume", day.file("plan-1.json"), "--infused", "5.75 mL", "--bag", "B", "--stopped",
        "10:37", *reaction, "--hold", "30 min", "--resume-at", "repeat",
        "-o", day.file("plan-2.json"),
    )  # fmt: skip
    assert "checked by CD" in day.checked_blind(2)
    second = day.printed(2)
    for said in (
        "Given so far: 5.344 mg of 2,000 mg; 1,994.656 mg left",
        "At the vein: 0 mg",
        "Left in line: 15.05 mL with 5.344 mg",
        "Given for it: cetirizine 10 mg oral, 10:40",
    ):
        assert said in second[0]
    # Step 7 again, 5 mL at 20 mL/h. Of the line, 4.95 mL are diluent: 14.85 min until the drug.
    assert "11:07 SET 20 mL/h START" in second[1]
    assert "The contents of the line run first: 15.05 mL with 5.344 mg." in second[1]
    assert "First drug reaches the vein at ~11:22." in second[1]
    assert "CONNECT bag A" not in second[1]
    stale = here("verify", day.file("plan-2.json"), "--sheet", day.file("sheet-1.pdf"))
    assert stale.code != 0
    assert "Do not use it" in stale.err

    # 11:25: a pause of 10 min, 3 min into step 10, at 40 mL/h: 2 mL. Bag B has given 5.75 + 5 + 2
    # = 12.75 mL, and 5.344 + 4 + 1.6 = 10.944 mg are in. 22.05 mL are in: 2.05 mL of bag A's
    # have reached the vein, 0.164 mg, and 20 mL with 10.78 mg stand in the line.
    day.run(
        "resume", day.file("plan-2.json"), "--infused", "12.75 mL", "--bag", "B", "--stopped",
        "11:25", "--hold", "10 min", "-o", day.file("plan-3.json"),
    )  # fmt: skip
    third = day.printed(3)
    for said in (
        "Given so far: 10.944 mg of 2,000 mg; 1,989.056 mg left",
        "At the vein: 0.164 mg",
        "Left in line: 20 mL with 10.78 mg",
    ):
        assert said in third[0]
    assert all("after stop 2" in page for page in third)
    # The other 8 mL take 12 min, to 11:47; no rate is another than before.
    steps = next(page for page in third if "11:35 SET 40 mL/h START" in page)
    assert "11:47 PAUSE CONNECT bag C (~7.937 mg/mL) SET 10 mL/h START" in steps

    # To the end: 45 min of bag C to 12:32. It holds 2000 - 0.744 - 18.8 * 0.8 = 1,984.216 mg in
    # 250 mL. 2000 - 17.344 - 17.5 * 7.936864 = 1,843.761 mg are left, 232.303 mL; the pump takes
    # 232.3 mL, 1,843.734 mg: 1,999.973 mg in all. At 80 mL/h that takes ~174.2 min, to 15:26. The
    # flush takes 15 min, and 30 min are observed.
    story = list(day.story(3))
    assert "(past) 09:00: CONNECT bag A (0.08 mg/mL), SET 2 mL/h, START" in story
    assert any(line.startswith("16 80 mL/h 12:32") and "~1,999.973 mg" in line for line in story)
    assert any(line.startswith("~15:41") and "flush ends" in line for line in story)
    assert any(line.startswith("~16:11") and "observation ends" in line for line in story)
