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
    from polittext.pipeline import (
        Pipeline,
        analyze,
        extract_quotes,
        find_dates,
        normalize_date,
        pipe,
        split_sentences,
        tokenize,
    )

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
    "analyze": "polittext.pipeline",
    "extract_quotes": "polittext.pipeline",
    "find_dates": "polittext.pipeline",
    "normalize_date": "polittext.pipeline",
    "pipe": "polittext.pipeline",
    "render": "polittext.formats.html",
    "split_sentences": "polittext.pipeline",
    "to_frames": "polittext.formats.dataframe",
    "tokenize": "polittext.pipeline",
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
