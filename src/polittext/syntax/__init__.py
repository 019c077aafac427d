"""Optional syntactic analysers behind one protocol, and what can be read from their analysis."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polittext.syntax.protocol import SyntaxEngine
    from polittext.syntax.stanza import StanzaSyntax
    from polittext.syntax.tree import SyntaxView

__all__ = ["StanzaSyntax", "SyntaxEngine", "SyntaxView"]

_HOMES = {
    "StanzaSyntax": "polittext.syntax.stanza",
    "SyntaxEngine": "polittext.syntax.protocol",
    "SyntaxView": "polittext.syntax.tree",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
