"""A bare HTTP connection to a county for tests."""

import json
from pathlib import Path

import httpx

from desk_app.county import answers
from tests.county.letters import PICTURE, digest


class Line:
    """Sends HTTP requests to a county, without the desk's client between."""

    def __init__(self, url: str, token: str, database: Path) -> None:
        self.http = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=10
        )
        self.database = f"sqlite:///{database}"

    def letter(self, body: str | bytes, key: str | None = None) -> httpx.Response:
        """Post a letter under its own id, or under this idempotency key."""
        key = id_of(body) if key is None else key
        return self.http.post("/v1/letters", content=body, headers={"Idempotency-Key": key})

    def file(self, data: bytes = PICTURE, page_id: str = "") -> httpx.Response:
        return self.http.put(f"/v1/files/{page_id or digest(data)}", content=data)


def id_of(body: str | bytes) -> str:
    """The id in a letter, or another one where it has none."""
    try:
        return str(json.loads(body)["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "letter-1"


def renamed(body: str, name: str = "letter-2") -> str:
    """The same letter with other ids for itself and its events."""
    row = json.loads(body) | {"id": name}
    for number, event in enumerate(row["events"]):
        event["id"] = f"{name}-{number}"
    return json.dumps(row)


def words(response: httpx.Response) -> str:
    """The sentence of a refusal; checks that the refusal has the agreed form."""
    return answers.read_refusal(response.content).sentence
