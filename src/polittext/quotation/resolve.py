"""Speaker identity: who is meant by "er", "die Kanzlerin", "Merkel" or "Angaben der Polizei"."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from polittext.document import Extent, Quote, Speaker
from polittext.quotation.lexicon import flags_of, noun_of
from polittext.quotation.name_runs import run_end, split_roles
from polittext.quotation.people import People, Person
from polittext.quotation.person_words import base_role, given_gender, is_same_office, origin_of, role_of
from polittext.quotation.word_classes import CAP, DET, PREP
from polittext.quotation.word_groups import word_group

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

_DISTANCE = 900  # how far back, in characters, a pronoun may look
_ROLE_DISTANCE = 6000  # and an office
_LOOK_BACK = 24  # mentions


def resolve_speakers(
    text: str, tokens: "TokenTable", sentences: "SentenceTable", quotes: tuple[Quote, ...]
) -> tuple[tuple[Quote, ...], tuple[Speaker, ...]]:
    """Find the name behind each speaker span.

    Args:
        text: The text.
        tokens: Its tokens.
        sentences: Its sentences.
        quotes: Its quotations, in order.

    Returns:
        The quotations with `speaker_name`, None where the text doesn't tell; and whoever speaks under a name, in order
        of the first quotation.

    Example:
        >>> import polittext
        >>> doc = polittext.analyze("Kanzlerin Angela Merkel kam nach Kiel. „Wir schaffen das“, sagte sie.")
        >>> doc.quotes[0].speaker.text, doc.quotes[0].speaker_name
        ('sie', 'Angela Merkel')
    """
    if not any(q.speaker for q in quotes):
        return quotes, ()
    resolver = _Resolver(text, tokens)
    known: dict[tuple[int, int], str | None] = {}
    resolved: list[Quote] = []
    for quote in quotes:
        speaker = quote.speaker
        if speaker is None:
            resolved.append(quote)
            continue
        key = (speaker.start, speaker.end)
        if key not in known:
            known[key] = resolver.name(speaker, quote)
        resolved.append(replace(quote, speaker_name=known[key]))
    return tuple(resolved), _speakers(resolved)


def _speakers(quotes: Sequence[Quote]) -> tuple[Speaker, ...]:
    names: dict[str, tuple[dict[tuple[int, int], Extent], list[int]]] = {}
    for index, quote in enumerate(quotes):
        if quote.speaker_name is None or quote.speaker is None:
            continue
        mentions, indices = names.setdefault(quote.speaker_name, ({}, []))
        mentions.setdefault((quote.speaker.start, quote.speaker.end), quote.speaker)
        indices.append(index)
    return tuple(
        Speaker(name, tuple(mentions[key] for key in sorted(mentions)), tuple(indices))
        for name, (mentions, indices) in names.items()
    )


class _Resolver:
    def __init__(self, text: str, tokens: "TokenTable") -> None:
        self.text = text
        self.tokens = tokens
        self.words = tokens.texts()
        self.starts: list[int] = tokens.starts.tolist()
        self.people = People(self.words, self.starts)
        self.last: tuple[int, Person | None, str] | None = None  # the last named speaker: offset, person, name
        self.vocabulary: frozenset[str] | None = None

    def name(self, speaker: Extent, quote: Quote) -> str | None:
        """Return the name behind a speaker span."""
        first, last = self.tokens.range_of(speaker.spans[0].start, speaker.spans[0].end)
        words = self.words[first:last]
        while words and not words[0][:1].isalnum() and words[0] not in "„\"»«“'":
            first, words = first + 1, words[1:]
        if not words:
            return None
        low = words[0].lower()
        if len(words) == 1 and _is_pronoun(low):
            person, name = self._pronoun(low, speaker.start, quote)
        elif len(words) == 1 and low in word_group("unnamed"):
            return None
        else:
            person, name = self._phrase(words, first, speaker.start)
        if name is not None:
            self.last = (speaker.start, person, name)
        return name

    def _phrase(self, words: list[str], first: int, offset: int) -> tuple[Person | None, str | None]:
        words, first = self._without_source(words, first)
        if not words:
            return None, None
        if len(words) == 1 and (_is_pronoun(words[0].lower()) or words[0].lower() in word_group("unnamed")):
            return None, None
        if words[0] in ("von", "van", "de") and len(words) > 1 and words[-1] in self.people.by_surname:
            person = self._lookup(words[-1:], offset)
        else:
            person = self._named(words, offset)
        if person is not None:
            return person, person.name
        return self._described(words, first, offset)

    def _without_source(self, words: list[str], first: int) -> tuple[list[str], int]:
        """Drop "Angaben der", "einem Bericht von" before the one who gives them."""
        name = words[0] == "von" and words[-1] in self.people.by_surname
        if words and flags_of(words[0]) & PREP and len(words) > 1 and not name:
            words, first = words[1:], first + 1  # "In einer Erklärung von X"
        for _ in range(2):
            k = next((i for i, w in enumerate(words[:5]) if noun_of(w) is not None or role_of(w) is not None), None)
            if k is None or noun_of(words[k]) is None:
                return words, first
            if any(w[:1].isupper() and flags_of(w) & CAP and not _is_adjective(w) for w in words[:k]):
                # "Celebis Angaben"
                return ([*words[: k - 1], _ungenitive(words[k - 1])], first) if k + 1 >= len(words) else (words, first)
            rest = words[k + 1 :]
            if not rest:
                return [], first
            if rest[0] in ("von", "vom", "aus", "durch"):
                words, first = rest[1:], first + k + 2
            else:
                words, first = rest, first + k + 1
        return words, first

    def _named(self, words: list[str], offset: int) -> Person | None:
        """Return the person whose name is the head of the phrase: not one that hangs on a preposition or genitive."""
        n = len(words)
        i = 0
        depth = False  # behind a preposition or a genitive article, until a comma
        seen_noun = False
        while i < n:
            word = words[i]
            if word == ",":
                depth = seen_noun = False
            elif flags_of(word) & PREP and not flags_of(word) & CAP and word.islower():
                depth = True
            elif seen_noun and word == "und":
                return None
            elif seen_noun and word in word_group("genitive_article"):
                depth = True
            elif word[:1].isupper() and flags_of(word) & CAP:
                j = run_end(words, i)
                roles, k = split_roles(words, i, j)
                if not depth and k < j and (not seen_noun or roles or words[i - 1] == ","):
                    found = self._lookup(words[k:j], offset)
                    if found is not None and (j == n or words[j] != "und"):
                        return found
                seen_noun = True
                i = j
                continue
            i += 1
        return None

    def _lookup(self, name: list[str], offset: int) -> Person | None:
        for form in (name[-1], name[-1][:-1] if name[-1].endswith("s") and len(name[-1]) > 3 else name[-1]):
            people = self.people.by_surname.get(form)
            if not people:
                continue
            if len(name) > 1:
                full = " ".join(name)
                for person in people:
                    if person.name == full or person.name.endswith(full) or person.name.split()[0] == name[0]:
                        return person
                if given_gender(name[0]) is None and role_of(name[0]) is None:
                    continue
                return None
            if len(people) == 1:
                return people[0]
            return max(people, key=lambda p: p.last_before(offset + 1))
        return None

    def _described(self, words: list[str], first: int, offset: int) -> tuple[Person | None, str | None]:
        """A description: an office whose holder is known, or a body that stays itself."""
        low = words[0].lower()
        heads = [(i, w) for i, w in enumerate(words) if w[:1].isupper() and not (flags_of(w) & DET) and w[:1].isalpha()]
        heads = [(i, w) for i, w in heads if i or flags_of(w) & CAP]
        if not heads:
            if low in ("der", "die") and len(words) == 2:
                return self._pronoun("er" if low == "der" else "sie", offset, None)  # "der 81-jährige"
            if len(words) == 1 and any(c.isdigit() for c in words[0]) and words[0][:1].isalpha():
                return None, words[0]  # "n24"
            return None, None
        head = heads[0][1]
        role = role_of(head)
        if role is not None and role.kind == "office":
            origin = next((o for w in words if (o := origin_of(w))), "")
            holder = self._holder(base_role(head), role.gender, origin, offset)
            if holder is not None and low not in word_group("indefinite"):
                return holder, holder.name
            return None, None
        if role is not None and role.kind in ("group", "document"):
            return None, None
        if len(heads) > 1 and heads[0][0] == 0 and heads[1][0] == 1 and _is_adjective(head):
            inner = role_of(heads[1][1])
            if inner is not None and inner.kind != "title":
                return None, None
        if low in word_group("indefinite") or low.startswith(tuple(word_group("possessive_stem"))):
            return None, None
        return None, self._canonical(words)

    def _holder(self, role: str, gender: str, origin: str, offset: int) -> Person | None:
        """Return who was introduced with an office, the nearest before the offset; "Außenminister" is a "Minister"."""
        best: Person | None = None
        best_at = -1
        for person in self.people.people:
            if origin and person.origins and origin not in person.origins:
                continue
            for known in person.roles:
                if (
                    is_same_office(known, role)
                    or known == role
                    or known.endswith(role)
                    or (len(known) > 5 and role.endswith(known))
                ):
                    if gender != "u" and person.gender not in (gender, "u"):
                        continue
                    at = person.last_before(offset)
                    if origin and origin in person.origins and at >= 0:
                        return person
                    if at > best_at and offset - at < _ROLE_DISTANCE:
                        best, best_at = person, at
        return best

    def _pronoun(self, word: str, offset: int, quote: Quote | None) -> tuple[Person | None, str | None]:
        gender = "m" if word in word_group("male_pronoun") else "f"
        if gender == "f" and quote is not None and _is_plural(quote):
            return None, None
        best: Person | None = None
        best_score = 0.0
        contents = [] if quote is None else [(s.start, s.end) for s in quote.spans]
        for rank, (at, person) in enumerate(self.people.before(offset, _LOOK_BACK)):
            if offset - at > _DISTANCE:
                break
            if person.gender == "u" and not person.roles and (self.last is None or self.last[1] is not person):
                continue  # perhaps no person at all
            if person.gender not in (gender, "u") or any(a <= at < b for a, b in contents):
                continue
            score = 10.0 / (1 + (offset - at) / 150) + (2 if person.gender == gender else 0) - 0.1 * rank
            if self.last is not None and self.last[1] is person and offset - self.last[0] < _DISTANCE:
                score += 3
            if score > best_score:
                best, best_score = person, score
        return (best, best.name) if best is not None else (None, None)

    def _canonical(self, words: list[str]) -> str | None:
        """Return the name of a body: without article, parentheses and quotation marks, in the nominative."""
        kept: list[str] = []
        oblique = words[0].lower() in word_group("oblique_article")
        genitive = words[0].lower() in ("des", "eines")
        start = 1 if flags_of(words[0]) & DET or words[0].lower() in ("der", "die", "das", "Der") else 0
        head_done = False
        for word in words[start:]:
            if word in ("(", "[", ",", "–") or (kept and word in word_group("name_cutting")):
                break
            if word in "„“”\"»«‚‘'":
                continue
            form = word
            if not head_done and word[:1].isupper() and flags_of(word) & CAP:
                head_done = True
                if genitive:
                    form = self._nominative(word)
            elif (
                not head_done and oblique and word.endswith("en") and words[0][:1].islower() and not _plural_head(words)
            ):
                form = word[:-1]
            kept.append(form)
        name = " ".join(kept).strip()
        name = name.replace(" - ", "-")
        return name or None

    def _nominative(self, word: str) -> str:
        if self.vocabulary is None:
            self.vocabulary = frozenset(self.words)
        for ending in ("s", "es"):
            if word.endswith(ending) and word[: -len(ending)] in self.vocabulary:
                return word[: -len(ending)]
        if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) and not word.isupper():
            return word[:-1]
        return word


def _is_pronoun(low: str) -> bool:
    """Say whether a word may stand for somebody who is named elsewhere."""
    return low in word_group("male_pronoun") or low in word_group("female_pronoun")


def _is_adjective(word: str) -> bool:
    """Say whether a capitalised word at a phrase's start is an adjective ("Offiziellen Angaben")."""
    return (
        word.endswith(("en", "er", "e", "em"))
        and given_gender(word) is None
        and role_of(word) is None
        and len(word) > 4
    )


def _ungenitive(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word.rstrip("’'")


def _plural_head(words: list[str]) -> bool:
    head = next((w for w in words if w[:1].isupper() and flags_of(w) & CAP), "")
    return words[0].lower() == "der" and head.endswith(("en", "er", "e"))


def _is_plural(quote: Quote) -> bool:
    """Say whether the cue's finite verb is a plural ("sagten sie")."""
    if quote.cue is None:
        return False
    first = quote.cue.spans[0].text.split()[0].lower()
    return first.endswith(("en", "sind", "waren", "ten")) and first != "wollen"
