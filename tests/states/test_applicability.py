"""Who is bound by what on which day, in plain language, and never surer than the source."""

from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from mla_portal.accounts.actors import Actor
from states.applicability import Applicability, applicability, applicability_matrix
from states.choices import BindingLevel, Confidence
from states.models import Declaration, Participation, ProvisionalApplication, State, Treaty
from states.services.reference import load_reference_data

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _reference_data() -> None:
    load_reference_data(Actor.portal())


def ask(
    requesting: str, requested: str, on: date = TODAY, *, part: str | None = None, crime: str | None = None
) -> Applicability:
    return applicability(
        Treaty.objects.get(),
        State.objects.get(code=requesting),
        State.objects.get(code=requested),
        on,
        part=part,
        crime=crime,
    )


def codes(caveats: tuple[object, ...]) -> list[str]:
    return [getattr(caveat, "code", "") for caveat in caveats]


class TestSignatories:
    def test_two_signatories_are_not_bound(self) -> None:
        answer = ask("SI", "BE")
        assert answer.level is BindingLevel.SIGNED_ONLY
        assert answer.sentence == (
            "On 22 November 2026 the Ljubljana – The Hague Convention is signed by Slovenia and Belgium,"
            " but does not bind both. Another basis is needed: another treaty, or reciprocity."
        )
        assert answer.requesting.sentence == (
            "Slovenia signed the Ljubljana – The Hague Convention on 14 February 2024 and is not bound by it."
        )

    def test_a_state_that_took_no_part_gives_no_basis(self) -> None:
        answer = ask("SI", "IT")
        assert answer.level is BindingLevel.NONE
        assert answer.requested.sentence == (
            "Italy takes no part in the Ljubljana – The Hague Convention, as far as is known."
        )

    def test_before_its_signature_a_state_has_done_nothing(self) -> None:
        answer = ask("SI", "CY", date(2024, 12, 10))
        assert answer.requested.level is BindingLevel.NONE
        assert answer.requested.sentence == (
            "Cyprus had not signed the Ljubljana – The Hague Convention by 10 December 2024."
        )
        assert ask("SI", "CY", date(2024, 12, 11)).level is BindingLevel.SIGNED_ONLY

    def test_the_answer_speaks_the_readers_language(self) -> None:
        with translation.override("fr"):
            assert ask("SI", "DE").requested.state.name() == "Allemagne"


class TestLatvia:
    def test_its_ratification_is_not_shown_as_in_force(self) -> None:
        standing = ask("SI", "LV").requested
        assert (standing.level, standing.since) == (BindingLevel.RATIFIED, date(2025, 8, 28))
        assert standing.sentence == (
            "Latvia ratified or acceded to the Ljubljana – The Hague Convention on 28 August 2025."
            " That it is in force for it is not confirmed."
        )

    def test_the_date_of_the_record_is_given_with_its_uncertainty(self) -> None:
        (caveat,) = [
            caveat for caveat in ask("SI", "LV").requested.uncertainties if caveat.code == "entry_into_force"
        ]
        assert caveat.text == (
            "The record gives 1 December 2025 as the day of entry into force for Latvia; it is not confirmed."
        )
        assert "mechanical calculation" in caveat.note
        assert (caveat.source, caveat.confidence) == ("S6, S8", Confidence.UNVERIFIED)

    def test_once_an_administrator_confirms_the_date_it_is_in_force_from_that_day(self) -> None:
        Participation.objects.filter(state="LV").update(in_force_confidence=Confidence.VERIFIED)
        assert ask("SI", "LV", date(2025, 11, 30)).requested.level is BindingLevel.RATIFIED
        in_force = ask("SI", "LV", date(2025, 12, 1)).requested
        assert (in_force.level, in_force.since) == (BindingLevel.IN_FORCE, date(2025, 12, 1))
        assert "entry_into_force" not in codes(in_force.uncertainties)

    def test_two_states_are_bound_no_further_than_the_less_bound(self) -> None:
        Participation.objects.filter(state__in=["SI", "LV"]).update(
            bound_on=date(2025, 8, 28),
            in_force_on=date(2025, 12, 1),
            in_force_confidence=Confidence.VERIFIED,
        )
        assert ask("SI", "LV").level is BindingLevel.IN_FORCE
        assert ask("LV", "BE").level is BindingLevel.SIGNED_ONLY
        assert ask("LV", "IT").level is BindingLevel.NONE

    def test_with_an_unconfirmed_date_between_two_the_treatys_own_uncertainty_is_told(self) -> None:
        Participation.objects.filter(state="SI").update(bound_on=date(2025, 8, 28))
        answer = ask("SI", "LV")
        assert answer.level is BindingLevel.RATIFIED
        assert codes(answer.uncertainties).count("entry_into_force") == 3
        assert answer.sentence == (
            "On 22 November 2026 the Ljubljana – The Hague Convention may be a basis between Slovenia and"
            " Latvia, but it is not confirmed to be in force for both."
        )

    def test_a_withdrawal_ends_everything_on_its_day(self) -> None:
        Participation.objects.filter(state="LV").update(withdrawn_on=date(2026, 6, 1))
        assert ask("SI", "LV", date(2026, 5, 31)).requested.level is BindingLevel.RATIFIED
        gone = ask("SI", "LV", date(2026, 6, 1)).requested
        assert (gone.level, gone.annexes) == (BindingLevel.NONE, frozenset())
        assert gone.sentence == (
            "Latvia withdrew from the Ljubljana – The Hague Convention with effect from 1 June 2026."
        )


