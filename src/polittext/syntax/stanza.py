"""stanza as syntactic engine: our tokens and sentences in, lemmas, morphology, dependencies and entities out."""

import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from polittext.errors import OptionError, ResourceError
from polittext.integrations.stanza_convert import build, entities, import_stanza, read
from polittext.resources import read_tsv
from polittext.syntax.protocol import Analysed, Segmented, empty_analysis

PROCESSORS = ("mwt", "pos", "lemma", "depparse", "ner")
REQUIRED = {"lemma": ("pos",), "depparse": ("pos", "lemma")}
MAX_SENTENCE = 300
_AIDS = ("pretrain", "forward_charlm", "backward_charlm")


class StanzaSyntax:
    """Analyses tokens with stanza (Qi et al., ACL 2020); the models are loaded at the first analysis.

    Nothing is downloaded unless `download` is true. The models come either from stanza's own German packages, or from
    a folder of your own that holds `pos.pt`, `lemma.pt`, `depparse.pt`, `ner.pt` (those there are), and `pretrain.pt`,
    `forward_charlm.pt`, `backward_charlm.pt` where the models need them.

    A sentence of more than 300 tokens goes through in pieces, each with a root of its own. Objects can be pickled for
    worker processes, and used by several threads one after the other.

    Args:
        dir: Where the models are, or are downloaded to; None for stanza's own folder (`STANZA_RESOURCES_DIR`, or the
            platform's cache folder).
        download: Fetch missing German models now, with progress on standard error.
        processors: Which of "mwt", "pos", "lemma", "depparse", "ner" to run, also as a comma-separated string or as
            {processor: package}; None for all that `dir` has. "mwt" belongs to models that were trained on split
            contractions ("im" as "in" + "dem"), as the official ones are; each contraction still is one token in the
            result.
        use_gpu: Run on a GPU; None for a GPU where there is one.
        pipeline: A `stanza.Pipeline` that is loaded already, instead of all the others.

    Raises:
        MissingExtraError: stanza isn't installed.
        OptionError: A processor is unknown or lacks another that it needs.
        ResourceError: Models are missing or can't be downloaded; the message has the command that fetches them.
    """

    def __init__(
        self,
        dir: str | os.PathLike[str] | None = None,
        *,
        download: bool = False,
        processors: str | Sequence[str] | Mapping[str, str] | None = None,
        use_gpu: bool | None = None,
        pipeline: Any = None,
    ) -> None:
        import_stanza()
        self.use_gpu = use_gpu
        self._lock = threading.Lock()
        self._pipeline = pipeline
        self.processors = _packages(processors)
        if pipeline is not None:
            self.dir: Path | None = None
            self._given = True
            self.processors = {name: "default" for name in PROCESSORS if name in pipeline.processors}
            return
        self._given = False
        self.dir = Path(dir) if dir is not None else _default_folder()
        if download:
            _download(self.dir, self.processors or dict.fromkeys(PROCESSORS, "default"), dir is not None)
        self._local = {} if _is_official(self.dir) else _local_models(self.dir)
        self.processors = self.processors or dict.fromkeys(self._available(), "default")
        self._check()

    def analyze(self, documents: Sequence[Segmented]) -> list[Analysed]:
        """Analyse documents in one call of stanza, which batches their sentences together; see `SyntaxEngine`.

        Raises:
            ResourceError: A model is damaged or doesn't fit the installed stanza.
        """
        pieces = [_pieces(sentences) for _, sentences in documents]
        expand = _contractions() if "mwt" in self.processors else frozenset()
        full = [k for k, ranges in enumerate(pieces) if ranges]
        if not full:
            return [(empty_analysis(len(tokens)), ()) for tokens, _ in documents]
        with self._lock, _quiet():
            nlp = self._load()
            batch = [build(documents[k][0].text, documents[k][0], pieces[k], expand=expand) for k in full]
            parsed = dict(zip(full, nlp.process(batch, processors=list(self.processors)), strict=True))
        out: list[Analysed] = []
        for k, (tokens, _) in enumerate(documents):
            if k in parsed:
                found = entities(tokens.text, parsed[k]) if "ner" in self.processors else ()
                out.append((read(parsed[k], pieces[k], len(tokens)), found))
            else:
                out.append((empty_analysis(len(tokens)), ()))
        return out

    def _load(self) -> Any:
        if self._pipeline is None:
            try:
                self._pipeline = self._open()
            except Exception as error:  # of pickle, torch, stanza and the file system: no common parent
                raise ResourceError(
                    f"stanza can't load the models in {self.dir}: {type(error).__name__}: {error}; "
                    f"{_command(self.dir)} fetches the official ones anew"
                ) from error
        return self._pipeline

    def _open(self) -> Any:
        stanza = import_stanza()
        options: dict[str, Any] = {
            "use_gpu": self.use_gpu,
            "download_method": None,
            "tokenize_pretokenized": True,
            "verbose": False,
        }
        processors = {"tokenize": "default", **self.processors}
        if not self._local:
            return stanza.Pipeline("de", dir=str(self.dir), package=None, processors=processors, **options)
        for name in self.processors:
            options[f"{name}_model_path"] = str(self._local[name])
            for aid in _AIDS:
                if aid in self._local and name in ("pos", "depparse", "ner", "lemma"):
                    options[f"{name}_{aid}_path"] = str(self._local[aid])
        # stanza wants a list of known packages; an empty one makes it take the paths that are given
        with tempfile.TemporaryDirectory() as folder:
            resources = Path(folder, "resources.json")
            resources.write_text("{}", encoding="utf-8")
            return stanza.Pipeline(
                "de",
                dir=str(self.dir),
                package=None,
                processors=processors,
                resources_filepath=str(resources),
                allow_unknown_language=True,
                **options,
            )

    def _available(self) -> list[str]:
        """Return the processors to run where none are named: all that there are models for."""
        if self._local:
            return [name for name in PROCESSORS if name in self._local]
        split = any((self.dir or Path()).glob("de/mwt/*.pt"))
        return [name for name in PROCESSORS if split or name != "mwt"]

    def _check(self) -> None:
        for name in self.processors:
            for needed in REQUIRED.get(name, ()):
                if needed not in self.processors:
                    raise OptionError(f"the processor {name!r} needs {needed!r} as well")
        missing = []
        for name, package in self.processors.items():
            if self._local:
                found = name in self._local
            elif package == "default":
                found = any((self.dir or Path()).glob(f"de/{name}/*.pt"))
            else:
                found = ((self.dir or Path()) / "de" / name / f"{package}.pt").is_file()
            if not found and package != "identity":
                missing.append(name)
        if missing or not self.processors:
            what = f"models for {', '.join(missing)}" if missing else "models"
            raise ResourceError(
                f"no German stanza {what} in {self.dir}; this fetches the official ones (some hundred megabytes): "
                f"{_command(self.dir)}"
            )

    def __getstate__(self) -> dict[str, Any]:
        state = {key: value for key, value in self.__dict__.items() if key != "_lock"}
        if not self._given:
            state["_pipeline"] = None
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"StanzaSyntax({str(self.dir)!r}, processors={','.join(self.processors)!r})"


