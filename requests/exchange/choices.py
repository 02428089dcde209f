"""Fixed vocabularies of intake and delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Disposition(models.TextChoices):
    """What became of an arrival."""

    WAITING = "waiting", _("To be placed")
    NEW_FILE = "new_file", _("Opened a file")
    COMMUNICATION = "communication", _("Joined to a file")
    SET_ASIDE = "set_aside", _("Set aside")


class DeliveryStatus(models.TextChoices):
    QUEUED = "queued", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")
