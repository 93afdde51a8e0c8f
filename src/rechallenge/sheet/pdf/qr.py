"""The QR code that ties paper to file: the plan's fingerprint, and nothing about the patient."""

import io

_BORDER = 2


def fingerprint_code(fingerprint: str) -> str:
    """An SVG image of the code. It reads `RECHALLENGE:PLAN/1:` and the fingerprint in capitals,
    which is the densest form that QR codes have for such a text."""
    import segno

    code = segno.make_qr(f"RECHALLENGE:PLAN/1:{fingerprint.upper()}", error="m")
    image = io.BytesIO()
    code.save(image, kind="svg", border=_BORDER, xmldecl=False, svgns=True, nl=False)
    return image.getvalue().decode("ascii")
