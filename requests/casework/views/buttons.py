"""The transitions open to a reader, sorted as the page shows them, and where each begins."""

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from casework.choices import Status
from casework.letters import is_written
from casework.models import AssistanceRequest
from casework.policies import available_transitions
from casework.requirements import obstacles_in, unmet
from casework.selectors.case import letters_in_hand
from casework.workflow import Act, Reception, Requirement, TransitionRule, table_for
from mla_portal.accounts.actors import Actor


class Buttons:
    """The transitions open to the reader.

    `prepared` are those of an approver whose letter the reader may write: who prepared it does not seal it.
    """

    def __init__(
        self,
        rules: list[TransitionRule],
        prepared: list[TransitionRule],
        in_hand: Mapping[str, UUID],
        lacking: Collection[str] = (),
    ) -> None:
        self.written = {rule.name for rule in (*rules, *prepared) if is_written(rule.issues)}
        """The acts that begin with a letter."""
        self.prepared = [rule for rule in prepared if not _goes_back(rule)]
        self.prepared_back = [rule for rule in prepared if _goes_back(rule)]
        self.in_hand = in_hand
        """The letters begun and not sent, by their act."""
        self.lacking = lacking
        """The acts that something stands against: there, and not put forward."""
        self.received = [rule for rule in rules if isinstance(rule.cause, Reception)]
        acts = [rule for rule in rules if isinstance(rule.cause, Act)]
        self.forward = [rule for rule in acts if not _goes_back(rule)]
        self.back = [rule for rule in acts if _goes_back(rule)]

    def __bool__(self) -> bool:
        return any((self.received, *self._acts))

    @property
    def puts_forward(self) -> bool:
        """Whether an act can be done now as the file stands."""
        return any(rule.name not in self.lacking for rule in (*self.forward, *self.prepared))

    @property
    def _acts(self) -> tuple[list[TransitionRule], ...]:
        return self.forward, self.back, self.prepared, self.prepared_back

    def address_of(self, case: AssistanceRequest, name: str, items: Iterable[str] = ()) -> str:
        """Where an act about these items of a check is written: in its letter, if one was begun; empty where
        the reader may not do or prepare it now."""
        if name not in {rule.name for rules in self._acts for rule in rules}:
            return ""
        if begun := self.in_hand.get(name):
            page = reverse("requests:letter-change", args=[case.pk, begun])
        else:
            page = reverse(
                "requests:letter-new" if name in self.written else "requests:transition", args=[case.pk, name]
            )
        asked = urlencode([("item", item) for item in items])
        return f"{page}?{asked}" if asked else page


def buttons_of(case: AssistanceRequest, actor: Actor, *, is_desk: bool) -> Buttons:
    """What the reader may do, and of three ways to decide only the one that is proposed."""
    rules = available_transitions(case, actor)
    others: list[TransitionRule] = []
    if is_desk:
        known = table_for(case.kind, case.direction).from_status(case.status)
        others = [rule for rule in known if rule not in rules and is_written(rule.issues)]
    rules, others = (
        [rule for rule in found if not unmet(case, tuple(_SHOWN_ONCE_MET & set(rule.requires)))]
        for found in (rules, others)
    )
    has_letters = any(is_written(rule.issues) for rule in (*rules, *others))
    in_hand = letters_in_hand(case) if has_letters else {}
    return Buttons(rules, others, in_hand, _lacking(case, [*rules, *others]))


def _lacking(case: AssistanceRequest, rules: Iterable[TransitionRule]) -> set[str]:
    """Of results in part and final results, one is put forward: what can go out now as it is."""
    results = [rule for rule in rules if _RESULTS & set(rule.requires)]
    lacking = {rule.name for rule in results if obstacles_in(case, rule.requires)}
    if results and "transmit_results" not in lacking:
        lacking.add("transmit_results_in_part")
    return lacking


_SHOWN_ONCE_MET = frozenset(
    {
        Requirement.PROPOSAL_GRANTS,
        Requirement.PROPOSAL_REFUSES,
        Requirement.PROPOSAL_POSTPONES,
        Requirement.SOMETHING_POSTPONED,
    }
)
_RESULTS = frozenset({Requirement.SOME_RESULTS_REVIEWED, Requirement.RESULTS_REVIEWED})


def _goes_back(rule: TransitionRule) -> bool:
    """Undoes or ends something, so that it stands aside from what normally comes next."""
    asks_reason = isinstance(rule.cause, Act) and rule.cause.reason
    return asks_reason or rule.target in (Status.DRAFT, Status.WITHDRAWN)
