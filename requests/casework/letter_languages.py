"""In which languages a letter to a counterpart begins, and why: as its State and its authority ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.clock import today
from casework.models import AssistanceRequest
from documents.choices import LetterLanguage
from states.choices import RuleCheck
from states.models import Authority, CountryRule, State
from states.templatetags.languages import language_names


@dataclass(frozen=True, slots=True)
class LetterLanguages:
    """Proposed to the officer, who may choose others."""

    language: str
    second_language: str
    """The counterpart's, beside the first; empty where it accepts the first or nothing is known."""
    why: str
    is_by_rule: bool = False
    """Whether a rule of the State is the reason, which the check of a draft shows by itself."""


def for_letter(request: AssistanceRequest) -> LetterLanguages:
    """Of a letter after the request: the file's own languages first."""
    own = [request.language, *request.holder.languages]
    return _proposed(own, request.second_language, _accepted(request), request.counterpart_state)


def for_request(request: AssistanceRequest) -> LetterLanguages:
    """Of a request to this counterpart, from the languages its holder works in."""
    return _proposed(request.holder.languages, "", _accepted(request), request.counterpart_state)


@dataclass(frozen=True, slots=True)
class _Accepted:
    languages: Sequence[str]
    source: str
    is_rule: bool = False


def _accepted(request: AssistanceRequest) -> _Accepted:
    """What the State's rules say, else the authority addressed."""
    if state := request.counterpart_state:
        rules = _rules(request, state)
        if rules:
            shared = [code for code in rules[0].languages if all(code in rule.languages for rule in rules)]
            return _Accepted(
                shared or rules[0].languages, rules[0].provision or rules[0].source, is_rule=True
            )
    authority: Authority | None = request.counterpart
    return _Accepted(authority.languages, authority.name) if authority else _Accepted((), "")


def _rules(request: AssistanceRequest, state: State) -> list[CountryRule]:
    """The rules on languages that hold for any request to this authority under this treaty today."""
    checks = (RuleCheck.LANGUAGE_IN, RuleCheck.TRANSLATION_ENCLOSED)
    day = today(request.holder)
    return [
        rule
        for rule in CountryRule.objects.filter(state=state, check_by__in=checks).order_by("code")
        if rule.languages
        and not (rule.measures or rule.crimes or rule.urgency)
        and rule.treaty_id in (None, request.treaty_id)
        and rule.authority_id in (None, request.counterpart_id)
        and (rule.last_day is None or rule.last_day >= day)
    ]


def _proposed(own: Iterable[str], second: str, accepted: _Accepted, state: State | None) -> LetterLanguages:
    written = list(dict.fromkeys(code for code in own if code in LetterLanguage.values)) or ["en"]
    name = str(state) if state else _("the State addressed")
    if not accepted.languages:
        why = _("Which languages %(state)s accepts is not recorded.") % {"state": name}
        return LetterLanguages(written[0], second, why)
    asked = {"state": name, "languages": language_names(accepted.languages), "source": accepted.source}
    if common := [code for code in written if code in accepted.languages]:
        why = _("%(state)s accepts %(languages)s (%(source)s).") % asked
        return LetterLanguages(common[0], "", why, accepted.is_rule)
    if writable := [code for code in accepted.languages if code in LetterLanguage.values]:
        why = (
            _("%(state)s accepts %(languages)s (%(source)s), so that stands beside your own language.")
            % asked
        )
        return LetterLanguages(written[0], writable[0], why, accepted.is_rule)
    why = _(
        "%(state)s asks for %(languages)s (%(source)s), in which the portal writes no letters: enclose a"
        " translation."
    )
    return LetterLanguages(written[0], second, why % asked, accepted.is_rule)
