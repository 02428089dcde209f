"""What sending a letter of ours is, what stands against it, and what is asked of whoever sends it."""

from django.utils.translation import gettext as _

from casework.choices import CommunicationDirection, CommunicationType
from casework.letters import is_written
from casework.models import AssistanceRequest, Communication
from casework.requirements import unconsulted, unmet
from casework.selectors.sealed import changed_since_sealed
from casework.services.communications import Particulars
from casework.services.prepared import said
from casework.services.transition import rule_of
from casework.workflow import Correspondence, Requirement, TransitionRule, table_for
from mla_portal.common.errors import Refusal

Sending = TransitionRule | Correspondence
"""What sending a letter is: an act that moves the file, or one that leaves it where it is."""


def issuing(request: AssistanceRequest, kind: CommunicationType) -> Sending:
    """What, possible now, issues a communication of this type. Raises Refusal where there is nothing."""
    table = table_for(request.kind, request.direction)
    for rule in table.from_status(request.status):
        if rule.issues is kind and is_written(kind):
            return rule
    row = table.corresponds(request.status, CommunicationDirection.ISSUED, kind)
    if row is None or not is_written(kind):
        raise Refusal(
            _("“%(type)s” cannot be sent now: the request is in the status “%(status)s”.")
            % {"type": kind.label, "status": request.get_status_display()}
        )
    return row


def sending_of(communication: Communication) -> Sending:
    """What sending this letter is. Raises Refusal where the file's status does not have it any more."""
    if communication.transition:
        return rule_of(communication.request, communication.transition)
    return issuing(communication.request, CommunicationType(communication.type))


def obstacles(communication: Communication) -> list[str]:
    """What stands against sealing the letter, in sentences; empty where nothing does."""
    sending = sending_of(communication)
    if isinstance(sending, Correspondence):
        return []
    return unmet(communication.request, sending.requires, said(communication))


def waiver_in(communication: Communication) -> str | None:
    """The reason for deciding without a consultation as the letter has it; None where it needs none."""
    sending = sending_of(communication)
    if isinstance(sending, Correspondence) or Requirement.CONSULTED not in sending.requires:
        return None
    return said(communication).without_consultation if unconsulted(communication.request) else None


def require_current(communication: Communication, *, as_sealed: bool) -> None:
    """Raises Refusal where the file would have the sealed letter say something else today."""
    changed = [] if as_sealed else changed_since_sealed(communication)
    if changed:
        raise Refusal(
            _("Please correct what is marked."),
            fields={
                "as_sealed": _(
                    "The file changed since the letter was sealed: %(parts)s. Revoke the letter and make it "
                    "anew, or say that it goes as it was sealed."
                )
                % {"parts": "; ".join(changed)}
            },
        )


def require_own_reason(communication: Communication, passage: Particulars) -> None:
    """Raises Refusal where whoever decides without a consultation does not make the reason their own."""
    told, own = waiver_in(communication), passage.without_consultation.strip()
    wrong = ""
    if told is not None and not own:
        wrong = _("You decide without having consulted them: confirm the reason as your own.")
    elif told is not None and own != told.strip():
        wrong = _("The sealed letter gives another reason. Revoke it and seal it anew to change the reason.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields={"without_consultation": wrong})
