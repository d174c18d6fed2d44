"""Baseline and update files: listing, MD5, resumed download, local folder."""

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from assuage.sources.pubmed_files import PubMedFiles, PubMedFolder
from assuage.sources.transport import Transport
from assuage.terms.answer import CouldNotAsk, Found, NoneFound
from tests.sources import server as play
from tests.sources.apis import XML_HEAD, articles
from tests.sources.running import run

Connect = Callable[..., Transport]


class Ftp:
    """A directory as NCBI's server lists it, with ranges."""

    def __init__(self, ranges: bool = True) -> None:
        found = list(articles().values())
        self.files = {
            f"pubmed26n{n:04}.xml.gz": gzip.compress(
                XML_HEAD + b"<PubmedArticleSet>" + b"".join(some) + b"</PubmedArticleSet>", mtime=0
            )
            for n, some in enumerate((found[:80], found[80:]), start=1)
        }
        self.ranges = ranges

    def __call__(self, request: play.Request) -> play.Answer:
        name = request.path.rsplit("/", 1)[1]
        if not name:
            lines = [
                f'<a href="{one}{end}">{one}{end}</a>' for one in self.files for end in ("", ".md5")
            ]
            page = '<!DOCTYPE HTML><html><a href="README.txt">README.txt</a>' + "\n".join(lines)
            return play.Answer(page.encode(), kind="text/html;charset=UTF-8")
        if name.endswith(".md5"):
            stem = name.removesuffix(".md5")
            digits = hashlib.md5(self.files[stem]).hexdigest()
            return play.Answer(f"MD5({stem})= {digits}\n".encode(), kind="text/plain")
        content = self.files[name]
        wanted = request.headers.get("range")
        if wanted is None or not self.ranges:
            return play.Answer(content, kind="application/x-gzip")
        begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if begin >= len(content):
            return play.Answer(b"", 416, "text/plain")
        return play.Answer(content[begin:], 206, "application/x-gzip")


def test_files_come_whole_and_only_once(connect: Connect, tmp_path: Path) -> None:
    api = Ftp()
    with play.Server(api) as server:
        payloads, answer = run(PubMedFiles(tmp_path / "f").fetch("baseline", connect(server)))
        assert isinstance(answer, Found)
        assert answer.ids == tuple(api.files)
        assert [one.content for one in payloads] == list(api.files.values())
        again = run(PubMedFiles(tmp_path / "f").fetch("baseline", connect(server)))[0]
        assert [one.content for one in again] == list(api.files.values())
    assert len(server.asked(".gz")) == 2
    assert not list((tmp_path / "f").glob("*.part"))


def test_a_download_that_breaks_off_goes_on_where_it_was(connect: Connect, tmp_path: Path) -> None:
    api = Ftp()
    name, content = next(iter(api.files.items()))
    with play.Server(api) as server:
        server.lay(name, play.dropped, play.silent, play.status(503, Retry_After="3"))
        payloads, answer = run(PubMedFiles(tmp_path).fetch("baseline", connect(server)))
    assert isinstance(answer, Found)
    assert payloads[0].content == content
    ranges = [one.headers.get("range") for one in server.asked(name)]
    assert ranges[0] is None
    begun = int(str(ranges[-1]).removeprefix("bytes=").removesuffix("-"))
    assert 0 < begun <= len(content) // 2 + 1
    assert len(ranges) == 4


def test_a_later_run_goes_on_too(connect: Connect, tmp_path: Path) -> None:
    api = Ftp()
    name, content = next(iter(api.files.items()))
    (tmp_path / f"{name}.part").write_bytes(content[:1000])
    with play.Server(api) as server:
        run(PubMedFiles(tmp_path).fetch("baseline", connect(server)))
    assert [one.headers.get("range") for one in server.asked(name)] == ["bytes=1000-"]
    assert (tmp_path / name).read_bytes() == content


@pytest.mark.parametrize("part", [b"another file entirely", b"x" * 10_000_000])
def test_a_part_of_another_file_is_thrown_away(
    part: bytes, connect: Connect, tmp_path: Path
) -> None:
    api = Ftp()
    name, content = next(iter(api.files.items()))
    (tmp_path / f"{name}.part").write_bytes(part)
    with play.Server(api) as server:
        answer = run(PubMedFiles(tmp_path).fetch("updatefiles", connect(server)))[1]
    assert isinstance(answer, Found)
    assert (tmp_path / name).read_bytes() == content


def test_a_server_without_ranges_sends_the_whole(connect: Connect, tmp_path: Path) -> None:
    api = Ftp(ranges=False)
    name, content = next(iter(api.files.items()))
    (tmp_path / f"{name}.part").write_bytes(content[:1000])
    with play.Server(api) as server:
        run(PubMedFiles(tmp_path).fetch("baseline", connect(server)))
    assert (tmp_path / name).read_bytes() == content


def test_a_file_that_stays_wrong_is_not_taken(connect: Connect, tmp_path: Path) -> None:
    api = Ftp()
    name = next(iter(api.files))
    with play.Server(api) as server:
        server.lay(name, *[play.body(b"spoilt")] * 9)
        payloads, answer = run(PubMedFiles(tmp_path).fetch("baseline", connect(server)))
    assert payloads == []
    assert isinstance(answer, CouldNotAsk)
    assert "MD5 differs" in answer.reason
    assert not (tmp_path / name).exists()


def test_the_newest_files_and_unknown_directories(connect: Connect, tmp_path: Path) -> None:
    with play.Server(Ftp()) as server:
        answer = run(PubMedFiles(tmp_path).fetch("updatefiles", connect(server), limit=1))[1]
        assert isinstance(answer, Found)
        assert answer.ids == ("pubmed26n0002.xml.gz",)
        assert answer.total == 2
        answer = run(PubMedFiles(tmp_path).fetch("yesterday", connect(server)))[1]
        assert isinstance(answer, CouldNotAsk)
        assert "baseline or updatefiles" in answer.reason
        server.lay("/", *[play.maintenance] * 5)
        answer = run(PubMedFiles(tmp_path).fetch("baseline", connect(server)))[1]
        assert isinstance(answer, CouldNotAsk)
        assert "lists no file" in answer.reason


def test_a_local_folder_is_checked(connect: Connect, tmp_path: Path) -> None:
    api = Ftp()
    transport = connect("http://127.0.0.1:9")
    assert isinstance(run(PubMedFolder().fetch(str(tmp_path), transport))[1], NoneFound)
    (one, content), (two, other) = api.files.items()
    (tmp_path / one).write_bytes(content)
    (tmp_path / f"{one}.md5").write_text(f"MD5({one})= {hashlib.md5(content).hexdigest()}\n")
    (tmp_path / two).write_bytes(other)
    payloads, answer = run(PubMedFolder().fetch(str(tmp_path), transport))
    assert isinstance(answer, Found)
    assert [item.content for item in payloads] == [content, other]
    assert answer.asked.warnings == (f"{two} has no MD5 beside it and was not checked",)
    (tmp_path / f"{two}.md5").write_text("0" * 32)
    payloads, answer = run(PubMedFolder().fetch(str(tmp_path), transport))
    assert len(payloads) == 1
    assert isinstance(answer, CouldNotAsk)
    assert two in answer.reason
    answer = run(PubMedFolder().fetch(str(tmp_path / "none"), transport))[1]
    assert isinstance(answer, CouldNotAsk)
    assert "no folder" in answer.reason
