"""Whose seal is whose."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mla_portal.common.models import IdentifiedModel
from states.models import Authority


class KnownSeal(IdentifiedModel):
    """A certificate on record as an authority's: that of its seal, or of an issuer that issues to it alone.

    Trust in an issuer says that a certificate is genuine; this says whose it is.
    """

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+", verbose_name=_("authority"))
    fingerprint = models.CharField(
        _("SHA-256 of the certificate"),
        max_length=64,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", _("64 hexadecimal digits, without colons."))],
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("How it became known: who confirmed it, when, by what.")
    )

    class Meta:
        verbose_name = _("known seal")
        verbose_name_plural = _("known seals")
        ordering = ["authority", "fingerprint"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "fingerprint"], name="a_seal_is_known_once")
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.fingerprint[:16]}…"
