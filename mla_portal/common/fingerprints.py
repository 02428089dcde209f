"""Tells whether a text changed between reading it and saving it, without a version column for each form."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models


def values_of(instance: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The values of these fields as they stand; a foreign key by its primary key."""
    return {name: instance._meta.get_field(name).value_from_object(instance) for name in fields}  # type: ignore[union-attr]


def fingerprint(values: Mapping[str, Any]) -> str:
    """A short digest of the values: the same values give the same digest, in any order and process."""
    canonical = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]