def _packages(processors: str | Sequence[str] | Mapping[str, str] | None) -> dict[str, str]:
    """Return {processor: package} in stanza's order; our tokenizer stands in for "tokenize"."""
    if processors is None:
        return {}
    if isinstance(processors, str):
        processors = [name.strip() for name in processors.split(",")]
    pairs = dict(processors) if isinstance(processors, Mapping) else dict.fromkeys(processors, "default")
    pairs.pop("tokenize", None)
    unknown = [name for name in pairs if name not in PROCESSORS]
    if unknown or not pairs:
        raise OptionError(f"processors must be some of {', '.join(PROCESSORS)}, not {processors!r}")
    return {name: pairs[name] for name in PROCESSORS if name in pairs}


def _default_folder() -> Path:
    from stanza.resources.common import DEFAULT_MODEL_DIR

    return Path(DEFAULT_MODEL_DIR)


def _is_official(folder: Path) -> bool:
    """Tell whether a folder is laid out as stanza's download leaves it."""
    try:
        return "de" in json.loads((folder / "resources.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _local_models(folder: Path) -> dict[str, Path]:
    """Return the model files in a folder that holds them directly or in a folder per processor."""
    found: dict[str, Path] = {}
    for name in (*PROCESSORS, *_AIDS):
        paths = [p for p in (folder / f"{name}.pt",) if p.is_file()] or sorted((folder / name).glob("*.pt"))
        if len(paths) > 1:
            raise ResourceError(f"several models for {name} in {folder / name}: {[p.name for p in paths]}; leave one")
        if paths:
            found[name] = paths[0]
    return found


def _download(folder: Path, processors: dict[str, str], named: bool) -> None:
    stanza = import_stanza()
    try:
        stanza.download("de", model_dir=str(folder), package=None, processors=processors, verbose=True)
    except Exception as error:  # requests, hub and file errors have no common parent
        raise ResourceError(
            f"stanza's German models can't be downloaded to {folder}: {type(error).__name__}: {error}; "
            f"try again with {_command(folder if named else None)}, or copy the folder from another machine"
        ) from error


def _command(folder: Path | None) -> str:
    where = "" if folder is None or folder == _default_folder() else f"dir={str(folder)!r}, "
    code = f"from polittext.syntax import StanzaSyntax; StanzaSyntax({where}download=True)"
    return f'python -c "{code}"'


def _pieces(sentences: Any) -> list[tuple[int, int]]:
    """Return the token ranges of the sentences, none empty, none of more than MAX_SENTENCE tokens."""
    out = []
    for first, last in zip(sentences.token_starts.tolist(), sentences.token_ends.tolist(), strict=True):
        out += [(start, min(start + MAX_SENTENCE, last)) for start in range(first, last, MAX_SENTENCE)]
    return out


def _contractions() -> frozenset[str]:
    return frozenset(row["form"] for row in read_tsv("contractions.tsv"))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep stanza's log below errors while we use it, and leave its level as it was."""
    logger = logging.getLogger("stanza")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
