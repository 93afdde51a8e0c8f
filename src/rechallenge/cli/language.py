"""`--language`, which every command has. It is looked for before click reads the command line,
because the texts of the options are said while a command is loaded."""

from collections.abc import Sequence
from functools import partial

import click
from click.shell_completion import CompletionItem

from rechallenge.files.site_language import language_of_site
from rechallenge.words import _
from rechallenge.words.languages import LANGUAGES, OPTION, choose_language

from .click_words import speak_for_click


def choose(arguments: Sequence[str]) -> None:
    """Use the language that these arguments, the environment or the site ask for. Raises
    UnknownLanguage."""
    protocols = _stated("--protocols", arguments)
    choose_language(
        _stated(OPTION, arguments),
        partial(language_of_site, protocols),
        partial(_is_reviewed, protocols),
    )
    speak_for_click()


def _is_reviewed(protocols: str | None, tag: str) -> bool:
    # It needs pydantic, which help does not.
    from rechallenge.files.translation_review import is_reviewed

    return is_reviewed(tag, protocols)


def _stated(option: str, arguments: Sequence[str]) -> str | None:
    """The text of an option, the last one where it is repeated, as click has it."""
    stated = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option and place + 1 < len(arguments):
            stated = arguments[place + 1]
        elif argument.startswith(f"{option}="):
            stated = argument.partition("=")[2]
    return stated


def with_language(command: click.Command) -> click.Command:
    """The command, and those below it, with the option."""
    if not any(param.name == "language" for param in command.params):
        command.params.append(_option())
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        with_language(below)
    return command


def _option() -> click.Option:
    return click.Option(
        [OPTION],
        metavar="|".join(LANGUAGES),
        expose_value=False,
        shell_complete=_completed,
        help=_("of what is shown and printed; the site's, or the system's, unless stated"),
    )


def _completed(
    _context: click.Context, _option: click.Parameter, begun: str
) -> list[CompletionItem]:
    return [CompletionItem(tag) for tag in LANGUAGES if tag.startswith(begun)]
