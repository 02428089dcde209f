"""Abstract models."""

from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7


class IdentifiedModel(models.Model):
    """A row known outside by a UUID that sorts by time of creation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class VersionedModel(models.Model):
    """A row whose writers say which version they read, so that nobody overwrites what they have not seen."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True


class FreeTextField(models.TextField):  # type: ignore[type-arg]
    """An officer's prose: at most 200,000 characters (about a hundred pages), none that text cannot hold."""

    default_validators = [MaxLengthValidator(200_000), ProhibitNullCharactersValidator()]
