"""The APIs, played from their documentation over real records of ``../shared/data``.

Shapes: esearch and efetch from biopython's and metapub's recorded answers, studies in v2 form from
AACT's test records, labels from openFDA's test files. Europe PMC, RxNav and PubTator3 have no
recorded answer there; their envelopes follow ``sources-and-apis.md`` and hold our own words.
"""

import json
import re
from datetime import date, timedelta
from functools import lru_cache
from html import escape
from urllib.parse import quote

from tests.shared_data import shared
from tests.sources.server import Answer, Handler, Request

XML_HEAD = (
    b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, '
    b'1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)


@lru_cache
def articles() -> dict[str, bytes]:
    """Real PubmedArticle elements by PMID, in order of PMID: the 160 shortest of two collections."""
    folder = shared("pubmed", "xml", "metapub", "tests", "fixtures", "pmid_xml")
    files = [*sorted(folder.iterdir()), shared("pubmed", "xml", "medsample", "medsample1.xml")]
    found = {}
    for path in files:
        for one in re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", path.read_bytes(), re.DOTALL):
            pmid = re.search(rb"<PMID[^>]*>(\d+)</PMID>", one)
            assert pmid is not None
            found[pmid[1].decode()] = one
    shortest = sorted(found, key=lambda pmid: len(found[pmid]))[:160]
    return {pmid: found[pmid] for pmid in sorted(shortest, key=int)}


class Eutils:
    """esearch with history and efetch of PubMed; ``most`` records of a search are served.

    Every query finds all records, one with ``nothing`` in it none. Record *n* entered PubMed on the
    *n*-th day from 1 January 2000.
    """

    def __init__(self, records: dict[str, bytes], most: int = 9_999) -> None:
        self.records, self.most = dict(records), most
        first = date(2000, 1, 1)
        self.entered = {pmid: first + timedelta(days=n) for n, pmid in enumerate(records)}
        self.histories: dict[str, list[str]] = {}
        self.lost: set[str] = set()
        self.searches = 0

    def expire(self) -> None:
        """Forget every result set."""
        self.histories.clear()

    def __call__(self, request: Request) -> Answer:
        if request.path.endswith("esearch.fcgi"):
            return self._search(request.params)
        if request.path.endswith("efetch.fcgi"):
            return self._fetch(request.params)
        return Answer(b"no such utility", 404, "text/plain")

    def _search(self, params: dict[str, str]) -> Answer:
        assert params["db"] == "pubmed"
        ids = sorted(self.records, key=int, reverse=True)
        if "datetype" in params:
            assert params["datetype"] == "edat"
            begin, end = (
                date(*map(int, params[name].split("/"))) for name in ("mindate", "maxdate")
            )
            ids = [one for one in ids if begin <= self.entered[one] <= end]
        notes = ""
        if "nothing" in params["term"]:
            ids = []
            notes = (
                "<ErrorList><PhraseNotFound>nothing</PhraseNotFound></ErrorList>"
                "<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>"
            )
        self.searches += 1
        name = f"MCID_{self.searches}"
        self.histories[name] = ids
        shown = ids[: min(int(params["retmax"]), self.most)]
        listed = "\n".join(f"<Id>{one}</Id>" for one in shown)
        xml = (
            '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSearchResult PUBLIC '
            '"-//NLM//DTD esearch 20060628//EN" '
            '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
            f"<eSearchResult><Count>{len(ids)}</Count><RetMax>{len(shown)}</RetMax>"
            f"<RetStart>0</RetStart><QueryKey>1</QueryKey><WebEnv>{name}</WebEnv>"
            f"<IdList>{listed}</IdList><TranslationSet/><QueryTranslation>"
            f"{escape(params['term'])}[All Fields]</QueryTranslation>{notes}</eSearchResult>"
        )
        return Answer(xml.encode(), kind="text/xml; charset=UTF-8")

    def _fetch(self, params: dict[str, str]) -> Answer:
        if "WebEnv" in params:
            held = self.histories.get(params["WebEnv"])
            if held is None:
                return eutils_error("efetch", "Unable to obtain query #1")
            begin = int(params["retstart"])
            if begin >= self.most:
                return eutils_error("efetch", "'retstart' cannot be larger than allowed", 400)
            ids = held[begin : min(begin + int(params["retmax"]), self.most)]
        else:
            ids = params["id"].split(",")
        sent = [self.records[one] for one in ids if one in self.records and one not in self.lost]
        xml = XML_HEAD + b"<PubmedArticleSet>" + b"\n".join(sent) + b"</PubmedArticleSet>"
        return Answer(xml, kind="text/xml; charset=UTF-8")


def eutils_error(utility: str, text: str, code: int = 200) -> Answer:
    """How E-utilities tell an error: inside a 200 as a rule."""
    root = "eFetchResult" if utility == "efetch" else "eSearchResult"
    xml = f'<?xml version="1.0" encoding="UTF-8" ?>\n<{root}>\n\t<ERROR>{text}</ERROR>\n</{root}>'
    return Answer(xml.encode(), code, "text/xml; charset=UTF-8")


class EuropePmc:
    """``/search`` with cursors; the echoed cursor is URL-encoded, the next one raw."""

    def __init__(self, count: int = 5) -> None:
        self.results = [
            {
                "id": f"PPR{n}" if n % 3 == 2 else str(1000 + n),
                "source": "PPR" if n % 3 == 2 else "MED",
                "title": f"A trial, number {n}.",
                "abstractText": f"<h4>Results</h4>Less pain (P<0.00{n + 1}; n>20).",
            }
            for n in range(count)
        ]
        self.grow_on_page = -1

    def __call__(self, request: Request) -> Answer:
        params = request.params
        assert request.path.endswith("/search") and params["format"] == "json"
        if set(params) - {"query", "format", "resultType", "pageSize", "cursorMark", "synonym"}:
            return Answer(b'{"version":"6.9"}')
        found = [] if "nothing" in params["query"] else self.results
        sent = params["cursorMark"]
        begin = 0 if sent == "*" else int(sent.removeprefix("A+/"))
        if begin == self.grow_on_page:
            self.results.append(dict(self.results[0], id="9999", source="MED"))
        page = found[begin : begin + int(params["pageSize"])]
        following = f"A+/{begin + len(page)}" if page else sent
        return _json(
            {
                "version": "6.9",
                "hitCount": len(found),
                "nextCursorMark": following,
                "request": {"queryString": params["query"], "cursorMark": quote(sent, safe="")},
                "resultList": {"result": page},
            }
        )


def studies() -> list[dict[str, object]]:
    """Real studies in v2 form."""
    found = []
    for path in sorted(shared("trials", "aact", "support", "json_data").glob("NCT*.json")):
        study = json.loads(path.read_bytes())
        number = study.get("protocolSection", {}).get("identificationModule", {}).get("nctId")
        if number and number not in [n for n, _ in found]:
            found.append((number, study))
    return [study for _, study in found]


class CtGov:
    """``/studies`` with page tokens, plain-text 400s, and ``/version``."""

    AREAS = ("cond", "term", "intr", "titles", "outc", "spons", "locn")
    KNOWN = frozenset(
        {f"query.{area}" for area in AREAS}
        | {"filter.ids", "format", "countTotal", "pageSize", "pageToken"}
    )

    def __init__(self) -> None:
        self.studies = studies()

    def __call__(self, request: Request) -> Answer:
        if request.path.endswith("/version"):
            return _json({"apiVersion": "2.0.5", "dataTimestamp": "2026-11-20T09:00:05"})
        params = request.params
        for name in params:
            if name not in self.KNOWN:
                return Answer(f"unknown parameter `{name}`".encode(), 400, "text/plain")
        text = " ".join(value for name, value in params.items() if name.startswith("query."))
        if text.count('"') % 2 or text.count("(") != text.count(")"):
            return Answer(b"Error parsing query in Other terms: quote", 400, "text/plain")
        found = [] if "nothing" in text else self.studies
        if "filter.ids" in params:
            wanted = params["filter.ids"].split(",")
            found = [
                one
                for one in found
                if one["protocolSection"]["identificationModule"]["nctId"] in wanted
            ]
        begin = int(params.get("pageToken", "t0")[1:])
        page = found[begin : begin + int(params["pageSize"])]
        answer: dict[str, object] = {"studies": page}
        if begin == 0 and params.get("countTotal") == "true":
            answer["totalCount"] = len(found)
        if begin + len(page) < len(found):
            answer["nextPageToken"] = f"t{begin + len(page)}"
        return _json(answer)


SPL = ("cough.xml", "humira.xml", "lipitor-orig.xml", "lipitor-repack.xml")


def labels() -> dict[str, bytes]:
    """Real SPL documents by set id."""
    folder = shared("labels", "openfda", "openfda", "spl", "tests", "data")
    found = {}
    for name in SPL:
        content = (folder / name).read_bytes()
        one = re.search(rb'<setId root="([^"]+)"', content)
        assert one is not None
        found[one[1].decode().lower()] = content
    return found


class OpenFda:
    """``/drug/label.json``: 404 for no match, Link with search_after, skip up to a limit."""

    def __init__(self, links: bool = True, repeat: bool = False) -> None:
        ids = list(labels())
        self.rows = [
            {"set_id": one, "id": f"id-{one}", "version": "1", "openfda": {"spl_set_id": [one]}}
            for one in [*ids, *(ids[:1] if repeat else [])]
        ]
        self.links = links

    def __call__(self, request: Request) -> Answer:
        params = request.params
        if set(params) - {"search", "limit", "skip", "search_after", "api_key"}:
            return _fda_error(400, "BAD_REQUEST", "Invalid parameter")
        if "skip" in params and "search_after" in params:
            return _fda_error(400, "BAD_REQUEST", "skip and search_after")
        if int(params.get("skip", 0)) > 25_000:
            return _fda_error(400, "BAD_REQUEST", "Skip value must 25000 or less.")
        if "nothing" in params["search"]:
            return _fda_error(404, "NOT_FOUND", "No matches found!")
        begin = int(params.get("skip", 0)) or int(params.get("search_after", "0=0").split("=")[1])
        rows = self.rows[begin : begin + int(params["limit"])]
        end = begin + len(rows)
        headers = {}
        if self.links and end < len(self.rows) and "skip" not in params:
            headers["Link"] = (
                f"<https://api.fda.gov/drug/label.json?search=x&limit={params['limit']}&skip=0"
                f'&search_after=0%3D{end}>; rel="next"'
            )
        answer = {
            "meta": {
                "last_updated": "2026-11-18",
                "results": {"skip": begin, "limit": len(rows), "total": len(self.rows)},
            },
            "results": rows,
        }
        return Answer(json.dumps(answer).encode(), headers=headers)


def _fda_error(code: int, name: str, message: str) -> Answer:
    return Answer(json.dumps({"error": {"code": name, "message": message}}).encode(), code)


class DailyMed:
    """``/spls.json`` with "null" strings and ``total_elements``, ``/spls/{setid}.xml``."""

    def __init__(self) -> None:
        self.labels = labels()
        self.withdrawn: set[str] = set()

    def __call__(self, request: Request) -> Answer:
        if request.path.endswith("/spls.json"):
            return self._list(request.params)
        set_id = request.path.rsplit("/", 1)[1].removesuffix(".xml")
        if set_id in self.withdrawn or set_id not in self.labels:
            return Answer(b"", 404, "text/plain")
        return Answer(self.labels[set_id], kind="application/xml")

    def _list(self, params: dict[str, str]) -> Answer:
        found = [] if "nothing" in params["drug_name"] else list(self.labels)
        size, number = int(params["pagesize"]), int(params["page"])
        page = found[size * (number - 1) : size * number]
        pages = -(-len(found) // size)
        more = number < pages
        return _json(
            {
                "data": [{"setid": one, "spl_version": 1, "title": "A LABEL"} for one in page],
                "metadata": {
                    "total_elements": len(found),
                    "total_pages": pages,
                    "current_page": number,
                    "elements_per_page": size,
                    "next_page": number + 1 if more else "null",
                    "next_page_url": "null",
                    "previous_page": "null",
                    "db_published_date": "Nov 20, 2026 12:00:00AM EST",
                },
            }
        )


def rxnav(request: Request) -> Answer:
    """Names and classes of one drug; a miss is an empty group."""
    if request.path.endswith("/rxcui.json"):
        name = request.params["name"]
        group: dict[str, object] = {"name": name}
        if name == "baclofen":
            group["rxnormId"] = ["1292"]
        return _json({"idGroup": group})
    if request.path.endswith("/rxcui/1292/allrelated.json"):
        return _json({"allRelatedGroup": {"rxcui": "1292", "conceptGroup": []}})
    if request.path.endswith("/rxclass/class/byRxcui.json"):
        return _json({"rxclassDrugInfoList": {"rxclassDrugInfo": []}})
    if request.path.endswith("/version.json"):
        return _json({"version": "03-Nov-2026", "apiVersion": "3.1.380"})
    return Answer(b"", 404, "text/plain")


def pubtator(request: Request) -> Answer:
    """Documents of known PMIDs; ``pmid`` is a number in one and a string in the next."""
    wanted = request.params["pmids"].split(",")
    found = [one for one in wanted if not one.startswith("9")]
    if not found:
        return Answer(b'{"detail":"Could not retrieve publications"}', 400)
    documents = [
        {"_id": f"{one}|None", "id": one, "pmid": int(one) if n % 2 else one, "passages": []}
        for n, one in enumerate(found)
    ]
    return _json({"PubTator3": documents})


def _json(answer: object) -> Answer:
    return Answer(json.dumps(answer).encode())


def every_source() -> Handler:
    """One server that plays every source of records, told apart by the path."""
    eutils, trials = Eutils(articles()), CtGov()
    parts: dict[str, Handler] = {
        "esearch": eutils, "efetch": eutils, "studies": trials, "version": trials,
        "label": OpenFda(), "spls": DailyMed(), "search": EuropePmc(),
    }  # fmt: skip

    def handle(request: Request) -> Answer:
        return next(part for word, part in parts.items() if word in request.path)(request)

    return handle
