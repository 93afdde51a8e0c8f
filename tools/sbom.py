"""What the program is made of, for other programs: CycloneDX 1.6, in the wheel (PEP 770).

`python -m tools.sbom` writes `sbom.cdx.json` from `requirements.lock` and the licences; with
`--check` it only compares. It has no date and no number of its own: the same parts give the same
bytes.
"""

import json
import sys
from typing import Any

from rechallenge.version import __version__

from .licences import FONTS, PAGE
from .locked import ROOT, Pinned, locked

FILE = ROOT / "sbom.cdx.json"
_OWN = "rechallenge"


def sbom(packages: list[Pinned]) -> dict[str, Any]:
    """The parts, and which of them asks for which."""
    licences = _licences()
    own = f"pkg:pypi/{_OWN}@{__version__}"
    asked: dict[str, list[str]] = {own: []}
    for one in packages:
        asked.setdefault(_ref(one), [])
    for one in packages:
        for other in one.asked_for_by:
            by = [own] if other == _OWN else [_ref(p) for p in packages if p.name == other]
            for ref in by:
                asked[ref].append(_ref(one))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": _OWN,
                "version": __version__,
                "purl": own,
                "licenses": [{"expression": "MIT AND OFL-1.1"}],
            }
        },
        "components": [
            *(_package(one, licences[one.name]) for one in packages),
            *(
                {"type": "data", "bom-ref": name, "name": name, "licenses": [_id(licence)]}
                for name, licence in FONTS.items()
            ),
        ],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in asked.items()],
    }


def _ref(one: Pinned) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _package(one: Pinned, licence: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": _ref(one),
        "name": one.name,
        "version": one.version,
        "purl": _ref(one),
        "licenses": [_id(licence)],
    }
    if one.marker:
        told["properties"] = [{"name": "python:marker", "value": one.marker}]
    return told


def _id(licence: str) -> dict[str, Any]:
    return {"license": {"id": licence}}


def _licences() -> dict[str, str]:
    """The licence of each package, from the page."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    return {row[0]: row[-1] for row in rows if len(row) == 3}


def text(packages: list[Pinned]) -> str:
    """The file."""
    return json.dumps(sbom(packages), indent=1) + "\n"


def main() -> int:
    """Write the file, or compare it; the exit code."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    written = text(locked())
    if "--check" not in sys.argv:
        FILE.write_text(written, "utf-8")
    elif FILE.read_text("utf-8") != written:
        print("sbom: the file differs; run `make lock`", file=sys.stderr)
        return 1
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        print(f"sbom: {wrong}", file=sys.stderr)
        return 1
    print(f"sbom: {len(locked())} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
