"""What a syntactic engine is: anything that analyses our tokens and sentences, many documents at a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from polittext.columns import TokenAnalysis
from polittext.document import Entity
from polittext.errors import OptionError

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

Segmented = tuple["TokenTable", "SentenceTable"]
"""The tokens and the sentences of one text."""

Analysed = tuple[TokenAnalysis, tuple[Entity, ...]]
"""What an engine finds in one text: one entry per token, and the named entities in text order."""


@runtime_checkable
class SyntaxEngine(Protocol):
    """An analyser of German syntax with labels after Universal Dependencies.

    Example:
        An engine that knows nothing but the words:

        >>> from polittext.columns import TokenAnalysis
        >>> class Words:
        ...     def analyze(self, documents):
        ...         found = []
        ...         for tokens, sentences in documents:
        ...             none = (None,) * len(tokens)
        ...             lemmas = tuple(word.lower() for word in tokens.texts())
        ...             found.append((TokenAnalysis(lemmas, none, none, none, none, none), ()))
        ...         return found
        >>> from polittext import Pipeline
        >>> Pipeline(syntax=Words())("Der Rat tagt.").tokens[1].lemma
        'rat'
    """

    def analyze(self, documents: Sequence[Segmented]) -> Sequence[Analysed]:
        """Analyse documents together, so that an engine can batch them.

        Args:
            documents: The tokens and sentences of each text. Any text is possible, also one without tokens.

        Returns:
            For each document, in the same order: lemma, upos, xpos, feats, head and deprel of each token (None where
            the engine says nothing; heads are token indices in the document, -1 for a root), and the named entities.
        """
        ...


def resolve_engine(syntax: Any) -> SyntaxEngine | None:
    """Return the engine that the option `syntax` of `Pipeline` means, or None for None.

    Args:
        syntax: "stanza", an object with an `analyze` method, or None.

    Raises:
        OptionError: It is something else.
    """
    if syntax is None:
        return None
    if syntax == "stanza":
        from polittext.syntax.stanza import StanzaSyntax

        return StanzaSyntax()
    if isinstance(syntax, SyntaxEngine) and not isinstance(syntax, type):
        return syntax
    raise OptionError(f"syntax must be 'stanza', None or an object with an analyze method, not {syntax!r}")


def run_engine(engine: SyntaxEngine, documents: Sequence[Segmented]) -> list["tuple[TokenTable, tuple[Entity, ...]]"]:
    """Analyse documents and return their tokens with the analysis, and their entities.

    Raises:
        ValueError: The engine didn't return one entry per document or per token, or a head that is no token.
    """
    found = list(engine.analyze(documents))
    if len(found) != len(documents):
        raise ValueError(f"{type(engine).__name__} returned {len(found)} analyses for {len(documents)} documents")
    out = []
    for (tokens, _), (analysis, entities) in zip(documents, found, strict=True):
        check_analysis(analysis, len(tokens), type(engine).__name__)
        out.append((tokens.with_analysis(analysis), tuple(entities)))
    return out


def check_analysis(analysis: TokenAnalysis, n: int, engine: str) -> None:
    """Check that an analysis fits a document of `n` tokens.

    Raises:
        ValueError: A column has another length, or a head lies outside [-1, n).
    """
    for name in ("lemma", "upos", "xpos", "feats", "head", "deprel"):
        column = getattr(analysis, name)
        if len(column) != n:
            raise ValueError(f"{engine} returned {len(column)} entries of {name} for {n} tokens")
    wrong = [h for h in analysis.head if h is not None and not -1 <= h < n]
    if wrong:
        raise ValueError(f"{engine} returned head {wrong[0]}, which is no token index below {n} and not -1")


def empty_analysis(n: int) -> TokenAnalysis:
    """Return an analysis of `n` tokens that says nothing."""
    none: tuple[None, ...] = (None,) * n
    return TokenAnalysis(none, none, none, none, none, none)
