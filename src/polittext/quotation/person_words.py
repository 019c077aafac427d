"""Words that tell who a person is: given names, offices and other roles, adjectives of origin."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from polittext.quotation.word_groups import ends_with_word_of
from polittext.resources import read_tsv

GENITIVE_ENDS = ("s", "'", "’")  # "Wüsts", "Merz’"
_LONGEST_SURNAME = 7  # letters of a surname like "Jung", "Hartung"


@dataclass(frozen=True, slots=True)
class Role:
    """A word that says who a person is."""

    gender: str
    kind: str


@cache
def _given() -> dict[str, str]:
    genders: dict[str, str] = {}
    for row in read_tsv("quotation/given_names.tsv"):
        for name in row["names"].split():
            known = genders.get(name)
            genders[name] = row["gender"] if known in (None, row["gender"]) else "u"
    return genders


def given_gender(word: str) -> str | None:
    """Return the gender of a given name (m, f, u), or None where the word is none."""
    genders = _given()
    found = genders.get(word)
    if found is None and "-" in word:
        found = genders.get(word.split("-", 1)[0])
    return found


@cache
def _roles() -> tuple[dict[str, Role], dict[str, Role]]:
    """Return roles by full form, and by the end of a compound."""
    exact: dict[str, Role] = {}
    ends: dict[str, Role] = {}
    for row in read_tsv("quotation/roles.tsv"):
        role = Role(row["gender"], row["kind"])
        for word in row["words"].split():
            form = word.lower().removeprefix("-")
            for table in (exact, ends) if word.startswith("-") else (exact,):
                known = table.setdefault(form, role)
                if {known.gender, role.gender} == {"m", "f"}:
                    table[form] = Role("u", known.kind)  # "der Vorsitzende", "die Vorsitzende"
    return exact, ends


@lru_cache(maxsize=1 << 14)
def role_of(word: str) -> Role | None:
    """Return the role that a word names ("Bundesaußenministers" too), or None."""
    exact, ends = _roles()
    low = word.lower().strip(".") if word.lower() not in exact else word.lower()
    for form in _bases(low):
        if form in exact:
            return exact[form]
    if len(low) < 7:
        return None
    for form in _bases(low):
        for size in range(min(len(form) - 3, 20), 3, -1):
            found = ends.get(form[-size:])
            if found is not None and (size > 4 or "-" in form):
                return found
    return None


def _bases(low: str) -> tuple[str, ...]:
    forms = [low]
    if low.endswith("es") and len(low) > 6:
        forms.append(low[:-2])
    if low.endswith(("s", "n")) and len(low) > 5:
        forms.append(low[:-1])
    if low.endswith("en") and len(low) > 6:
        forms.append(low[:-2])
    return tuple(forms)


def base_role(word: str) -> str:
    """Return the form of a role word that its cases share, as far as the list knows it."""
    exact, ends = _roles()
    low = word.lower()
    for form in _bases(low):
        if form in exact or any(form[-size:] in ends for size in range(5, min(len(form), 20))):
            return form
    return low


def origin_of(word: str) -> str:
    """Return the stem of an adjective of origin ("russischen" -> "russisch"), "" for other words."""
    low = word.lower()
    stem = low[: low.rfind("isch") + 4] if "isch" in low else ""
    return stem if stem and len(low) - len(stem) <= 2 else ""


@cache
def _offices() -> dict[str, str]:
    """Return words for one office under one name ("Staatschef", "Präsident")."""
    return {word: row["office"] for row in read_tsv("quotation/offices.tsv") for word in row["words"].split()}


def is_same_office(one: str, other: str) -> bool:
    offices = _offices()
    return one in offices and offices[one] == offices.get(other)


def is_person_role(word: str) -> bool:
    """Say whether a word names the role of a person or group, and not a text that speaks ("Urteil")."""
    role = role_of(word)
    return role is not None and role.kind != "document"


def is_long_noun(word: str) -> bool:
    """Say whether a word with a noun's suffix is too long for a surname ("Nachbesserungen", but "Hartung")."""
    return len(word) > _LONGEST_SURNAME and ends_with_word_of(word.lower(), "noun_suffix")


@cache
def _parties() -> dict[str, str]:
    return {phrase: row["name"] for row in read_tsv("quotation/parties.tsv") for phrase in row["phrases"].split("|")}


def party_of(words: Sequence[str]) -> str | None:
    """Return the party that a phrase of an article and an adjective names ("die Grünen"), or None."""
    return _parties().get(" ".join((*(word.lower() for word in words[:-1]), words[-1]))) if len(words) < 3 else None
