"""stanza as syntactic engine, with real models that are trained here; needs the extra "stanza"."""

import hashlib
import json
import os
import pickle
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import stanza
import torch
from stanza.models.common.doc import Document as StanzaDocument
from stanza.models.common.pretrain import PretrainedWordVocab
from stanza.models.common.vocab import VOCAB_PREFIX
from tests.extras.tiny_stanza import train
from tests.test_conllu import problems

from polittext import Document, Pipeline
from polittext.errors import FormatError, InputTypeError, OptionError, ResourceError
from polittext.formats.conllu import read_conllu
from polittext.syntax import StanzaSyntax, SyntaxEngine

pytestmark = pytest.mark.filterwarnings("default")  # torch's and stanza's own warnings are theirs

TEXT = "Die Ministerin sprach im Bundestag. Anna Beispiel sagte, er komme aus Berlin.\n\nDer Rat tagte z. B. im Saal."


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models that know "im" as one word, with entities."""
    folder = tmp_path_factory.mktemp("joined")
    train(folder, split=False)
    return folder


@pytest.fixture(scope="session")
def split_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models that know "im" as "in" + "dem", in one folder per processor."""
    folder = tmp_path_factory.mktemp("split")
    train(folder, split=True)
    for name in ("pos", "lemma", "depparse", "mwt"):
        (folder / name).mkdir()
        (folder / f"{name}.pt").rename(folder / name / "tiny.pt")
    return folder


@pytest.fixture(scope="session")
def engine(models: Path) -> StanzaSyntax:
    return StanzaSyntax(models)


@pytest.fixture(scope="session")
def doc(engine: StanzaSyntax) -> Document:
    return Pipeline(syntax=engine)(TEXT)


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def test_tokens_have_the_analysis_on_our_offsets(doc: Document) -> None:
    plain = Pipeline()(TEXT)
    assert doc.tokens.spans() == plain.tokens.spans()
    assert doc.sentences == plain.sentences
    first = [(t.text, t.lemma, t.upos, t.xpos, t.deprel) for t in doc.tokens[:6]]
    assert first == [
        ("Die", "der", "DET", "ART", "det"),
        ("Ministerin", "Ministerin", "NOUN", "NN", "nsubj"),
        ("sprach", "sprechen", "VERB", "VVFIN", "root"),
        ("im", "in", "ADP", "APPRART", "case"),
        ("Bundestag", "Bundestag", "NOUN", "NN", "obl"),
        (".", ".", "PUNCT", "$.", "punct"),
    ]
    verb = next(t for t in doc.tokens if t.text == "komme")
    assert "Mood=Sub" in verb.feats
    assert doc.tokens[verb.head].text == "sagte"


def test_heads_are_document_indices_with_one_root_a_sentence(doc: Document) -> None:
    assert len(doc.sentences) == 3
    for sentence in doc.sentences:
        tokens = doc.tokens[sentence.token_start : sentence.token_end]
        assert [t.head for t in tokens].count(-1) == 1
        assert all(t.head == -1 or sentence.token_start <= t.head < sentence.token_end for t in tokens)


def test_entities_are_spans_of_the_text(doc: Document) -> None:
    assert [(e.text, e.label) for e in doc.entities] == [("Anna Beispiel", "PER"), ("Berlin", "LOC")]
    assert all(doc.text[e.start : e.end] == e.text for e in doc.entities)


def test_tokens_with_white_space_inside_survive(doc: Document) -> None:
    token = next(t for t in doc.tokens if t.text == "z. B.")
    assert token.upos is not None
    assert doc.tokens[token.index + 1].text == "im"
    assert doc.tokens[token.index + 1].upos == "ADP"


@pytest.mark.parametrize(
    "text", ["", " \n", "\ud800 sprach.", "\u200b\u00ad", "a" * 5000, "wort " * 700, "Der Rat\x00 tagte. 🙂"]
)
def test_any_text_is_borne(engine: StanzaSyntax, text: str) -> None:
    found = Pipeline(syntax=engine)(text)
    assert found.text == text
    assert all(t.upos is not None and t.head is not None for t in found.tokens)


def test_documents_go_through_in_one_call_with_the_same_result(engine: StanzaSyntax) -> None:
    texts = [TEXT, "", "Der Kanzler schwieg im Saal.", "Paul Muster betonte, er komme aus Bonn."] * 2
    pipeline = Pipeline(syntax=engine)
    together = list(pipeline.pipe(texts, batch_size=5))
    assert together == [pipeline(text) for text in texts]
    assert together[3].entities[0].text == "Paul Muster"


