"""What quotation extraction asks of a dependency analysis, for any analysis with Universal Dependencies labels.

Labels are compared without their subtype where that doesn't matter ("nsubj:pass" is an "nsubj"). Indices are those of
the document's tokens; spans are half-open ranges of token indices unless said otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from polittext.document import Entity, Extent, Span

if TYPE_CHECKING:
    from polittext.columns import TokenTable

SUBJECT = ("nsubj", "csubj")
CLAUSE = ("ccomp", "parataxis", "xcomp", "advcl", "acl", "csubj", "root", "conj")
CONTENT = ("ccomp", "parataxis", "xcomp", "csubj")
LIGHT = ("aux", "cop", "cc", "mark", "case", "punct")
LOOSE = ("punct", "cc", "conj", "parataxis", "ccomp", "discourse", "vocative", "dep")
_PARTNERS = {
    "„": "“”", "“": "„”", "”": "„“", "»": "«", "«": "»", '"': '"', "‚": "‘’", "‘": "‚", "’": "‚", "(": ")", ")": "(",
    "[": "]", "]": "[", "›": "‹", "‹": "›",
}  # fmt: skip


class SyntaxView:
    """The trees of one document.

    Args:
        tokens: Tokens with an analysis.

    Example:
        >>> from polittext.columns import TokenAnalysis, TokenTable
        >>> analysis = TokenAnalysis(
        ...     lemma=("der", "Rat", "schweigen"), upos=("DET", "NOUN", "VERB"), xpos=(None,) * 3, feats=(None,) * 3,
        ...     head=(1, 2, -1), deprel=("det", "nsubj", "root"))
        >>> tokens = TokenTable("Der Rat schweigt", [0, 4, 8], [3, 7, 16], [0, 0, 0], analysis)
        >>> view = SyntaxView(tokens)
        >>> view.subject(2), view.subtree(1)
        (1, (0, 1))
    """

    __slots__ = ("_analysis", "_children", "_n", "_tokens")

    def __init__(self, tokens: "TokenTable") -> None:
        if tokens.analysis is None:
            raise ValueError("the tokens have no analysis; use Pipeline(syntax=...)")
        self._tokens = tokens
        self._analysis = tokens.analysis
        self._n = len(tokens)
        self._children: list[list[int]] = [[] for _ in range(self._n)]
        for i, head in enumerate(self._analysis.head):
            if head is not None and 0 <= head < self._n and head != i:
                self._children[head].append(i)

    def head(self, i: int) -> int:
        """Return the head of a token, -1 for a root or where the analysis says nothing."""
        head = self._analysis.head[i]
        return -1 if head is None else head

    def label(self, i: int) -> str:
        """Return the label of a token without its subtype; "" where the analysis says nothing."""
        return (self._analysis.deprel[i] or "").partition(":")[0]

    def upos(self, i: int) -> str:
        """Return the universal part of speech, "" where the analysis says nothing."""
        return self._analysis.upos[i] or ""

    def feature(self, i: int, name: str) -> str | None:
        """Return a morphological feature, such as "Mood", or None."""
        for pair in (self._analysis.feats[i] or "").split("|"):
            key, separator, value = pair.partition("=")
            if separator and key == name:
                return value
        return None

    def children(self, i: int, labels: Iterable[str] | None = None) -> list[int]:
        """Return the dependents of a token in text order, all or those with one of the labels."""
        if labels is None:
            return list(self._children[i])
        wanted = frozenset(labels)
        return [k for k in self._children[i] if self.label(k) in wanted or self._analysis.deprel[k] in wanted]

    def subtree(self, i: int, without: Sequence[str] = ()) -> tuple[int, ...]:
        """Return a token and all that depends on it, ascending.

        Args:
            i: The token.
            without: Labels of direct dependents that are left out together with theirs.
        """
        seen = {i}
        stack = [k for k in self._children[i] if self.label(k) not in without]
        while stack:
            k = stack.pop()
            if k not in seen:
                seen.add(k)
                stack += self._children[k]
        return tuple(sorted(seen))

    def block(self, i: int, without: Sequence[str] = ()) -> tuple[int, int]:
        """Return the unbroken stretch of a token's subtree that holds the token, without punctuation at its edges."""
        members = set(self.subtree(i, without))
        first = last = i
        while first - 1 in members:
            first -= 1
        while last + 1 in members:
            last += 1
        while first < i and self.upos(first) == "PUNCT":
            first += 1
        while last > i and self.upos(last) == "PUNCT":
            last -= 1
        return first, last + 1

    def noun_phrase(self, i: int) -> tuple[int, int]:
        """Return the whole noun phrase of a nominal head: article, attributes, names, appositions, relative clauses.

        What only hangs on it for lack of a better place (conjunct clauses, `parataxis`, `ccomp`) is left out, likewise
        its own preposition.
        """
        members = [k for k in self._children[i] if self.label(k) == "conj" and self.is_clause(k)]
        without = ("case", "mark", "punct", "parataxis", "ccomp", "discourse", "vocative", "cop", "aux", "nsubj")
        inside = set(self.subtree(i, without))
        for k in members:
            inside -= set(self.subtree(k))
        for k in self._children[i]:
            if self.label(k) == "punct":
                inside.add(k)  # the commas of an apposition, the quotation marks of a name
            if self.label(k) == "cc":
                inside.discard(k)
        first = last = i
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        while first < i and self.label(first) == "punct" and not self._paired(first, first, last):
            first += 1
        while last > i and self.label(last) == "punct" and not self._paired(last, first, last):
            last -= 1
        return first, last + 1

    def _paired(self, i: int, first: int, last: int) -> bool:
        """Tell whether a mark or bracket at an edge of a stretch has its partner within."""
        partners = _PARTNERS.get(self._lower(i), "")
        return any(self._lower(k) in partners for k in range(first, last + 1) if k != i and self.label(k) == "punct")

    def nominal_head(self, first: int, last: int) -> int | None:
        """Return the highest token of a span, the first of equals; None for an empty span."""
        inside = range(first, last)
        tops = [i for i in inside if self.head(i) not in inside]
        nominal = [i for i in tops if self.upos(i) in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")]
        found = nominal or tops
        return found[0] if found else None

    def clause_head(self, i: int) -> int:
        """Return the head of the clause that a token stands in: its verb, or its predicate beside a copula."""
        seen = set()
        while i not in seen:
            seen.add(i)
            if self.label(i) in CLAUSE and self.is_clause(i):
                return i
            head = self.head(i)
            if head < 0:
                return i
            i = head
        return i

    def is_clause(self, i: int) -> bool:
        """Tell whether a token heads a clause: a verb, or anything with a copula, an auxiliary or a subject."""
        return self.upos(i) in ("VERB", "AUX") or bool(self.children(i, ("cop", "aux", "nsubj")))

    def subject(self, verb: int) -> int | None:
        """Return the head of the subject of a cue verb, or None.

        A conjunct without a subject takes that of the verb it is joined to ("Er kam und sagte"), an infinitive or
        participle below a verb (`xcomp`) that of the verb above it; an auxiliary stands for its main verb.
        """
        seen = set()
        while verb not in seen:
            seen.add(verb)
            found = self.children(verb, SUBJECT)
            if found:
                return found[0]
            head = self.head(verb)
            if head < 0 or self.label(verb) not in ("conj", "xcomp", "aux", "cop"):
                return None
            verb = head
        return None

    def agent(self, verb: int) -> int | None:
        """Return the head of the agent of a passive ("von der Polizei"), or None."""
        for k in self.children(verb, ("obl", "nmod")):
            if self._analysis.deprel[k] == "obl:agent":
                return k
        if not self.is_passive(verb):
            return None
        for k in self.children(verb, ("obl",)):
            cases = {self._lower(c) for c in self.children(k, ("case",))}
            if cases & {"von", "vom", "durch"} and self.upos(k) in ("NOUN", "PROPN", "PRON"):
                return k
        return None

    def is_passive(self, verb: int) -> bool:
        """Tell whether a verb is passive (`aux:pass`, `nsubj:pass`, or a participle with "werden")."""
        for k in self._children[verb]:
            if self._analysis.deprel[k] in ("aux:pass", "nsubj:pass", "csubj:pass", "expl:pass"):
                return True
        participle = self.feature(verb, "VerbForm") == "Part"
        return participle and any(self._analysis.lemma[k] == "werden" for k in self.children(verb, ("aux",)))

    def is_agentless_passive(self, verb: int) -> bool:
        """Tell whether a verb is passive and nobody is named who acts ("es wurde mitgeteilt")."""
        return self.is_passive(verb) and self.agent(verb) is None

    def content(self, cue: int) -> tuple[int, int] | None:
        """Return the clause that a cue verb introduces: its `ccomp`, else `parataxis`, `xcomp` or clausal subject.

        Where the parser made the cue the parenthesis ("Das, sagte er, sei falsch": `parataxis` of "falsch"), the
        clause above it is the content.
        """
        for label in CONTENT:
            for k in self.children(cue, (label,)):
                if self.is_clause(k):
                    return self.block(k)
        head = self.head(cue)
        if head >= 0 and self.label(cue) == "parataxis":
            return self.block(head, without=("parataxis",))
        return None

    def is_reported_mood(self, first: int, last: int) -> bool:
        """Tell whether a finite verb in a span is in the subjunctive (`Mood=Sub`), the mood of reported speech."""
        return any(self.feature(i, "Mood") == "Sub" for i in range(first, last))

    def extent(self, first: int, last: int) -> Extent:
        """Return tokens [first, last) as an extent of the text.

        Raises:
            ValueError: The range is empty.
        """
        if first >= last:
            raise ValueError("an extent can't be empty")
        start, end = int(self._tokens.starts[first]), int(self._tokens.ends[last - 1])
        return Extent((Span(start, end, self._tokens.text[start:end]),))

    def _lower(self, i: int) -> str:
        return self._tokens.text[int(self._tokens.starts[i]) : int(self._tokens.ends[i])].lower()


def entities_in(entities: Sequence[Entity], start: int, end: int, labels: Iterable[str] = ()) -> Iterator[Entity]:
    """Yield the entities that lie within code points [start, end), in text order; all or those of some labels."""
    wanted = frozenset(labels)
    for entity in entities:
        if start <= entity.start and entity.end <= end and (not wanted or entity.label in wanted):
            yield entity


def entity_covering(entities: Sequence[Entity], start: int, end: int) -> Entity | None:
    """Return the longest entity that holds the code points [start, end), or None."""
    found = [e for e in entities if e.start <= start and end <= e.end]
    return max(found, key=len, default=None)
