"""Words of a query that carry no subject.

First Lucene's English stop words, which most engines use; then the words of a question, its
auxiliaries and its pronouns.
"""

_LISTED = """
a an and are as at be but by for if in into is it no not of on or such that the their then
there these they this to was will with

how why what when where which who whom whose does do did can could should would may might
has have had been being than from our we you your its his her he she i my me us them those
were am about after also any because before both during each few more most other over same so
some through too under until up very while s t
"""

STOP_WORDS = frozenset(_LISTED.split())
