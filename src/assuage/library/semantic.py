"""Optional: the best hits put in order again by meaning, with a sentence-embedding model on disk.

Nothing else needs this. ``pip install assuage[semantic]`` brings the runtime; the model is a folder
with ``model.onnx`` (or ``onnx/model.onnx``) and ``tokenizer.json``, as sentence-transformers and
Hugging Face export them. Prompts (``config_sentence_transformers.json``) and the kind of pooling
(``1_Pooling/config.json``) are taken from the folder; without it, tokens are averaged
(Reimers 2019, arXiv 1908.10084). A hit's new score is a mix of its BM25 score and its cosine to the
query, both spread to 0..1 over the hits looked at.
"""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from assuage.library.index import Ranked
from assuage.terms.errors import UsageError

LOOKED_AT = 50
"""Hits put in order again: each costs one run of the model (some 10 ms for a small one)."""
SHARE = 0.5
"""Part of the cosine in the mix. Even, because no model can be measured here: see
evaluation/retrieval.md for what is untested."""
_TOKENS = 256
"""Tokens of a text that the model sees; sentence models are trained on about so many."""
_BATCH = 16
"""Texts a run: bounds memory, and keeps short texts from being padded to a long one too often."""


_Kind = TypeVar("_Kind")


class Encoder(Protocol):
    """Whatever turns texts into vectors of length 1."""

    def queries(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of questions."""

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of titles and abstracts."""


class _Prompts(msgspec.Struct):
    prompts: dict[str, str] = {}


class _Pooling(msgspec.Struct):
    pooling_mode_cls_token: bool = False


class OnnxEncoder:
    """A model in a folder. Raises UsageError where the extra or the model is missing."""

    def __init__(self, folder: Path) -> None:
        missing = [n for n in ("numpy", "onnxruntime", "tokenizers") if find_spec(n) is None]
        if missing:
            raise UsageError(
                f"semantic search needs {', '.join(missing)}. Run: pip install 'assuage[semantic]'"
            )
        model = next(
            (p for p in (folder / "model.onnx", folder / "onnx/model.onnx") if p.is_file()), None
        )
        if model is None or not (folder / "tokenizer.json").is_file():
            lacks = "model.onnx" if model is None else "tokenizer.json"
            raise UsageError(
                f"{folder} holds no {lacks}. Give a folder with model.onnx and tokenizer.json, as "
                "sentence-transformers exports them for ONNX"
            )
        from onnxruntime import InferenceSession  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        try:
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session: Any = InferenceSession(str(model), providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise bare Exception subclasses of their own
            reason = " ".join(str(error).split())[:200].rstrip(".")
            raise UsageError(
                f"the model in {folder} cannot be read ({reason}). Export it again"
            ) from None
        self._tokenizer.enable_truncation(_TOKENS)
        if self._tokenizer.padding is None:
            self._tokenizer.enable_padding()
        self._inputs = {i.name for i in self._session.get_inputs()}
        prompts = _read(folder / "config_sentence_transformers.json", _Prompts).prompts
        self._asking = prompts.get("query", "")
        self._telling = next((prompts[n] for n in ("passage", "document") if n in prompts), "")
        pooling = _read(folder / "1_Pooling/config.json", _Pooling)
        self._first_token = pooling.pooling_mode_cls_token

    def queries(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of questions, with the model's prompt for them."""
        return self._encode([self._asking + t for t in texts])

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of passages, with the model's prompt for them."""
        return self._encode([self._telling + t for t in texts])

    def _encode(self, texts: list[str]) -> list[list[float]]:
        import numpy as np

        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            cut = self._tokenizer.encode_batch(texts[start : start + _BATCH])
            given = {
                "input_ids": np.array([c.ids for c in cut], dtype=np.int64),
                "attention_mask": np.array([c.attention_mask for c in cut], dtype=np.int64),
                "token_type_ids": np.array([c.type_ids for c in cut], dtype=np.int64),
            }
            mask = given["attention_mask"][:, :, None]
            fed = {name: array for name, array in given.items() if name in self._inputs}
            out = self._session.run(None, fed)[0]
            if out.ndim == 3:
                summed = (out * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)
                out = out[:, 0] if self._first_token else summed
            length = np.linalg.norm(out, axis=1, keepdims=True)
            vectors += (out / np.maximum(length, 1e-12)).tolist()
        return vectors


def rerank(
    query: str, ranked: Ranked, texts: Mapping[int, str], encoder: Encoder, share: float = SHARE
) -> Ranked:
    """The same hits, the first ``LOOKED_AT`` of them in the order of the mixed score.

    ``texts``: title and abstract by number; a hit without a text keeps its BM25 part only. Scores
    of the hits looked at become the mix (0..1); those after them follow in their order, with 0.
    """
    count = min(LOOKED_AT, len(ranked.numbers))
    if count < 2:
        return ranked
    known = [i for i in range(count) if texts.get(ranked.numbers[i])]
    asked = encoder.queries([query])[0]
    told = encoder.passages([texts[ranked.numbers[i]] for i in known])
    cosines = {
        i: sum(a * b for a, b in zip(asked, t, strict=True))
        for i, t in zip(known, told, strict=True)
    }
    words = _spread(dict(enumerate(ranked.scores[:count])))
    meaning = _spread(cosines)
    mixed = {i: (1 - share) * words[i] + share * meaning.get(i, 0.0) for i in range(count)}
    order = sorted(mixed, key=lambda i: (-mixed[i], i))
    return Ranked(
        total=ranked.total,
        as_sent=ranked.as_sent,
        numbers=(*(ranked.numbers[i] for i in order), *ranked.numbers[count:]),
        scores=(*(mixed[i] for i in order), *([0.0] * (len(ranked.numbers) - count))),
    )


def _spread(values: Mapping[int, float]) -> dict[int, float]:
    """Values spread to 0..1; all 1 where they are equal."""
    if not values:
        return {}
    low, high = min(values.values()), max(values.values())
    if high == low:
        return dict.fromkeys(values, 1.0)
    return {i: (v - low) / (high - low) for i, v in values.items()}


def _read(path: Path, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return kind()
