"""What conditions have to say when a version is about to leave the store."""

from django.utils.translation import gettext as _

from casework.choices import ConditionType
from casework.clock import today
from casework.conditions import Verdict, verdict
from casework.models import Condition
from casework.selectors.conditions import conditions_binding
from documents.handlers import Release
from mla_portal.common.errors import AnswerNeeded, Refusal


def check(release: Release) -> None:
    """Raises Refusal where a condition in force forbids the release, naming each; AnswerNeeded where one asks
    and nothing was answered."""
    said: dict[Verdict, list[Condition]] = {Verdict.ALLOW: [], Verdict.ASK: [], Verdict.BLOCK: []}
    for condition in conditions_binding(release.version):
        said[verdict_of(condition, release)].append(condition)
    if said[Verdict.BLOCK]:
        forbids = _(
            "A condition forbids this unless the State that set it consents, on record: %(conditions)s."
        )
        raise Refusal(forbids % {"conditions": "; ".join(in_words(row) for row in said[Verdict.BLOCK])})
    if said[Verdict.ASK] and not release.answer:
        raise AnswerNeeded(
            _("Conditions bind this file. Say for what you use it; the answer is recorded."),
            reasons=[in_words(row) for row in said[Verdict.ASK]],
        )


def verdict_of(condition: Condition, release: Release) -> Verdict:
    """What one condition says to this release; a consent lifts it for the use that was asked."""
    state = release.to.code if release.to else None
    day = today(condition.request.holder)
    if any(row.lifts(release.purpose, state, release.into, on=day) for row in condition.consents.all()):
        return Verdict.ALLOW
    return verdict(
        ConditionType(condition.type),
        release.purpose,
        is_overdue=condition.is_overdue(day),
        to_its_giver=release.to is not None and release.to.pk == condition.request.counterpart_state_id,
    )


def in_words(condition: Condition) -> str:
    """One condition in a line: its kind, who set it, what it says, by when."""
    line = _("%(kind)s, set by %(state)s: %(text)s") % {
        "kind": condition.get_type_display(),
        "state": condition.request.counterpart_state,
        "text": " ".join(condition.text.split()),
    }
    return f"{line} ({condition.due_on.isoformat()})" if condition.due_on else line
