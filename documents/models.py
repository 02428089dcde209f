"""Documents and their immutable versions; letters, from the order to the sealed version."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.choices import LetterKind, LetterLanguage, LetterStatus, ScanState
from documents.letter_texts import LetterText, LetterTextVersion, LetterWording
from documents.querysets import DocumentQuerySet, VersionQuerySet
from mla_portal.common.models import IdentifiedModel
from states.models import Authority

__all__ = ["Document", "Letter", "LetterText", "LetterTextVersion", "LetterWording", "Seal", "Version"]


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
    """One immutable state of a document. Only the result of the virus scan is ever written to it again, and
    that its bytes were destroyed: the row and its hash stay.
    """

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
    destroyed_at = models.DateTimeField(
        _("destroyed"), null=True, blank=True, help_text=_("Ordered then; from then on nobody gets the file.")
    )
    removed_at = models.DateTimeField(
        _("removed from the store"), null=True, blank=True, help_text=_("Its bytes are gone since then.")
    )
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
        indexes = [
            models.Index(
                fields=["destroyed_at"],
                name="versions_to_remove",
                condition=models.Q(destroyed_at__isnull=False, removed_at__isnull=True),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="version_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="version_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=["scan_state", "scanned_at", "destroyed_at", "removed_at"]
                ),
            ),
            pgtrigger.Protect(
                name="destruction_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__destroyed_at__isnull=False)
                & pgtrigger.Q(old__destroyed_at__df=pgtrigger.F("new__destroyed_at")),
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
    second_language = models.CharField(
        _("second language"), max_length=10, choices=LetterLanguage, blank=True
    )
    wordings = models.ManyToManyField(
        LetterWording,
        related_name="letters",
        verbose_name=_("wording"),
        help_text=_("In each of its languages. Letters ordered before wordings were kept have none."),
    )
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
