"""A model behind an OpenAI-compatible endpoint: speaks the protocol, says what a test gives it."""

import json
from collections.abc import Callable

from tests.sources.server import Answer, Handler, Request

Says = Callable[[str, str], str]
"""Instructions and data to the text that the model answers."""


def completion(text: str | None, finish: str = "stop", **message: object) -> bytes:
    """A whole answer of the protocol, with the fields that servers add."""
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "another-name",
            "system_fingerprint": None,
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "logprobs": None,
                    "message": {"role": "assistant", "content": text} | message,
                }
            ],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    ).encode()


def talking(says: Says | str) -> Handler:
    """A handler that checks the request as such servers do, then answers."""

    def handle(request: Request) -> Answer:
        if request.method != "POST" or request.path != "/v1/chat/completions":
            return Answer(b'{"error": {"message": "not found"}}', 404)
        asked = json.loads(request.body)
        if not isinstance(asked.get("model"), str) or asked.get("stream"):
            return Answer(b'{"error": {"message": "bad request"}}', 400)
        system, user = asked["messages"]
        if (system["role"], user["role"]) != ("system", "user"):
            return Answer(b'{"error": {"message": "bad roles"}}', 400)
        text = says if isinstance(says, str) else says(system["content"], user["content"])
        return Answer(completion(text))

    return handle


def chunks(text: str) -> bytes:
    """The same answer in server-sent events, as with ``stream``."""
    lines = [
        "data: "
        + json.dumps(
            {
                "object": "chat.completion.chunk",
                "choices": [{"index": 0, "delta": {"content": part}}],
            }
        )
        for part in (text[:10], text[10:])
    ]
    return ("\n\n".join([*lines, "data: [DONE]"]) + "\n\n").encode()
