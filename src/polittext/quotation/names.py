"""Who is named in a text: persons with their given names, surnames, genders and offices."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from polittext.quotation.cues import CAP, DET, NUM, flags_of, noun_of
from polittext.resources import read_tsv

_PARTICLES = frozenset(
    (
        "von",
        "van",
        "de",
        "der",
        "den",
        "zu",
        "al",
        "el",
        "bin",
        "ben",
        "di",
        "da",
        "del",
        "della",
        "dos",
        "la",
        "le",
        "ibn",
        "du",
    )
)
_MAX_NAME = 6  # tokens
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
        mentions: Offsets of the mentions, ascending.
    """

    name: str
    surname: str
    gender: str
    roles: dict[str, int] = field(default_factory=dict)  # role -> offset of the last mention with it
    origins: set[str] = field(default_factory=set)  # stems of "russisch", "bayerisch"
    mentions: list[int] = field(default_factory=list)

    def last_before(self, offset: int) -> int:
        """Return the offset of the last mention before `offset`, -1 where there is none."""
        k = bisect_left(self.mentions, offset)
        return self.mentions[k - 1] if k else -1


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


@cache
def _roles() -> tuple[dict[str, Role], dict[str, Role]]:
    """Return roles by full form, and by the end of a compound."""
    exact: dict[str, Role] = {}
    ends: dict[str, Role] = {}
    for row in read_tsv("quotation/roles.tsv"):
        role = Role(row["gender"], row["kind"])
        for word in row["words"].split():
            form = word.lower()
            if form.startswith("-"):
                ends.setdefault(form[1:], role)
                form = form[1:]
            exact.setdefault(form, role)
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


def given_gender(word: str) -> str | None:
    """Return the gender of a given name (m, f, u), or None where the word is none."""
    genders = _given()
    found = genders.get(word)
    if found is None and "-" in word:
        found = genders.get(word.split("-", 1)[0])
    return found


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
        singles = _singles(words)
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
            if name:
                gender = given_gender(name[0])
                role = next((r for w in reversed(roles) if (r := role_of(w)) is not None), None)
                roles = roles + _roles_around(words, i, j, first)
                origin = _origin(words, i)
                has_role = role is not None
                if len(name) >= 2 and (gender is not None or has_role) and not role_of(name[-1]):
                    self._add(name, gender or (role.gender if role else "u"), roles, starts[first], origin)
                elif (
                    len(name) == 2
                    and not roles
                    and (i == 0 or not flags_of(words[i - 1]) & DET)
                    and not any(role_of(w) or noun_of(w) for w in name)
                    and _stands_alone(words, name, singles)
                ):
                    self._add(name, "u", _roles_around(words, i, j, first), starts[first], origin)
                elif (
                    len(name) == 1
                    and role is not None
                    and role.kind in ("office", "title")
                    and not noun_of(name[0])
                    and len(name[0]) > 2
                ):
                    short.append((name[0], role.gender, {base_role(w): starts[first] for w in roles}, starts[first]))
            i = max(j, i + 1)
        for surname, gender, roles_at, at in short:
            self._add_short(surname, gender, roles_at, at)

    def _add(self, name: list[str], gender: str, roles: list[str], at: int, origin: str) -> None:
        surname = _surname(name)
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
                return
        if len(self.by_surname.get(surname, [])) >= _MAX_NAMESAKES:
            return
        if surname.endswith("s") and any(p.name.split()[0] == name[0] for p in self.by_surname.get(surname[:-1], [])):
            return
        if gender == "u":
            known_roles = [r for w in roles if (r := role_of(w)) is not None and r.gender != "u"]
            gender = known_roles[0].gender if known_roles else "u"
        person = Person(full, surname, gender, {base_role(w): at for w in roles}, {origin} if origin else set())
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

    def before(self, offset: int, limit: int) -> list[tuple[int, Person]]:
        """Return the last mentions before an offset, nearest first, at most `limit`."""
        k = bisect_right(self._timeline, (offset, -1))
        return [(at, self.people[p]) for at, p in self._timeline[max(0, k - limit) : k][::-1]]


def _singles(words: Sequence[str]) -> frozenset[str]:
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


def _stands_alone(words: Sequence[str], name: list[str], singles: frozenset[str]) -> bool:
    """Say whether two capitalised words may be a name: one of them is used alone, and the first is no adjective."""
    if flags_of(name[0].lower()) or flags_of(name[1].lower()) or not name[1].isalpha():
        return False
    if name[0].endswith(("e", "er", "em", "es", "sche", "schen")) and name[1] not in singles:
        return False
    return (name[1] in singles or name[0] in singles) and not name[1].endswith(("en", "ung", "heit", "keit", "schaft"))


def _roles_around(words: Sequence[str], i: int, j: int, first: int) -> list[str]:
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


def _origin(words: Sequence[str], i: int) -> str:
    """Return the stem of an adjective like "russische" before a run of names."""
    return origin_of(words[i - 1]) if i else ""


def origin_of(word: str) -> str:
    """Return the stem of an adjective of origin ("russischen" -> "russisch"), "" for other words."""
    low = word.lower()
    stem = low[: low.rfind("isch") + 4] if "isch" in low else ""
    return stem if stem and len(low) - len(stem) <= 2 else ""


def run_end(words: Sequence[str], i: int) -> int:
    """Return the end of the run of capitalised words, with particles of names, that starts at `i`."""
    n = len(words)
    j = i + 1
    while j < n and j - i < _MAX_NAME + 3:
        word = words[j]
        if word[:1].isupper() and (flags_of(word) & CAP or role_of(word)):
            j += 1
            continue
        if word in _PARTICLES and j + 1 < n and given_gender(words[j - 1]) is not None:
            k = j + 1
            if words[k] in _PARTICLES and k + 1 < n:
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
        if not roles and k + 1 < j and (role_of(words[k + 1]) is not None) and given_gender(word) is None:
            k += 1  # "Bayerns Umweltminister X", "Bundestag Präsident X"
            continue
        if roles and k + 1 < j and word.endswith("s") and given_gender(words[k + 1]) is not None:
            k += 1  # "Präsident Russlands Wladimir Putin"
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


def _surname(name: list[str]) -> str:
    for k, part in enumerate(name):
        if part in _PARTICLES and k:
            return name[-1]
    return name[-1]
