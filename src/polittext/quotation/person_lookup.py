"""Which person of a text a name or an office means."""

from polittext.quotation.lexicon import flags_of
from polittext.quotation.name_runs import run_end, split_roles
from polittext.quotation.people import People, Person
from polittext.quotation.person_words import GENITIVE_ENDS, given_gender, is_same_office, role_of
from polittext.quotation.word_classes import CAP, PREP
from polittext.quotation.word_groups import word_group

_ROLE_DISTANCE = 6000  # how far back, in characters, an office may look for who holds it


def named_person(words: list[str], people: People, offset: int) -> Person | None:
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
            if i == 0 and j == 1 and j < n and word.endswith(GENITIVE_ENDS) and word not in people.by_surname:
                i = j  # "Wüsts bayerischer Kollege Markus Söder"
                continue
            roles, k = split_roles(words, i, j)
            if not depth and k < j and (not seen_noun or roles or words[i - 1] == ","):
                found = person_by_name(words[k:j], people, offset)
                if found is not None and (j == n or words[j] != "und"):
                    return found
            seen_noun = True
            i = j
            continue
        i += 1
    return None


def person_by_name(name: list[str], people: People, offset: int) -> Person | None:
    """Return the person of a name; of several with one surname the one mentioned last before the offset."""
    for form in (name[-1], name[-1][:-1] if name[-1].endswith("s") and len(name[-1]) > 3 else name[-1]):
        namesakes = people.by_surname.get(form)
        if not namesakes:
            continue
        if len(name) > 1:
            full = " ".join(name)
            for person in namesakes:
                if person.name == full or person.name.endswith(full) or person.name.split()[0] == name[0]:
                    return person
            if given_gender(name[0]) is None and role_of(name[0]) is None:
                continue
            return None
        if len(namesakes) == 1:
            return namesakes[0]
        return max(namesakes, key=lambda p: p.last_before(offset + 1))
    return None


def office_holder(people: People, role: str, gender: str, origin: str, offset: int) -> Person | None:
    """Return who was introduced with an office, the nearest before the offset; "Außenminister" is a "Minister"."""
    best: Person | None = None
    best_at = -1
    for person in people.people:
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
