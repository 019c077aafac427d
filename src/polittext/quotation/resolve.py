"""Speaker identity: who is meant by "er", "die Kanzlerin", "Merkel" or "Angaben der Polizei"."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from polittext.document import Extent, Quote, Speaker
from polittext.quotation.body_names import BodyNames
from polittext.quotation.lexicon import flags_of, noun_of
from polittext.quotation.people import People, Person
from polittext.quotation.person_lookup import named_person, office_holder, person_by_name
from polittext.quotation.person_words import base_role, origin_of, party_of, role_of
from polittext.quotation.source_phrases import is_capital_adjective, without_source
from polittext.quotation.turns import Turn, find_turns
from polittext.quotation.word_classes import CAP, DET
from polittext.quotation.word_groups import ends_with_word_of, word_group

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

_DISTANCE = 900  # how far back, in characters, a pronoun may look
_PARTY_DISTANCE = 3000  # the same for "der SPD-Chef"
_LOOK_BACK = 24  # mentions
_INTRODUCTION = 2000  # tokens before "die Ökonomin" in which "eine Ökonomin" may stand


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
    resolver = _Resolver(tokens, find_turns(text))
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
    return tuple(resolved), speakers_of(resolved)


def speakers_of(quotes: Sequence[Quote]) -> tuple[Speaker, ...]:
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
    """Names the speakers of one text, in text order: a pronoun looks back to who spoke last."""

    def __init__(self, tokens: "TokenTable", turns: Sequence[Turn]) -> None:
        self.tokens = tokens
        self.turns = turns
        self.words = tokens.texts()
        self.people = People(self.words, tokens.starts.tolist())
        self.last: tuple[int, Person | None, str] | None = None  # the last named speaker: offset, person, name
        self.bodies = BodyNames(self.words)

    def name(self, speaker: Extent, quote: Quote) -> str | None:
        """Return the name behind a speaker span."""
        first, last = self.tokens.range_of(speaker.spans[0].start, speaker.spans[0].end)
        words = self.words[first:last]
        while words and not words[0][:1].isalnum() and words[0] not in "„\"»«“'":
            words = words[1:]
        if not words:
            return None
        low = words[0].lower()
        if len(words) == 1 and _is_pronoun(low):
            person, name = self._pronoun(low, speaker.start, quote)
        elif len(words) == 1 and low in word_group("first_person"):
            person, name = self._turn(speaker.start)
        elif len(words) == 1 and low in word_group("unnamed"):
            return None
        elif _is_noble(words):
            person = person_by_name(words[-1:], self.people, speaker.start)
            name = person.name if person is not None else " ".join([words[0].lower(), *words[1:]])
        else:
            person, name = self._phrase(words, speaker.start)
        if name is not None:
            self.last = (speaker.start, person, name)
        return name

    def _turn(self, offset: int) -> tuple[Person | None, str | None]:
        """Whose turn it is, in an interview or transcript."""
        at = bisect_right(self.turns, offset, key=lambda turn: turn.start) - 1
        if at < 0 or not self.turns[at].named:
            return None, None
        first, last = self.tokens.range_of(self.turns[at].start, self.turns[at].start + len(self.turns[at].label))
        return self._phrase(self.words[first:last], offset)

    def _phrase(self, words: list[str], offset: int) -> tuple[Person | None, str | None]:
        if len(words) < 4 and words[0].lower() in word_group("his") and noun_of(words[-1]) is not None:
            return self._pronoun("er", offset, None)  # "nach seinen Worten"
        full, words = len(words), without_source(words, self.people)
        if not words:
            return None, None
        pronoun = _is_pronoun(words[0].lower()) or words[0].lower() in word_group("unnamed")
        if pronoun and len(words) == 1:
            return None, None
        if words[0] in ("von", "van", "de") and len(words) > 1 and words[-1] in self.people.by_surname:
            person = person_by_name(words[-1:], self.people, offset)
        else:
            person = named_person(words, self.people, offset)
        if person is not None:
            return _named(person)
        if pronoun and words[1] == ",":
            return None, None  # "Sie, meine Damen und Herren"
        return self._described(words, offset, genitive=len(words) < full)

    def _described(self, words: list[str], offset: int, *, genitive: bool) -> tuple[Person | None, str | None]:
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
        while (role := role_of(heads[0][1])) is not None and role.kind == "title":
            heads = heads[1:]  # "Herr Präsident"
            if not heads:
                return None, None
        head = heads[0][1].removeprefix("Ex-").removeprefix("Alt-")  # "der Ex-Minister" was a minister before
        party = party_of(words)
        if party is not None:
            return None, party
        if role is not None and role.kind == "office":
            return self._office(words, head, role.gender, offset, genitive=genitive)
        if (role is not None and role.kind in ("group", "document")) or words[-1] in word_group("first_person"):
            return None, None  # "Katherina Reiche und ich"
        if len(heads) > 1 and heads[0][0] == 0 and heads[1][0] == 1 and is_capital_adjective(head):
            inner = role_of(heads[1][1])
            if inner is not None and inner.kind != "title":
                return None, None
        if low in word_group("indefinite") or low.startswith(tuple(word_group("possessive_stem"))):
            return None, None
        return None, self.bodies.canonical(words)

    def _office(
        self, words: list[str], head: str, gender: str, offset: int, *, genitive: bool
    ) -> tuple[Person | None, str | None]:
        """Whoever was introduced with an office, or whom an article and an office mean otherwise ("der SPD-Chef")."""
        low = words[0].lower()
        definite = low in ("der", "die", "dem", "den")
        if gender == "u" and definite:  # "der Vorsitzende", but "die Vorsitzende" and "der Vorsitzenden"
            gender = "f" if low == "die" or (low == "der" and head.endswith("n")) else "m"
        origin = next((o for w in words if (o := origin_of(w))), "")
        holder = office_holder(self.people, base_role(head), gender, origin, offset)
        if holder is not None and low in word_group("their") and base_role(head) not in holder.roles:
            holder = None  # "ihr Sprecher" is not the "Regierungssprecher"
        if holder is not None and low not in word_group("indefinite"):
            return _named(holder)
        if not definite or (gender == "m" and (low == "die" or (low == "der" and genitive))):
            return None, None  # "die Forscher", "Angaben der Forscher"
        anaphoric = ends_with_word_of(head.lower(), "anaphoric_role")
        political = ends_with_word_of(head.lower(), "varied_office")
        person = self._of_party(head, gender, offset) if anaphoric or political else None
        if person is None and anaphoric:
            return self._pronoun("er" if gender == "m" else "sie", offset, None)  # "der SPD-Politiker"
        if person is None and (political or head.lower() in word_group("profession")):
            person = self._only_one(head, gender, offset, political=political)
        return _named(person)

    def _stands_apart(self, quote: Quote) -> bool:
        """Say whether the frame is a sentence behind the content ("Kern bleibt. Das sagte er"), which may name him."""
        if quote.type != "indirect" or quote.cue is None or quote.cue.start < quote.end:
            return False
        return "." in self.tokens.text[quote.spans[-1].end : quote.cue.start]

    def _of_party(self, head: str, gender: str, offset: int) -> Person | None:
        """Return whom "der SPD-Chef" or "die Grünen-Politikerin" means: the last named one of that party."""
        party = head.rpartition("-")[0].removesuffix("n")
        if not party:
            return None
        for _, person in self.people.before(offset, _LOOK_BACK, _PARTY_DISTANCE):
            if person.party.removesuffix("n") == party and person.gender in (gender, "u"):
                return person
        return None

    def _only_one(self, head: str, gender: str, offset: int, *, political: bool) -> Person | None:
        """Return whom "der Vizekanzler" or "die Ökonomin" means who was not introduced so: the only one in the
        paragraph, else the only one near; nobody where the text speaks of "eine Ökonomin" before."""
        if self._is_introduced_without_name(head, offset):
            return None
        paragraph = self.tokens.text.rfind("\n\n", 0, offset)
        near: list[Person] = []
        here: list[Person] = []
        for at, person in self.people.before(offset, _LOOK_BACK, _DISTANCE):
            if person.gender not in (gender, "u") or (person.gender == "u" and not person.roles):
                continue
            if person in near or (person.party and (not political or "-" in head)):
                continue
            near.append(person)
            here += [person] if at > paragraph else []
        found = here or near
        return found[0] if len(found) == 1 else None

    def _is_introduced_without_name(self, head: str, offset: int) -> bool:
        last = self.tokens.range_of(offset, offset + 1)[0]
        return any(
            self.words[i] == head and any(w.lower() in word_group("indefinite") for w in self.words[max(0, i - 3) : i])
            for i in range(max(0, last - _INTRODUCTION), last)
        )

    def _pronoun(self, word: str, offset: int, quote: Quote | None) -> tuple[Person | None, str | None]:
        gender = "m" if word in word_group("male_pronoun") else "f"
        if gender == "f" and quote is not None and _is_plural(quote):
            return None, None
        best: Person | None = None
        best_score = 0.0
        contents = [] if quote is None or self._stands_apart(quote) else [(s.start, s.end) for s in quote.spans]
        for rank, (at, person) in enumerate(self.people.before(offset, _LOOK_BACK, _DISTANCE)):
            if person.gender == "u" and not person.roles and (self.last is None or self.last[1] is not person):
                continue  # perhaps no person at all
            if person.gender not in (gender, "u") or any(a <= at < b for a, b in contents):
                continue
            score = 10.0 / (1 + (offset - at) / 150) + (2 if person.gender == gender else 0) - 0.1 * rank
            if self.last is not None and self.last[1] is person and offset - self.last[0] < _DISTANCE:
                score += 3
            if score > best_score:
                best, best_score = person, score
        return _named(best)


def _named(person: Person | None) -> tuple[Person | None, str | None]:
    return person, None if person is None else person.name


def _is_pronoun(low: str) -> bool:
    """Say whether a word may stand for somebody who is named elsewhere."""
    return low in word_group("male_pronoun") or low in word_group("female_pronoun")


def _is_noble(words: list[str]) -> bool:
    """Say whether the words are a surname at a sentence's start: "Von der Leyen"."""
    particles = all(word in word_group("name_particle") for word in words[1:-1])
    return words[0] in ("Von", "Van") and 1 < len(words) < 4 and particles and role_of(words[-1]) is None


def _is_plural(quote: Quote) -> bool:
    """Say whether the cue's finite verb is a plural ("sagten sie")."""
    if quote.cue is None:
        return False
    first = quote.cue.spans[0].text.split()[0].lower()
    return first.endswith(("en", "sind", "waren", "ten")) and first != "wollen"
