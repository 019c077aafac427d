"""From what the rules found to quotations: in order, with parents and confidence."""

from collections.abc import Sequence
from functools import cache

from polittext.document import Extent, Quote, Span
from polittext.quotation.rules_base import Chars, Found
from polittext.resources import read_toml


def to_quotes(text: str, found: Sequence[Found]) -> tuple[Quote, ...]:
    """Turn candidates into quotations: sorted, with parents and confidence."""
    order = sorted((q for q in found if q.content), key=lambda q: (q.start, -q.end, q.type == "direct"))
    confidence = _confidences()
    quotes: list[Quote] = []
    stack: list[int] = []
    for q in order:
        while stack and quotes[stack[-1]].end < q.end:
            stack.pop()
        parent = next((i for i in reversed(stack[-4:]) if _inside(q, quotes[i])), None)
        rule = "reported" if q.type == "reported" else q.rule
        quotes.append(
            Quote(
                type=q.type,
                medium=q.medium,
                spans=_spans(text, q.content),
                speaker=_extent(text, q.speaker),
                cue=_extent(text, q.cue),
                addressee=_extent(text, q.addressee),
                frame=_extent(text, q.frame),
                parent=parent,
                confidence=confidence[rule],
                provenance="rules:" + rule,
            )
        )
        stack.append(len(quotes) - 1)
    return tuple(quotes)


def _inside(q: Found, outer: Quote) -> bool:
    return any(s.start <= q.start and q.end <= s.end for s in outer.spans)


def _spans(text: str, parts: Sequence[Chars]) -> tuple[Span, ...]:
    return tuple(Span(a, b, text[a:b]) for a, b in sorted(parts))


def _extent(text: str, parts: Sequence[Chars]) -> Extent | None:
    return Extent(_spans(text, parts)) if parts else None


@cache
def _confidences() -> dict[str, float]:
    """Return the precision of each rule."""
    return {rule["name"]: float(rule["precision"]) for rule in read_toml("quotation/rules.toml")["rule"]}


@cache
def rules_with_own_roles() -> frozenset[str]:
    """Return the provenance of quotations whose roles the model leaves alone."""
    return frozenset("rules:" + r["name"] for r in read_toml("quotation/rules.toml")["rule"] if r.get("keeps_roles"))
