"""Many texts through one pipeline: streamed, in order, in constant memory, in this process or in several."""

import datetime as dt
import multiprocessing
import os
import pickle
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from polittext.errors import InputTypeError, OptionError, PolittextError, WorkerError

if TYPE_CHECKING:
    from polittext.document import Document
    from polittext.pipeline import Pipeline

    DateLike = str | dt.date | None
    _Future = Future[list[Document | Exception]]

Progress = Callable[[int], object]
"""Called with the number of documents done so far."""

START_METHODS = ("spawn", "forkserver", "fork")


@dataclass(frozen=True, slots=True)
class Failure:
    """What `pipe` yields in place of a document that could not be made; its neighbours are not affected.

    Args:
        index: The position of the text among the texts, from 0.
        text: What was handed over as text.
        error: Why there is no document.
    """

    index: int
    text: Any
    error: Exception

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(
            f"text {self.index} could not be analysed, so it has no {name!r}: {type(self.error).__name__}: {self.error}"
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One text on its way: its position, the text, its date, what the caller attached, what already went wrong."""

    index: int
    text: Any
    date: "DateLike"
    context: Any = None
    error: Exception | None = None


def run(
    pipeline: "Pipeline",
    jobs: Iterable[Job],
    *,
    n_process: int = 1,
    batch_size: int = 64,
    start_method: str = "spawn",
) -> "Iterator[tuple[Job, Document | Failure]]":
    """Yield each job with its document or its failure, in the order of the jobs.

    No more than `2 * n_process + 2` batches are held at a time, however many jobs there are. If a worker process dies
    (out of memory, killed), the texts under way are tried again one by one, and only the one that kills a worker on its
    own comes back as a failure.

    Raises:
        OptionError: An option is out of range.
        WorkerError: Worker processes can't be started at all.
    """
    for name, value in (("n_process", n_process), ("batch_size", batch_size)):
        if not isinstance(value, int) or value < 1:
            raise OptionError(f"{name} must be a whole number from 1 on, not {value!r}")
    if start_method not in START_METHODS:
        raise OptionError(f"start_method must be one of {', '.join(START_METHODS)}, not {start_method!r}")
    if n_process == 1:
        if getattr(pipeline, "syntax", None) is not None:  # any callable serves as pipeline
            return _batched(pipeline, iter(jobs), batch_size)
        return ((job, _attempt(pipeline, job)) for job in jobs)
    return _Pool(pipeline, n_process, start_method).run(iter(jobs), batch_size)


def stream(
    pipeline: "Pipeline",
    texts: Iterable[Any],
    date: "DateLike | Callable[[Any], DateLike]",
    *,
    as_tuples: bool,
    progress: bool | Progress,
    n_process: int,
    batch_size: int,
    start_method: str,
) -> Iterator[Any]:
    """Do the work of `Pipeline.pipe`."""
    if callable(date) and not as_tuples:
        raise OptionError("a function as date needs as_tuples=True: it is called with what stands beside the text")
    if isinstance(texts, str):
        raise InputTypeError(
            "texts must be several texts, such as a list of str, not one str; for one text use analyze"
        )
    total = len(texts) if isinstance(texts, Sized) else None
    jobs = _jobs(texts, date, as_tuples)
    results = run(pipeline, jobs, n_process=n_process, batch_size=batch_size, start_method=start_method)
    told = report(progress, total, results)
    return ((result, job.context) for job, result in told) if as_tuples else (result for _, result in told)


def _jobs(texts: Iterable[Any], date: "DateLike | Callable[[Any], DateLike]", as_tuples: bool) -> Iterator[Job]:
    for index, item in enumerate(texts):
        text, context = item, None
        if as_tuples:
            try:
                text, context = item
            except (TypeError, ValueError):
                kind = type(item).__name__
                wrong = InputTypeError(f"as_tuples needs pairs of a text and something else, not {kind} {item!r:.60}")
                yield Job(index, item, None, None, wrong)
                continue
        if not callable(date):
            yield Job(index, text, date, context)
            continue
        try:
            yield Job(index, text, date(context), context)
        except Exception as error:
            yield Job(index, text, None, context, error)


def _attempt(pipeline: "Pipeline", job: Job) -> "Document | Failure":
    if job.error is not None:
        return Failure(job.index, job.text, job.error)
    try:
        return pipeline(job.text, job.date)
    except Exception as error:
        return Failure(job.index, job.text, error)


def _batched(pipeline: "Pipeline", jobs: Iterator[Job], batch_size: int) -> "Iterator[tuple[Job, Document | Failure]]":
    """Work in this process, but hand whole batches to the syntactic engine."""
    while batch := list(islice(jobs, batch_size)):
        sound = [job for job in batch if _sendable(job)]
        try:
            documents = dict(
                zip(
                    (job.index for job in sound),
                    pipeline.analyze_batch([(job.text, job.date) for job in sound]),
                    strict=True,
                )
            )
        except Exception:
            documents = {}  # one of them is at fault; only that one fails when they go through one by one
        for job in batch:
            yield job, documents.get(job.index) or _attempt(pipeline, job)


_worker_pipeline: "list[Pipeline]" = []  # set once in each worker process, never in the caller's


def _start_worker(pipeline: "Pipeline") -> None:
    _worker_pipeline[:] = [pipeline]
    # Of a caller that is killed outright, workers hear nothing, and would wait for ever.
    threading.Thread(target=_end_with_caller, daemon=True).start()


def _end_with_caller() -> None:
    caller = multiprocessing.parent_process()
    if caller is not None:
        caller.join()
        os._exit(1)


def _work(batch: "list[tuple[str, DateLike]]") -> "list[Document | Exception]":
    (pipeline,) = _worker_pipeline
    out: list[Document | Exception] = []
    if getattr(pipeline, "syntax", None) is not None:  # any callable serves as pipeline
        try:
            return [*pipeline.analyze_batch(batch)]
        except Exception:
            out = []  # one of them is at fault; below, only that one fails
    for text, date in batch:
        try:
            out.append(pipeline(text, date))
        except Exception as error:
            out.append(_portable(error))
    return out


def _portable(error: Exception) -> Exception:
    """Return an error that can go to another process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return PolittextError(f"{type(error).__name__}: {error}")
    return error


class _Pool:
    """Worker processes that are replaced when they die."""

    def __init__(self, pipeline: "Pipeline", n_process: int, start_method: str) -> None:
        self.pipeline = pipeline
        self.n_process = n_process
        self.context = multiprocessing.get_context(start_method)

    def _start(self, n_process: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            n_process, mp_context=self.context, initializer=_start_worker, initargs=(self.pipeline,)
        )

    def run(self, jobs: Iterator[Job], batch_size: int) -> "Iterator[tuple[Job, Document | Failure]]":
        executor = self._start(self.n_process)
        under_way: deque[tuple[list[Job], _Future, ProcessPoolExecutor]] = deque()
        try:
            _check(executor)
            while True:
                while len(under_way) < 2 * self.n_process + 2 and (batch := list(islice(jobs, batch_size))):
                    load = [(job.text, job.date) for job in batch if _sendable(job)]
                    try:
                        future = executor.submit(_work, load)
                    except BrokenProcessPool:
                        executor = self._start(self.n_process)
                        future = executor.submit(_work, load)
                    under_way.append((batch, future, executor))
                if not under_way:
                    return
                batch, future, used = under_way.popleft()
                try:
                    results = future.result()
                except BrokenProcessPool:
                    if used is executor:
                        executor.shutdown(wait=False)
                        executor = self._start(self.n_process)
                    # Any text under way may be the one that kills.
                    results = self._one_by_one([job for job in batch if _sendable(job)])
                returned = iter(results)
                for job in batch:
                    result = next(returned) if _sendable(job) else _attempt(self.pipeline, job)
                    yield job, Failure(job.index, job.text, result) if isinstance(result, Exception) else result
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    def _one_by_one(self, jobs: list[Job]) -> "list[Document | Exception]":
        """Work in a process of its own, so that its death can be laid at the door of one text."""
        results: list[Document | Exception] = []
        executor = self._start(1)
        try:
            for job in jobs:
                try:
                    results += executor.submit(_work, [(job.text, job.date)]).result()
                except BrokenProcessPool:
                    executor.shutdown(wait=False)
                    executor = self._start(1)
                    results.append(WorkerError("the worker process died on this text (out of memory, or killed)"))
        finally:
            executor.shutdown(wait=False)
        return results


def _sendable(job: Job) -> bool:
    """Tell whether a job is of plain types; others end in an error here, where they need not be pickled."""
    return (
        job.error is None
        and type(job.text) is str
        and (job.date is None or type(job.date) in (str, dt.date, dt.datetime))
    )


def _check(executor: ProcessPoolExecutor) -> None:
    """Make sure that workers start, so that a later death is known to come from a text."""
    try:
        executor.submit(_work, []).result()
    except BrokenProcessPool:
        raise WorkerError(
            "worker processes can't start; a script that uses n_process must keep its own work under "
            "`if __name__ == '__main__':` (see the multiprocessing documentation of Python)"
        ) from None


class Bar:
    """A progress bar on standard error, written at most twice a second: how many of how many, how fast, how long."""

    def __init__(self, total: int | None = None, before: int = 0) -> None:
        self.total = total
        self.started = self.shown = time.monotonic()
        self.done = self.before = before

    def __call__(self, done: int) -> None:
        self.done = done
        now = time.monotonic()
        if now - self.shown >= 0.5:
            self.shown = now
            self._show(now)

    def close(self) -> None:
        """Write the final count and end the line."""
        self._show(time.monotonic())
        sys.stderr.write("\n")
        sys.stderr.flush()

    def _show(self, now: float) -> None:
        rate = (self.done - self.before) / max(1e-9, now - self.started)
        bar = of = left = ""
        if self.total is not None:
            share = min(1.0, self.done / max(1, self.total))
            bar = f"[{'#' * int(20 * share):-<20}] "
            of = f" of {self.total:,} ({share:.0%})"
            if 0 < self.done < self.total and rate:
                left = f", {dt.timedelta(seconds=round((self.total - self.done) / rate))} left"
        sys.stderr.write(f"\r{bar}{self.done:,}{of} documents, {rate:,.0f}/s{left}   ")
        sys.stderr.flush()


def report(progress: "bool | Progress", total: int | None, results: Iterator[Any]) -> Iterator[Any]:
    """Pass results on, telling `progress` after each."""
    if progress is False:
        yield from results
        return
    bar = Bar(total) if progress is True else None
    tell: Progress = bar or progress  # type: ignore[assignment]
    try:
        for done, result in enumerate(results, 1):
            tell(done)
            yield result
    finally:
        if bar is not None:
            bar.close()
