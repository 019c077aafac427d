"""Fit stanza's own tagger and parser within a given time, on one core and without its command line.

stanza stops training when the score on the development data stands still, which on one core takes many hours. Here the
processor time is given, and the learning rate falls to zero by its end. The first part of the time goes to silver trees
alone, the rest to gold ones too, so that a tagger saved in between can tag the gold trees without having seen them.
"""

import copy
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from stanza.models import parser as parser_command
from stanza.models import tagger as tagger_command
from stanza.models.common.pretrain import Pretrain
from stanza.models.depparse.data import DataLoader
from stanza.models.depparse.data import Dataset as ParserDataset
from stanza.models.depparse.trainer import GraphTrainer
from stanza.models.pos.data import Dataset as TaggerDataset
from stanza.models.pos.trainer import Trainer as TaggerTrainer
from stanza.utils.conll import CoNLL

SILVER_PART = 0.7  # of the time
GOLD_SHARE = 0.33  # of the batches after that
WARM_UP = 0.02
SLACK = 2.0  # a busy machine may take so many times the processor time, then the end comes anyway


def options(module: Any, sizes: dict[str, object]) -> dict[str, Any]:
    """Return the options of a stanza command with its defaults."""
    words = [word for name, value in sizes.items() for word in (f"--{name}", str(value))]
    found: dict[str, Any] = module.parse_args(["--lang", "de", "--shorthand", "de_silver", "--cpu", *words])
    return found | {"device": "cpu"}


def batches(data: Any, collate: Callable[[list[Any]], Any], tokens: int) -> Iterator[Any]:
    """Yield batches of about `tokens` tokens without end, sentences of like length together."""
    while True:
        order = list(range(len(data)))
        random.shuffle(order)
        for start in range(0, len(order), 1000):
            pool = sorted(order[start : start + 1000], key=lambda i: length(data, i))
            cut: list[list[int]] = [[]]
            size = 0
            for i in pool:
                if size >= tokens:
                    cut.append([])
                    size = 0
                cut[-1].append(i)
                size += length(data, i)
            random.shuffle(cut)
            yield from (collate([data[i] for i in chosen]) for chosen in cut)


def length(data: Any, i: int) -> int:
    """Return the number of words of a sentence in either dataset."""
    row = data.data[i]
    return len(row.text) if hasattr(row, "text") else len(row[0])


def fit(
    trainer: Any, update: Callable[[Any], float], optimizers: dict[str, Any], sources: Any, seconds: float, top: float
) -> Iterator[str]:
    """Train for `seconds` of the processor; yield lines for a log, "silver is done" where the gold trees begin."""
    silver, gold = sources
    begin, spent = time.monotonic(), time.process_time()
    steps, total = 0, 0.0
    announced = False

    def clock() -> str:
        return f"{time.monotonic() - begin:.0f} s of clock, {time.process_time() - spent:.0f} s of processor"

    while (part := max(time.process_time() - spent, (time.monotonic() - begin) / SLACK) / seconds) < 1:
        rate = top * min(1.0, part / WARM_UP + 0.05) * (1 - part)
        for optimizer in optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = rate
        if part >= SILVER_PART and not announced:
            announced = True
            yield "silver is done"
        total += update(next(gold if announced and random.random() < GOLD_SHARE else silver))
        steps += 1
        if steps % 100 == 0:
            yield f"step {steps}, {clock()}, loss {total / 100:.3f}"
            total = 0.0
    yield f"end after {steps} steps, {clock()}"


def tagger(silver: Path, gold: Path, vectors: Path, sizes: dict[str, object], seconds: float, out: Path) -> None:
    """Train a tagger into `out`/pos.pt; `out`/pos_silver.pt is how it was before it saw gold trees."""
    # a head per feature that asks for the part of speech (stanza's default) takes more than half of the time
    args = options(tagger_command, sizes) | {"share_hid": True} | {"train_file": f"{silver};{gold}"}
    pretrain = Pretrain(str(vectors))
    vocab, (silver_data, gold_data), _ = tagger_command.load_training_data(args, pretrain)
    trainer = TaggerTrainer(args=args, vocab=vocab, pretrain=pretrain, device="cpu")
    sources = [batches(d, d.collate_fn, int(args["batch_size"])) for d in (silver_data, gold_data)]
    lines = fit(trainer, trainer.update, trainer.optimizers, sources, seconds, float(args["lr"]))
    for line in lines:
        print("tagger:", line, flush=True)
        if line == "silver is done":
            trainer.save(str(out / "pos_silver.pt"))
    trainer.save(str(out / "pos.pt"))


