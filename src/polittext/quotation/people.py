"""The persons whom a text names, with their genders, offices and mentions."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from polittext.quotation.lexicon import flags_of, noun_of
from polittext.quotation.name_runs import (
    is_bare_name,
    origin_before,
    party_around,
    roles_around,
    run_end,
    split_roles,
    stand_alone_words,
)
from polittext.quotation.person_words import base_role, given_gender, is_long_noun, role_of
from polittext.quotation.word_classes import CAP, DET, OCCASION, PREP, TEMPORAL
from polittext.quotation.word_groups import ends_with_word_of

_MAX_NAMESAKES = 16  # persons of one surname
_MAX_ROLES = 16  # of one person
_MAX_PEOPLE = 400  # per text; a longer list is a register, not an article


@dataclass(slots=True)
class Person:
    """Someone whom the text names.

    Args:
        name: The fullest form of the name so far.
        surname: Its last part.
        gender: m, f or u where nothing tells.
        roles: Offices and descriptions that stand with the name, in lower case.
        party: What stands in parentheses behind the name or before a hyphen in a role ("SPD"), "" where nothing does.
        mentions: Offsets of the mentions, ascending.
    """

    name: str
    surname: str
    gender: str
    roles: dict[str, int] = field(default_factory=dict)  # role -> offset of the last mention with it
    origins: set[str] = field(default_factory=set)  # stems of "russisch", "bayerisch"
    mentions: list[int] = field(default_factory=list)
    party: str = ""

    def last_before(self, offset: int) -> int:
        """Return the offset of the last mention before `offset`, -1 where there is none."""
        k = bisect_left(self.mentions, offset)
        return self.mentions[k - 1] if k else -1


class People:
    """The persons of one text.

    Args:
        words: The tokens.
        starts: Their offsets.
    """

    def __init__(self, words: Sequence[str], starts: Sequence[int]) -> None:
        self.people: list[Person] = []
        self.by_surname: dict[str, list[Person]] = {}
        self.by_name: dict[str, Person] = {}
        self._timeline: list[tuple[int, int]] = []
        self._collect(words, starts)
        self._mention(words, starts)

    def _collect(self, words: Sequence[str], starts: Sequence[int]) -> None:
        n = len(words)
        i = 0
        singles = stand_alone_words(words)
        short: list[tuple[str, str, dict[str, int], int]] = []
        while i < n and len(self.people) < _MAX_PEOPLE:
            word = words[i]
            if not word[:1].isupper() or not (flags_of(word) & CAP or role_of(word)):
                i += 1
                continue
            j = run_end(words, i)
            roles, first = split_roles(words, i, j)
            name = list(words[first:j])
            if name and roles and len(name) == 1 and j + 1 < n and words[j] == "," and name[0].endswith("s"):
                # "der Innenminister Frankreichs, Nicolas Sarkozy"
                i = j
                continue
            while len(name) > 2 and _ends_name(name[-1]):
                name.pop()  # "mahnte die Beauftragte Kaja Kallas Geschlossenheit an", "hat Jan Kern SPD und ..."
            if name:
                gender = given_gender(name[0])
                role = next((r for w in reversed(roles) if (r := role_of(w)) is not None), None)
                led = bool(roles)
                roles = roles + roles_around(words, i, j, first)
                origin = origin_before(words, i)
                party = party_around(words, roles, j)
                has_role = role is not None
                if len(name) >= 2 and (gender is not None or has_role) and not role_of(name[-1]):
                    self._add(name, gender or (role.gender if role else "u"), roles, starts[first], origin, party)
                elif (
                    len(name) == 2
                    and not led
                    and (i == 0 or not flags_of(words[i - 1]) & (DET | PREP if roles else DET))
                    and not any(flags_of(w) & (TEMPORAL | OCCASION) for w in name)
                    and not any(role_of(w) or noun_of(w) for w in name)
                    and (roles or is_bare_name(words, name, singles))
                ):
                    self._add(name, "u", roles, starts[first], origin, party)
                elif (
                    len(name) == 1
                    and role is not None
                    and role.kind in ("office", "title")
                    and not noun_of(name[0])
                    and not flags_of(name[0]) & (TEMPORAL | OCCASION)  # "der Grünen Woche"
                    and not ends_with_word_of(name[0].lower(), "medium")  # "der Deutschen Presse-Agentur"
                    and len(name[0]) > 2
                ):
                    short.append((name[0], role.gender, {base_role(w): starts[first] for w in roles}, starts[first]))
            i = max(j, i + 1)
        for surname, gender, roles_at, at in short:
            self._add_short(surname, gender, roles_at, at)

    def _add(self, name: list[str], gender: str, roles: list[str], at: int, origin: str, party: str) -> None:
        surname = name[-1]
        full = " ".join(name)
        for known in self.by_surname.get(surname, []):
            if (
                known.name == full
                or known.name.endswith(" " + full)
                or full.endswith(" " + known.name)
                or known.name.split()[0] == name[0]
            ):
                if len(full) > len(known.name):
                    known.name = full
                if known.gender == "u":
                    known.gender = gender
                if len(known.roles) < _MAX_ROLES:
                    known.roles.update({base_role(w): at for w in roles})
                known.origins.update({origin} if origin else ())
                known.party = known.party or party
                return
        if len(self.by_surname.get(surname, [])) >= _MAX_NAMESAKES:
            return
        if surname.endswith("s") and any(p.name.split()[0] == name[0] for p in self.by_surname.get(surname[:-1], [])):
            return
        if gender == "u":
            known_roles = [r for w in roles if (r := role_of(w)) is not None and r.gender != "u"]
            gender = known_roles[0].gender if known_roles else "u"
        held = {base_role(w): at for w in roles}
        person = Person(full, surname, gender, held, {origin} if origin else set(), party=party)
        self.people.append(person)
        self.by_surname.setdefault(surname, []).append(person)
        if given_gender(name[0]) is None and len(name) == 2:
            self.by_surname.setdefault(name[0], []).append(person)  # "Li Fei" is called Li

    def _add_short(self, surname: str, gender: str, roles: dict[str, int], at: int) -> None:
        for form in (surname, surname[:-1] if surname.endswith("s") else surname):
            known = self.by_surname.get(form)
            if known:
                fitting = [p for p in known if p.gender in (gender, "u") or gender == "u"] or known
                if len(fitting[0].roles) < _MAX_ROLES:
                    fitting[0].roles.update(roles)
                if fitting[0].gender == "u":
                    fitting[0].gender = gender
                return
        person = Person(surname, surname, gender, dict(roles))
        self.people.append(person)
        self.by_surname.setdefault(surname, []).append(person)

    def _mention(self, words: Sequence[str], starts: Sequence[int]) -> None:
        index = {id(p): k for k, p in enumerate(self.people)}
        for i, word in enumerate(words):
            if not word[:1].isupper():
                continue
            people = self.by_surname.get(word) or (self.by_surname.get(word[:-1]) if word.endswith("s") else None)
            if not people:
                continue
            person = self._which(people, words, i, starts[i])
            person.mentions.append(starts[i])
            self._timeline.append((starts[i], index[id(person)]))

    @staticmethod
    def _which(people: list[Person], words: Sequence[str], i: int, at: int) -> Person:
        """Choose among persons of one surname: by the given name before it, else the one mentioned last."""
        if len(people) == 1:
            return people[0]
        before = words[i - 1] if i else ""
        for person in people:
            if before and before in person.name.split()[:-1]:
                return person
        role = role_of(before) if before else None
        fitting = [p for p in people if role is None or role.gender == "u" or p.gender in (role.gender, "u")] or people
        return max(fitting, key=lambda p: p.mentions[-1] if p.mentions and p.mentions[-1] < at else -1)

    def before(self, offset: int, limit: int, reach: int) -> list[tuple[int, Person]]:
        """Return the last mentions before an offset, nearest first, at most `limit` and not over `reach` characters
        before it."""
        k = bisect_right(self._timeline, (offset, -1))
        return [(at, self.people[p]) for at, p in self._timeline[max(0, k - limit) : k][::-1] if offset - at <= reach]


def _ends_name(word: str) -> bool:
    """Say whether the last word of a run is no part of a name: an abbreviation ("SPD") or a long noun ("Einigkeit")."""
    return (len(word) > 1 and word.isupper() and word.isalpha()) or (is_long_noun(word) and not given_gender(word))
