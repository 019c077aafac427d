"""What each full stop belongs to: an abbreviation, an ordinal, an initial, or nothing; then it may end a sentence."""

import regex

from polittext.columns import KIND_CODES
from polittext.document import TokenKind
from polittext.tokenization.lexicon import Lexicon
from polittext.tokenization.rules import Rules, Stop
from polittext.tokenization.scan import Scan

_ABBREVIATION = KIND_CODES[TokenKind.ABBREVIATION]
_ORDINAL = KIND_CODES[TokenKind.ORDINAL]
_DATE = KIND_CODES[TokenKind.DATE]

_NUMBER = regex.compile(r"\d{1,4}(?:\.\d{1,4})*")
_ROMAN = regex.compile(r"(?=[IVXL]{2,}$)(?:X{0,4}|XL|LX{0,3})(?:IX|IV|V?I{0,3})")
_DOTTED = regex.compile(r"(?:\p{L}{1,4}\.){2,7}")
_NEXT = regex.compile(r"""\s{0,9}[„“"»«‚‘’'(\[–—-]{0,4}\s{0,2}([\p{L}\d]{1,40})""")
_PREVIOUS = regex.compile(r"(\p{L}+)\s+$")
_BEFORE = 48  # characters that a rule may look back


def judge(found: Scan, lexicon: Lexicon, rules: Rules) -> None:
    """Join full stops to the tokens that they belong to; write into `found`."""
    candidates = ((found.codes == 46) & found.starts).nonzero()[0]
    candidates = candidates[candidates > 0]
    candidates = candidates[~found.space[candidates - 1]]
    if not len(candidates):
        return
    starts = found.starts.nonzero()[0]
    owners = starts[starts.searchsorted(candidates) - 1]
    text, n = found.text, len(found.text)
    single, compound = lexicon.abbreviations, lexicon.compound
    done = -1
    for stop, start in zip(candidates.tolist(), owners.tolist(), strict=True):
        if stop < done or text[stop + 1 : stop + 2] == ".":
            continue
        word = text[start:stop]
        if word in compound:
            end = _compound(found, lexicon, start, stop)
            if end:
                done = end
                continue
        if stop + 1 < n and text[stop + 1].isalpha() and len(word) <= 4 and word.isalpha():
            end = _dotted(found, start, stop)
            if end:
                done = end
                continue
        kind = single.get(word)
        if kind is not None:
            if kind == "word":
                kind = "ref" if _digit_follows(text, stop) else None
            if kind is not None:
                _join(found, stop, start, kind, "lexicon", _ABBREVIATION)
                continue
        if len(word) > 1 and word.isalpha() and not word.isupper():
            continue
        _by_rule(found, lexicon, rules, start, stop, word)


def _digit_follows(text: str, stop: int) -> bool:
    return text[stop + 1 : stop + 2].isdigit() or (
        text[stop + 1 : stop + 2].isspace() and text[stop + 2 : stop + 3].isdigit()
    )


def _join(found: Scan, stop: int, start: int, kind: str, rule: str, code: int) -> None:
    found.starts[stop] = False
    found.stops[stop] = (kind, rule)
    found.kinds.setdefault(start, code)
    if stop + 1 < len(found.text) and not found.space[stop + 1]:
        found.starts[stop + 1] = True


def _compound(found: Scan, lexicon: Lexicon, start: int, stop: int) -> int:
    """Join an abbreviation of several parts; return its end, 0 where there is none."""
    text = found.text
    for pattern, kind in lexicon.compound[text[start:stop]]:
        match = pattern.match(text, start)
        if match and match.end() > stop + 1:
            end = int(match.end())
            found.join(start, end)
            found.kinds[start] = _ABBREVIATION
            found.stops[end - 1] = (kind, "lexicon")
            return end
    return 0


def _dotted(found: Scan, start: int, stop: int) -> int:
    """Join letters and short parts that follow each other without a blank ("J.D.", "i.d.R."); return the end, or 0."""
    text = found.text
    match = _DOTTED.match(text, start)
    if not match or match.end() <= stop + 1:
        return 0
    end = int(match.end())
    parts = match.group().split(".")[:-1]
    after = text[end : end + 1]
    if after.isalpha() and not (len(parts[-1]) == 1 and after.isupper()):
        return 0
    if sum(len(part) == 1 for part in parts) * 2 < len(parts):
        return 0
    found.join(start, end)
    found.kinds[start] = _ABBREVIATION
    found.stops[end - 1] = ("initial" if match.group().replace(".", "").isupper() else "final", "dotted")
    return end


def _by_rule(found: Scan, lexicon: Lexicon, rules: Rules, start: int, stop: int, word: str) -> None:
    text = found.text
    code = _ORDINAL
    if word[0].isdigit():
        if not _NUMBER.fullmatch(word):
            return
        of = "number"
        code = _DATE if "." in word else _ORDINAL
    elif len(word) == 1:
        if not word.isalpha():
            return
        of, code = "letter", _ABBREVIATION
    elif "-" in word:
        tail = word.rsplit("-", 1)[1]
        kind = lexicon.abbreviations.get(tail)
        if kind is not None and kind != "word" and len(tail) > 1:
            _join(found, stop, start, kind, "lexicon", _ABBREVIATION)
            return
        if len(tail) != 1 or not tail.isupper():
            return
        of, code = "letter", _ABBREVIATION
        word = tail
    elif _ROMAN.fullmatch(word):
        of = "roman"
    else:
        return
    rule = _first(rules.stops.get(of, ()), lexicon, text, start, stop, word)
    if rule is not None and rule.gives is not None:
        _join(found, stop, start, rule.gives, rule.name, _ORDINAL if rule.gives == "enumerator" else code)


def _first(candidates: tuple[Stop, ...], lexicon: Lexicon, text: str, start: int, stop: int, word: str) -> Stop | None:
    before = text[max(0, start - _BEFORE) : start]
    following = _NEXT.match(text, stop + 1)
    next_word = following[1] if following else ""
    preceding = _PREVIOUS.search(before)
    previous = preceding[1] if preceding else ""
    for rule in candidates:
        if rule.token is not None and not rule.token.fullmatch(word):
            continue
        if rule.next_in is not None and next_word not in lexicon.lists[rule.next_in]:
            continue
        if rule.previous_in is not None and previous not in lexicon.lists[rule.previous_in]:
            continue
        if rule.before is not None and not rule.before.search(before):
            continue
        if rule.after is not None and not rule.after.match(text, stop + 1):
            continue
        return rule
    return None
