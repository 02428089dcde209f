"""What single transitions do besides moving the file: approval, sealing, withdrawal."""

from collections.abc import Callable, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from casework import events
from casework.choices import CommunicationDirection, CommunicationType
from casework.clock import today
from casework.completeness import check
from casework.legal_basis import legal_basis_now
from casework.letters import compose_request
from casework.models import AssistanceRequest, Communication
from casework.numbering import Series, next_reference
from casework.services import decisions
from casework.services.communications import Particulars, dispatch, issue
from casework.services.returns import failed_rules, note_causes, note_findings
from casework.services.substance import keep_evaluation
from documents.models import Letter
from documents.services.letters import cancel_letter, order_letter, supersede_letter, withdraw_letter
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal

Effect = Callable[[AssistanceRequest, Particulars, Actor], Communication | None]


def approve(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    """Notes who approved, the legal basis of the day and, if contents are missing, the reasoned override."""
    with translation.override(request.language):  # the letter quotes it
        missing = [item.full_label for item in check(request).missing]
    if missing and given.override_reason.strip():
        request.override_reason, request.override_missing = given.override_reason.strip(), missing
        record(
            events.OVERRIDDEN,
            chain=request.audit_chain,
            actor=actor,
            missing="; ".join(missing),
            reason=request.override_reason,
        )
    request.approved_by = actor.user
    request.legal_basis = legal_basis_now(request)


def end_approval(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    """Back to the draft: an approval holds only for what was approved."""
    request.approved_by, request.legal_basis = None, None
    request.override_reason, request.override_missing = "", []


def seal(request: AssistanceRequest, given: Particulars, actor: Actor) -> Communication:
    """Orders the letter under the next number of the authority's register of letters."""
    number = next_reference(request.holder, Series.LETTERS)
    content = compose_request(request, number=number, signatory=actor.user)
    letter = order_letter(actor, authority=request.holder, content=content, audit_chain=request.audit_chain)
    return Communication.objects.create(
        request=request,
        direction=CommunicationDirection.ISSUED,
        type=CommunicationType.REQUEST,
        letter=letter,
        dated_on=today(request.holder),
        entered_by=actor.user,
    )


def stop_sealing(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    cancel_letter(actor, _letter_in_hand(request))


def revoke(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    """The sealed letter never went out: it verifies as withdrawn, and the draft needs another approval."""
    withdraw_letter(actor, _letter_in_hand(request))
    end_approval(request, given, actor)


def send(request: AssistanceRequest, given: Particulars, actor: Actor) -> Communication:
    """Records when and how the sealed request went out, and what the rules said of it."""
    communication = dispatch(request, given, actor)
    note_findings(request, communication)
    if communication.letter:
        _supersede_returned(request, communication.letter, actor)
    return communication


def _supersede_returned(request: AssistanceRequest, by: Letter, actor: Actor) -> None:
    """A letter sent before, which came back, verifies as superseded from now on."""
    earlier = Letter.objects.filter(
        communication__request=request,
        communication__type=CommunicationType.REQUEST,
        communication__passed_on__isnull=False,
        superseded_by=None,
        withdrawn_at=None,
    )
    for letter in earlier.exclude(pk=by.pk):
        supersede_letter(actor, letter, by=by)


def return_request(request: AssistanceRequest, given: Particulars, actor: Actor) -> Communication:
    """Sends their request back, and counts the rules it failed as the causes."""
    communication = issue(request, CommunicationType.RETURN, given, actor)
    named = [failing.rule for failing in given.failings if failing.rule]
    other = "\n".join(failing.sentence for failing in given.failings if not failing.rule)
    rules = named if given.failings else failed_rules(request)
    note_causes(actor, communication, rules, proposal=other)
    return communication


def withdraw(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    """Whoever verifies the request's letter is told from now on."""
    withdraw_letter(actor, _letter_in_hand(request))


def _letter_in_hand(request: AssistanceRequest) -> Letter:
    """The latest request letter of the file. Raises Refusal where there is none."""
    letters = request.communications.filter(type=CommunicationType.REQUEST, letter__isnull=False)
    communication = letters.select_related("letter").last()
    if communication is None or communication.letter is None:
        raise Refusal(_("There is no letter."))
    return communication.letter


def close(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    """Keeps our evaluation, where one is given; a closing letter may tell it to the counterpart."""
    keep_evaluation(request, given, actor, is_ours=True)


EFFECTS: Mapping[str, Effect] = {
    "recall": end_approval,
    "return": end_approval,
    "approve": approve,
    "reopen": end_approval,
    "seal": seal,
    "stop_sealing": stop_sealing,
    "revoke": revoke,
    "send": send,
    "revise": end_approval,
    "return_request": return_request,
    "withdraw": withdraw,
    "close": close,
    "propose_decision": decisions.propose,
    "take_up_again": decisions.take_up_again,
}
"""By the transition's name; the table says everything else."""
