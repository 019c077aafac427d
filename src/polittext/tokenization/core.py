"""From text to token and sentence columns."""

import re
from functools import cache

import numpy as np

from polittext.columns import KIND_CODES, SentenceTable, TokenTable
from polittext.document import TokenKind
from polittext.resources import read_tsv
from polittext.tokenization import characters as ch

STARTERS = frozenset("""der die das dem den des ein eine einer einem einen eines ich du er sie es wir ihr man mich mir dich
dir uns euch ihn ihm ihnen mein dein sein unser euer kein keine keiner dieser diese dieses diesem diesen jener jene jenes
jeder jede jedes alle alles viele einige manche mehrere wer was wo wie wann warum weshalb wieso welcher welche welches wohin
woher und aber oder denn sondern doch jedoch dennoch trotzdem deshalb daher darum deswegen dann danach dabei dafür dagegen
damit daran darauf daraus darin darüber davon davor dazu dort hier da jetzt nun heute gestern morgen später zuvor zudem
außerdem ferner auch so also ja nein nicht nur noch schon sogar wenn weil dass ob als während nachdem bevor bis seit
obwohl falls sofern soweit indem in im an am auf aus bei beim mit nach von vom vor zu zum zur über unter um für gegen ohne
durch wegen trotz laut seine seiner ihre ihrer ihren ihrem unsere meine deine unserer meiner insgesamt allerdings dadurch
demnach somit folglich schließlich zunächst erst erstens zweitens drittens vielen herzlichen bitte danke sehr ist sind war
hat haben wird werden kann können soll muss vielleicht natürlich selbstverständlich leider bislang bisher derzeit zurzeit
inzwischen mittlerweile dagegen hingegen einerseits andererseits weder sowohl entweder je lediglich etwa rund knapp mehr
weitere beide solche diejenigen derjenige niemand jemand nichts etwas genau gerade immer nie wieder einmal zwar ebenso
ebenfalls gleichzeitig zugleich dazu hinzu trotz statt anstatt neben zwischen hinter innerhalb außerhalb seitdem""".split())
MONTHS = frozenset("""Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember Jan Feb
Febr Mär Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez Jahrhundert Jahrhunderts Jahrhunderte Jahrtausend Jahrhunderten
Wahlperiode Legislaturperiode Sitzung Bundestag Bundestages Bundestags Jahrestag Geburtstag Jh Jhd Jhs""".split())
DETERMINERS = frozenset("""am der dem den des die das vom zum zur im beim ab bis seit und oder jeder jedem jeden jede ihr ihre
ihren ihrem ihrer sein seine seinen seinem seiner dieser diesem diesen unser unserem unseren unserer Der Die Das Am Im Zum
Zur Vom Beim Dem Den Des Ab Seit jener jenem kein keinem ein eine einen einem einer eines mein meinen mein meine rund""".split())


@cache
def _abbreviations() -> tuple[dict[str, str], dict[str, list[tuple[re.Pattern[str], str]]]]:
    single: dict[str, str] = {}
    multi: dict[str, list[tuple[str, str]]] = {}
    for row in read_tsv("abbreviations.tsv"):
        form = row["form"]
        if " " in form or form.count(".") > 1:
            parts = form.split(" ")
            multi.setdefault(parts[0].rstrip("."), []).append((form, row["class"]))
        else:
            single[form[:-1]] = row["class"]
    compiled = {
        first: [
            (re.compile(r"\s?".join(re.escape(p) for p in f.split(" "))), c)
            for f, c in sorted(forms, key=lambda x: -len(x[0]))
        ]
        for first, forms in multi.items()
    }
    return single, compiled


@cache
def _special() -> re.Pattern[str]:
    return re.compile(
        r"""
      (?P<url>(?:https?|ftp)://[^\s<>"“”„«»]*[^\s<>"“”„«»“.,;:!?)\]'’*_…]|\bwww\.[^\s<>"“”„«»]*[^\s<>"“”„«».,;:!?)\]'’*_…]
           |(?<![\w@.-])\w[\w-]*(?:\.[\w-]+)*\.(?:de|com|org|net|eu|info|at|ch|tv|gov|edu|io|uk|fr|nl|pl|ru)(?:/[^\s<>"“”„«»]*[^\s<>"“”„«».,;:!?)\]'’…])?(?![\w@]))
    | (?P<email>(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+)
    | (?P<mention>(?<!\w)@\w+)
    | (?P<hashtag>(?<![\w#])\#\w*[^\W\d]\w*(?:-\w+)*)
    | (?P<gender>\b[^\W\d_]+(?:(?:[:*_]|/-?)(?:in(?:nen)?|r|n|s|e|er|en|em|es|ern|frau|die|der|den|dem|zur|zum)|\((?:in(?:nen)?|r|n|s|e|er|en)\)(?=\W|\Z))(?:[:*](?:in(?:nen)?|r|n))?\b(?:-\w+)*|\b[^\W\d_]+\((?:in(?:nen)?|r|n|s|e|er|en)\))
    | (?P<emoji>[:;=8xX]['’]?-?[)(DPpOo|/\\\]\[*](?<!8\))[)(]*(?!\w)|:-?[)(|/\\]+|;-?\)+|<3+(?!\d)|\^\^|\^_\^|-_-)
    | (?P<party>\bCDU/CSU\b|\b90/Die\b|\b90/DIE\b|\bCSU/CDU\b)
    | (?P<document>\b\d{1,2}/\d{1,6}(?:\(neu\))?\b)
    | (?P<number>\b\d{1,2}:\d{2}(?::\d{2})?\b)
    """,
        re.VERBOSE,
    )


DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.){2,}")
TERMINAL_DOTTED = frozenset({"usw", "u.a."})
CLOSERS = frozenset(")]}”“’«»‘\"'›‹*")
OPENERS = frozenset("(„‚»«“\"[‘›‹'–—-•*")


def segment(text: str, newline: str, abbreviations: frozenset[str]) -> tuple[TokenTable, SentenceTable]:
    """Return the tokens and sentences of a text."""
    n = len(text)
    if n == 0:
        return TokenTable(text, [], [], []), SentenceTable(text, [], [], [], [])
    codes = ch.decode(text)
    flags = ch.flags_of(codes)
    word = (flags & ch.WORD) != 0
    space = (flags & ch.SPACE) != 0
    letter = (flags & ch.LETTER) != 0
    digit = (flags & ch.DIGIT) != 0
    if (flags & ch.INVISIBLE).any():
        invisible = (flags & ch.INVISIBLE) != 0
        index = np.arange(n)
        before = np.maximum.accumulate(np.where(invisible, 0, index))
        after = np.minimum.accumulate(np.where(invisible, n - 1, index)[::-1])[::-1]
        inside = invisible & word[before] & word[after]
        word |= inside
        letter |= inside
        space |= invisible & ~inside
    # hyphens, apostrophes and separators between word characters
    prev_word = np.zeros(n, bool)
    prev_word[1:] = word[:-1]
    next_word = np.zeros(n, bool)
    next_word[:-1] = word[1:]
    next_letter = np.zeros(n, bool)
    next_letter[:-1] = letter[1:]
    next_digit = np.zeros(n, bool)
    next_digit[:-1] = digit[1:]
    prev_digit = np.zeros(n, bool)
    prev_digit[1:] = digit[:-1]
    hyphen = (flags & ch.HYPHEN) != 0
    apostrophe = (flags & ch.APOSTROPHE) != 0
    glue = (hyphen | apostrophe) & prev_word & next_word
    # omitted parts: "Vor- und", "-innen"
    next_space = np.ones(n, bool)
    next_space[:-1] = ~word[1:] & ~hyphen[1:]
    glue |= hyphen & prev_word & next_space
    prev_open = np.ones(n, bool)
    prev_open[1:] = ~word[:-1] & ~hyphen[:-1]
    glue |= hyphen & next_letter & prev_open & (np.roll(space, 1) | (np.arange(n) == 0) | (np.roll(codes, 1) == 40))
    glue |= ((codes == 46) | (codes == 44)) & prev_digit & next_digit
    glue |= (codes == 95) & prev_word & next_word
    word |= glue
    # special tokens
    kinds_at: dict[int, int] = {}
    painted: list[tuple[int, int]] = []
    trigger = (flags & ch.TRIGGER) != 0
    dotted = (codes == 46) & prev_word & next_letter
    chunks = np.flatnonzero(trigger | dotted)
    starts_flag = np.zeros(n + 1, bool)
    prev_is_word = np.zeros(n, bool)
    prev_is_word[1:] = word[:-1]
    starts_flag[:n] = ~space & ~(word & prev_is_word)
    # runs of the same mark
    same = np.zeros(n, bool)
    same[1:] = (codes[1:] == codes[:-1]) & np.isin(codes[1:], (46, 33, 63, 45, 0x2026, 42, 61, 95, 35))
    same[1:] |= ((codes[1:] == 63) & (codes[:-1] == 33)) | ((codes[1:] == 33) & (codes[:-1] == 63))
    starts_flag[:n] &= ~(same & ~word)
    if len(chunks):
        blank = np.flatnonzero(space)
        at = np.searchsorted(blank, chunks)
        lo = np.where(at > 0, blank[np.maximum(at - 1, 0)] + 1, 0) if len(blank) else np.zeros(len(chunks), int)
        hi = np.where(at < len(blank), blank[np.minimum(at, len(blank) - 1)], n) if len(blank) else np.full(len(chunks), n)
        last = -1
        pattern = _special()
        for a, b in zip(lo.tolist(), hi.tolist(), strict=True):
            if a == last:
                continue
            last = a
            for m in pattern.finditer(text, a, b):
                s, e = m.span()
                painted.append((s, e))
                kinds_at[s] = KIND_CODES[TokenKind(m.lastgroup)]  # type: ignore[arg-type]
            for m in DOTTED.finditer(text, a, b):
                s, e = m.span()
                if (s == 0 or not text[s - 1].isalnum()) and not (e < n and text[e].isalnum() and text[e].islower()):
                    parts = m.group().split(".")[:-1]
                    if max(map(len, parts)) <= 2 or parts[0] in _abbreviations()[1]:
                        painted.append((s, e))
                        kinds_at[s] = KIND_CODES[TokenKind.ABBREVIATION]
    for s, e in painted:
        starts_flag[s + 1 : e] = False
        starts_flag[s] = True
        if e < n and not space[e]:
            starts_flag[e] = True
        space[s:e] = False
    # full stops
    stop_positions = np.flatnonzero((codes == 46) & starts_flag[:n] & np.r_[False, ~space[:-1]])
    single, multi = _abbreviations()
    extra = {a.rstrip(".") for a in abbreviations}
    begin = np.flatnonzero(starts_flag[:n])
    owners = begin[np.searchsorted(begin, stop_positions) - 1] if len(stop_positions) else stop_positions
    joined: dict[int, str] = {}  # offset of the stop -> class of what it belongs to
    skip_to = -1
    for p, s in zip(stop_positions.tolist(), owners.tolist(), strict=True):
        if p < skip_to:
            continue
        if p + 1 < n and text[p + 1] == ".":
            continue
        w = text[s:p]
        cls = None
        if w in multi:
            for pat, c in multi[w]:
                m = pat.match(text, s)
                if m and (m.end() > p + 1) and not (m.end() < n and text[m.end()].isalnum()):
                    e = m.end()
                    starts_flag[s + 1 : e] = False
                    starts_flag[s] = True
                    if e < n and not space[e]:
                        starts_flag[e] = True
                    space[s:e] = False
                    joined[e - 1] = c
                    kinds_at[s] = KIND_CODES[TokenKind.ABBREVIATION]
                    skip_to = e
                    break
            if skip_to > p:
                continue
        if w in single:
            cls = single[w]
            if cls == "word":
                cls = "ref" if re.match(r"\s?\d", text[p + 1 : p + 3]) else None
        elif w in extra:
            cls = "user"
        elif len(w) == 1 and w.isalpha():
            cls = "initial" if w.isupper() else ("ref" if p + 2 < n and text[p + 1] == " " else None)
        elif w.isdigit():
            cls = _ordinal(text, s, p, w)
        elif "-" in w:
            tail = w.rsplit("-", 1)[1]
            if tail in single and single[tail] != "word":
                cls = single[tail]
            elif len(tail) == 1 and tail.isupper():
                cls = "initial"
        if cls is not None:
            joined[p] = cls
            starts_flag[p] = False
            if s not in kinds_at:
                kinds_at[s] = KIND_CODES[TokenKind.ORDINAL if cls == "ordinal" else TokenKind.ABBREVIATION if cls != "number" else TokenKind.ORDINAL]
    starts = np.flatnonzero(starts_flag[:n])
    if not len(starts):
        return TokenTable(text, [], [], []), SentenceTable(text, [], [], [], [])
    boundary = np.flatnonzero(starts_flag[:n] | space)
    nxt = np.searchsorted(boundary, starts, side="right")
    ends = np.r_[boundary, n][nxt]
    # kinds
    kinds = np.full(len(starts), KIND_CODES[TokenKind.PUNCTUATION], np.uint8)
    first = flags[starts]
    kinds[(first & ch.SYMBOL) != 0] = KIND_CODES[TokenKind.SYMBOL]
    kinds[word[starts]] = KIND_CODES[TokenKind.WORD]
    kinds[(first & ch.DIGIT) != 0] = KIND_CODES[TokenKind.NUMBER]
    if kinds_at:
        keys = np.fromiter(kinds_at.keys(), int, len(kinds_at))
        values = np.fromiter(kinds_at.values(), np.uint8, len(kinds_at))
        kinds[np.searchsorted(starts, keys)] = values
    _quotes(text, starts, ends, flags, kinds)
    sent = _sentences(text, starts, ends, kinds, flags, joined, newline)
    tokens = TokenTable(text, starts, ends, kinds)
    firsts = np.array(sent, dtype=np.int64)
    lasts = np.r_[firsts[1:], len(starts)]
    return tokens, SentenceTable(text, starts[firsts], ends[lasts - 1], firsts, lasts)


