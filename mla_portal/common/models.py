"""Abstract models."""

from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from mla_portal.common.errors import StaleVersion


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

    def require_version(self, expected: int | None) -> None:
        """Raises StaleVersion where somebody changed the row since it was read at the `expected` version."""
        if expected is not None and expected != self.version:
            raise StaleVersion(
                gettext("It changed since you read it. Look at it again before you go on."),
                current={"version": self.version},
                seen=str(self.version),
            )


class FreeTextField(models.TextField):  # type: ignore[type-arg]
    """An officer's prose: at most 200,000 characters (about a hundred pages), none that text cannot hold."""

    default_validators = [MaxLengthValidator(200_000), ProhibitNullCharactersValidator()]
