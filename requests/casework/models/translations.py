"""Translations of the free texts of a request or of another letter of ours."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.exchange import Communication
from casework.models.particulars import CasePart
from casework.models.request import AssistanceRequest
from documents.choices import LetterLanguage, TranslationState
from mla_portal.common.models import FreeTextField


class FreeTextTranslation(CasePart):
    """What a free text says in a letter's second language, how that came about, and from which wording.

    `place` is the JSON Pointer of the text in the letter's data; `communication` is empty for the request
    itself. The translation holds for its `original` alone: once that is changed, it is out of date.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="translations", verbose_name=_("request")
    )
    communication = models.ForeignKey(
        Communication,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("letter"),
    )
    place = models.CharField(_("place in the letter"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=LetterLanguage)
    original = FreeTextField(_("original"))
    text = FreeTextField(_("translation"))
    state = models.CharField(_("state"), max_length=10, choices=TranslationState)
    certified_by = models.CharField(_("certified by"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), auto_now=True)

    class Meta:
        verbose_name = _("translation of a free text")
        verbose_name_plural = _("translations of free texts")
        ordering = ["request", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "communication", "place", "language"],
                name="one_translation_of_a_place",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(state=TranslationState.CERTIFIED) ^ models.Q(certified_by=""),
                name="a_certified_translation_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} ({self.language})"