def _ordinal(text: str, s: int, p: int, w: str) -> str | None:
    m = re.compile(r"\s+(\w+)").match(text, p + 1)
    if not m:
        return None
    nxt = m.group(1)
    if nxt[0].islower() or nxt in MONTHS:
        return "ordinal"
    if len(w) > 3:
        return None
    k = re.compile(r"(\w+|\d+\.)\s+\Z").search(text, max(0, s - 30), s)
    before = k.group(1) if k else ""
    if before in DETERMINERS or before.endswith("."):
        return "number" if nxt.lower() in STARTERS else "ordinal"
    if not before and len(w) < 3:
        return "ordinal" if nxt[0].isupper() and (s == 0 or text[s - 1] in "\n(") else None
    return None


def _quotes(text, starts, ends, flags, kinds):  # type: ignore[no-untyped-def]
    index = np.flatnonzero((flags[starts] & ch.QUOTE != 0) & (ends - starts == 1))
    n = len(text)
    opened: list[str] = []
    for i, p in zip(index.tolist(), starts[index].tolist(), strict=True):
        c = text[p]
        before = text[p - 1] if p else " "
        after = text[p + 1] if p + 1 < n else " "
        left, right = before.isspace() or before in "([{–—-/„»", after.isspace() or after in ".,;:!?)]}“…–-/"
        if c in "„‚‟":
            is_open = True
        elif left != right:
            is_open = left
        else:
            is_open = not opened
        if is_open:
            opened.append(c)
        elif opened:
            opened.pop()
        kinds[i] = KIND_CODES[TokenKind.QUOTE_OPEN if is_open else TokenKind.QUOTE_CLOSE]


