"""Fuzzing for a fixed time: no exception, no broken offset, whatever the text.

A longer run by hand, and what it found: `python -m benchmarks.fuzz`, docs/robustness.md.
"""

import os
import time

import hypothesis
import pytest
from benchmarks.fuzz_checks import CHECKS, BrokenError
from benchmarks.fuzz_inputs import MAKERS, MARKS, NUMBERS, ODD, STOPS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SECONDS = float(os.environ.get("POLITTEXT_FUZZ_SECONDS", "3"))
"""Processor time for each step."""

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
PIECES = st.lists(st.sampled_from([*MARKS, *STOPS, *NUMBERS, *ODD, " ", "sagte", "er", "dass", "Mai"]), max_size=25)
MADE = st.builds(lambda maker, rng: maker(rng), st.sampled_from(list(MAKERS.values())), st.randoms())
TEXTS = st.one_of(ANY, PIECES.map("".join), PIECES.map(" ".join), MADE)


@pytest.mark.parametrize("step", list(CHECKS))
def test_any_text_for_a_fixed_time(step: str) -> None:
    seen = 0

    def check(text: str, turn: int) -> None:
        nonlocal seen
        seen += 1
        CHECKS[step](text, turn)

    rounds = 0
    end = time.process_time() + SECONDS
    while time.process_time() < end:
        # A round is a whole run of hypothesis, which shrinks what it finds; the seeds are the same everywhere.
        run = settings(max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck))(
            hypothesis.seed(rounds)(given(TEXTS, st.integers(0, 63))(check))
        )
        run()
        rounds += 1
    assert seen >= 50 * rounds > 0


def test_the_checks_see_what_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import fuzz_checks

    from polittext.columns import SentenceTable, TokenTable

    def overlapping(text: str, **_: str) -> tuple[TokenTable, SentenceTable]:
        return TokenTable(text, [0, 1], [2, 3], [0, 0]), SentenceTable(text, [0], [3], [0], [2])

    monkeypatch.setattr(fuzz_checks, "segment", overlapping)
    with pytest.raises(BrokenError, match="overlaps"):
        fuzz_checks.tokens("abc")
    monkeypatch.setattr(fuzz_checks, "segment", lambda text, **_: overlapping(text)[:0] or _gap(text))
    with pytest.raises(BrokenError, match="gap"):
        fuzz_checks.tokens("abc")


def _gap(text: str) -> "tuple[object, object]":
    from polittext.columns import SentenceTable, TokenTable

    return TokenTable(text, [0, 2], [1, 3], [0, 0]), SentenceTable(text, [0], [3], [0], [2])
