"""Options of the commands that may ask a language model. Off unless a model is named."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from assuage.terms.errors import UsageError

if TYPE_CHECKING:
    from assuage.knowledge.shelves import Knowledge
    from assuage.prose.page import Page
    from assuage.sources.language_model import LanguageModel


def language_model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--llm-url`` and ``--llm-model``, as ``llm_url`` and ``llm_model``."""
    for option in (
        click.option(
            "--llm-model",
            help="Ask this language model too (off unless named); its key: $ASSUAGE_LLM_KEY.",
        ),
        click.option(
            "--llm-url",
            help="Its OpenAI-compatible address, as http://127.0.0.1:8080/v1 (or $ASSUAGE_LLM_URL).",
        ),
    ):
        command = option(command)
    return command


def patient_data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--llm-patient-data NAME``, as ``llm_patient_data``."""
    return click.option(
        "--llm-patient-data",
        metavar="NAME",
        help="The model that may be told of a patient: the same name as --llm-model.",
    )(command)


def chosen(url: str | None, name: str | None) -> "LanguageModel | None":
    """The model that was named, or None where none was. Raises `UsageError`."""
    if name is None:
        if url is not None:
            raise UsageError("--llm-url: no model is named. Add --llm-model NAME.")
        return None
    from assuage.sources.language_model import LanguageModel

    return LanguageModel(name, url)


def smoothed_pages(
    knowledge: "Knowledge",
    pages: "list[Page]",
    model: "LanguageModel | None",
    patient_data: str | None,
) -> "list[Page]":
    """The pages with smoother wordings, and on stderr how many; as they are without a model."""
    if model is None:
        if patient_data is not None:
            raise UsageError("--llm-patient-data: no model is named. Add --llm-model NAME.")
        return pages
    if patient_data not in (None, model.name):
        raise UsageError(
            f"--llm-patient-data names {patient_data!r}, but --llm-model is {model.name!r}. "
            "Write the same name in both."
        )
    from assuage.runs.proposing import names_of, smooth

    named = names_of(knowledge)
    done = []
    click.echo(f"assuage: {model.told}.", err=True)
    with model:
        for page in pages:
            found = smooth(page, model, patient_named=patient_data is not None, name_of=named)
            click.echo(
                f"assuage: {model.name} smoothed {found.accepted} of {found.asked} sentences, "
                f"{len(found.rejected)} wordings rejected.",
                err=True,
            )
            for failure in found.failures:
                click.echo(f"assuage: could not ask: {failure}", err=True)
            done.append(found.page)
    return done