def parser(silver: Path, gold: Path, vectors: Path, sizes: dict[str, object], seconds: float, out: Path) -> None:
    """Train a parser into `out`/depparse.pt."""
    # characters cost a third of the time, and the tags and lemmas say most of what they would
    args = options(parser_command, sizes) | {"char": False}
    pretrain = Pretrain(str(vectors))
    documents = [CoNLL.conll2doc(input_file=str(path)) for path in (silver, gold)]
    both = copy.copy(documents[0])
    both.sentences = [s for d in documents for s in d.sentences]
    vocab = ParserDataset(both, args, pretrain).vocab
    data = [ParserDataset(d, args, pretrain, vocab=vocab) for d in documents]
    trainer = GraphTrainer(args=args, vocab=vocab, pretrain=pretrain, device="cpu")
    sources = [batches(d, DataLoader.collate, int(args["batch_size"])) for d in data]
    lines = fit(trainer, lambda b: trainer.update(b)[0], trainer.optimizer, sources, seconds, float(args["lr"]))
    for line in lines:
        print("parser:", line, flush=True)
    trainer.save(str(out / "depparse.pt"))


def retag(source: Path, target: Path, model: Path, vectors: Path) -> None:
    """Write trees with the tags that a tagger gives them, for a parser to learn from what it will see."""
    pretrain = Pretrain(str(vectors))
    args = {"lang": "de", "shorthand": "de_silver", "device": "cpu"}
    trainer = TaggerTrainer(pretrain=pretrain, model_file=str(model), device="cpu", args=args)
    document = CoNLL.conll2doc(input_file=str(source))
    data = TaggerDataset(
        document, trainer.args, pretrain, vocab=trainer.vocab, evaluation=True, tag_columns=trainer.model.tag_columns
    )
    found: dict[int, Any] = {}
    order = sorted(range(len(data)), key=lambda i: length(data, i))
    with torch.no_grad():
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            predicted = trainer.predict(data.collate_fn([data[i] for i in chosen]))
            found.update(zip(chosen, predicted, strict=True))
    for i, sentence in enumerate(document.sentences):
        for word, (upos, xpos, feats) in zip(sentence.words, found[i], strict=True):
            word.upos, word.xpos, word.feats = upos, xpos, None if feats == "_" else feats
    CoNLL.write_doc2conll(document, str(target))


def halve(source: Path, target: Path) -> None:
    """Store the numbers of a model in half precision; stanza turns them back as it loads them."""
    model = torch.load(source, map_location="cpu", weights_only=True)
    model["model"] = {k: v.half() if v.is_floating_point() else v for k, v in model["model"].items()}
    torch.save(model, target, _use_new_zipfile_serialization=False)


def pretrain(npz: Path, out: Path, words: int) -> None:
    """Write word vectors (words by frequency, and their vectors) as stanza's pretrain file.

    stanza looks words up in lower case, so that "Sie" and "sie" share a vector: the mean, weighted by 1/rank, which is
    about their frequency.
    """
    import numpy as np
    from stanza.models.common.pretrain import PretrainedWordVocab
    from stanza.models.common.vocab import VOCAB_PREFIX

    stored = np.load(npz)
    sums: dict[str, Any] = {}
    weights: dict[str, float] = {}
    for rank, (word, vector) in enumerate(zip(stored["words"].tolist(), stored["vectors"], strict=True), 1):
        key = word.lower().replace(" ", "\xa0")
        if key not in sums and len(sums) == words:
            continue
        sums[key] = sums.get(key, 0) + vector / rank
        weights[key] = weights.get(key, 0) + 1 / rank
    table = np.stack([sums[w] / weights[w] for w in sums]).astype("float32")
    table /= table.std()
    matrix = torch.zeros(len(table) + len(VOCAB_PREFIX), table.shape[1])
    matrix[len(VOCAB_PREFIX) :] = torch.from_numpy(table)
    vocab = PretrainedWordVocab(list(sums), lang="de")
    vocab.data = None  # it would be saved otherwise
    torch.save({"vocab": vocab.state_dict(), "emb": matrix}, out, _use_new_zipfile_serialization=False)
