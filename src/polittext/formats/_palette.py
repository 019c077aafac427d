"""The colours of the HTML view, as data; the tests measure their contrast (WCAG 2.1 AA: 4.5 to 1)."""

from functools import cache

LIGHT = {
    "ink": "#1b1f24",
    "paper": "#ffffff",
    "soft": "#57606a",
    "line": "#d0d7de",
    "direct": "#d6e8ff",
    "indirect": "#d5f2e0",
    "free": "#ecdfff",
    "mixed": "#ffe6cc",
    "reported": "#fbe3ea",
    "direct-line": "#0b5cad",
    "indirect-line": "#0f6b3d",
    "free-line": "#6b3fa0",
    "mixed-line": "#94500a",
    "reported-line": "#a3264f",
    "speaker": "#7a1fa2",
    "date": "#7a4a00",
    "frame": "#f1f3f5",
    "target": "#fff3a8",
}
DARK = {
    "ink": "#e8ebee",
    "paper": "#15181c",
    "soft": "#a2abb5",
    "line": "#3a414a",
    "direct": "#17345a",
    "indirect": "#143d29",
    "free": "#3a2a57",
    "mixed": "#4a3113",
    "reported": "#4d1f30",
    "direct-line": "#79b8ff",
    "indirect-line": "#6fdca0",
    "free-line": "#c8a8ff",
    "mixed-line": "#ffb96b",
    "reported-line": "#ff9cba",
    "speaker": "#e3b1ff",
    "date": "#ffd080",
    "frame": "#22272e",
    "target": "#5a4d00",
}

TYPES = {
    "direct": ("direct", "solid"),
    "indirect": ("indirect", "dashed"),
    "free_indirect": ("free", "dotted"),
    "indirect_free_indirect": ("mixed", "double"),
    "reported": ("reported", "wavy"),
}
"""The colour and the underline of each quotation type."""

_RULES = """
.polittext{color:var(--pt-ink);background:var(--pt-paper);font:1rem/1.75 system-ui,sans-serif;padding:.75rem 1rem;
border-radius:.5rem}
.polittext .pt-text{white-space:pre-wrap;overflow-wrap:anywhere;max-width:46rem}
.polittext mark{color:inherit;padding:.12em 0;text-decoration-line:underline;text-decoration-thickness:.09em;
text-underline-offset:.28em;text-decoration-skip-ink:none;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.polittext .pt-nested{box-shadow:inset 0 .1em 0 var(--pt-line),inset 0 -.1em 0 var(--pt-line)}
.polittext .pt-frame{background:var(--pt-frame)}
.polittext mark .pt-frame{background:none}
.polittext .pt-cue{font-style:italic}
.polittext .pt-addressee{font-variant-caps:small-caps}
.polittext .pt-speaker{color:var(--pt-speaker);font-weight:600;text-decoration:none}
.polittext .pt-date{color:var(--pt-date);border-bottom:.12em dotted currentColor;cursor:help}
.polittext .pt-n{font-size:.68em;line-height:1;padding:0 .15em;user-select:none;-webkit-user-select:none}
.polittext a{color:var(--pt-speaker)}
.polittext a:hover,.polittext a:focus-visible{outline:.12em solid currentColor;outline-offset:.1em}
.polittext :target{background:var(--pt-target)}
.polittext .pt-legend,.polittext details{font-size:.82rem;color:var(--pt-soft);margin:.75rem 0 0}
.polittext .pt-legend>*{margin-right:.6em;padding:.12em .3em}
.polittext .pt-legend mark{color:var(--pt-ink)}
.polittext summary{cursor:pointer}
.polittext table{border-collapse:collapse;margin:.5rem 0;color:var(--pt-ink);background:none}
.polittext th,.polittext td{border-bottom:1px solid var(--pt-line);padding:.2em .6em .2em 0;text-align:left;
vertical-align:top;background:none;white-space:normal}
"""


def _variables(palette: dict[str, str]) -> str:
    return ";".join(f"--pt-{name}:{colour}" for name, colour in palette.items())


@cache
def style() -> str:
    """Return the style sheet; it follows the system, or the theme of the page around where that tells."""
    types = "".join(
        f".polittext .pt-{name}{{background:var(--pt-{colour});text-decoration-style:{line};"
        f"text-decoration-color:var(--pt-{colour}-line)}}"
        for name, (colour, line) in TYPES.items()
    )
    dark = _variables(DARK)
    light = _variables(LIGHT)
    # Of the themes in which these pages may lie: JupyterLab, VS Code, and those of Sphinx (Furo, PyData).
    dark_themes = ("[data-jp-theme-light=false]", ".vscode-dark", "[data-theme=dark]")
    light_themes = ("[data-jp-theme-light=true]", ".vscode-light", "[data-theme=light]")

    def within(places: tuple[str, ...]) -> str:
        return ",".join(f"{place} .polittext" for place in places)

    themes = (
        f".polittext{{{light};color-scheme:light}}"
        f"@media(prefers-color-scheme:dark){{.polittext{{{dark};color-scheme:dark}}}}"
        f"{within(light_themes)}{{{light};color-scheme:light}}"
        f"{within(dark_themes)}{{{dark};color-scheme:dark}}"
    )
    return themes + _RULES.replace("\n", "") + types
