"""Which authority is competent for a measure, as an administrator's routing rules say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.models import Measure, RoutingRule
from casework.names import fold
from states.models import Authority
from states.treaties import get_treaty_rules


@dataclass(frozen=True, slots=True)
class Candidate:
    """An authority that a rule proposes. `why` says in one sentence what spoke for it."""

    authority: Authority
    rule: RoutingRule
    why: str


def propose_authority(measure: Measure) -> list[Candidate]:
    """The competent authorities the rules propose for a measure, the likeliest first, each once.

    Rules of a lower priority number come first; among equals the one that names more of measure, crime and
    place.
    """
    request = measure.request
    rules = RoutingRule.objects.filter(central=request.holder_id).select_related("competent__state")
    crimes = {offence.crime for offence in request.offences.all()}
    places = f" {fold(_places_of(measure))} "
    found: list[tuple[int, int, Candidate]] = []
    for rule in rules:
        crime = next((code for code in rule.crimes if code in crimes), "")
        place = next((word for word in rule.places if f" {fold(word)} " in places), "")
        fits = not rule.measures or measure.type in rule.measures
        if not fits or (rule.crimes and not crime) or (rule.places and not place):
            continue
        named = bool(rule.measures) + bool(crime) + bool(place)
        candidate = Candidate(rule.competent, rule, _why(measure, rule, crime, place))
        found.append((rule.priority, -named, candidate))
    found.sort(key=lambda row: row[:2])
    proposed: dict[object, Candidate] = {}
    for _priority, _named, candidate in found:
        proposed.setdefault(candidate.authority.pk, candidate)
    return list(proposed.values())


def _places_of(measure: Measure) -> str:
    """All that may name the place: the measure's own words, where its persons are, where the crime was."""
    request = measure.request
    return " ".join(
        [
            measure.description,
            *(value for value in measure.details.values() if isinstance(value, str)),
            *(person.location for person in request.persons.all()),
            *(offence.place for offence in request.offences.all()),
        ]
    )


def _why(measure: Measure, rule: RoutingRule, crime: str, place: str) -> str:
    """One sentence: what of the rule fits, and whose rule it is."""
    treaty = get_treaty_rules(measure.request.treaty_id)
    fits = []
    if rule.measures:
        fits.append(_("the measure “%(measure)s”") % {"measure": treaty.measure(measure.type).label})
    if crime:
        fits.append(_("the crime “%(crime)s”") % {"crime": treaty.crime(crime).label})
    if place:
        fits.append(_("the place “%(place)s”") % {"place": place})
    what = ", ".join(fits) or _("every measure")
    whose = _("a sample rule") if rule.is_sample else _("a routing rule of your authority")
    why = _("Competent for %(what)s by %(whose)s (priority %(priority)d).")
    return why % {"what": what, "whose": whose, "priority": rule.priority}
