"""Every act on a file has its page, made from the table; what the table does not give is refused in words."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from casework.choices import Status
from casework.models import AssistanceRequest
from casework.services.drafting import save_part, update_section
from casework.services.transition import perform
from casework.workflow import OUTGOING_ASSISTANCE, Automatic
from documents.models import Letter
from documents.services import production
from mla_portal.accounts.models import User
from tests.casework.pages import fields_of, send, signed_in, url, words
from tests.casework.test_pages_case import PDF
from tests.factories.casework import Cast, actor, draft, in_status

RULES = [rule for rule in OUTGOING_ASSISTANCE.rules.values() if not isinstance(rule.cause, Automatic)]


def do(case: AssistanceRequest, name: str) -> str:
    return url("transition", case, name=name)


def freshly_confirmed(user: User) -> Client:
    """A browser in which this person is signed in and has proved the second factor just now."""
    client = signed_in(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="mfa", type="totp")
    request.session.save()
    return client


@pytest.fixture
def submitted(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    request_in_draft.refresh_from_db()
    return request_in_draft


@pytest.fixture
def approved(cast: Cast, submitted: AssistanceRequest) -> AssistanceRequest:
    perform(actor(cast.approver), submitted.pk, "approve")
    submitted.refresh_from_db()
    return submitted


@pytest.fixture
def sent_file(request_in_draft: AssistanceRequest) -> AssistanceRequest:
    return in_status(request_in_draft, "sent")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.name))
def test_every_act_of_the_table_has_its_page(
    cast: Cast, request_in_draft: AssistanceRequest, rule: Any
) -> None:
    in_status(request_in_draft, min(rule.sources))
    page = signed_in(cast.approver).get(do(request_in_draft, rule.name))
    assert page.status_code == 200
    assert str(rule.label) in words(page)


@pytest.mark.security
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.name))
def test_an_act_that_does_not_leave_the_status_is_refused_in_a_sentence(
    cast: Cast, request_in_draft: AssistanceRequest, rule: Any
) -> None:
    other = min(status for status in Status if status not in rule.sources)
    in_status(request_in_draft, other)
    client = freshly_confirmed(cast.approver)
    sent = {"version": request_in_draft.version, "reason": "R", "channel": "email", "text": "T",
            "passed_on": timezone.localdate().isoformat(), "override_reason": "O"}  # fmt: skip
    for response in (
        client.get(do(request_in_draft, rule.name)),
        client.post(do(request_in_draft, rule.name), sent),
    ):
        assert response.status_code == 409
        assert "is not possible now" in words(response)
    request_in_draft.refresh_from_db()
    assert request_in_draft.status == other


@pytest.mark.security
@pytest.mark.parametrize("name", ["letter_ready", "become_minister"])
def test_what_nobody_can_ask_for_has_no_page(
    cast: Cast, request_in_draft: AssistanceRequest, name: str
) -> None:
    in_status(request_in_draft, "sealing")
    client = signed_in(cast.approver)
    assert client.get(do(request_in_draft, name)).status_code == 404
    assert client.post(do(request_in_draft, name), {"version": 1}).status_code == 404


@pytest.mark.security
@pytest.mark.parametrize(
    ("person", "status"),
    [("drafter", 403), ("colleague", 403), ("auditor", 403), ("other_state_officer", 404), ("outsider", 404),
     ("administrator", 404)],
)  # fmt: skip
def test_only_an_approver_approves(
    cast: Cast, submitted: AssistanceRequest, person: str, status: int
) -> None:
    client = signed_in(getattr(cast, person))
    assert client.get(do(submitted, "approve")).status_code == status
    assert client.post(do(submitted, "approve"), {"version": submitted.version}).status_code == status
    submitted.refresh_from_db()
    assert submitted.status == "review"


@pytest.mark.security
def test_the_approver_who_drafted_it_is_told_that_another_must_approve(cast: Cast) -> None:
    own = draft(cast, by=cast.approver)
    perform(actor(cast.approver), own.pk, "submit")
    client = signed_in(cast.approver)
    response = client.post(do(own, "approve"), {"version": own.version + 1})
    assert response.status_code == 403
    assert "Four eyes" in words(response)
    assert "Another approver must do this" in words(client.get(url("approvals")))


def test_the_approver_reads_the_whole_request_and_approves_it(
    cast: Cast, submitted: AssistanceRequest
) -> None:
    client, page = signed_in(cast.approver), do(submitted, "approve")
    text = words(client.get(page))
    for said in ("Ana Vzorec", "In May 1992 an armed unit", "What did you see?", "Article 102"):
        assert said in text
    response = send(client, page, {})
    assert response["Location"] == url("case", submitted)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.approved_by) == ("approved", cast.approver)


def test_an_incomplete_request_is_approved_only_with_a_reason_given_at_the_field(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    update_section(actor(cast.drafter), request_in_draft.pk, "facts", {"purpose": ""}, seen=None)
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    client, page = signed_in(cast.approver), do(request_in_draft, "approve")
    response = send(client, page, {})
    assert response.status_code == 422
    assert "override_reason" in response.context["form"].errors
    assert send(client, page, {"override_reason": "The trial begins tomorrow."}).status_code == 302
    request_in_draft.refresh_from_db()
    assert request_in_draft.override_reason == "The trial begins tomorrow."
    assert "Approved although incomplete" in words(client.get(url("case", request_in_draft)))


def test_a_file_that_changed_since_it_was_read_is_read_again_before_it_is_approved(
    cast: Cast, submitted: AssistanceRequest
) -> None:
    client, page = signed_in(cast.approver), do(submitted, "approve")
    read = fields_of(client, page)
    perform(actor(cast.drafter), submitted.pk, "recall")
    update_section(actor(cast.drafter), submitted.pk, "facts", {"facts": "Rewritten."}, seen=None)
    perform(actor(cast.drafter), submitted.pk, "submit")
    response = client.post(page, read)
    assert response.status_code == 409
    assert "changed since you read it" in words(response)
    assert "Rewritten." in words(response)
    submitted.refresh_from_db()
    assert submitted.status == "review"
    form = response.context["form"]
    assert client.post(page, {name: form[name].value() for name in form.fields}).status_code == 302


def test_the_queue_says_what_waits_who_drafted_it_and_what_is_missing(
    cast: Cast, submitted: AssistanceRequest
) -> None:
    text = words(signed_in(cast.approver).get(url("approvals")))
    assert submitted.own_reference in text
    assert str(cast.drafter) in text
    assert "Read and approve" in text


@pytest.mark.parametrize("person", ["drafter", "auditor", "outsider"])
def test_the_queue_is_for_approvers(cast: Cast, person: str) -> None:
    assert signed_in(getattr(cast, person)).get(url("approvals")).status_code == 403


def test_the_queue_of_one_authority_is_not_shown_to_another(cast: Cast, submitted: AssistanceRequest) -> None:
    page = signed_in(cast.other_state_officer).get(url("approvals"))
    assert page.status_code == 200
    assert submitted.own_reference not in words(page)


def test_the_queue_costs_the_same_however_long_it_is(
    cast: Cast, submitted: AssistanceRequest, django_assert_max_num_queries: Any
) -> None:
    costs = []
    for _ in range(2):
        client = signed_in(cast.approver)
        with django_assert_max_num_queries(30) as counted:
            client.get(url("approvals"))
        costs.append(len(counted))
        for _ in range(5):
            perform(actor(cast.drafter), draft(cast).pk, "submit")
    assert costs[0] == costs[1]


def test_a_return_needs_its_reason_at_the_field(cast: Cast, submitted: AssistanceRequest) -> None:
    client, page = signed_in(cast.approver), do(submitted, "return")
    response = send(client, page, {"reason": "  "})
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    assert send(client, page, {"reason": "Name the court."}).status_code == 302
    assert "Name the court." in words(signed_in(cast.drafter).get(url("case-tab", submitted, tab="timeline")))


# --- sealing


@pytest.mark.security
def test_sealing_without_a_fresh_second_factor_asks_for_it_first(
    cast: Cast, approved: AssistanceRequest
) -> None:
    client, page = signed_in(cast.approver), do(approved, "seal")
    shown = client.get(page)
    assert "Confirm your second factor" in words(shown)
    assert 'id="transition-form"' not in shown.content.decode()
    asked = client.get(f"{page}?confirm=1")
    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/2fa/") or "mfa" in asked["Location"]
    assert client.post(page, {"version": approved.version}).status_code == 302
    approved.refresh_from_db()
    assert approved.status == "approved"
    assert not Letter.objects.exists()


def test_a_sealed_letter_is_shown_with_its_code_and_the_next_step(
    cast: Cast, approved: AssistanceRequest
) -> None:
    client = freshly_confirmed(cast.approver)
    assert send(client, do(approved, "seal"), {}).status_code == 302
    letter = Letter.objects.get()
    waiting = client.get(url("case", approved))
    assert f'hx-get="{url("letter", approved)}"' in waiting.content.decode()
    production.produce(letter.pk, task="test")
    polled = client.get(url("letter", approved), headers={"HX-Request": "true"})
    assert polled["HX-Retarget"] == "#next-step"
    text = words(polled)
    assert "Record as sent" in text
    assert letter.number in text
    assert letter.verification_code[:5] in text
    assert "Sealed" in text


def test_the_second_click_on_seal_is_told_that_it_is_being_sealed(
    cast: Cast, approved: AssistanceRequest
) -> None:
    client = freshly_confirmed(cast.approver)
    read = fields_of(client, do(approved, "seal"))
    assert client.post(do(approved, "seal"), read).status_code == 302
    again = client.post(do(approved, "seal"), read)
    assert again.status_code == 409
    assert "Being sealed" in words(again)
    assert Letter.objects.count() == 1


def test_a_failed_letter_says_why_and_is_tried_again_by_an_approver_alone(
    cast: Cast, approved: AssistanceRequest
) -> None:
    client = freshly_confirmed(cast.approver)
    send(client, do(approved, "seal"), {})
    letter = Letter.objects.get()
    production.fail(letter.pk, "The key could not be read.")
    text = words(client.get(url("case", approved)))
    assert "The key could not be read." in text
    assert "Try again" in text
    assert "Try again" not in words(signed_in(cast.drafter).get(url("case", approved)))
    assert signed_in(cast.drafter).post(url("letter-retry", approved)).status_code == 403
    assert client.post(url("letter-retry", approved)).status_code == 200
    letter.refresh_from_db()
    assert letter.status == "queued"


@pytest.mark.security
def test_the_progress_of_a_letter_is_seen_by_whoever_sees_the_file(
    cast: Cast, approved: AssistanceRequest
) -> None:
    send(freshly_confirmed(cast.approver), do(approved, "seal"), {})
    assert signed_in(cast.auditor).get(url("letter", approved)).status_code == 200
    assert signed_in(cast.outsider).get(url("letter", approved)).status_code == 404
    assert signed_in(cast.outsider).post(url("letter-retry", approved)).status_code == 404


# --- what arrives


def test_an_answer_is_entered_with_its_scan(cast: Cast, sent_file: AssistanceRequest) -> None:
    client, page = signed_in(cast.drafter), do(sent_file, "acknowledged")
    scan = SimpleUploadedFile("letter.pdf", PDF)
    response = send(client, page, {"channel": "paper", "counterpart_reference": "LV 7/2026", "files": scan})
    assert response.status_code == 302
    sent_file.refresh_from_db()
    assert (sent_file.status, sent_file.counterpart_reference) == ("acknowledged", "LV 7/2026")
    communication = sent_file.communications.get()
    assert [str(link) for link in communication.documents.all()] == ["letter.pdf"]
    assert communication.entered_by == cast.drafter


@pytest.fixture
def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=2)).isoformat()


def test_each_wrong_particular_is_marked_at_its_field_and_the_rest_is_kept(
    cast: Cast, sent_file: AssistanceRequest, tomorrow: str
) -> None:
    client, page = signed_in(cast.drafter), do(sent_file, "acknowledged")
    response = send(client, page, {"channel": "email", "passed_on": tomorrow, "text": "We have it."})
    assert response.status_code == 409
    assert "passed_on" in response.context["form"].errors
    assert "We have it." in response.content.decode()
    response = send(client, page, {"channel": "", "text": ""})
    assert response.status_code == 422
    assert "channel" in response.context["form"].errors
    sent_file.refresh_from_db()
    assert sent_file.status == "sent"


def test_a_refused_scan_enters_nothing(cast: Cast, sent_file: AssistanceRequest) -> None:
    scan = SimpleUploadedFile("letter.pdf", b"PK\x03\x04" + b"\0" * 80)
    response = send(
        signed_in(cast.drafter), do(sent_file, "acknowledged"), {"channel": "paper", "files": scan}
    )
    assert response.status_code == 409
    assert not sent_file.communications.exists()
    assert not sent_file.documents.exists()


def test_partial_results_say_what_became_of_each_measure(cast: Cast, sent_file: AssistanceRequest) -> None:
    in_status(sent_file, "draft")
    save_part(actor(cast.drafter), sent_file.pk, "measures", {"type": "freezing", "description": "Freeze it"})
    in_status(sent_file, "sent")
    first, second = sent_file.measures.order_by("position")
    client, page = signed_in(cast.drafter), do(sent_file, "results_in_part")
    none = send(client, page, {"channel": "email", "text": "Something."})
    assert none.status_code == 409
    assert "Say which measure was executed" in words(none)
    outcomes = {f"outcome_{first.pk}": "executed", f"outcome_{second.pk}": "refused"}
    assert send(client, page, {"channel": "email", "text": "In part.", **outcomes}).status_code == 302
    assert [m.outcome for m in sent_file.measures.order_by("position")] == ["executed", "refused"]


def test_a_refusal_is_entered_with_its_ground(cast: Cast, sent_file: AssistanceRequest) -> None:
    client, page = signed_in(cast.drafter), do(sent_file, "refused")
    assert "Remembered" not in words(client.get(page))
    assert "Not verified" in words(client.get(page))
    given = {"channel": "email", "text": "No.", "ground": "death_penalty"}
    assert send(client, page, given).status_code == 302
    assert sent_file.decisions.get().ground == "death_penalty"


@pytest.mark.security
def test_a_measure_of_another_file_gets_no_outcome_here(cast: Cast, sent_file: AssistanceRequest) -> None:
    stranger = draft(cast).measures.get()
    page = do(sent_file, "results_in_part")
    own = sent_file.measures.get()
    given = {f"outcome_{stranger.pk}": "executed", f"outcome_{own.pk}": "executed"}
    response = send(signed_in(cast.drafter), page, {"channel": "email", "text": "Done.", **given})
    assert response.status_code == 302
    stranger.refresh_from_db()
    assert stranger.outcome == "pending"


def test_the_letter_is_previewed_as_a_page_and_never_as_a_document(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    page = signed_in(cast.drafter).get(url("preview", request_in_draft))
    assert page["Content-Type"].startswith("text/html")
    assert "This page is no letter" in words(page)
    assert "In May 1992" in words(page)
    assert signed_in(cast.outsider).get(url("preview", request_in_draft)).status_code == 404