class TestTheNetherlands:
    def test_it_applies_part_three_from_its_day_on(self) -> None:
        assert ask("SI", "NL", date(2024, 2, 14)).requested.level is BindingLevel.SIGNED_ONLY
        standing = ask("SI", "NL", date(2024, 2, 15)).requested
        assert standing.level is BindingLevel.PROVISIONAL
        assert [part.code for part in standing.parts] == ["III"]
        assert standing.sentence == (
            "Netherlands has applied in part and provisionally since 15 February 2024:"
            " Part III – Mutual legal assistance."
        )

    def test_it_applies_no_other_part(self) -> None:
        assert ask("SI", "NL", part="III").requested.level is BindingLevel.PROVISIONAL
        assert ask("SI", "NL", part="IV").requested.level is BindingLevel.SIGNED_ONLY

    def test_that_it_does_so_in_europe_only_is_a_warning(self) -> None:
        (warning,) = ask("SI", "NL").requested.warnings
        assert (warning.code, warning.source, warning.confidence) == (
            "territory",
            "S10",
            Confidence.VERIFIED,
        )
        assert "European part of the Netherlands" in warning.text

    def test_it_gives_no_basis_with_a_mere_signatory(self) -> None:
        assert ask("SI", "NL", part="III").level is BindingLevel.SIGNED_ONLY

    def test_two_that_apply_the_same_part_have_it_in_common(self) -> None:
        slovenia = Participation.objects.get(state="SI")
        mine = ProvisionalApplication.objects.create(
            participation=slovenia, part="III", from_date=date(2025, 1, 1), source="test"
        )
        answer = ask("SI", "NL")
        assert answer.level is BindingLevel.PROVISIONAL
        assert answer.sentence.endswith("in part and provisionally: Part III – Mutual legal assistance.")
        assert "provisional" in codes(answer.uncertainties)  # entered without a verified source
        mine.part = "IV"
        mine.save()
        assert ask("SI", "NL").level is BindingLevel.SIGNED_ONLY

    def test_it_ends_after_its_last_day(self) -> None:
        ProvisionalApplication.objects.update(to_date=date(2026, 6, 30))
        assert ask("SI", "NL", date(2026, 6, 30)).requested.level is BindingLevel.PROVISIONAL
        assert ask("SI", "NL", date(2026, 7, 1)).requested.level is BindingLevel.SIGNED_ONLY


class TestFrance:
    def test_its_reservation_is_named_while_it_holds(self) -> None:
        answer = ask("SI", "FR", date(2026, 1, 1))
        (warning,) = answer.warnings
        assert warning.code == "reservation"
        assert warning.text == (
            "France has a reservation on article 8(3), 92(3) until 14 February 2027, unless renewed."
        )
        assert "habitually resident" in warning.note

    def test_and_named_as_lapsed_afterwards(self) -> None:
        (warning,) = ask("SI", "FR", date(2027, 2, 14)).warnings
        assert (warning.code, warning.text) == (
            "reservation_lapsed",
            "The reservation of France on article 8(3), 92(3) lapsed on 14 February 2027, unless renewed.",
        )

    def test_that_the_day_it_lapses_is_not_sure_is_said_both_before_and_after(self) -> None:
        for day in (date(2026, 1, 1), date(2027, 3, 1)):
            assert codes(ask("SI", "FR", day).uncertainties) == ["declaration_date"]


