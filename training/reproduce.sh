#!/usr/bin/env bash
# Make the weights of the learned quotation extractor from public data: see README.md.
# usage: training/reproduce.sh DATA SPACY_MODEL SCORER OUT
set -euo pipefail
data=$(realpath "$1") teacher=$(realpath "$2") scorer=$(realpath "$3")
mkdir -p "$4"
out=$(realpath "$4")
cd "$(dirname "$0")"
# one thread for each process: two trainings side by side are faster than one on two cores
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONPATH=../src

python corpus.py --data "$data" --out "$out"
python teacher.py --out "$out" --model "$teacher" --tokens 5000000 &
python vectors.py --out "$out"
wait
python pretrain.py --out "$out" --tokens 12 --seed 1 --name encoder0.pt
python pretrain.py --out "$out" --resume encoder0.pt --lr 1.5e-3 --tokens 12 --seed 2 --name encoder1.pt

tune() { python finetune.py --out "$out" --data "$data" --scorer "$scorer" --encoder encoder1.pt --own own_texts --events "$@"; }
# first round: a fifth of the documents held out; second round: the shipped member on all, its sister still without the fifth
tune --name a0 --fold 0 --epochs 12 --lr 2.5e-3 --dropout 0.3 --seed 1
tune --name a1 --init a0 --fold -1 --epochs 10 --lr 1.5e-3 --dropout 0.2 --seed 11 &
tune --name a2 --init a0 --fold 0 --epochs 9 --lr 1.5e-3 --dropout 0.2 --seed 11
wait

python export.py --out "$out" --members a2 --target "$out/held"
python tune.py --weights "$out/held" --data "$data" --scorer "$scorer" --fold 0 --meta "$out/meta.json"
python export.py --out "$out" --members a1 --target "$out/weights" --meta "$out/meta.json"
echo "weights in $out/weights; copy them to src/polittext/models/"
