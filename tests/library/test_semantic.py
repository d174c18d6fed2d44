"""Putting hits in order again by meaning: with a hand-made model of three words, run by ONNX."""

import json
import math
import struct
from pathlib import Path

import pytest

from assuage.library import semantic
from assuage.library.index import Ranked
from assuage.library.semantic import OnnxEncoder, rerank
from assuage.terms.errors import UsageError

WORDS = {"[PAD]": 0, "pain": 1, "ache": 2, "liver": 3}
VECTORS = [(9.0, 9.0), (1.0, 0.0), (0.8, 0.6), (0.0, 1.0)]
"""One vector a word; that of the padding is far off, so that a mean over padding would show."""


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _field(number: int, content: bytes | str | int) -> bytes:
    if isinstance(content, int):
        return _varint(number << 3) + _varint(content)
    data = content.encode() if isinstance(content, str) else content
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _value(name: str, kind: int, dims: tuple[str | int, ...]) -> bytes:
    shape = b"".join(_field(1, _field(1, d) if isinstance(d, int) else _field(2, d)) for d in dims)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def onnx_bytes() -> bytes:
    """ModelProto of ``last_hidden_state = Gather(table, input_ids)``, written by hand (onnx.proto)."""
    flat = struct.pack(f"<{len(VECTORS) * 2}f", *(x for v in VECTORS for x in v))
    table = (
        _field(1, len(VECTORS)) + _field(1, 2) + _field(2, 1) + _field(8, "table") + _field(9, flat)
    )
    node = _field(1, "table") + _field(1, "input_ids") + _field(2, "hidden") + _field(4, "Gather")
    graph = (
        _field(1, node)
        + _field(2, "g")
        + _field(5, table)
        + _field(11, _value("input_ids", 7, ("batch", "words")))
        + _field(12, _value("hidden", 1, ("batch", "words", 2)))
    )
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.onnx").write_bytes(onnx_bytes())
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "WordLevel", "vocab": WORDS, "unk_token": "[PAD]"},
    }
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer))
    return tmp_path


def test_vectors_are_means_of_the_words_without_padding(folder: Path) -> None:
    encoder = OnnxEncoder(folder)
    short, long = encoder.passages(["pain", "pain liver"])
    assert short == pytest.approx([1.0, 0.0])
    assert long == pytest.approx([math.sqrt(0.5), math.sqrt(0.5)])
    assert encoder.passages(["pain"])[0] == pytest.approx(short), "alone as beside a longer text"
    assert encoder.passages(["ache"] * 40) == [pytest.approx([0.8, 0.6])] * 40


def test_pooling_and_prompts_are_taken_from_the_folder(folder: Path) -> None:
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {"query": "liver "}}')
    encoder = OnnxEncoder(folder)
    assert encoder.passages(["pain liver"])[0] == pytest.approx([1.0, 0.0])
    assert encoder.queries(["pain"])[0] == pytest.approx([0.0, 1.0])


def test_meaning_moves_a_hit_up(folder: Path) -> None:
    ranked = Ranked(total=9, as_sent="pain", numbers=(5, 6, 7), scores=(3.0, 2.0, 1.0))
    texts = {5: "liver", 6: "ache", 7: "pain"}
    encoder = OnnxEncoder(folder)
    even = rerank("pain", ranked, texts, encoder)
    # words 1, .5, 0; cosines 0, .8, 1: means .5, .65, .5
    assert even.numbers == (6, 5, 7)
    assert even.scores == pytest.approx((0.65, 0.5, 0.5))
    assert rerank("pain", ranked, texts, encoder, share=1.0).numbers == (7, 6, 5)
    assert rerank("pain", ranked, texts, encoder, share=0.0).numbers == (5, 6, 7)
    assert (even.total, even.as_sent) == (9, "pain")


def test_hits_without_text_and_after_the_first_keep_their_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic, "LOOKED_AT", 2)
    ranked = Ranked(total=3, as_sent="pain", numbers=(1, 2, 3), scores=(3.0, 2.0, 1.0))
    again = rerank("pain", ranked, {2: "pain", 3: "pain"}, OnnxEncoder(folder))
    assert again.numbers[-1] == 3
    assert sorted(again.numbers) == [1, 2, 3]
    one = Ranked(total=1, as_sent="pain", numbers=(1,), scores=(3.0,))
    assert rerank("pain", one, {1: "pain"}, OnnxEncoder(folder)) == one


def test_what_is_missing_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"holds no model\.onnx"):
        OnnxEncoder(folder / "nowhere")
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(UsageError, match="cannot be read"):
        OnnxEncoder(folder)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(UsageError, match=r"holds no tokenizer\.json"):
        OnnxEncoder(folder)
    monkeypatch.setattr(semantic, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'assuage\[semantic\]'"):
        OnnxEncoder(folder)
