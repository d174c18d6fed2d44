"""The rules that curated files keep. Each is one function; each message says what to write.

A rule takes the whole set of entries and yields problems. ``RULES`` is the list that
``assuage knowledge check`` runs; a test breaks each of them once.
"""

from pathlib import Path

from assuage.knowledge.rules.combinations import combinations_can_fire, severity_has_grounds
from assuage.knowledge.rules.drugs import (
    device_doses_name_their_drug,
    full_drugs_are_full,
    not_checked_is_bare,
)
from assuage.knowledge.rules.entries import (
    citations_are_whole,
    closed_words,
    file_name_is_id,
    members_know_their_class,
    names_are_apart,
    one_paper_one_entry,
    outcomes_have_sides,
    references_resolve,
    sources_are_used,
    terms_are_unique,
    withdrawn_has_reason,
)
from assuage.knowledge.rules.evidence import (
    bias_needs_the_full_text,
    direction_agrees,
    intervals_are_in_order,
    numbers_are_plausible,
    percents_agree,
    places_were_read,
    result_arms_resolve,
)
from assuage.knowledge.rules.shelf import Rule, gather
from assuage.terms.errors import Problem

RULES: tuple[Rule, ...] = (
    file_name_is_id,
    references_resolve,
    result_arms_resolve,
    places_were_read,
    citations_are_whole,
    one_paper_one_entry,
    intervals_are_in_order,
    direction_agrees,
    percents_agree,
    closed_words,
    not_checked_is_bare,
    names_are_apart,
    full_drugs_are_full,
    withdrawn_has_reason,
    outcomes_have_sides,
    terms_are_unique,
    numbers_are_plausible,
    sources_are_used,
    members_know_their_class,
    device_doses_name_their_drug,
    bias_needs_the_full_text,
    combinations_can_fire,
    severity_has_grounds,
)


def check(root: Path) -> list[Problem]:
    """Every rule over every file of a knowledge folder, in the order of path and line."""
    shelf, problems = gather(root)
    for rule in RULES:
        problems.extend(rule(shelf))
    return sorted(problems)
