"""The wording of letters: the ministry's own clauses in their versions, and what letters keep of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.choices import LetterKind, LetterLanguage
from mla_portal.common.models import IdentifiedModel


class LetterText(models.Model):
    """A clause that the ministry words itself: the place in the letter, and which version is in use.

    Without a version in use, letters have the standard text.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=10, choices=LetterLanguage)
    key = models.CharField(_("place in the letter"), max_length=60)
    in_use = models.ForeignKey(
        "LetterTextVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version in use"),
    )

    class Meta:
        verbose_name = _("wording of letters")
        verbose_name_plural = _("wording of letters")
        ordering = ["kind", "language", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "key"], name="one_wording_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.key} ({self.language})"


class LetterTextVersion(models.Model):
    """One numbered wording of a clause. Once written only its approval is entered, once."""

    clause = models.ForeignKey(
        LetterText, models.PROTECT, related_name="versions", verbose_name=_("place in the letter")
    )
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), help_text=_("Literal text with the placeholders of its place."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a wording")
        verbose_name_plural = _("versions of wordings")
        ordering = ["clause", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="wording_version_number_is_unique"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("author")),
                name="nobody_approves_their_own_wording",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="wording_version_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="wording_version_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["approved_by", "approved_at"]),
            ),
            pgtrigger.Protect(
                name="wording_version_is_approved_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, {self.number}"


class LetterWording(IdentifiedModel):
    """All texts of one kind of letter in one language as they stood together. Letters point to it.

    A new row comes with a letter ordered after any text has changed; equal wordings share their row.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=10, choices=LetterLanguage)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    texts = models.JSONField(_("texts"), help_text=_("By place."))
    versions = models.JSONField(
        _("versions"), help_text=_("Which of the ministry's own versions is among them, by place.")
    )
    since = models.DateTimeField(_("used since"), auto_now_add=True)

    class Meta:
        verbose_name = _("wording kept with letters")
        verbose_name_plural = _("wordings kept with letters")
        triggers = [
            pgtrigger.Protect(name="letter_wording_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}), {self.sha256[:12]}"
