"""Known vulnerabilities of the packages in `requirements.lock`, as pip-audit finds them.

An index that cannot be reached, or that does not know a package, is no finding of none: this says
NOT CHECKED, and which. Exit code 1 is for vulnerabilities alone, so that work goes on without a
network; `--strict` also ends with 1 where anything was not checked, for a release.
"""

import json
import subprocess
import sys
from typing import Any

from .locked import LOCK, locked

_PATIENCE_S = 120


def audited() -> dict[str, Any] | str:
    """What pip-audit says, or why it says nothing."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--no-deps"]
    command += ["--disable-pip", "--progress-spinner", "off", "--format", "json", "--timeout", "10"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return f"it has not answered for {_PATIENCE_S} s"
    except ValueError:
        # The last line has the cause; it may have an address in it, which is nobody's business.
        return (done.stderr.strip().splitlines() or ["no answer"])[-1].partition(": ")[0][:80]
    return said


def told(said: dict[str, Any] | str, wanted: set[tuple[str, str]]) -> tuple[list[str], bool, bool]:
    """Lines for a person; whether a vulnerability is known; and whether all were checked."""
    if isinstance(said, str):
        return (
            [f"vulnerabilities: NOT CHECKED, none of {len(wanted)} packages ({said})"],
            False,
            False,
        )
    answered = {
        (one["name"], one["version"]): one["vulns"]
        for one in said["dependencies"]
        if "skip_reason" not in one
    }
    left = sorted(f"{name} {version}" for name, version in wanted - answered.keys())
    bad = [
        f"  {name} {version}: {one['id']}, mended in {' or '.join(one['fix_versions'] or ['none'])}"
        for (name, version), found in sorted(answered.items())
        for one in found
    ]
    lines = []
    if bad:
        lines += ["vulnerabilities: these are known:", *bad]
    elif len(left) < len(wanted):
        lines.append(f"vulnerabilities: none is known of {len(wanted) - len(left)} packages")
    if left:
        lines.append(
            f"vulnerabilities: NOT CHECKED, {len(left)} of {len(wanted)} packages; the index could "
            f"not be reached, or does not know them: {', '.join(left)}"
        )
    return lines, bool(bad), not left


def main() -> int:
    """Print what is known; the exit code."""
    wanted = {(one.name, one.version) for one in locked()}
    lines, bad, whole = told(audited(), wanted)
    print("\n".join(lines), file=sys.stderr if bad or not whole else sys.stdout)
    return 1 if bad or ("--strict" in sys.argv and not whole) else 0


if __name__ == "__main__":
    sys.exit(main())
