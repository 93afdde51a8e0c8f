"""Three themes: dark, light and high contrast. Each names the colours of its own marks, and none
says by colour what no mark or word says too."""

from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#4a7fb5",
    secondary="#6b7a90",
    accent="#8fb8de",
    foreground="#dfe5ec",
    background="#14181d",
    surface="#1b2027",
    panel="#252c35",
    warning="#e0b050",
    error="#ef7d76",
    success="#86c08e",
    dark=True,
    variables={
        "draft": "#14181d on #e0b050 bold",
        "refused": "#14181d on #ef7d76 bold",
        "ready": "#14181d on #86c08e bold",
        "chosen": "#2a4159",
        "chosen-text": "#ffffff",
        "planned": "#8fb8de",
        "vein": "#e0b050",
        "cursor": "bold",
    },
)
LIGHT = Theme(
    name="light",
    primary="#2f6fab",
    secondary="#7b8794",
    accent="#1f4f7d",
    foreground="#1d232b",
    background="#fafafa",
    surface="#f0f2f4",
    panel="#e2e6ea",
    warning="#8a5a00",
    error="#a8261d",
    success="#256b32",
    dark=False,
    variables={
        "draft": "#ffffff on #8a5a00 bold",
        "refused": "#ffffff on #a8261d bold",
        "ready": "#ffffff on #256b32 bold",
        "chosen": "#bcd3ea",
        "chosen-text": "#000000",
        "planned": "#1f4f7d",
        "vein": "#8a5a00",
        "cursor": "bold",
    },
)
CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    dark=True,
    variables={
        "draft": "#000000 on #ffff00 bold",
        "refused": "#000000 on #ff8080 bold",
        "ready": "#000000 on #80ff80 bold",
        "chosen": "#ffff00",
        "chosen-text": "#000000",
        "planned": "#ffffff",
        "vein": "#ffff00",
        "cursor": "bold",
    },
)
THEMES = (DARK, LIGHT, CONTRAST)
