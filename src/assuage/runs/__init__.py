"""The only code that calls the stages in order."""

from assuage.runs.dossiers import dossier, page, topic_question

__all__ = ["dossier", "page", "topic_question"]