def test_multi_word_tokens_become_one_token_each(split_models: Path) -> None:
    engine = StanzaSyntax(split_models)
    assert list(engine.processors) == ["mwt", "pos", "lemma", "depparse"]
    text = "Die Partei tagte im Landtag. Der Rat sprach im Saal."
    found = Pipeline(syntax=engine)(text)
    assert [t.text for t in found.tokens] == [t.text for t in Pipeline()(text).tokens]
    im = found.tokens[3]
    assert (im.text, im.lemma, im.upos, im.deprel) == ("im", "in", "ADP", "case")
    assert found.tokens[im.head].text == "Landtag"
    assert found.tokens[4].head == 2
    again = Pipeline(syntax=engine).syntax
    assert again is engine


def test_without_the_mwt_processor_contractions_stay_whole(split_models: Path) -> None:
    engine = StanzaSyntax(split_models, processors="tokenize,pos,lemma,depparse")
    assert list(engine.processors) == ["pos", "lemma", "depparse"]
    found = Pipeline(syntax=engine)("Die Partei tagte im Landtag.")
    assert [t.text for t in found.tokens][3] == "im"
    assert found.entities == ()


def test_fewer_processors_leave_the_rest_open(models: Path) -> None:
    found = Pipeline(syntax=StanzaSyntax(models, processors=["pos"]))("Der Rat tagte.")
    assert [t.upos for t in found.tokens] == ["DET", "NOUN", "VERB", "PUNCT"]
    assert {t.lemma for t in found.tokens} == {t.head for t in found.tokens} == {None}


def test_a_loaded_stanza_pipeline_serves(models: Path, engine: StanzaSyntax, doc: Document) -> None:
    engine.analyze([])
    ready = StanzaSyntax(pipeline=engine._load())
    assert Pipeline(syntax=ready)(TEXT) == doc


def test_engines_are_pickled_without_their_models(engine: StanzaSyntax, doc: Document) -> None:
    data = pickle.dumps(engine)
    assert len(data) < 10_000
    copy = pickle.loads(data)
    assert isinstance(copy, SyntaxEngine)
    assert Pipeline(syntax=copy)(TEXT) == doc


def test_to_stanza_and_back(doc: Document) -> None:
    parsed = doc.to_stanza()
    assert isinstance(parsed, StanzaDocument)
    assert parsed.text == doc.text
    assert [len(s.tokens) for s in parsed.sentences] == [s.token_end - s.token_start for s in doc.sentences]
    assert [(e.text, e.type) for e in parsed.ents] == [(e.text, e.label) for e in doc.entities]
    word = parsed.sentences[1].words[2]
    assert (word.text, word.deprel, word.head, word.start_char) == ("sagte", "root", 0, doc.text.index("sagte"))
    assert parsed.sentences[0].dependencies[0][1] == "det"
    back = Document.from_stanza(parsed)
    assert back.tokens == doc.tokens
    assert back.sentences == doc.sentences
    assert back.entities == doc.entities


def test_conllu_with_syntax_quotations_and_dates_follows_ud_and_comes_back(engine: StanzaSyntax) -> None:
    text = "Am 3. März sprach die Ministerin im Bundestag. Anna Beispiel sagte, er komme aus Berlin."
    doc = Pipeline(syntax=engine)(text, date="2021")
    source = doc.to_conllu()
    assert problems(source) == []
    rows = [line.split("\t") for line in source.splitlines() if line[:1].isdigit()]
    said = [row[1] for row in rows if "Quote=0" in row[9].split("|")]
    assert said == ["er", "komme", "aus", "Berlin"]
    assert [row[1] for row in rows if "Date=0" in row[9].split("|")] == ["3.", "März"]
    assert all(row[3] != "_" and row[7] != "_" for row in rows)
    assert read_conllu(source) == [doc]


def test_to_stanza_without_analysis() -> None:
    plain = Pipeline()("Der Rat tagt. Kurz.")
    back = Document.from_stanza(plain.to_stanza())
    assert back.tokens == plain.tokens
    assert back.sentences == plain.sentences
    assert Pipeline()("").to_stanza().sentences == []


