"""The networks: the shared encoder, the tagger of quotations, and the tagger of one quotation's roles."""

import math

import torch
from torch import nn

from data import LAYERS, MEDIA, STATES
from polittext.quotation.chains import ALLOWED, FIRST, NEVER, WIDTH
from polittext.quotation.features import HASHES, MARKS, PLACES, SHAPES
from polittext.quotation.hints import CONTENTS, ROLE_SETS, RULES, WINDOW_ROLES
from polittext.quotation.windows import DISTANCES, FLAGS, POSITIONS

WORD_DIM = 96
HASH_DIMS = {"prefix3": 24, "suffix2": 16, "suffix3": 32, "suffix4": 32, "suffix6": 32, "word": 32}
SHAPE_DIM, MARK_DIM, PLACE_DIM = 16, 16, 16
# what the rules found, column by column
HINTS = ((CONTENTS, 16), (CONTENTS, 8), (ROLE_SETS, 16), (RULES, 16))
HINT_DIM = sum(size for _, size in HINTS)
INPUT = WORD_DIM + sum(HASH_DIMS.values()) + SHAPE_DIM + MARK_DIM + PLACE_DIM
PROJECTED, HIDDEN = 192, 192


class Embedder(nn.Module):
    def __init__(self, vectors: torch.Tensor) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(vectors.clone(), freeze=False)
        self.hashes = nn.ModuleList(nn.Embedding(size, HASH_DIMS[name]) for name, size in HASHES)
        self.shape = nn.Embedding(SHAPES, SHAPE_DIM)
        self.mark = nn.Embedding(MARKS, MARK_DIM)
        self.place = nn.Embedding(PLACES, PLACE_DIM)
        for e in (*self.hashes, self.shape, self.mark, self.place):
            nn.init.normal_(e.weight, std=0.1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n = len(HASHES)
        parts = [self.words(x[..., 0])]
        parts += [e(x[..., i + 1]) for i, e in enumerate(self.hashes)]
        parts += [self.shape(x[..., n + 1]), self.mark(x[..., n + 2]), self.place(x[..., n + 3])]
        return torch.cat(parts, -1)


class BiLSTM(nn.Module):
    """One bidirectional layer over padded batches; padding has no influence (each sequence is reversed in place)."""

    def __init__(self, size: int, hidden: int) -> None:
        super().__init__()
        self.ahead = nn.LSTM(size, hidden, batch_first=True)
        self.back = nn.LSTM(size, hidden, batch_first=True)
        for lstm in (self.ahead, self.back):
            for name, p in lstm.named_parameters():
                if "weight_hh" in name:
                    nn.init.orthogonal_(p)
                elif "bias" in name:
                    nn.init.zeros_(p)
                    p.data[hidden : 2 * hidden] = 0.5

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        n = x.shape[1]
        steps = torch.arange(n)[None, :].expand(x.shape[0], n)
        reverse = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)
        flip = reverse[..., None]
        y = self.ahead(x)[0]
        z = self.back(x.gather(1, flip.expand(-1, -1, x.shape[2])))[0]
        return torch.cat([y, z.gather(1, flip.expand(-1, -1, z.shape[2]))], -1)


def locked(x: torch.Tensor, p: float, training: bool) -> torch.Tensor:
    """Dropout with one mask for all tokens of a sequence."""
    if not training or p == 0:
        return x
    mask = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - p) / (1 - p)
    return x * mask


class Encoder(nn.Module):
    def __init__(self, vectors: torch.Tensor, dropout: float = 0.2) -> None:
        super().__init__()
        self.embed = Embedder(vectors)
        self.project = nn.Linear(INPUT, PROJECTED)
        self.layers = nn.ModuleList([BiLSTM(PROJECTED, HIDDEN), BiLSTM(2 * HIDDEN, HIDDEN)])
        self.dropout = dropout

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> list[torch.Tensor]:
        e = locked(self.embed(x), self.dropout, self.training)
        h = torch.tanh(self.project(e))
        out = []
        for layer in self.layers:
            h = layer(locked(h, self.dropout, self.training), lengths)
            out.append(h)
        return out


