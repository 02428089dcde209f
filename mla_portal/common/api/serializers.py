"""Input that says exactly what it is."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class StrictInput(serializers.Serializer[Any]):
    """Refuses a field it does not know: what is misspelt must not be dropped in silence."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = data.keys() - self.fields.keys() if isinstance(data, dict) else frozenset[str]()
        errors: dict[str, Any] = {str(name): [_("There is no such field.")] for name in sorted(unknown)}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors.update(error.detail if isinstance(error.detail, dict) else {"": error.detail})
        if errors:
            raise serializers.ValidationError(errors)
        return value
