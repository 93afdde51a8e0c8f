"""The licence of each package of the released environment, from what is installed here.

`python -m tools.licences` writes `docs/reference/licences.md`; with `--check` it only compares.
A licence that is not in `ALLOWED` ends with exit code 1: read it, then decide.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from .locked import ROOT, Pinned, locked

PAGE = ROOT / "docs" / "reference" / "licences.md"
ALLOWED = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MPL-2.0", "OFL-1.1", "PSF-2.0"}
"""Licences under which a hospital may use, copy and pass on a package with a notice alone."""
FONTS = {"IBM Plex Sans": "OFL-1.1", "Noto Sans Arabic, CJK SC and Hebrew": "OFL-1.1"}
"""What the wheel holds that is not ours (`src/rechallenge/sheet/pdf/fonts/LICENSE.txt`)."""
_OLD_NAMES = {"MIT": "MIT", "MIT License": "MIT", "BSD-3-Clause": "BSD-3-Clause"}
_HEAD = """# Licences

rechallenge is under the MIT licence. These are the packages that it runs on, in the versions of
`requirements.lock`, and the fonts in its wheel. Each licence is read from what the package states
of itself when it is installed. `make check` compares this page with it, and refuses a licence that
asks for more than a notice.

| package | version | licence |
|---|---|---|
"""


def licence_of(name: str) -> str:
    """What an installed package states, as SPDX writes it. Raises ValueError, PackageNotFoundError.

    Older packages say `BSD` and mean one of two licences; their text has the third clause or not.
    """
    found = distribution(name)
    stated = found.metadata.json
    if expression := stated.get("license_expression"):
        return str(expression)
    said = [str(stated.get("license", "")).strip()]
    said += [
        line.rpartition(" :: ")[2]
        for line in stated.get("classifier", [])
        if line.startswith("License ::")
    ]
    for one in said:
        if one in _OLD_NAMES:
            return _OLD_NAMES[one]
    if any("BSD" in one for one in said):
        text = " ".join(_text(found).split())
        if "Redistributions in binary form" in text:
            return "BSD-3-Clause" if "endorse or promote" in text else "BSD-2-Clause"
    raise ValueError(
        f"{name} states no licence that is known here: {', '.join(filter(None, said))}"
    )


def _text(found: Distribution) -> str:
    paths = [file for file in found.files or [] if re.match("LICEN[CS]E|COPYING", file.name)]
    return "\n".join(file.read_text("utf-8") or "" for file in paths)


def page(packages: list[Pinned]) -> str:
    """The page. Raises ValueError, PackageNotFoundError."""
    versions: dict[str, list[str]] = {}
    for one in packages:
        versions.setdefault(one.name, []).append(one.version)
    rows = [
        f"| {name} | {' or '.join(dict.fromkeys(each))} | {licence_of(name)} |"
        for name, each in versions.items()
    ]
    rows += [f"| {font} (font) | | {licence} |" for font, licence in FONTS.items()]
    return _HEAD + "\n".join(rows) + "\n"


def not_allowed(written: str) -> list[str]:
    """The rows of a page whose licence is not one of those that are allowed."""
    rows = [line.strip("| ").split(" | ") for line in written.splitlines() if line.startswith("| ")]
    return [f"{row[0]}: {row[-1]}" for row in rows[1:] if row[-1].lstrip("| ") not in ALLOWED]


def main() -> int:
    """Write the page, or compare it; the exit code."""
    try:
        written = page(locked())
    except (ValueError, PackageNotFoundError) as error:
        print(f"licences: {error}", file=sys.stderr)
        return 1
    if refused := not_allowed(written):
        print("licences: not on the list of those allowed:", *refused, sep="\n  ", file=sys.stderr)
        return 1
    if "--check" not in sys.argv:
        PAGE.write_text(written, "utf-8")
    elif PAGE.read_text("utf-8") != written:
        print("licences: the page differs; run `make lock`", file=sys.stderr)
        return 1
    print(f"licences: {len(locked())} packages, all of them allowed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
