"""Writes the JSON Schemas of letters from their models, after a model has changed."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from documents.letters.schema import SCHEMAS, VERSIONS, generate


class Command(BaseCommand):
    help = "Writes documents/schemas/*.json from the content models."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, name in VERSIONS.items():
            text = json.dumps(generate(kind), ensure_ascii=False, indent=2) + "\n"
            (SCHEMAS / f"{name}.json").write_text(text)
