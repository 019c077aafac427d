"""TIGER dependencies, as spaCy's German models give them, turned into Universal Dependencies as UD_German-GSD has them.

In TIGER a preposition governs its noun, an auxiliary its main verb, "sein" its predicate, a surname its first name, and
conjuncts form a chain. UD has content words as heads. The steps, in order:

1. coordination: every conjunct hangs on the first one (`conj`), the conjunction on the conjunct after it (`cc`);
2. adpositions become `case` of their noun, which takes their place;
3. auxiliaries and modals become `aux`/`aux:pass` of the main verb, innermost first; "sein" becomes `cop`;
4. names: the first word governs the others (`flat`);
5. labels, from TIGER's label and both words' tags;
6. punctuation hangs on the highest word beside it that keeps the arc projective.

Not converted: enhanced dependencies, ellipsis, `expl` beyond TIGER's own, and the difference of arguments and adjuncts
among prepositional phrases, which GSD doesn't make either.
"""

from trees import Tree, Word

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM", "X", "DET"}
NONFINITE = {"VVPP", "VVINF", "VVIZU", "VAPP", "VAINF", "VMINF", "VMPP"}
AUXILIARY = {"VAFIN", "VAINF", "VAPP", "VAIMP", "VMFIN", "VMINF", "VMPP"}
FIXED = {
    "sbp": "obl:agent", "da": "obl:arg", "og": "obl:arg", "cp": "mark", "pm": "mark", "svp": "compound:prt",
    "ju": "cc", "vo": "vocative", "ep": "nsubj", "ph": "nsubj", "ac": "case", "app": "appos", "dm": "discourse",
    "rs": "ccomp", "pnc": "flat", "nmc": "nummod", "adc": "compound", "uc": "flat", "ng": "advmod",
    "avc": "advmod", "cc": "obl", "cvc": "obl", "punct": "punct",
}  # fmt: skip


