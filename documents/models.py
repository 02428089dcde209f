"""Documents and their immutable versions; letters, from the order to the sealed version."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.choices import LetterKind, LetterLanguage, LetterStatus, ScanState
from documents.letters.wording import check_wording
from documents.querysets import DocumentQuerySet, VersionQuerySet
from mla_portal.common.models import IdentifiedModel
from states.models import Authority


class Document(IdentifiedModel):
    """A file of an authority, in numbered versions. Who may see it is said by whoever links to it."""

    holder = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name=_("held by"))
    title = models.CharField(_("title"), max_length=200)
    audit_chain = models.CharField(
        _("audit chain"), max_length=100, help_text=_("Of the case the document belongs to.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title


class Version(IdentifiedModel):
    """One immutable state of a document. Only the result of the virus scan is ever written to it again."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="versions", verbose_name=_("document")
    )
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to="documents/%Y/%m", max_length=300)
    filename = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("type by content"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    scan_state = models.CharField(
        _("virus scan"), max_length=12, choices=ScanState, default=ScanState.WAITING
    )
    scanned_at = models.DateTimeField(_("scanned"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_is_unique")
        ]
        triggers = [
            pgtrigger.Protect(name="version_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="version_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["scan_state", "scanned_at"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.number})"


class Letter(IdentifiedModel):
    """A letter from the moment it is ordered: its frozen data, its progress and, once sealed, its document.

    The row is its own outbox: a lost broker or worker loses nothing, a sweep picks up what is not ready.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    number = models.CharField(
        _("number"), max_length=60, help_text=_("In the authority's register of letters.")
    )
    language = models.CharField(_("language"), max_length=10, choices=LetterLanguage)
    data = models.JSONField(
        _("data"), help_text=_("All that the letter says, as it stood when it was ordered.")
    )
    status = models.CharField(_("status"), max_length=10, choices=LetterStatus, default=LetterStatus.QUEUED)
    audit_chain = models.CharField(
        _("audit chain"), max_length=100, help_text=_("Of the case the letter belongs to.")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.TextField(_("why it failed"), blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    due_at = models.DateTimeField(
        _("looked at again"),
        null=True,
        blank=True,
        help_text=_("From then on a sweep sends it to a worker again; empty once it is finished."),
    )
    claimed_by = models.CharField(_("taken up by the task"), max_length=50, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    version = models.OneToOneField(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letter",
        verbose_name=_("sealed version"),
    )
    verification_code = models.CharField(_("verification code"), max_length=32, unique=True)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["due_at"], name="letters_due", condition=models.Q(due_at__isnull=False))
        ]
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="letter_number_is_unique"),
            models.CheckConstraint(
                condition=~models.Q(status=LetterStatus.READY) | models.Q(version__isnull=False),
                name="a_ready_letter_has_its_sealed_version",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Seal(models.Model):
    """What was sealed, with which certificate, and when."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="seal", verbose_name=_("version"))
    sealed_at = models.DateTimeField(_("sealed"))
    signer = models.CharField(_("sealed by"), max_length=300)
    issuer = models.CharField(_("certificate issued by"), max_length=300)
    serial = models.CharField(_("certificate number"), max_length=64)
    fingerprint = models.CharField(_("SHA-256 of the certificate"), max_length=64)
    algorithm = models.CharField(_("algorithm"), max_length=40)
    certificate_expires_at = models.DateTimeField(_("certificate valid until"))
    is_demonstration = models.BooleanField(_("made with the demonstration key"))

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.signer}, {self.sealed_at:%Y-%m-%d %H:%M} UTC"


class LetterText(models.Model):
    """The ministry's own wording in place of the standard one. Literal text with a few placeholders."""

    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=10, choices=LetterLanguage)
    key = models.CharField(_("place in the letter"), max_length=60)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("wording of letters")
        verbose_name_plural = _("wording of letters")
        ordering = ["kind", "language", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "key"], name="one_wording_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"

    def clean(self) -> None:
        """Refuses an unknown place, and placeholders that this place does not know."""
        check_wording(LetterKind(self.kind), self.key, self.text)