def test_from_stanza_with_multi_word_tokens_and_annotate() -> None:
    words = [
        {"id": (1,), "text": "Laut", "upos": "ADP", "head": 2, "deprel": "case", "start_char": 0, "end_char": 4},
        {"id": (2,), "text": "Polizei", "upos": "NOUN", "head": 3, "deprel": "obl", "start_char": 5, "end_char": 12},
        {"id": (3,), "text": "brannte", "upos": "VERB", "head": 0, "deprel": "root", "start_char": 13, "end_char": 20},
        {"id": (4,), "text": "es", "upos": "PRON", "head": 3, "deprel": "nsubj", "start_char": 21, "end_char": 23},
        {"id": (5, 6), "text": "im", "start_char": 24, "end_char": 26},
        {"id": (5,), "text": "in", "upos": "ADP", "lemma": "in", "head": 7, "deprel": "case"},
        {"id": (6,), "text": "dem", "upos": "DET", "lemma": "der", "head": 7, "deprel": "det"},
        {"id": (7,), "text": "Haus", "upos": "NOUN", "head": 3, "deprel": "obl", "start_char": 27, "end_char": 31},
        {"id": (8,), "text": ".", "upos": "PUNCT", "head": 3, "deprel": "punct", "start_char": 31, "end_char": 32},
    ]
    text = "Laut Polizei brannte es im Haus."
    found = Document.from_stanza(StanzaDocument([words], text=text))
    assert [t.text for t in found.tokens] == ["Laut", "Polizei", "brannte", "es", "im", "Haus", "."]
    im = found.tokens[4]
    assert (im.lemma, im.upos, im.head, im.deprel) == ("in", "ADP", 5, "case")
    assert found.tokens[5].head == 2
    assert Pipeline().annotate(found).quotes == Pipeline()(text).quotes
    # without a text and offsets, as from a bare CoNLL-U file, the tokens are joined by spaces
    for word in words:
        word.pop("start_char", None)
        word.pop("end_char", None)
    bare = Document.from_stanza(StanzaDocument([words]))
    assert bare.text == "Laut Polizei brannte es im Haus ."
    assert [t.head for t in bare.tokens] == [t.head for t in found.tokens]


def test_the_word_nearest_the_root_stands_for_the_token() -> None:
    """Arcs into any of a token's words lead to the token; the result is a tree even where they cross."""
    words = [
        {"id": (1, 2), "text": "ab"},
        {"id": (1,), "text": "a", "lemma": "a", "upos": "X", "head": 3, "deprel": "dep"},
        {"id": (2,), "text": "b", "lemma": "b", "upos": "X", "head": 0, "deprel": "root"},
        {"id": (3,), "text": "c", "lemma": "c", "upos": "X", "head": 2, "deprel": "obj"},
    ]
    found = Document.from_stanza(StanzaDocument([words]))
    assert [(t.text, t.lemma, t.head, t.deprel) for t in found.tokens] == [
        ("ab", "b", -1, "root"),
        ("c", "c", 0, "obj"),
    ]


def test_what_is_no_stanza_document_is_refused() -> None:
    with pytest.raises(InputTypeError, match="not str"):
        Document.from_stanza("text")
    wrong = StanzaDocument([[{"id": (1,), "text": "Rat"}]])
    wrong.text = "Ganz anders"
    with pytest.raises(FormatError, match="'Rat' doesn't stand in the document's text"):
        Document.from_stanza(wrong)


@pytest.mark.parametrize(
    ("processors", "message"),
    [("pos,magic", "processors must be some of"), ([], "processors must be"), (["pos", "depparse"], "needs 'lemma'")],
)
def test_odd_processors_are_refused(models: Path, processors: object, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        StanzaSyntax(models, processors=processors)


def test_missing_models_name_the_command_that_fetches_them(tmp_path: Path) -> None:
    with pytest.raises(ResourceError) as caught:
        StanzaSyntax(tmp_path)
    command = f"from polittext.syntax import StanzaSyntax; StanzaSyntax(dir={str(tmp_path)!r}, download=True)"
    assert f'python -c "{command}"' in str(caught.value)
    code = "import polittext; polittext.Pipeline(syntax='stanza')"
    result = run(code, STANZA_RESOURCES_DIR=str(tmp_path / "none"))
    assert result.returncode == 1
    expected = 'python -c "from polittext.syntax import StanzaSyntax; StanzaSyntax(download=True)"'
    assert result.stderr.rstrip().endswith(expected)


def test_damaged_models_are_an_error_of_our_family(tmp_path: Path) -> None:
    (tmp_path / "pos.pt").write_bytes(b"no model")
    engine = StanzaSyntax(tmp_path)
    with pytest.raises(ResourceError, match="can't load the models"):
        engine.analyze([Pipeline().segment("Der Rat.")])
    (tmp_path / "pos").mkdir()
    (tmp_path / "pos.pt").unlink()
    for name in ("a.pt", "b.pt"):
        (tmp_path / "pos" / name).write_bytes(b"")
    with pytest.raises(ResourceError, match="several models for pos"):
        StanzaSyntax(tmp_path)


def test_using_stanza_prints_and_logs_nothing(models: Path) -> None:
    code = (
        "import logging, polittext\n"
        "from polittext.syntax import StanzaSyntax\n"
        f"doc = polittext.Pipeline(syntax=StanzaSyntax({str(models)!r}))('Der Rat tagte.')\n"
        "assert doc.tokens[2].lemma == 'tagen'\n"
        "assert logging.getLogger('stanza').level == logging.INFO\n"
    )
    result = run(code)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_nothing_is_fetched_without_download(models: Path) -> None:
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "import polittext\n"
        "from polittext.syntax import StanzaSyntax\n"
        f"polittext.Pipeline(syntax=StanzaSyntax({str(models)!r}))('Der Rat tagte.')\n"
        "try: StanzaSyntax('/nonexistent')\n"
        "except polittext.errors.ResourceError: print('missing')\n"
    )
    result = run(code)
    assert (result.returncode, result.stdout) == (0, "missing\n"), result.stderr


