"""What the record says of users. Names are particulars that an anonymising reader blanks out."""

from django.utils.translation import gettext_lazy as _

from mla_portal.audit.events import event_type

USER_CREATED = event_type("user.created", _("Created the user %(name)s"), "user", private=("name",))
USER_CHANGED = event_type(
    "user.changed", _("Changed the user %(name)s: %(fields)s"), "user", "fields", private=("name",)
)
PASSWORD_LINK_SENT = event_type(
    "user.password_link_sent", _("Sent %(name)s a link to set the password"), "user", private=("name",)
)
SECOND_FACTOR_REMOVED = event_type(
    "user.second_factor_removed",
    _("Removed the second factors of %(name)s (%(count)s)"),
    "user",
    "count",
    private=("name",),
)
