"""The report on a PDF that was compared with a fresh print of its plan."""

_AT = "page {page}, {left} mm from the left and {top} mm from the top: "

SHEET_CHECK: dict[str, str | tuple[str, str]] = {
    "sheet-check.text-changed": _AT + '"{found}" instead of "{planned}"',
    "sheet-check.text-missing": _AT + '"{planned}" is missing',
    "sheet-check.text-added": _AT + '"{found}" was added',
    "sheet-check.text-moved": _AT + '"{found}" was moved here',
    "sheet-check.text-look": (
        _AT + '"{found}" is drawn in another font, size or color, or is cut off'
    ),
    "sheet-check.shape-added": _AT + "a line, an area or a picture was added",
    "sheet-check.shape-added-over": (_AT + 'a line, an area or a picture was added over "{found}"'),
    "sheet-check.shape-missing": _AT + "a line, an area or a picture is missing",
    "sheet-check.shape-missing-over": (
        _AT + 'a line, an area or a picture is missing, which lies over "{found}"'
    ),
    "sheet-check.drawing-order": (
        "page {page}: every text and shape is there, but they are drawn in another order"
    ),
    "sheet-check.page-part": "page {page}: {found} differs",
    "sheet-check.page-elsewhere": "page {page} of the file is page {planned} of the plan's sheet",
    "sheet-check.page-doubled": (
        "page {page} of the file repeats page {planned} of the plan's sheet"
    ),
    "sheet-check.page-missing": "page {page} of the plan's sheet is missing",
    "sheet-check.page-unknown": "page {page} of the file is not a page of the plan's sheet",
    "sheet-check.file-part": "the whole file: {found} differs",
    "sheet-check.part./Annots": "what was laid on the page (notes, stamps, fields)",
    "sheet-check.part./ColorSpace": "the table of colors",
    "sheet-check.part./CropBox": "the part of the page that is shown (crop box)",
    "sheet-check.part./Font": "the shape of the letters (embedded fonts)",
    "sheet-check.part./MediaBox": "the size of the page",
    "sheet-check.part./Metadata": "the description of the file (metadata)",
    "sheet-check.part./Rotate": "the rotation of the page",
    "sheet-check.part./StructTreeRoot": "what a screen reader reads out (tags)",
    "sheet-check.part./Title": "the title",
    "sheet-check.part./XObject": "a picture",
    "sheet-check.in-english": "The sheet was printed in English.",
    "sheet-check.in-translation": "The sheet was printed in the translation {language}, reviewed.",
    "sheet-check.in-unreviewed": (
        "The sheet was printed in the translation {language}, unreviewed."
    ),
    "sheet-check.same-labels": (
        "{file} is the sheet of labels ({layout}) of this plan, byte for byte."
    ),
    "sheet-check.same": (
        "{file}: the same bytes as a fresh print of this plan: {pages} pages, {texts} texts"
    ),
    "sheet-check.agreeing": "{agreeing} of {texts} texts of the plan's sheet are in their place",
    "sheet-check.unproven": (
        "{file}: could not be proven to be the sheet of this plan. No difference was found, but "
        "the file does not have the same bytes as a fresh print: another program has saved it "
        "again. Print the sheet anew"
    ),
    "sheet-check.other-release": (
        "{file}: could not be proven to be the sheet of this plan. It was made by {made_by}, and a "
        "fresh print is made by {fresh}. Print the sheet anew"
    ),
    "sheet-check.differs": (
        "{file}: is not the sheet of this plan: {differences}. Do not use it; print the sheet anew"
    ),
    "sheet-check.differences": ("{number} difference", "{number} differences"),
    "sheet-check.unnamed-program": "a program that does not name itself",
}
