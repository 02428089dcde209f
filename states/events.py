"""The audit events of this app. They stand in the portal's own chain."""

from django.utils.translation import gettext_lazy as _

from mla_portal.audit.events import event_type

REFERENCE_DATA_LOADED = event_type(
    "states.reference_data_loaded",
    _("Reference data loaded: %(created)s rows created, %(updated)s updated, %(kept)s kept as edited"),
    "created",
    "updated",
    "kept",
)
REFERENCE_ROW_ADDED = event_type(
    "states.reference_row_added",
    _("“%(name)s” added to the reference data (%(model)s %(key)s): %(changes)s"),
    "model",
    "key",
    "name",
    "changes",
)
REFERENCE_ROW_CHANGED = event_type(
    "states.reference_row_changed",
    _("“%(name)s” changed in the reference data (%(model)s %(key)s): %(changes)s"),
    "model",
    "key",
    "name",
    "changes",
)
REFERENCE_ROW_DELETED = event_type(
    "states.reference_row_deleted",
    _("“%(name)s” deleted from the reference data (%(model)s %(key)s)"),
    "model",
    "key",
    "name",
)
RULE_CONFIRMED = event_type(
    "states.rule_confirmed",
    _("Country rule %(rule)s confirmed as still true on %(on)s: %(how)s"),
    "rule",
    "on",
    "how",
)
MEMBERSHIP_GRANTED = event_type(
    "states.membership_granted",
    _("%(user)s serves in %(authority)s as %(role)s, up to level %(confidentiality)s"),
    "authority",
    "role",
    "confidentiality",
    private=("user",),
)
MEMBERSHIP_WITHDRAWN = event_type(
    "states.membership_withdrawn",
    _("%(user)s no longer serves in %(authority)s"),
    "authority",
    private=("user",),
)
API_CLIENT_REGISTERED = event_type(
    "states.api_client_registered",
    _("API client “%(name)s” registered for %(authority)s as %(role)s, up to level %(confidentiality)s"),
    "name",
    "client_id",
    "authority",
    "role",
    "confidentiality",
)
API_CLIENT_REVOKED = event_type(
    "states.api_client_revoked",
    _("API client “%(name)s” of %(authority)s revoked"),
    "name",
    "client_id",
    "authority",
)
