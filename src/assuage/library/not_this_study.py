"""Words that tell of a trial which is not the text's own: planned, wanted, done by others, or a notice.

Shared by the designs that the library finds by and those that reading gives, so that a search and a
reading do not say otherwise of one record.
"""

import re

_TO_COME_AFTER = re.compile(
    r"""^[^.;?!]{0,240}?
    (?: \b(?:is|are|was|were|seems?|appears?|has\s+been|have\s+been)\s+(?:(?:now|currently|also|urgently|therefore|clearly|being|already|presently|thus|still)\s+)*
        (?:underway|under\s+way|ongoing|on-going|planned|in\s+progress|needed|warranted|awaited|in\s+preparation|being\s+(?:planned|prepared|designed|conducted|performed|carried))\b
      | \b(?:is|are|seems?|appears?)\s+(?:(?:now|therefore|clearly|thus|also)\s+)*(?:necessary|required|indicated|recommended|justified|desirable|mandatory|proposed)\b\s*(?:[.;?!]|$|to\s|in\s+(?:the\s+)?(?:future|order)|before\b)
      | \b(?:may|should|would|could|must|needs?\s+to|ought\s+to)\s+be\s+(?:now\s+)?(?:indicated|warranted|needed|necessary|required|useful|helpful|justified|considered|performed|conducted|undertaken|planned|carried\s+out|done|of\s+(?:value|interest))\b
      | \b(?:has|have)\s+(?:now\s+|recently\s+)?(?:been\s+(?:initiated|started|planned|launched)|begun|started)\b
    )""",
    re.X,
)
"""A trial *is currently underway*, *may be indicated*: this text does not report it."""
_TO_COME_BEFORE = re.compile(
    r"""(?:
      \b(?:should|must|needs?\s+to|remains?\s+to|ought\s+to|deserves?\s+to|has\s+to|have\s+to|requires?\s+to|to)\s+be\s+(?:\w+ly\s+|further\s+)?
      (?:confirm|test|evaluat|assess|investigat|examin|verif|establish|studi|compar|replicat|validat|explor|prov|address|clarif)\w*\s+(?:\w+\s+){0,4}?(?:in|by|with|through|using|within)\s+(?:[\w-]+,?\s+){0,5}
    | \b(?:warrant|justif|merit|deserv|await|necessitat|recommend)\w*\s+(?:[\w-]+,?\s+){0,6}
    | \b(?:support|encourage|propose|call)s?\s+(?:for\s+)?(?:the\s+)?(?:conduct|performance|need|initiation|planning|design)\w*\s+(?:[\w-]+,?\s+){0,5}
    | \b(?:shown|demonstrated|reported|found|published|established|proven|results)\s+in\s+(?:an?|one)\s+(?:[\w-]+,?\s+){0,6}
    | \b(?:there\s+(?:has|have|is|are|was|were)\s+(?:been\s+)?(?:only\s+|just\s+)?(?:an?|one|no)|only\s+one|none\s+of\s+the\s+(?:studies|trials)\s+(?:was|were)|including\s+(?:an?|one|two|three))\s+(?:[\w-]+,?\s+){0,4}
    | \brecently,?\s+(?:an?|one|two)\s+(?:[\w-]+,?\s+){0,6}
    | \bthe\s+first\s+\w+\s+(?:\w+\s+)?(?:participated|took\s+part|were\s+(?:entered|enrolled|included))\s+in\s+an?\s+(?:[\w-]+,?\s+){0,5}
    )$""",
    re.X,
)
"""*Should be confirmed in a*; *was shown in a*; and a part of the people alone."""
_EXCEPT = re.compile(r"\b(?:who|whom|which|whose|patients?|people|children|women|men)\b")
"""*In patients for whom opioids are indicated* tells of the people, not of the trial."""
NOTICE = re.compile(
    r"""^\W*(?:(?:notice\s+of\s+)?retraction(?:\s+(?:notice|note|statement))?(?:\s*:|\s+(?:to|for|of)\s*[:"'“‘«]|\s+(?:to|for)\s|\s*$)
      |(?:notice\s+of\s+|statement\s+of\s+)?expression\s+of\s+concern\b|(?:publisher['’]?s?\s+|author['’]?s?\s+)?(?:erratum|errata|corrigend(?:um|a))\b
      |(?:publisher|author)['’]?s?\s+(?:correction|note)\b|correction(?:\s+(?:notice|note))?\s*:|correction\s+to\s*:?\s*["'“‘«]|(?:notice\s+of\s+)?withdrawal\s+(?:notice|note)\b)""",
    re.X,
)
"""A title, in small letters, of a notice about a paper: the paper's title behind it is no design."""
NOTICE_TYPES = frozenset(
    {"retraction of publication", "published erratum", "expression of concern"}
)
"""PubMed's types of notices, in small letters."""


def is_to_come(before: str, after: str) -> bool:
    """Whether a trial told between two parts of a sentence, in small letters, is not the text's own."""
    if _TO_COME_BEFORE.search(before):
        return True
    found = _TO_COME_AFTER.match(after)
    if not found:
        return False
    certain = ("underway", "under way", "ongoing", "on-going", "planned", "warranted", "awaited")
    return found[0].endswith(certain) or _EXCEPT.search(found[0]) is None
