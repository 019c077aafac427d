"""Many texts: order, errors, processes, threads, memory."""

import copy
import itertools
import multiprocessing
import os
import pickle
import subprocess
import sys
import time
import tracemalloc
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import polittext
from polittext import Document, Pipeline
from polittext.errors import DateInputError, InputTypeError, OptionError, WorkerError
from polittext.formats.plenarprotokoll import read_plenarprotokoll
from polittext.parallel import Failure, Job, run
from polittext.temporal.reference import parse_reference
from tests.handmade import document
from tests.test_plenarprotokoll import PROTOCOL

TEXTS = [
    "Der Minister sagte: „Wir haben ein Ziel.“ Am 3. März 2021 war es so weit.",
    "Laut Polizei wurde niemand verletzt.",
    "",
    "Sie kündigte an, man werde im Juli 2022 fertig. Er habe das nicht gewusst.",
]


class Toy:
    """Stands in for a pipeline in worker processes."""

    def __call__(self, text: Any, date: Any = None) -> Document:
        if text == "die":
            os._exit(3)
        if text == "raise":
            raise ZeroDivisionError("on purpose")
        if text == "odd":
            raise UnpicklableError("x", 1)
        return document(text)


class UnpicklableError(Exception):
    def __init__(self, one: str, two: int) -> None:
        super().__init__(one)


class Unstartable(Toy):
    def __setstate__(self, state: object) -> None:
        os._exit(4)

    def __getstate__(self) -> dict[str, int]:
        return {"some": 1}


def texts_of(results: Any) -> list[str]:
    return [type(r.error).__name__ if isinstance(r, Failure) else r.text for r in results]


def work(texts: list[str], **options: Any) -> list[Any]:
    jobs = (Job(i, text, None) for i, text in enumerate(texts))
    return [result for _, result in run(Toy(), jobs, **options)]  # type: ignore[arg-type]


def test_pipe_gives_what_single_calls_give_in_order() -> None:
    assert list(Pipeline().pipe(TEXTS)) == [Pipeline()(text) for text in TEXTS]
    assert list(polittext.pipe(TEXTS)) == [polittext.analyze(text) for text in TEXTS]


def test_pipe_reads_lazily() -> None:
    endless = (f"Text {i}." for i in itertools.count())
    assert [d.text for d in itertools.islice(Pipeline().pipe(endless), 3)] == ["Text 0.", "Text 1.", "Text 2."]


def test_context_passes_through() -> None:
    rows = [("Eins.", {"id": 1}), ("Zwei.", {"id": 2})]
    assert [(d.text, c) for d, c in Pipeline().pipe(rows, as_tuples=True)] == rows


def test_one_date_for_all_and_a_date_for_each() -> None:
    assert {d.reference_date for d in Pipeline().pipe(TEXTS, "2022-01-10")} == {"2022-01-10"}
    rows = [("Heute.", "2022-01-10"), ("Heute.", "2021")]
    docs = [d for d, _ in Pipeline().pipe(rows, date=lambda c: c, as_tuples=True)]
    assert [d.reference_date for d in docs] == ["2022-01-10", "2021"]


def test_bad_texts_come_back_with_their_error() -> None:
    results = list(Pipeline().pipe(["Gut.", None, b"x", "Auch gut."]))  # type: ignore[list-item]
    assert texts_of(results) == ["Gut.", "InputTypeError", "InputTypeError", "Auch gut."]
    failure = results[1]
    assert isinstance(failure, Failure)
    assert failure.index == 1
    with pytest.raises(AttributeError, match=r"text 1 .* InputTypeError: text must be a str"):
        _ = failure.quotes


def test_bad_dates_come_back_with_their_error() -> None:
    rows = [("Eins.", {"d": "2022-01-10"}), ("Zwei.", {"d": "morgen früh vielleicht"}), ("Drei.", {})]
    results = [d for d, _ in Pipeline().pipe(rows, date=lambda c: c["d"], as_tuples=True)]
    assert texts_of(results) == ["Eins.", "DateInputError", "KeyError"]


def test_what_is_no_pair_comes_back_with_its_error() -> None:
    rows: list[Any] = [("Eins.", 1), None, ("zu", "viel", 3), "xyz", ("Zwei.", 2)]
    results = list(Pipeline(quotes="rules").pipe(rows, as_tuples=True))
    assert texts_of([r for r, _ in results]) == ["Eins.", *["InputTypeError"] * 3, "Zwei."]
    assert [context for _, context in results] == [1, None, None, None, 2]
    assert isinstance(results[2][0], Failure)
    assert "pairs" in str(results[2][0].error)


