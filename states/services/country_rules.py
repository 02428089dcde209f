"""Who keeps the country sheets true: a rule is confirmed by its owner or an administrator."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import PORTAL_CHAIN, record
from mla_portal.common.errors import NotPermitted, Refusal
from states import events
from states.models import CountryRule


def may_confirm(actor: Actor, rule: CountryRule) -> bool:
    """Whether the rule is the actor's to confirm: its owner's, or any administrator's."""
    user = actor.user
    return user is not None and user.is_active and (user.is_staff or user.pk == rule.owner_id)


def require_confirmer(actor: Actor, rule: CountryRule) -> None:
    """Raises NotPermitted unless the rule is the actor's to confirm."""
    if not may_confirm(actor, rule):
        raise NotPermitted(_("Only the owner of a rule or an administrator confirms it."))


@transaction.atomic
def confirm_rule(actor: Actor, rule_id: int, *, on: date, how: str) -> CountryRule:
    """Records that a rule was found still true: on which day, by whom, and how they learned it.

    Raises NotPermitted for whoever neither owns it nor administers, Refusal with the fields in error for a
    day to come, one before the last confirmation, or where nothing says how it was learned.
    """
    rule = CountryRule.objects.select_for_update(of=("self",)).select_related("state").get(pk=rule_id)
    require_confirmer(actor, rule)
    wrong: dict[str, str] = {}
    if on > timezone.localdate():
        wrong["on"] = _("This day has not come yet.")
    elif rule.last_confirmed_on and on < rule.last_confirmed_on:
        wrong["on"] = _("It was confirmed later than this already.")
    if not how.strip():
        wrong["how"] = _("Say how you learned it.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)
    rule.confirmed_on, rule.confirmed_by, rule.confirmed_how = on, actor.user, how.strip()[:300]
    rule.save(update_fields=["confirmed_on", "confirmed_by", "confirmed_how"])
    particulars = {"rule": rule.key, "on": str(on), "how": rule.confirmed_how}
    record(events.RULE_CONFIRMED, chain=PORTAL_CHAIN, actor=actor, **particulars)
    return rule
