"""PubMed's yearly baseline and daily update files: listed, downloaded, checked.

A directory lists ``pubmed<yy>n<nnnn>.xml.gz``, each with a ``.md5`` beside it
(https://www.nlm.nih.gov/databases/download/pubmed_medline.html). A download goes on where it broke
off, and a file is taken under its name only when its MD5 is right.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assuage.sources.patience import RETRIED
from assuage.sources.reply import Broken, NoAnswer, Refused, Reply, plain
from assuage.sources.search_record import Progress, Searched, SearchRecord, Stream, start
from assuage.sources.site import PUBMED_FILES
from assuage.sources.transport import Transport
from assuage.terms.answer import Payload
from assuage.terms.errors import UsageError

DIRECTORIES = ("baseline", "updatefiles")
_FILE = re.compile(r'href="(?:\./)?(pubmed\d\dn\d{4}\.xml\.gz)"', re.IGNORECASE)
_SUM = re.compile(r"\b[0-9a-f]{32}\b", re.IGNORECASE)
PIECE = 1 << 20  # bytes read at once when a file's sum is computed
TAKEN = 1 << 14  # bytes taken from the network at once: what a lost connection costs at most


def read_directory(reply: Reply) -> tuple[str, ...]:
    """Names of the data files in an HTML listing, sorted; none is `Broken`, never an empty list."""
    if reply.status != 200:
        raise Refused(f"it refused the listing (status {reply.status}): {plain(reply.content)}")
    names = sorted(set(_FILE.findall(reply.content.decode("utf-8", "replace"))))
    if not names:
        raise Broken("its directory lists no file of PubMed")
    return tuple(names)


def read_sum(reply: Reply) -> str:
    """The MD5 in a ``.md5`` file, written ``MD5(name)= digits`` or ``digits  name``."""
    if reply.status != 200:
        raise Refused(f"it has no MD5 of the file (status {reply.status})")
    text = reply.content[:500].decode("ascii", "replace")
    found = _SUM.findall(text)
    if len(found) != 1:
        raise Broken("its MD5 file holds no MD5")
    return str(found[0]).lower()


def md5_of(path: Path) -> str:
    """MD5 of a file, as 32 hexadecimal digits."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


class PubMedFiles(Searched):
    """Files of PubMed's server, kept in ``folder``.

    Gives: the files of ``baseline`` or ``updatefiles`` as payloads (gzip), then the answer.

    ``ids`` are file names. A file that is in the folder with the right MD5 is not asked for.
    With a limit, the newest files.
    """

    name = "pubmed-files"
    interface = "PubMed baseline and update files, https://ftp.ncbi.nlm.nih.gov/pubmed"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _found(
        self, query: str, transport: Transport, record: SearchRecord, limit: int | None
    ) -> Iterator[Payload]:
        directory = query.strip().strip("/")
        if directory not in DIRECTORIES:
            raise Refused(
                f"{PUBMED_FILES.title} were not asked: there is no directory {query!r}. "
                f"Write {' or '.join(DIRECTORIES)}."
            )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"cannot use the folder {self._folder}: {error.strerror}.") from None
        names, reply = transport.ask(PUBMED_FILES, f"{directory}/", {}, read_directory)
        record.note(reply)
        record.count(len(names))
        for name in names[-limit:] if limit else names:
            path = self._folder / name
            digits, _ = transport.ask(PUBMED_FILES, f"{directory}/{name}.md5", {}, read_sum)
            if not (path.exists() and md5_of(path) == digits):
                download(transport, f"{directory}/{name}", path, digits)
            (self._folder / f"{name}.md5").write_text(f"MD5({name})= {digits}\n", encoding="ascii")
            origin = transport.address(PUBMED_FILES, f"{directory}/{name}", {})
            yield _payload(self.name, path, record, origin)


class PubMedFolder:
    """PubMed XML files in a local folder, checked against the ``.md5`` beside each."""

    name = "pubmed-folder"
    interface = "PubMed XML files in a local folder"

    def fetch(
        self,
        query: str,
        transport: Transport,
        *,
        limit: int | None = None,
        progress: Progress | None = None,
    ) -> Stream:
        """Each ``.xml.gz`` and ``.xml`` file of the folder ``query``, by name, then the answer.

        A file whose MD5 is wrong is not given; the answer is then `CouldNotAsk` and names it.
        """
        record = start(self.name, self.interface, query, transport, limit)
        return record.stream(self._files(Path(query), record, limit), progress)

    def _files(self, folder: Path, record: SearchRecord, limit: int | None) -> Iterator[Payload]:
        if not folder.is_dir():
            raise NoAnswer(f"there is no folder {folder}.", retry=False)
        paths = sorted(path for path in folder.iterdir() if path.name.endswith((".xml", ".xml.gz")))
        record.sent.append(str(folder))
        record.count(len(paths))
        wrong = []
        for path in paths[:limit]:
            beside = path.with_name(path.name + ".md5")
            told = _SUM.findall(beside.read_text("ascii", "replace")) if beside.exists() else []
            if not told:
                record.warn(f"{path.name} has no MD5 beside it and was not checked")
            elif md5_of(path) != told[0].lower():
                wrong.append(path.name)
                continue
            yield _payload(self.name, path, record, str(path))
        if wrong:
            raise NoAnswer(
                f"{', '.join(wrong)} {'are' if len(wrong) > 1 else 'is'} not as published (the MD5 "
                "differs); download again.",
                retry=False,
            )


def download(transport: Transport, address: str, path: Path, md5: str) -> None:
    """Bring one file to ``path``, through ``<path>.part``, from where an earlier try ended.

    A part that turns out wrong is thrown away and the file fetched whole. Raises `NoAnswer`.
    """
    part = path.with_name(path.name + ".part")
    patience = transport.patience(PUBMED_FILES)
    while True:
        try:
            begin = part.stat().st_size if part.exists() else 0
            headers = {"Accept-Encoding": "identity"}
            if begin:
                headers["Range"] = f"bytes={begin}-"
            with transport.opened(PUBMED_FILES, address, {}, headers=headers) as response:
                if response.status_code in RETRIED:
                    raise patience.busy(response)
                if response.status_code == 416:  # the part is as long as the file, or longer
                    pieces: Iterable[bytes] = ()
                elif response.status_code in (200, 206):
                    pieces = response.iter_content(TAKEN)
                else:
                    raise Refused(f"it refused the file (status {response.status_code})")
                resumed = response.status_code in (206, 416)
                with part.open("ab" if resumed else "wb") as file:
                    for piece in pieces:
                        file.write(piece)
            if md5_of(part) != md5:
                part.unlink()
                raise Broken(f"{path.name} is not as published (its MD5 differs)")
            part.replace(path)
            return
        except Broken as broken:
            patience.wait(broken)
        except Refused as refused:
            raise refused.by(PUBMED_FILES.title) from None
        except OSError as error:
            raise UsageError(f"cannot write {error.filename or part}: {error.strerror}.") from None


def _payload(source: str, path: Path, record: SearchRecord, origin: str) -> Payload:
    return Payload(
        source=source,
        form="pubmed-xml",
        content=path.read_bytes(),
        ids=record.add([path.name]),
        origin=origin,
    )
