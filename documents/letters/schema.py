"""The published JSON Schemas of letters' attached data, generated from the models that write them."""

import json
from pathlib import Path
from typing import Any

from documents.choices import LetterKind
from documents.letters.content import CONTENT

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"


def name_of(kind: LetterKind) -> str:
    """The current format of a kind as its schema is named: `request-1.1`."""
    default = CONTENT[kind].model_fields["format"].default
    return str(default).removeprefix("mla-portal/").replace("/", "-")


VERSIONS = {kind: name_of(kind) for kind in CONTENT}
FORMER = ("request-1.0",)
"""Schemas of letters already sent; kept as they were."""


def generate(kind: LetterKind) -> dict[str, Any]:
    """JSON Schema 2020-12. The `$id` is the same on every portal, wherever the schema is fetched from."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:mla-portal:schema:{name_of(kind)}",
        **CONTENT[kind].model_json_schema(mode="serialization"),
    }


def published(name: str) -> dict[str, Any]:
    """A schema as committed. Raises KeyError for a name that no letter ever had."""
    if name not in {*VERSIONS.values(), *FORMER}:
        raise KeyError(name)
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text())
    return schema
