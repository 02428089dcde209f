"""Instructions and the day of a measure may change after it was given; both sides see that they did."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.clock import today
from casework.models import AssistanceRequest, MeasureAssignment
from casework.services.assignment_letters import order_assignment_letter, says_otherwise
from casework.services.results import Said, perform_assignment
from documents.models import Letter
from documents.services import production
from mla_portal.audit.models import AuditEvent
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal
from states.models import Membership
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor
from tests.factories.execution import given_to, in_execution


@pytest.fixture
def given(cast: Cast) -> MeasureAssignment:
    return given_to(cast, in_execution(cast), due_on=today(cast.authority) + timedelta(days=20))


def test_a_change_is_on_record_and_the_authority_sees_what_held_before(
    cast: Cast, given: MeasureAssignment
) -> None:
    sooner, before = today(cast.authority) + timedelta(days=5), given.due_on
    page = reverse("requests:assigned-act", args=[given.pk, "change"])
    desk = signed_in(cast.drafter)
    form = desk.get(page).context["form"]
    assert (form["instructions"].value(), form["due_on"].value()) == ("Hear the witness.", before)
    typed = {
        "version": given.version,
        "text": "The trial was moved.",
        "instructions": "Hear the witness at once.",
        "due_on": sooner.isoformat(),
    }
    assert desk.post(page, typed).status_code == 302
    given.refresh_from_db()
    assert (given.due_on, given.instructions) == (sooner, "Hear the witness at once.")
    shown = words(signed_in(cast.prosecutor).get(reverse("requests:assigned-measure", args=[given.pk])))
    assert "The instructions or the due day changed on" in shown
    assert f"The trial was moved. Due until now: {before}" in shown
    assert "Instructions until now: Hear the witness." in shown
    assert "Instructions changed" in words(signed_in(cast.prosecutor).get(reverse("requests:measures-given")))
    (event,) = AuditEvent.objects.filter(verb="request.measure_step")
    assert event.data["name"] == "change"


def test_the_day_stays_where_nothing_is_said_of_it(cast: Cast, given: MeasureAssignment) -> None:
    before = given.due_on
    said = Said(text="More of it.", instructions="Ask about the unit too.")
    assert perform_assignment(actor(cast.drafter), given.pk, "change", said).due_on == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(text="Why."), "instructions"),
        (Said(instructions="Else."), "text"),
        (Said(text="Why.", keeps_due=False), "instructions"),
    ],
)
def test_a_change_says_why_and_changes_something(
    cast: Cast, given: MeasureAssignment, said: Said, field: str
) -> None:
    MeasureAssignment.objects.filter(pk=given.pk).update(due_on=None)
    with pytest.raises(Refusal) as refused:
        perform_assignment(actor(cast.drafter), given.pk, "change", said)
    assert field in refused.value.fields


def test_a_day_that_has_passed_is_refused(cast: Cast, given: MeasureAssignment) -> None:
    said = Said(text="Why.", keeps_due=False, due_on=today(cast.authority) - timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        perform_assignment(actor(cast.drafter), given.pk, "change", said)
    assert "due_on" in refused.value.fields


@pytest.mark.security
def test_the_competent_authority_changes_no_instructions(cast: Cast, given: MeasureAssignment) -> None:
    with pytest.raises(NotPermitted):
        perform_assignment(actor(cast.prosecutor), given.pk, "change", Said(text="Why.", instructions="x"))


def test_a_new_letter_takes_the_place_of_the_one_before(cast: Cast, given: MeasureAssignment) -> None:
    head = actor(cast.approver, fresh_second_factor=True)
    first = order_assignment_letter(head, given.pk).letter
    assert first is not None
    production.produce(first.pk, task="test")
    with pytest.raises(Refusal):
        order_assignment_letter(head, given.pk)
    changed = perform_assignment(
        actor(cast.drafter), given.pk, "change", Said(text="Why.", instructions="Else.")
    )
    assert says_otherwise(MeasureAssignment.objects.select_related("letter").get(pk=changed.pk))
    second = order_assignment_letter(head, given.pk).letter
    assert second is not None
    production.produce(second.pk, task="test")
    assert Letter.objects.get(pk=first.pk).superseded_by == second


class TestAnAuthorityThatMayNotSeeTheFile:
    def warned(self, cast: Cast, level: Confidentiality) -> bool:
        case = in_execution(cast)
        AssistanceRequest.objects.filter(pk=case.pk).update(confidentiality=level)
        type(cast.prosecutors).objects.filter(pk=cast.prosecutors.pk).update(is_hosted=True)
        Membership.objects.filter(user=cast.prosecutor).update(confidentiality=Confidentiality.RESTRICTED)
        page = url("measure-give", case, measure_id=case.measures.get().pk)
        answer = signed_in(cast.drafter).post(page, {"authority": cast.prosecutors.pk}, follow=True)
        given = MeasureAssignment.objects.get(request=case)
        shown = words(signed_in(cast.drafter).get(reverse("requests:assigned-measure", args=[given.pk])))
        sentence = "may see files of this confidentiality"
        assert (sentence in words(answer)) == (sentence in shown)
        return sentence in shown

    def test_is_given_the_measure_with_a_warning(self, cast: Cast) -> None:
        assert self.warned(cast, Confidentiality.CONFIDENTIAL)

    def test_is_given_it_without_one_where_it_may(self, cast: Cast) -> None:
        assert not self.warned(cast, Confidentiality.RESTRICTED)