class CRF(nn.Module):
    """Linear chains over all label layers at once: states padded to WIDTH, transitions that cannot be are ruled out."""

    def __init__(self) -> None:
        super().__init__()
        allowed = torch.from_numpy(ALLOWED)
        first = torch.from_numpy(FIRST)
        self.register_buffer("ban", torch.where(allowed, 0.0, NEVER))
        self.register_buffer("ban_first", torch.where(first, 0.0, NEVER))
        self.transitions = nn.Parameter(torch.zeros(len(LAYERS), WIDTH, WIDTH))
        self.first = nn.Parameter(torch.zeros(len(LAYERS), WIDTH))

    def tables(self) -> tuple[torch.Tensor, torch.Tensor]:
        return self.transitions + self.ban, self.first + self.ban_first

    def loss(self, e: torch.Tensor, y: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Negative log-likelihood per token of y (batch, time, layers), given scores e (batch, time, layers, WIDTH)."""
        a, first = self.tables()
        alpha = first + e[:, 0]
        gold = alpha.gather(-1, y[:, 0, :, None]).squeeze(-1)
        flat = a.flatten(1)
        for t in range(1, e.shape[1]):
            live = (t < lengths)[:, None, None]
            alpha = torch.where(live, torch.logsumexp(alpha[..., :, None] + a, -2) + e[:, t], alpha)
        step = flat[None, None].expand(e.shape[0], e.shape[1] - 1, -1, -1)
        step = step.gather(-1, (y[:, :-1] * WIDTH + y[:, 1:])[..., None]).squeeze(-1)
        step = step + e[:, 1:].gather(-1, y[:, 1:, :, None]).squeeze(-1)
        live = (torch.arange(1, e.shape[1])[None, :] < lengths[:, None])[..., None]
        gold = gold + (step * live).sum(1)
        return (torch.logsumexp(alpha, -1) - gold).sum() / lengths.sum()


class Tagger(nn.Module):
    """Emission scores per token for the layers of labels, and whether it takes part in a role at all."""

    def __init__(self, encoder: Encoder, hidden: int = 128, dropout: float = 0.3) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = dropout
        self.hints = nn.ModuleList(nn.Embedding(n, size) for n, size in HINTS)
        self.task = BiLSTM(4 * HIDDEN + HINT_DIM, hidden)
        self.out = nn.Linear(2 * hidden, sum(STATES.values()))
        self.any_role = nn.Linear(2 * hidden, 4)
        self.gepade = nn.Linear(2 * hidden, 5)
        self.crf = CRF()
        place, k = torch.zeros(sum(STATES.values()), dtype=torch.long), 0
        for i, layer in enumerate(LAYERS):
            for s in range(STATES[layer]):
                place[k] = i * WIDTH + s
                k += 1
        self.register_buffer("place", place)

    def forward(
        self, x: torch.Tensor, hints: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        below = torch.cat(self.encoder(x, lengths), -1)
        read = [table(hints[..., k]) for k, table in enumerate(self.hints)]
        h = self.task(torch.cat([locked(below, self.dropout, self.training), *read], -1), lengths)
        d = locked(h, self.dropout, self.training)
        small = self.out(d)
        e = small.new_full((*small.shape[:2], len(LAYERS) * WIDTH), 0.0)
        e = e.index_copy(2, self.place, small)
        return e.view(*small.shape[:2], len(LAYERS), WIDTH), d, torch.cat([below, h], -1)


class RoleTagger(nn.Module):
    """Role scores per token of a window around one quotation."""

    def __init__(self, hidden: int = 128, dropout: float = 0.3) -> None:
        super().__init__()
        self.reduce = nn.Linear(4 * HIDDEN + 256, 160)
        self.flag = nn.Embedding(FLAGS, 24)
        self.position = nn.Embedding(POSITIONS, 16)
        self.distance = nn.Embedding(DISTANCES, 8)
        self.hint = nn.Embedding(WINDOW_ROLES, 16)
        self.rnn = BiLSTM(160 + 24 + 16 + 8 + 16, hidden)
        self.tokens = nn.Linear(2 * hidden, 6)  # speaker's first and last token; in speaker, cue, addressee, frame
        self.whole = nn.Linear(2 * hidden, 2 + len(MEDIA))  # no speaker (first, last), medium
        self.dropout = dropout

    def forward(
        self, h: torch.Tensor, index: torch.Tensor, marks: torch.Tensor, lengths: torch.Tensor, inside: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """h: (tokens, size) of all documents; index (quotations, window) into it; marks (quotations, window, 4)."""
        r = torch.tanh(self.reduce(h))
        if self.training:
            r = nn.functional.dropout(r, self.dropout)
        return self.read(r, index, marks, lengths, inside)

    def read(
        self, r: torch.Tensor, index: torch.Tensor, marks: torch.Tensor, lengths: torch.Tensor, inside: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The same from reduced states r."""
        tables = (self.flag, self.position, self.distance, self.hint)
        x = torch.cat([r[index], *(table(marks[..., k]) for k, table in enumerate(tables))], -1)
        y = locked(self.rnn(x, lengths), self.dropout, self.training)
        mean = (y * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)
        return self.tokens(y), self.whole(mean)


def count(m: nn.Module) -> int:
    return sum(math.prod(p.shape) for p in m.parameters())
