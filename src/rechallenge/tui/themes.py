"""Three themes: dark, light and high contrast. What a colour says, a mark or a word says too."""

from textual.theme import Theme

_NAMES = ("dark", "light", "high-contrast")
_COLOURS = {
    "primary": ("#4a7fb5", "#2f6fab", "#ffff00"),
    "secondary": ("#6b7a90", "#7b8794", "#ffffff"),
    "accent": ("#8fb8de", "#1f4f7d", "#ffffff"),
    "foreground": ("#dfe5ec", "#1d232b", "#ffffff"),
    "background": ("#14181d", "#fafafa", "#000000"),
    "surface": ("#1b2027", "#f0f2f4", "#000000"),
    "panel": ("#252c35", "#e2e6ea", "#1a1a1a"),
    "warning": ("#e0b050", "#8a5a00", "#ffff00"),
    "error": ("#ef7d76", "#a8261d", "#ff8080"),
    "success": ("#86c08e", "#256b32", "#80ff80"),
}
_VARIABLES = {
    "draft": ("#14181d on #e0b050 bold", "#ffffff on #8a5a00 bold", "#000000 on #ffff00 bold"),
    "refused": ("#14181d on #ef7d76 bold", "#ffffff on #a8261d bold", "#000000 on #ff8080 bold"),
    "ready": ("#14181d on #86c08e bold", "#ffffff on #256b32 bold", "#000000 on #80ff80 bold"),
    "quiet": ("#a3acb6", "#505963", "#ffffff"),
    "faint": ("#747d87", "#7a828b", "#d0d0d0"),
    "chosen": ("#2a4159", "#bcd3ea", "#ffff00"),
    "chosen-text": ("#ffffff", "#000000", "#000000"),
    "planned": ("#8fb8de", "#1f4f7d", "#ffffff"),
    "vein": ("#e0b050", "#8a5a00", "#ffff00"),
    "cursor": ("bold", "bold", "bold"),
}


def _theme(number: int, name: str) -> Theme:
    theme = Theme(name, _COLOURS["primary"][number], dark=name != "light")
    for part, colours in _COLOURS.items():
        setattr(theme, part, colours[number])
    theme.variables = {part: styles[number] for part, styles in _VARIABLES.items()}
    return theme


THEMES = tuple(_theme(number, name) for number, name in enumerate(_NAMES))