def test_one_bad_document_in_thousands_stops_nothing() -> None:
    def texts() -> Iterator[tuple[Any, int]]:
        for i in range(3000):
            yield (None if i % 1000 == 500 else b"bytes" if i % 1000 == 501 else f"Text {i}."), i

    results = Pipeline(quotes="rules").pipe(texts(), as_tuples=True)
    read = [(r.error if isinstance(r, Failure) else r.text, i) for r, i in results]
    assert [i for _, i in read] == list(range(3000))
    bad = [i for got, i in read if isinstance(got, InputTypeError)]
    assert bad == [500, 501, 1500, 1501, 2500, 2501]
    assert all(got == f"Text {i}." for got, i in read if i not in bad)


@pytest.mark.parametrize("options", [{"n_process": 0}, {"batch_size": 0}, {"n_process": 1.5}, {"start_method": "x"}])
def test_options_are_checked_at_once(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        Pipeline().pipe([], **options)


def test_a_bad_common_date_and_a_single_text_are_refused_at_once() -> None:
    with pytest.raises(DateInputError):
        Pipeline().pipe([], "keine Ahnung")
    with pytest.raises(InputTypeError, match="several texts"):
        Pipeline().pipe("ein Text")
    with pytest.raises(OptionError, match="as_tuples"):
        Pipeline().pipe(["x"], date=lambda c: c)


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_worker_processes_give_the_same(method: str) -> None:
    texts = [*TEXTS, "„a\ud800\x00“ sagte er."] * 3
    pipeline = Pipeline(min_confidence=0.1)
    results = list(pipeline.pipe(texts, "2022-01", n_process=2, batch_size=2, start_method=method))
    assert results == [pipeline(text, "2022-01") for text in texts]


def test_errors_in_workers_stay_with_their_text() -> None:
    texts = ["a", "raise", "b", "odd", None, lambda: 1, "c"]
    results = work(texts, n_process=2, batch_size=2, start_method="fork")  # type: ignore[arg-type]
    assert texts_of(results) == ["a", "ZeroDivisionError", "b", "PolittextError", *["TypeError"] * 2, "c"]
    assert [r.index for r in results if isinstance(r, Failure)] == [1, 3, 4, 5]


@pytest.mark.parametrize("batch_size", [1, 4])
def test_a_text_that_kills_its_worker_loses_no_other(batch_size: int) -> None:
    texts = [f"text {i}" for i in range(30)]
    texts[5] = texts[6] = texts[29] = "die"
    results = work(texts, n_process=2, batch_size=batch_size, start_method="fork")
    assert texts_of(results) == ["WorkerError" if t == "die" else t for t in texts]


def test_workers_that_never_start_are_an_error_and_no_hang() -> None:
    with pytest.raises(WorkerError, match="__main__"):
        list(run(Unstartable(), iter([Job(0, "x", None)]), n_process=2))  # type: ignore[arg-type]


def test_no_more_is_read_than_is_under_way() -> None:
    read = 0

    def texts() -> Iterator[Job]:
        nonlocal read
        for i in range(1000):
            read += 1
            yield Job(i, str(i), None)

    results = run(Toy(), texts(), n_process=2, batch_size=5, start_method="fork")  # type: ignore[arg-type]
    next(results)
    assert read <= (2 * 2 + 2) * 5
    results.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_workers_end_with_a_caller_that_is_killed(method: str, tmp_path: Path) -> None:
    script = tmp_path / "caller.py"
    script.write_text(
        "import multiprocessing, time\n"
        "from polittext import Pipeline\n"
        "if __name__ == '__main__':\n"
        "    pipeline = Pipeline(quotes='rules')\n"
        f"    found = pipeline.pipe(map(str, range(99)), n_process=2, batch_size=1, start_method={method!r})\n"
        "    next(found)\n"
        "    print(*(p.pid for p in multiprocessing.active_children()), flush=True)\n"
        "    time.sleep(600)\n",
        encoding="utf-8",
    )
    caller = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert caller.stdout is not None
    workers = [int(pid) for pid in caller.stdout.readline().split()]
    caller.kill()
    caller.wait()
    caller.stdout.close()
    assert workers
    deadline = time.monotonic() + 60
    while (left := [pid for pid in workers if _runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # Nobody may be there to collect it, so a zombie counts as ended.
        return not (state := Path(f"/proc/{pid}/stat")).exists() or state.read_text().split(")")[-1].split()[0] != "Z"
    except OSError:
        return False


def test_memory_stays_constant() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in run(Toy(), (Job(i, f"Text {i}.", None) for i in range(count))):  # type: ignore[arg-type]
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(50)
    assert peak(5000) < 100_000  # 5,000 documents held would be megabytes


def test_memory_stays_constant_with_real_documents() -> None:
    pipeline = Pipeline(quotes="rules")

    def peak(count: int) -> int:
        tracemalloc.start()
        for doc in pipeline.pipe((f"{TEXTS[i % 4]} Nummer {i % 7}." for i in range(count)), "2022-01"):
            assert isinstance(doc, Document)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(40)
    # 540 more documents held would be megabytes; the interpreter keeps some freed objects for reuse.
    assert peak(600) < peak(60) + 400_000


def test_progress_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[int] = []
    list(Pipeline().pipe(["a", "b"], progress=told.append))
    assert told == [1, 2]
    list(Pipeline().pipe(["a", "b"], progress=True))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "[####################] 2 of 2 (100%) documents" in captured.err


def test_eight_threads_on_one_pipeline_give_the_same() -> None:
    pipeline = Pipeline()
    texts = TEXTS * 12
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(pipeline, texts)) == [Pipeline()(text) for text in texts]


COLD = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import polittext

sys.setswitchinterval(1e-5)
texts = [
    "Am 3. März sagte Anna Beispiel: „Wir haben Zeit.“ Sie komme nicht, so Beispiel.",
    "Laut Polizei wurde gestern z. B. niemand verletzt, teilte der Minister mit.",
]
pipeline, barrier = polittext.Pipeline(), Barrier(8)

def work(number):
    barrier.wait()  # all eight load grammar, lexicon and model at once
    return [pipeline(texts[(number + i) % 2], "2022-01").to_dict() for i in range(4)]

with ThreadPoolExecutor(8) as pool:
    results = list(pool.map(work, range(8)))
alone = [pipeline(text, "2022-01").to_dict() for text in texts]
assert all(result == [alone[(n + i) % 2] for i in range(4)] for n, result in enumerate(results))
print(len(results), sum(len(d["quotes"]) + len(d["dates"]) for d in alone))
"""


def test_eight_threads_may_begin_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("8 ")
    assert int(done.stdout.split()[1]) >= 4


def test_threads_leave_the_warning_filters_alone() -> None:
    before = list(warnings.filters)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:  # dates in a spelling that goes to dateparser
            days = [*pool.map(lambda day: parse_reference(f"February {day}, 2022").day, [*range(1, 29)] * 3)]
    finally:
        sys.setswitchinterval(interval)
    assert days == [*range(1, 29)] * 3
    assert warnings.filters == before


def _read(text: str) -> Document:
    return polittext.analyze(text, "2022-01")


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_plain_worker_pools_may_use_the_functions(method: str) -> None:
    # The model has run here before; a forked child must neither hang on it nor give anything else.
    expected = [_read(text) for text in TEXTS]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert list(pool.map(_read, TEXTS, timeout=120)) == expected


def test_results_failures_and_errors_can_be_pickled() -> None:
    doc = Pipeline()(TEXTS[0], "2022-01")
    (failure,) = Pipeline().pipe([None])  # type: ignore[list-item]
    with pytest.raises(DateInputError) as caught:
        polittext.normalize_date("kein Datum")
    speech = read_plenarprotokoll(PROTOCOL)[1]
    for value in (doc.quotes, doc.dates, doc.speakers, doc.tokens[1], doc.sentences[0], failure, caught.value, speech):
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(value, protocol))
            assert type(again) is type(value)
            if not isinstance(value, Failure | Exception):
                assert again == value
        assert repr(copy.deepcopy(value)) == repr(value)


def test_pipelines_and_documents_can_be_pickled() -> None:
    pipeline = pickle.loads(pickle.dumps(Pipeline(abbreviations=["Bschl."])))
    assert pipeline.abbreviations == {"Bschl."}
    for text in TEXTS:
        doc = pipeline(text, "2022-01")
        again = pickle.loads(pickle.dumps(doc))
        assert again == doc
        assert [t.text for t in again.tokens] == [t.text for t in doc.tokens]
