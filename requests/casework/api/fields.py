"""Fields that several answers have."""

from typing import Any

from rest_framework import serializers


class CodeField(serializers.CharField):
    """The code of a related row, or null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, read_only=True, **kwargs)
