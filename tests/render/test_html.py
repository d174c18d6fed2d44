"""The HTML file stands alone, its links resolve, and nothing in it can run or be fetched."""

import re
from html.parser import HTMLParser

import pytest

from assuage import runs
from assuage.asking.question import ask, questions
from assuage.knowledge.shelves import Knowledge
from assuage.render import html

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.requests: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "popovertarget" and value:
                self.targets.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.append(value[1:])
            if name in ("src", "srcset", "data") or (name == "href" and tag == "link"):
                self.requests.append(f"{tag} {name}={value}")
            if name == "aria-labelledby" and value:
                self.targets.extend(value.split())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()


def read(knowledge: Knowledge, lang: str, agent: str, condition: str) -> tuple[str, Reader]:
    asked = questions(knowledge, agent, condition)
    text = html.render([runs.page(knowledge, q, lang) for q in asked])
    reader = Reader()
    reader.feed(text)
    return text, reader


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("agent", "condition"),
    [
        ("ketamine", "liver cancer"),
        ("intrathecal baclofen", "spasticity"),
        ("immunosuppressants", "chronic pain"),
    ],
)
def test_the_file_stands_alone(knowledge: Knowledge, lang: str, agent: str, condition: str) -> None:
    text, reader = read(knowledge, lang, agent, condition)
    assert reader.requests == []
    assert not {"script", "iframe", "object", "embed", "link", "img"} & set(reader.tags)
    assert "@import" not in text and "url(http" not in text
    assert reader.open == [], "unclosed tags"
    assert len(reader.ids) == len(set(reader.ids)), "an id stands twice"
    assert set(reader.targets) <= set(reader.ids), set(reader.targets) - set(reader.ids)


def test_each_picture_has_a_text_alternative(knowledge: Knowledge) -> None:
    text, _ = read(knowledge, "en", "ketamine", "cancer pain")
    pictures = re.findall(r"<svg.*?</svg>", text, re.S)
    assert pictures
    for picture in pictures:
        assert 'role="img"' in picture and "<title" in picture and "<desc" in picture


def test_two_answers_in_one_file_keep_their_ids_apart(knowledge: Knowledge) -> None:
    asked = ask(knowledge, "Is Ketamine (IV / Esketamine) Safe for Liver Cancer Patients?")
    text = html.render([runs.page(knowledge, q) for q in asked])
    reader = Reader()
    reader.feed(text)
    assert len(asked) == 2
    assert len(reader.ids) == len(set(reader.ids))


def test_text_of_the_knowledge_is_escaped(small: object) -> None:
    from pathlib import Path

    from assuage.knowledge.load import load

    root = Path(str(small))
    path = root / "sources" / "label-us-alpha.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "Alpha, prescribing", "<script>x</script> & Alpha"
        ),
        encoding="utf-8",
    )
    knowledge = load(root)
    text = html.render([runs.page(knowledge, q) for q in questions(knowledge, "alpha", "pain")])
    assert "<script>" not in text and "&lt;script&gt;" in text
