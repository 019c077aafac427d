"""German political text: tokens and sentences, who said what, and every date normalized.

The public names are loaded when they are first used (PEP 562), so that importing the package costs a few milliseconds
and neither prints, opens nor downloads anything.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from polittext._version import __version__

if TYPE_CHECKING:
    from polittext import errors
    from polittext.document import Document
    from polittext.functions import (
        analyze,
        extract_quotes,
        find_dates,
        normalize_date,
        pipe,
        split_sentences,
        tokenize,
    )
    from polittext.pipeline import Pipeline

__all__ = [
    "Document",
    "Pipeline",
    "__version__",
    "analyze",
    "errors",
    "extract_quotes",
    "find_dates",
    "normalize_date",
    "pipe",
    "split_sentences",
    "tokenize",
]

_HOMES = {
    "Document": "polittext.document",
    "Pipeline": "polittext.pipeline",
    "analyze": "polittext.functions",
    "extract_quotes": "polittext.functions",
    "find_dates": "polittext.functions",
    "normalize_date": "polittext.functions",
    "pipe": "polittext.functions",
    "render": "polittext.formats.html",
    "split_sentences": "polittext.functions",
    "to_frames": "polittext.formats.dataframe",
    "tokenize": "polittext.functions",
}


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("polittext.errors")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
