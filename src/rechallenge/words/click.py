"""What click says in help and refusals, which is the English that it asks a translation by."""

CLICK: dict[str, str | tuple[str, str]] = {
    "click.usage": "Usage:",
    "click.options": "Options",
    "click.arguments": "Positional arguments",
    "click.commands": "Commands",
    "click.required": "required",
    "click.help": "Show this message and exit.",
    "click.version": "Show the version and exit.",
    "click.missing-command": "Missing command.",
    "click.missing-argument": "Missing argument",
    "click.missing-option": "Missing option",
    "click.no-option": "No such option {name!r}.",
    "click.no-command": "No such command {name!r}.",
    "click.nearest": ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    "click.takes-no-value": "Option {name!r} does not take a value.",
    "click.needs-value": (
        "Option {name!r} requires an argument.",
        "Option {name!r} requires {nargs} arguments.",
    ),
    "click.too-many": (
        "Got unexpected extra argument ({args})",
        "Got unexpected extra arguments ({args})",
    ),
    "click.invalid": "Invalid value for {param_hint}: {message}",
    "click.no-number": "{value!r} is not a valid {number_type}.",
    "click.out-of-range": "{value} is not in the range {range}.",
    "click.default": "default: {default}",
    "click.choose": "Choose from:\n\t{choices}",
    "click.not-one": ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
}
