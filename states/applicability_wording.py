"""The sentences of `applicability`, in the reader's language."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from states.choices import BindingLevel, Confidence
from states.models import Declaration, Participation, ProvisionalApplication, State, Treaty
from states.treaties import TreatyRules
from states.treaties.schema import Crime, Part, Sourced

if TYPE_CHECKING:
    from states.applicability import Standing


def takes_no_part(state: State, treaty: Treaty) -> str:
    return _("%(state)s takes no part in the %(treaty)s, as far as is known.") % {
        "state": state,
        "treaty": _name(treaty),
    }


def of_state(
    state: State,
    treaty: Treaty,
    participation: Participation,
    level: BindingLevel,
    since: date | None,
    on: date,
    parts: Sequence[Part],
) -> str:
    """Where a State stands, in one sentence."""
    words = {
        "state": state,
        "treaty": _name(treaty),
        "date": _day(since),
        "on": _day(on),
        "parts": _list(parts),
        "withdrawn": _day(participation.withdrawn_on),
    }
    match level:
        case BindingLevel.IN_FORCE:
            return _("The %(treaty)s is in force for %(state)s since %(date)s.") % words
        case BindingLevel.PROVISIONAL:
            return _("%(state)s has applied in part and provisionally since %(date)s: %(parts)s.") % words
        case BindingLevel.RATIFIED:
            return (
                _(
                    "%(state)s ratified or acceded to the %(treaty)s on %(date)s. "
                    "That it is in force for it is not confirmed."
                )
                % words
            )
        case BindingLevel.SIGNED_ONLY:
            return _("%(state)s signed the %(treaty)s on %(date)s and is not bound by it.") % words
        case BindingLevel.NONE if participation.withdrawn_on is not None and participation.withdrawn_on <= on:
            return _("%(state)s withdrew from the %(treaty)s with effect from %(withdrawn)s.") % words
        case BindingLevel.NONE:
            return _("%(state)s had not signed the %(treaty)s by %(on)s.") % words


def between(
    treaty: Treaty,
    requesting: "Standing",
    requested: "Standing",
    level: BindingLevel,
    on: date,
    parts: Sequence[Part],
) -> str:
    """What the treaty is worth between two States, in one or two sentences."""
    words = {
        "treaty": _name(treaty),
        "requesting": requesting.state,
        "requested": requested.state,
        "on": _day(on),
        "parts": _list(parts),
    }
    match level:
        case BindingLevel.IN_FORCE:
            return _("On %(on)s the %(treaty)s is in force between %(requesting)s and %(requested)s.") % words
        case BindingLevel.PROVISIONAL:
            return (
                _(
                    "On %(on)s the %(treaty)s applies between %(requesting)s and %(requested)s in part "
                    "and provisionally: %(parts)s."
                )
                % words
            )
        case BindingLevel.RATIFIED:
            return (
                _(
                    "On %(on)s the %(treaty)s may be a basis between %(requesting)s and %(requested)s, "
                    "but it is not confirmed to be in force for both."
                )
                % words
            )
        case BindingLevel.SIGNED_ONLY:
            return (
                _(
                    "On %(on)s the %(treaty)s is signed by %(requesting)s and %(requested)s, "
                    "but does not bind both. Another basis is needed: another treaty, or reciprocity."
                )
                % words
            )
        case BindingLevel.NONE:
            return (
                _(
                    "On %(on)s the %(treaty)s is no basis between %(requesting)s and %(requested)s. "
                    "Another basis is needed: another treaty, or reciprocity."
                )
                % words
            )


def entry_into_force(state: State, participation: Participation) -> str:
    """What is known of the day for a State that has ratified. Only a verified day is told as certain."""
    words = {"state": state, "date": _day(participation.in_force_on)}
    if participation.in_force_on is None:
        return _("No day of entry into force is known for %(state)s.") % words
    if participation.in_force_confidence == Confidence.VERIFIED:
        return _("The day of entry into force for %(state)s is %(date)s.") % words
    return (
        _("The record gives %(date)s as the day of entry into force for %(state)s; it is not confirmed.")
        % words
    )


def record_not_verified(state: State) -> str:
    return _("What %(state)s has done about the treaty is not verified.") % {"state": state}


def declaration_date_not_sure(state: State, declaration: Declaration) -> str:
    return _("The dates of the declaration of %(state)s on article %(provision)s are not verified.") % {
        "state": state,
        "provision": declaration.provision,
    }


def territory_only(state: State, provisional: ProvisionalApplication) -> str:
    return _("%(state)s applies %(part)s provisionally only for: %(territory)s.") % {
        "state": state,
        "part": _("Part %(code)s") % {"code": provisional.part},
        "territory": provisional.territory,
    }


def provisional_not_verified(state: State, provisional: ProvisionalApplication) -> str:
    return _("That %(state)s applies %(part)s provisionally is not verified.") % {
        "state": state,
        "part": _("Part %(code)s") % {"code": provisional.part},
    }


def reservation_holds(state: State, declaration: Declaration) -> str:
    """A reservation in force, with the day it lapses where there is one."""
    words = {
        "state": state,
        "provision": declaration.provision,
        "date": _day(declaration.expires_on),
    }
    if declaration.expires_on is None:
        return _("%(state)s has a reservation on article %(provision)s.") % words
    return _("%(state)s has a reservation on article %(provision)s until %(date)s, unless renewed.") % words


def reservation_lapsed(state: State, declaration: Declaration) -> str:
    return _("The reservation of %(state)s on article %(provision)s lapsed on %(date)s, unless renewed.") % {
        "state": state,
        "provision": declaration.provision,
        "date": _day(declaration.expires_on),
    }


def annex_not_accepted(state: State, crime: Crime, rules: TreatyRules, principle: Sourced) -> str:
    """A crime of an annex that a State has not accepted, so far as is known."""
    annex = rules.annex(crime.annex or "")
    sentence = _("%(state)s is not known to have accepted “%(annex)s”, to which “%(crime)s” belongs.") % {
        "state": state,
        "annex": annex.label,
        "crime": crime.label,
    }
    if principle.article is None:
        return sentence
    return f"{sentence} {_('Article %(article)s') % {'article': principle.article}}."


def not_verified(label: str) -> str:
    return _("“%(label)s” is not verified in the treaty's text.") % {"label": label}


def _name(treaty: Treaty) -> str:
    return str(treaty.rules.short_title)


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _list(parts: Sequence[Part]) -> str:
    return "; ".join(str(part.label) for part in parts)