def vectors(path: Path) -> Path:
    """Write a pretrain file of one word, as stanza keeps word vectors."""
    words = ["rat"]
    vocab = PretrainedWordVocab(words, lang="de")
    torch.save({"vocab": vocab.state_dict(), "emb": torch.ones(len(VOCAB_PREFIX) + len(words), 4)}, path)
    return path


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def publish(site: Path, address: str, files: dict[tuple[str, str], bytes], aids: list[tuple[str, str]]) -> None:
    """Lay out German models as stanza publishes them: a package per processor, of which some need vectors as well."""
    listed: dict[str, dict[str, dict[str, object]]] = {}
    for (name, package), data in files.items():
        (site / "de" / name).mkdir(parents=True, exist_ok=True)
        (site / "de" / name / f"{package}.pt").write_bytes(data)
        listed.setdefault(name, {})[package] = {"md5": hashlib.md5(data).hexdigest()}
    for name in ("pos", "depparse"):
        for entry in listed[name].values():
            entry["dependencies"] = [{"model": model, "package": package} for model, package in aids]
    default = {name: package for name, package in files if (name, package) not in aids}
    german = {"lang_name": "German", "packages": {"default": default}, **listed}
    listing = {"url": address + "/{lang}/{filename}", "de": german}
    (site / f"resources_{stanza.__resources_version__}.json").write_text(json.dumps(listing))


def test_download_fetches_the_german_models_and_shows_progress(
    models: Path, split_models: Path, tmp_path: Path
) -> None:
    """stanza's own download, from a server of ours laid out like stanza's: contractions split, vectors apart."""
    site, target = tmp_path / "site", tmp_path / "models"
    files = {(n, "gsd_x"): (split_models / n / "tiny.pt").read_bytes() for n in ("mwt", "pos", "lemma", "depparse")}
    files["ner", "germeval"] = (models / "ner.pt").read_bytes()
    files["tokenize", "gsd"] = b"not needed, since the tokens are ours"
    files["pretrain", "vectors"] = vectors(tmp_path / "vectors.pt").read_bytes()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    address = f"http://127.0.0.1:{server.server_port}"
    publish(site, address, files, [("pretrain", "vectors")])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = (
        "from polittext import Pipeline\n"
        "from polittext.syntax import StanzaSyntax\n"
        f"engine = StanzaSyntax({str(target)!r}, download=True)\n"
        "doc = Pipeline(syntax=engine)('Anna Beispiel sagte, er komme im Saal.')\n"
        "im = doc.tokens[6]\n"
        "print(doc.tokens[2].lemma, doc.entities[0].text, im.text, im.lemma, im.xpos, *engine.processors)\n"
    )
    offline = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    try:
        result = run(code, STANZA_RESOURCES_URL=address, **offline)
    finally:
        server.shutdown()
        server.server_close()
    expected = "sagen Anna Beispiel im in APPR mwt pos lemma depparse ner\n"
    assert (result.returncode, result.stdout) == (0, expected), result.stderr
    assert "Download" in result.stderr
    found = sorted(str(path.relative_to(target)) for path in target.rglob("*.pt"))
    assert found == [f"de/{n}/{p}.pt" for n, p in sorted(files) if n != "tokenize"]
    # what was fetched serves offline, and a failed download says so
    assert Pipeline(syntax=StanzaSyntax(target))("Der Rat tagte.").tokens[2].lemma == "tagen"
    (target / "de" / "mwt" / "gsd_x.pt").unlink()
    assert list(StanzaSyntax(target).processors) == ["pos", "lemma", "depparse", "ner"]
    (target / "de" / "pos" / "gsd_x.pt").unlink()
    with pytest.raises(ResourceError, match=r"no German stanza models for pos in .*python -c"):
        StanzaSyntax(target)
    result = run(
        f"from polittext.syntax import StanzaSyntax; StanzaSyntax({str(tmp_path / 'x')!r}, download=True)",
        STANZA_RESOURCES_URL=address,
        **offline,
    )
    assert "ResourceError: stanza's German models can't be downloaded" in result.stderr
