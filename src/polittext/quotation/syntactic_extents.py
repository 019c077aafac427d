"""How far what is quoted reaches, by an analysis: clauses that hang on the source, on the main clause, or on neither.

Each step changes one edge, at a comma or "und", and only of indirect speech, whose edges no marks show.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from polittext.document import Extent, Quote, Span
from polittext.quotation.hints import tokens_of
from polittext.quotation.syntactic_base import above, cue_verb, ending_with, finite, source_frame
from polittext.syntax.tree import SyntaxView

if TYPE_CHECKING:
    from polittext.columns import TokenTable

CLAUSES_OF_SOURCE = ("acl", "advcl", "conj")


def with_true_extent(view: SyntaxView, tokens: "TokenTable", quote: Quote) -> Quote:
    """Return a quotation whose content and source reach as far as the analysis says, or the same one."""
    if quote.type != "indirect":
        return quote
    frame = source_frame(view, tokens, quote)
    if not frame:
        return _without_main_clause(view, tokens, quote)
    return _only_clause_of_source(view, tokens, _without_attributes(view, tokens, quote, frame))


def _without_attributes(view: SyntaxView, tokens: "TokenTable", quote: Quote, frame: list[int]) -> Quote:
    """Give the source what belongs to it: "Laut X, | der dabei war, | wurde niemand verletzt"."""
    start = frame[-1] + 1
    start += start < len(tokens) and tokens[start].text == ","
    content = set(tokens_of(quote, tokens))
    for head in frame:
        for k in view.children(head, ("acl", "appos")):
            first, last = view.block(k)
            if first != start or not content.issuperset(range(first, last)):
                continue
            rest = content.difference(range(first, last))
            if not finite(view, rest):
                continue
            if max(rest) < first and not finite(view, range(first, last)):
                continue  # "Es sei, so X, kaum möglich gewesen" ends with the clause that X parts
            end = last + (last < len(tokens) and tokens[last].text == ",")
            taken = view.extent(first, end)
            frame_and_it = None if quote.frame is None else _until(tokens.text, quote.frame, taken.end)
            quote = replace(quote, spans=cut(tokens.text, quote.spans, taken.start, taken.end), frame=frame_and_it)
            if view.label(k) == "appos" and quote.speaker is not None and len(quote.speaker.spans) == 1:
                quote = replace(quote, speaker=_until(tokens.text, quote.speaker, view.extent(first, last).end))
            return quote
    return quote


def _without_main_clause(view: SyntaxView, tokens: "TokenTable", quote: Quote) -> Quote:
    """Cut off the main clause that goes on behind what is said: "X, der weiß, dass er verliert, | trat zurück"."""
    content, frame = tokens_of(quote, tokens), tokens_of(quote.frame, tokens)
    if len(quote.spans) > 1 or not content or not frame or frame[-1] >= content[0]:
        return quote
    verb = cue_verb(view, tokens, quote.cue)
    if verb is None and not any(view.upos(i) == "NOUN" for i in tokens_of(quote.cue, tokens)):
        return quote
    if verb is not None and verb not in above(view, content[0]):
        return quote
    below = frame if verb is None else [verb]
    higher = {i for k in below for i in above(view, k)[1:]}.difference(frame)
    for i in finite(view, range(content[0] + 2, content[-1] + 1)):
        if view.feature(i, "Mood") == "Sub":
            continue
        top = view.head(i) if view.label(i) in ("aux", "cop") else i
        main = tokens[i - 1].text == "," and top in higher
        joined = tokens[i - 1].text == "und" and verb is not None and view.label(i) == "conj" and view.head(i) == verb
        if main or joined:
            return ending_with(tokens, quote, i - 1)
    return quote


def _only_clause_of_source(view: SyntaxView, tokens: "TokenTable", quote: Quote) -> Quote:
    """Cut off the main clause before the clause that a source stands in: "Er blieb, | da laut X niemand kam"."""
    frame, content = source_frame(view, tokens, quote), tokens_of(quote, tokens)
    tops = [i for i in frame if view.head(i) not in frame]
    if not frame or tokens[frame[0]].text.lower() == "so":
        return quote
    if len(tops) != 1 or not content or view.head(tops[0]) < 0:
        return quote
    verb = view.clause_head(view.head(tops[0]))
    if view.label(verb) not in CLAUSES_OF_SOURCE or verb not in content:
        return quote
    if view.label(verb) == "conj" and not view.children(verb, ("nsubj", "csubj")):
        return quote
    first = view.block(verb)[0]
    if not content[0] < first <= frame[0] or tokens[first - 1].text != ",":
        return quote
    if not finite(view, (i for i in content if i < first)):
        return quote
    spans = cut(tokens.text, quote.spans, 0, int(tokens.starts[first]))
    return replace(quote, spans=spans) if spans else quote


def cut(text: str, spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """Return spans without the code points [start, end), and without commas and white space at the new edges."""
    out = []
    for span in spans:
        for a, b in ((span.start, min(span.end, start)), (max(span.start, end), span.end)):
            while a < b and (text[a].isspace() or text[a] in ",;"):
                a += 1
            while a < b and text[b - 1].isspace():
                b -= 1
            if a < b:
                out.append(Span(a, b, text[a:b]))
    return tuple(out)


def _until(text: str, part: Extent, end: int) -> Extent:
    """Return a role as one span that reaches to `end` at least."""
    end = max(end, part.end)
    return Extent((Span(part.start, end, text[part.start : end]),))
