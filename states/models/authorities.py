"""States, their authorities, and who serves in them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.models import IdentifiedModel
from states.choices import AuthorityKind, LetterChannel, Role
from states.querysets import AuthorityQuerySet, MembershipQuerySet, StateQuerySet
from states.reference.names import cldr_name
from states.validators import validate_reference_pattern, validate_time_zone


class ReferenceModel(models.Model):
    """A row that `load_reference_data` may write.

    `fingerprint` is that of the values it wrote last, blank for a row entered by hand. A row whose values
    no longer have it was changed by an administrator, and is left alone.
    """

    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class State(ReferenceModel):
    """A sovereign State, by its ISO 3166-1 code (Kosovo: the user-assigned XK)."""

    code = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    alpha3 = models.CharField(_("three-letter code"), max_length=3, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120)
    source = models.CharField(_("source"), max_length=200)

    objects = StateQuerySet.as_manager()

    class Meta:
        verbose_name = _("State")
        verbose_name_plural = _("States")
        ordering = ["name_en__unaccent"]

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The State's name in a language; where it is not stored that of CLDR, or else in English."""
        code = (language or get_language() or "en").split("-")[0]
        return str(getattr(self, f"name_{code}", "") or cldr_name(self.code, code) or self.name_en)


class Authority(ReferenceModel, IdentifiedModel):
    """A central, competent or diplomatic authority of a State."""

    state = models.ForeignKey(State, models.PROTECT, related_name="authorities", verbose_name=_("State"))
    kind = models.CharField(_("kind"), max_length=12, choices=AuthorityKind)
    code = models.SlugField(
        _("code"), max_length=20, unique=True, help_text=_("Appears in reference numbers: SI-MOJ.")
    )
    name = models.CharField(_("name"), max_length=200)
    name_in_letters = models.CharField(
        _("name in its own language"), max_length=200, blank=True, help_text=_("Printed in the letterhead.")
    )
    is_hosted = models.BooleanField(_("works on this portal"), default=False)
    competences = models.TextField(_("competences"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("languages"), default=list, blank=True
    )
    channels = ArrayField(
        models.CharField(max_length=16), verbose_name=_("channels"), default=list, blank=True
    )
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    reference_pattern = models.CharField(
        _("pattern of reference numbers"),
        max_length=60,
        default="{authority}/{year}/{series}/{number:05d}",
        validators=[validate_reference_pattern],
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="UTC", validators=[validate_time_zone]
    )
    is_sample = models.BooleanField(
        _("sample data"), default=True, help_text=_("Invented for demonstration.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["state__name_en__unaccent", "name__unaccent"]

    def __str__(self) -> str:
        return self.name

    @property
    def channel_labels(self) -> list[str]:
        """Its channels in words."""
        return [str(LetterChannel(code).label) for code in self.channels]


class Membership(models.Model):
    """A user's service in an authority: in which role, and how far they may see."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    authority = models.ForeignKey(
        Authority, models.CASCADE, related_name="memberships", verbose_name=_("authority")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    confidentiality = models.PositiveSmallIntegerField(
        _("highest confidentiality"), choices=Confidentiality, default=Confidentiality.RESTRICTED
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority"], name="one_membership_per_user_and_authority"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.authority} ({self.get_role_display()})"


class ApiClient(AbstractApplication):
    """Another agency's system, bound to one authority: it sees and does what its service account may."""

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="api_clients", verbose_name=_("authority")
    )
    service_account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_client", verbose_name=_("service account")
    )

    class Meta(AbstractApplication.Meta):
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def is_usable(self, request: object) -> bool:
        """A revoked client gets no token, and the tokens it has no longer count."""
        return self.service_account.is_active