class TestAnnexes:
    def test_a_core_crime_needs_no_annex(self) -> None:
        answer = ask("CD", "LV", crime="genocide")
        assert "annex_not_accepted" not in codes(answer.warnings)
        assert "annex_reciprocity" not in codes(answer.uncertainties)

    def test_an_annex_crime_warns_of_each_state_that_has_not_accepted_it(self) -> None:
        both = ask("SI", "BE", crime="torture").warnings
        assert codes(both) == ["annex_not_accepted", "annex_not_accepted"]
        assert both[0].text == (
            "Slovenia is not known to have accepted “Annex F – Torture”, to which “Torture” belongs."
            " Article 2(2)."
        )
        assert both[0].confidence is Confidence.VERIFIED

    def test_latvia_accepted_torture_but_not_enforced_disappearance(self) -> None:
        assert codes(ask("CD", "LV", crime="torture").warnings) == []
        assert codes(ask("CD", "LV", crime="enforced_disappearance").warnings) == ["annex_not_accepted"]

    def test_an_acceptance_counts_from_its_day(self) -> None:
        assert codes(ask("CD", "LV", date(2025, 8, 27), crime="torture").warnings) == ["annex_not_accepted"]
        assert codes(ask("CD", "LV", date(2025, 8, 28), crime="torture").warnings) == []

    def test_that_both_must_accept_is_told_as_not_verified(self) -> None:
        (caveat,) = [
            caveat
            for caveat in ask("CD", "LV", crime="aggression").uncertainties
            if caveat.code == "annex_reciprocity"
        ]
        assert caveat.confidence is Confidence.UNVERIFIED

    def test_a_warning_blocks_nothing(self) -> None:
        assert ask("SI", "BE", crime="torture").level is ask("SI", "BE").level

    def test_an_unknown_crime_or_part_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            ask("SI", "BE", crime="speeding")
        with pytest.raises(KeyError):
            ask("SI", "BE", part="XX")


class TestSureness:
    def test_a_part_that_is_not_verified_is_told(self) -> None:
        assert codes(ask("SI", "BE", part="IV").uncertainties) == ["part"]
        assert codes(ask("SI", "BE", part="III").uncertainties) == []

    def test_a_record_that_is_not_verified_is_told(self) -> None:
        Participation.objects.filter(state="BE").update(confidence=Confidence.SECONDARY)
        (caveat,) = ask("SI", "BE").uncertainties
        assert (caveat.code, caveat.confidence) == ("record_not_verified", Confidence.SECONDARY)


class TestQueries:
    def test_two_states_cost_three_queries(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        treaty = Treaty.objects.get()
        states = {state.code: state for state in State.objects.all()}
        for pair in (("SI", "IT"), ("LV", "FR"), ("NL", "CD")):
            with django_assert_num_queries(3):
                applicability(treaty, states[pair[0]], states[pair[1]], TODAY, crime="torture")

    def test_a_state_and_all_others_cost_three_too(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        treaty, slovenia = Treaty.objects.get(), State.objects.get(code="SI")
        states = list(State.objects.by_name())
        with django_assert_num_queries(3):
            answers = applicability_matrix(treaty, slovenia, states, TODAY, part="III", crime="torture")
        assert len(answers) == 195

    def test_the_matrix_says_what_the_single_question_says(self) -> None:
        treaty, slovenia = Treaty.objects.get(), State.objects.get(code="SI")
        others = list(State.objects.filter(code__in=["LV", "FR", "NL", "IT", "SI"]))
        for answer in applicability_matrix(treaty, slovenia, others, TODAY, crime="torture"):
            assert answer == ask("SI", answer.requested.state.code, crime="torture")
        incoming = applicability_matrix(treaty, slovenia, others, TODAY, direction="incoming")
        assert {answer.requested.state.code for answer in incoming} == {"SI"}
        assert len(incoming) == 4


def test_a_lapsed_acceptance_of_an_annex_no_longer_counts() -> None:
    Declaration.objects.filter(participation__state="LV", type="annex_opt_in").update(
        expires_on=date(2026, 1, 1)
    )
    standing = ask("CD", "LV", crime="torture").requested
    assert standing.annexes == frozenset()
    assert [row.type for row in standing.lapsed] == ["annex_opt_in"]