_OPEN = KIND_CODES[TokenKind.QUOTE_OPEN]
_CLOSE = KIND_CODES[TokenKind.QUOTE_CLOSE]
BULLET = re.compile(r"(?:[-–•*·■▪►→]\s|\d{1,3}[.)]\s|\(?\w{1,2}\)\s|§)")


def _sentences(text, starts, ends, kinds, flags, joined, newline):  # type: ignore[no-untyped-def]
    n_tok = len(starts)
    s_list, e_list, k_list = starts.tolist(), ends.tolist(), kinds.tolist()
    firsts = {0}
    last_char_stop = (flags[ends - 1] & ch.STOP) != 0
    cand = np.flatnonzero(last_char_stop)
    n = len(text)
    emoji = KIND_CODES[TokenKind.EMOJI]
    for i in cand.tolist():
        j = i + 1
        if j >= n_tok:
            break
        end = e_list[i]
        cls = joined.get(end - 1)
        if cls in ("inner", "title"):
            continue
        c = text[end - 1]
        # closing marks belong to the sentence
        while j < n_tok and s_list[j] == e_list[j - 1] and (k_list[j] == _CLOSE or text[s_list[j]] in ")]}"):
            j += 1
        while j < n_tok and k_list[j] == emoji:
            j += 1
        if j < n_tok and s_list[j] == e_list[j - 1] and text[s_list[j]] == "[":
            m = re.compile(r"(?:\[\d+\])+").match(text, s_list[j])
            while m and j < n_tok and s_list[j] < m.end():
                j += 1
        if j >= n_tok:
            continue
        q = s_list[j]
        a = text[q]
        if a in ",;:)]/%":
            continue
        k = j
        while k < n_tok - 1 and (k_list[k] == _OPEN or text[s_list[k]] in "(–—-[*…"):
            k += 1
        m_start = s_list[k]
        f = text[m_start]
        if f.islower():
            continue
        if cls is not None:
            nxt = text[m_start : e_list[k]]
            if not (nxt.lower() in STARTERS and nxt[0].isupper()) and not (cls in ("final", "number") and k_list[j] == _OPEN):
                continue
        if q == e_list[j - 1] and not f.isupper():
            continue
        firsts.add(j)
    # line breaks
    gaps = np.flatnonzero(starts[1:] > ends[:-1])
    has = np.flatnonzero(np.isin(ch.decode(text), (10, 11, 12, 13, 0x85, 0x2028, 0x2029)))
    if len(has) and newline != "ignore":
        tok = np.unique(np.searchsorted(starts, has))
        for j in tok.tolist():
            if 0 < j < n_tok:
                gap = text[e_list[j - 1] : s_list[j]].replace("\r\n", "\n")
                if gap.count("\n") > 1 or newline == "line" or BULLET.match(text, s_list[j]):
                    firsts.add(j)
    return sorted(firsts)