class Converter:
    """Converts one sentence in place; `tiger` keeps the label until step 5 has replaced it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tiger = [w.deprel for w in tree]
        self.done = [False] * len(tree)

    def run(self) -> Tree:
        self.normalize_tags()
        self.coordinate()
        self.adpositions()
        self.clusters()
        self.copulas()
        self.names()
        for i in range(len(self.tree)):
            self.label(i)
        self.subjects()
        self.punctuation()
        return self.tree

    def children(self, i: int) -> list[int]:
        return [k for k, w in enumerate(self.tree) if w.head == i]

    def normalize_tags(self) -> None:
        for w in self.tree:
            if w.xpos in ("ADJD", "ADJA") and w.upos == "ADV":
                w.upos = "ADJ"
            if w.xpos == "KOKOM" and w.upos != "ADP":
                w.upos = "CCONJ"
            if w.xpos == "PTKNEG":
                w.feats = "Polarity=Neg"
            if w.xpos == "CARD" and w.feats == "_":
                w.feats = "NumType=Card"
            if w.xpos == "PAV" or w.xpos == "PROAV":
                w.feats = "PronType=Dem"
            if w.xpos == "PPOSAT":
                w.upos = "DET"
            feats = dict(p.split("=") for p in w.feats.split("|") if "=" in p)
            if w.xpos == "ART" and w.lemma == "ein":
                feats["NumType"] = "Card"
            if w.upos == "DET" and feats.get("Number") == "Plur":
                feats.pop("Gender", None)
            if w.xpos == "ADV":
                feats.pop("Degree", None)
            if w.xpos == "PRF" and feats.get("Person") == "3":
                feats.pop("Number", None)
            w.feats = "|".join(f"{k}={v}" for k, v in sorted(feats.items(), key=lambda p: p[0].lower())) or "_"
            if w.xpos.startswith("$"):
                w.upos, w.lemma, w.feats = "PUNCT", w.form, "_"

    def swap(self, function: int, content: int, label: str) -> None:
        """Let `content` take the place of its head `function`, which becomes its dependent."""
        f, c = self.tree[function], self.tree[content]
        c.head, self.tiger[content] = f.head, self.tiger[function]
        self.done[content], c.deprel = self.done[function], f.deprel
        for k in self.children(function):
            if k != content:
                self.tree[k].head = content
        f.head, f.deprel, self.done[function] = content, label, True

    def coordinate(self) -> None:
        """Conjuncts come as a chain: first -cd-> "und" -cj-> second, or first -cj-> second."""
        for i, w in enumerate(self.tree):
            if self.tiger[i] != "cj" or w.head < 0:
                continue
            conjunction = None
            head = w.head
            if self.tiger[head] == "cd" and self.tree[head].head >= 0:
                conjunction, head = head, self.tree[head].head
            while (self.tiger[head] == "cj" or self.tree[head].deprel == "conj") and self.tree[head].head >= 0:
                above = self.tree[head].head
                if self.tiger[above] == "cd" and self.tree[above].head >= 0:
                    above = self.tree[above].head
                if above == i:
                    break
                head = above
            w.head, w.deprel, self.done[i] = head, "conj", True
            if conjunction is not None and not self.done[conjunction]:
                c = self.tree[conjunction]
                c.head, c.deprel, self.done[conjunction] = i, "cc", True
        for i, w in enumerate(self.tree):
            if self.tiger[i] == "cd" and not self.done[i]:
                w.deprel, self.done[i] = "cc", True

    def adpositions(self) -> None:
        for i, w in enumerate(self.tree):
            if w.xpos not in ("APPR", "APPRART", "APPO"):
                continue
            inner = [k for k in self.children(i) if self.tiger[k] == "nk" and not self.done[k]]
            right = [k for k in inner if k > i] or inner
            if right:
                nominal = [k for k in right if self.tree[k].upos in NOMINAL]
                self.swap(i, (nominal or right)[-1], "case")

    def clusters(self) -> None:
        order = sorted(range(len(self.tree)), key=self.depth, reverse=True)
        for i in order:
            w = self.tree[i]
            if w.xpos not in AUXILIARY or self.tree[i].deprel in ("aux", "aux:pass"):
                continue
            verbs = [k for k in self.children(i) if self.tiger[k] == "oc" and self.is_nonfinite(k) and not self.done[k]]
            if not verbs:
                continue
            main = verbs[0]
            participle = self.tree[main].xpos == "VVPP"
            passive = w.lemma == "werden" and participle
            if self.tree[main].xpos == "VVIZU" or any(self.tiger[k] == "pm" for k in self.children(main)):
                continue
            self.swap(i, main, "aux:pass" if passive else "aux")

    def is_nonfinite(self, i: int) -> bool:
        children = {self.tiger[k] for k in self.children(i)}
        w = self.tree[i]
        if w.xpos == "VVFIN" and not children & {"sb", "cp"}:
            # a subjectless "finite" verb below an auxiliary is a mistagged participle or infinitive
            w.xpos, w.feats = ("VVINF", "VerbForm=Inf") if w.form.endswith("n") else ("VVPP", "VerbForm=Part")
        return w.xpos in NONFINITE and "cp" not in children

    def copulas(self) -> None:
        order = sorted(range(len(self.tree)), key=self.depth, reverse=True)
        for i in order:
            w = self.tree[i]
            if w.lemma != "sein" or w.xpos not in AUXILIARY or w.deprel in ("aux", "aux:pass"):
                continue
            predicates = [k for k in self.children(i) if self.tiger[k] == "pd" and not self.done[k]]
            if predicates and not self.tree[predicates[0]].xpos.endswith("FIN"):
                self.swap(i, predicates[0], "cop")

    def names(self) -> None:
        for i in range(len(self.tree)):
            parts = [k for k in self.children(i) if self.tiger[k] == "pnc" and not self.done[k]]
            if not parts or min(parts) > i:
                continue
            first = min(parts)
            head = self.tree[i]
            old = self.children(i)
            f = self.tree[first]
            f.head, f.deprel = head.head, head.deprel
            self.tiger[first], self.done[first] = self.tiger[i], self.done[i]
            for k in old:
                if k != first:
                    self.tree[k].head = first
            for k in [*(p for p in parts if p != first), i]:
                self.tree[k].head, self.tree[k].deprel, self.done[k] = first, "flat", True

    def depth(self, i: int) -> int:
        steps = 0
        while self.tree[i].head >= 0 and steps <= len(self.tree):
            i = self.tree[i].head
            steps += 1
        return steps

    def is_clause(self, i: int) -> bool:
        w = self.tree[i]
        return w.upos in ("VERB", "AUX") or any(self.tree[k].deprel in ("cop", "aux") for k in self.children(i))

    def label(self, i: int) -> None:
        w = self.tree[i]
        if w.upos == "AUX" and w.deprel not in ("aux", "aux:pass", "cop"):
            w.upos = "VERB"
        if self.done[i]:
            return
        tiger = self.tiger[i]
        if w.head < 0:
            w.deprel = "root"
        elif w.upos == "PUNCT" or tiger == "punct":
            w.deprel = "punct"
        elif tiger in FIXED:
            w.deprel = FIXED[tiger]
            if tiger == "cc" and self.is_clause(i):
                w.deprel = "advcl"
        else:
            w.deprel = self.ambiguous(i, w, tiger, self.tree[w.head])

    def ambiguous(self, i: int, w: Word, tiger: str, head: Word) -> str:
        clause, head_clause = self.is_clause(i), self.is_clause(w.head)
        finite = self.is_finite(i)
        if tiger == "sb":
            return "csubj" if clause and w.upos != "NOUN" else "nsubj"
        if tiger in ("oa", "op"):
            return "ccomp" if clause and finite else "obj" if tiger == "oa" else "obl"
        if tiger in ("oc", "re", "nmc"):
            if not head_clause and head.upos in NOMINAL:
                return "acl"
            return "ccomp" if finite else "xcomp"
        if tiger == "rc":
            return "acl"
        if tiger == "pd":
            return "ccomp" if finite else "xcomp"
        if tiger == "par":
            return "parataxis" if clause else "appos"
        if tiger == "cm":
            return "case" if not self.is_clause(w.head) else "mark"
        if tiger in ("ag", "pg"):
            return "det:poss" if w.xpos == "PPOSAT" else "nmod"
        if w.upos == "DET" and tiger in ("nk", "mnr", "mo", "pm"):
            return "det:poss" if w.xpos == "PPOSAT" else "det"
        if clause and w.upos != "ADJ":
            return "acl" if head.upos in NOMINAL and not head_clause else "advcl"
        if w.upos in ("ADV", "PART", "ADP", "SCONJ", "CCONJ"):
            return "mark" if w.upos == "SCONJ" else "advmod"
        if w.upos == "ADJ":
            return "amod" if head.upos in NOMINAL and w.xpos != "ADJD" else "advmod"
        if w.upos == "NUM":
            return "nummod" if tiger == "nk" or head.upos in NOMINAL else "obl"
        if tiger == "nk" and head.upos in ("NOUN", "PROPN"):
            return "flat" if head.upos == w.upos == "PROPN" else "appos"
        return "nmod" if head.upos in NOMINAL and not head_clause else "obl"

    def is_finite(self, i: int) -> bool:
        tags = [self.tree[i].xpos, *(self.tree[k].xpos for k in self.children(i) if self.tree[k].upos == "AUX")]
        return any(t.endswith(("FIN", "IMP")) for t in tags)

    def subjects(self) -> None:
        for w in self.tree:
            if w.deprel in ("nsubj", "csubj") and any(self.tree[k].deprel == "aux:pass" for k in self.children(w.head)):
                w.deprel += ":pass"

    def punctuation(self) -> None:
        n = len(self.tree)
        marks = [i for i, w in enumerate(self.tree) if w.upos == "PUNCT" and w.deprel not in ("root",)]
        mark_set = set(marks)
        root = next((i for i, w in enumerate(self.tree) if w.head < 0), 0)
        for i in marks:
            for k in self.children(i):
                self.tree[k].head = root if k != root else -1
        for i in marks:
            left = next((k for k in range(i - 1, -1, -1) if k not in mark_set), None)
            right = next((k for k in range(i + 1, n) if k not in mark_set), None)
            left = self.climb(left, 0, i)
            right = self.climb(right, i + 1, n)
            if right is not None and 0 <= self.tree[right].head < i:
                target = right
            elif left is not None and self.tree[left].head > i:
                target = left
            else:
                target = left if left is not None else right if right is not None else root
            self.tree[i].head = target if target is not None and target != i else root
            self.tree[i].deprel = "punct"

    def climb(self, i: int | None, low: int, high: int) -> int | None:
        """Go up from a word while its head stays between two places."""
        while i is not None and low <= self.tree[i].head < high:
            i = self.tree[i].head
        return i


def is_tree(tree: Tree) -> bool:
    """Tell whether there is one root, and every word reaches it."""
    if sum(w.head < 0 for w in tree) != 1:
        return False
    for i in range(len(tree)):
        seen = 0
        k = i
        while tree[k].head >= 0:
            k = tree[k].head
            seen += 1
            if seen > len(tree):
                return False
    return True


def convert(tree: Tree) -> Tree | None:
    """Convert a sentence, or return None where the result is no tree."""
    result = Converter(tree).run()
    return result if is_tree(result) else None
