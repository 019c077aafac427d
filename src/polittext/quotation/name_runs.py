"""Runs of capitalised words: where a personal name begins and ends, and which roles stand with it."""

from collections.abc import Sequence

from polittext.quotation.lexicon import flags_of
from polittext.quotation.person_words import given_gender, origin_of, role_of
from polittext.quotation.word_classes import CAP, DET, NUM
from polittext.quotation.word_groups import word_group

_MAX_NAME = 6  # tokens


def run_end(words: Sequence[str], i: int) -> int:
    """Return the end of the run of capitalised words, with particles of names, that starts at `i`."""
    n = len(words)
    j = i + 1
    while j < n and j - i < _MAX_NAME + 3:
        word = words[j]
        if word[:1].isupper() and (flags_of(word) & CAP or role_of(word)):
            j += 1
            continue
        if word in word_group("name_particle") and j + 1 < n and given_gender(words[j - 1]) is not None:
            k = j + 1
            if words[k] in word_group("name_particle") and k + 1 < n:
                k += 1
            if words[k][:1].isupper() and flags_of(words[k]) & CAP:
                j = k + 1
                continue
        if word.startswith(("al-", "el-")):
            j += 1
            continue
        break
    return j


def split_roles(words: Sequence[str], i: int, j: int) -> tuple[list[str], int]:
    """Split a run into leading roles and titles, and the index where the name starts."""
    roles: list[str] = []
    k = i
    while k < j:
        word = words[k]
        role = role_of(word)
        if role is not None and given_gender(word) is None:
            roles.append(word)
            k += 1
            continue
        ahead = 0 if roles else _role_ahead(words, k, j)
        if ahead:
            k = ahead  # "Bayerns Umweltminister X", "Hamburgs Erster Bürgermeister X"
            continue
        if roles and k + 2 < j and word.endswith("s") and given_gender(words[k + 1]) is not None:
            k += 1  # "Präsident Russlands Wladimir Putin", but "Minister Alois Rainer"
            continue
        break
    if not roles:
        # a noun before a given name: "Projektkoordinator Andreas Grassauer", "SPD-Mann Peter X"
        for m in range(k, min(j - 1, k + 3)):
            if given_gender(words[m]) is not None and m > k:
                return [*words[k:m]], m
            if given_gender(words[m]) is not None:
                break
    return roles, k


def _role_ahead(words: Sequence[str], k: int, j: int) -> int:
    """Return where a role stands behind words of a run that are no name, 0 where there is none."""
    for m in range(k, min(j, k + 4)):
        if given_gender(words[m]) is not None:
            return 0
        if m > k and role_of(words[m]) is not None:
            return m
    return 0


def roles_around(words: Sequence[str], i: int, j: int, first: int) -> list[str]:
    """Return roles in appositions: "der Leiter des Amtes, Klaus Stöhr" and "Klaus Stöhr, Leiter des Amtes"."""
    found: list[str] = []
    if first == i and i > 1 and words[i - 1] == ",":
        for k in range(i - 2, max(-1, i - 11), -1):
            if words[k] in ".!?;:,":
                break
            role = role_of(words[k]) if words[k][:1].isupper() else None
            if role is not None and role.kind == "office":
                found.append(words[k])
    k = j
    if k < len(words) and words[k] == "(":
        while k < len(words) and k < j + 6 and words[k] != ")":
            k += 1
        k += 1
    if k < len(words) and words[k] == ",":
        for m in range(k + 1, min(len(words), k + 6)):
            if words[m] in ".!?;:,":
                break
            role = role_of(words[m]) if words[m][:1].isupper() else None
            if role is not None and role.kind == "office":
                found.append(words[m])
                break
    return found


def origin_before(words: Sequence[str], i: int) -> str:
    """Return the stem of an adjective like "russische" before a run of names."""
    return origin_of(words[i - 1]) if i else ""


def party_around(words: Sequence[str], roles: Sequence[str], j: int) -> str:
    """Return the party in parentheses behind a name that ends at `j`, or in one of its roles ("SPD-Chef"), or ""."""
    if j + 2 < len(words) and words[j] == "(" and words[j + 2] in (")", ",", "/"):
        return words[j + 1]
    return next((head for role in roles if (head := role.rpartition("-")[0])), "")


def stand_alone_words(words: Sequence[str]) -> frozenset[str]:
    """Return the capitalised words that stand alone somewhere, as surnames do: no article, adjective or name around."""
    found: set[str] = set()
    for i, word in enumerate(words):
        if not word[:1].isupper() or len(word) < 2:
            continue
        before = words[i - 1] if i else "."
        after = words[i + 1] if i + 1 < len(words) else "."
        if before[:1].isupper() or after[:1].isupper() or flags_of(before) & (DET | NUM):
            continue
        if before.endswith(("e", "en", "er", "em", "es")) and not flags_of(before):
            continue
        found.add(word)
    return frozenset(found)


def is_bare_name(words: Sequence[str], name: list[str], singles: frozenset[str]) -> bool:
    """Say whether two capitalised words may be a name: one of them is used alone, and the first is no adjective."""
    if flags_of(name[0].lower()) or flags_of(name[1].lower()) or not name[1].isalpha():
        return False
    if name[0].endswith(("e", "er", "em", "es", "sche", "schen")) and name[1] not in singles:
        return False
    return (name[1] in singles or name[0] in singles) and not name[1].endswith(("en", "ung", "heit", "keit", "schaft"))
