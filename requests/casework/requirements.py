"""How each requirement of the table is checked: the answer is a sentence on what is missing, or nothing."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from casework.choices import CommunicationType
from casework.completeness import check
from casework.models import AssistanceRequest, Communication
from casework.workflow import Requirement
from documents.choices import LetterStatus


def _addressed(request: AssistanceRequest) -> str:
    if request.counterpart_id and request.counterpart_state_id:
        return ""
    return _("Choose the requested State and the authority addressed.")


def _complete_or_overridden(request: AssistanceRequest) -> str:
    if request.override_reason:
        return ""
    missing = check(request).missing
    if not missing:
        return ""
    return _("Required contents are missing: %(items)s. An approver may override this with a reason.") % {
        "items": "; ".join(item.label for item in missing)
    }


def _letter_not_ready(request: AssistanceRequest) -> str:
    prepared = Communication.objects.filter(
        request=request,
        type=CommunicationType.REQUEST,
        letter__status=LetterStatus.READY,
        passed_on__isnull=True,
    )
    return _("The letter is sealed already.") if prepared.exists() else ""


CHECKS: Mapping[Requirement, Callable[[AssistanceRequest], str]] = {
    Requirement.ADDRESSED: _addressed,
    Requirement.COMPLETE_OR_OVERRIDDEN: _complete_or_overridden,
    Requirement.LETTER_NOT_READY: _letter_not_ready,
}


def unmet(request: AssistanceRequest, requirements: tuple[Requirement, ...]) -> list[str]:
    """What stands in the way, in sentences; empty where nothing does."""
    return [sentence for requirement in requirements if (sentence := CHECKS[requirement](request))]
