"""Text from outside, made safe to show: characters that nobody sees are spelled out, not obeyed."""

import errno
import unicodedata

from . import _

NO_BREAK = "\u00a0"
"""Between a number and its unit, where no line may break."""
LONGEST = 60
"""Text longer than this many characters is shown by its beginning and its length."""


_DRAWS_NOTHING = frozenset(
    "\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    "\u2800\ufffc\U00013441\U00013442\U00016fe4\U0001d159"
).union(map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0)))
"""Characters outside class C that break a line, that Unicode calls ignorable in display
(DerivedCoreProperties, Default_Ignorable_Code_Point), or that are drawn as a blank."""


def is_hidden(character: str) -> bool:
    """Whether a character is not seen: it acts on a screen instead of appearing on it (Unicode
    class C: control, format, surrogate, private use, unassigned), breaks a line, or is drawn as
    nothing. Spaces are no such characters."""
    return unicodedata.category(character)[0] == "C" or character in _DRAWS_NOTHING


def printable(text: str) -> str:
    """The whole text with its hidden characters escaped."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c.encode("unicode_escape").decode("ascii") if is_hidden(c) else c for c in text)


def shown(text: str, longest: int = LONGEST) -> str:
    """The text as it can be printed in a message: hidden characters escaped, length bounded."""
    visible = printable(text[:longest])
    return visible if len(text) <= longest else f"{visible}... ({len(text):,} characters)"


def reason_of(error: OSError) -> str:
    """The operating system's cause of an error, to be used within a sentence; a common cause is
    said in the language in use."""
    common = {
        errno.EACCES: _("permission denied"),
        errno.EEXIST: _("file exists"),
        errno.EISDIR: _("is a directory"),
        errno.ENAMETOOLONG: _("file name too long"),
        errno.ENOENT: _("no such file or directory"),
        errno.ENOSPC: _("no space left on device"),
        errno.ENOTDIR: _("not a directory"),
        errno.EPERM: _("operation not permitted"),
        errno.EROFS: _("read-only file system"),
    }
    said = common.get(error.errno or 0)
    return said or printable((error.strerror or str(error)).lower())
