"""How widely a file may be read; a membership names the highest level its holder may see."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidentiality(models.IntegerChoices):
    """Levels in rising order; each includes the ones below it."""

    STANDARD = 1, _("Standard")
    RESTRICTED = 2, _("Restricted")
    CONFIDENTIAL = 3, _("Confidential")
