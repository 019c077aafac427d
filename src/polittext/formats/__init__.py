"""Documents written to and read from files of other kinds; the names are loaded when they are first used."""

from importlib import import_module
from typing import Any

_HOMES = {
    "Frames": "dataframe",
    "dates_frame": "dataframe",
    "quotes_frame": "dataframe",
    "read_brat": "brat",
    "read_conllu": "conllu",
    "render": "html",
    "tei_text": "tei",
    "to_brat": "brat",
    "to_conllu": "conllu",
    "to_frames": "dataframe",
    "to_tei": "tei",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
