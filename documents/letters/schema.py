"""The published JSON Schema of a letter's attached data, generated from the model that writes them."""

import json
from pathlib import Path
from typing import Any

from documents.choices import LetterKind
from documents.letters.content import CONTENT

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
VERSIONS = {LetterKind.REQUEST: "request-1.0"}


def generate(kind: LetterKind) -> dict[str, Any]:
    """JSON Schema 2020-12. The `$id` is the same on every portal, wherever the schema is fetched from."""
    name = VERSIONS[kind]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:mla-portal:schema:{name}",
        **CONTENT[kind].model_json_schema(mode="serialization"),
    }


def published(name: str) -> dict[str, Any]:
    """A schema as committed. Raises FileNotFoundError."""
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text())
    return schema
