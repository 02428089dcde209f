"""Whatever arrives is registered at once, seen by whom it concerns, and never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from exchange.choices import Disposition
from exchange.models import Arrival
from exchange.services.arrivals import register_arrival, set_aside
from mla_portal.accounts.models import User
from mla_portal.audit.models import AuditEvent
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from states.models import Membership
from tests.casework.pages import signed_in, words
from tests.cast import FullCast
from tests.factories.casework import actor
from tests.factories.exchange import arrival, scan, stated


@pytest.mark.parametrize("channel", ["paper", "email", "sealed_letter", "pouch", "interpol"])
def test_an_arrival_is_registered_with_number_channel_sender_and_files(cast: FullCast, channel: str) -> None:
    first, second = arrival(cast, channel=channel), arrival(cast, scan("a.pdf"), scan("b.pdf"))
    assert first.reference.endswith("/A/00001")
    assert second.reference.endswith("/A/00002")
    assert first.channel == channel
    assert first.sender_name == "Ministry of Justice of Latvia"
    assert second.files.count() == 2
    event = AuditEvent.objects.get(chain=first.audit_chain, verb="arrival.registered")
    assert event.data["reference"] == first.reference
    assert event.data["files"] == 1


def test_a_file_that_is_refused_leaves_no_entry_and_uses_no_number(cast: FullCast) -> None:
    with pytest.raises(Refusal):
        arrival(cast, SimpleUploadedFile("x.exe", b"MZ\x90\0"))
    assert not Arrival.objects.exists()
    assert arrival(cast).reference.endswith("/A/00001")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": timezone.localdate() + timedelta(days=2)}, "received_on"),
        ({"dated_on": timezone.localdate() + timedelta(days=1)}, "dated_on"),
        ({"channel": "portal"}, "channel"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: FullCast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        arrival(cast, **changes)
    assert set(refused.value.fields) == {field}


def test_without_a_file_it_must_say_what_and_from_whom(cast: FullCast) -> None:
    with pytest.raises(Refusal) as refused:
        register_arrival(
            actor(cast.drafter), holder=cast.authority, stated=stated(sender_stated=""), files=[]
        )
    assert set(refused.value.fields) == {"text", "sender_stated"}


@pytest.mark.security
@pytest.mark.parametrize("who", ["auditor", "prosecutor", "policeman", "other_state_officer", "outsider"])
def test_only_the_desk_of_the_authority_registers_for_it(cast: FullCast, who: str) -> None:
    with pytest.raises(NotPermitted):
        register_arrival(actor(getattr(cast, who)), holder=cast.authority, stated=stated(), files=[scan()])


@pytest.mark.security
def test_each_sees_exactly_the_arrivals_of_their_authority_within_their_level(cast: FullCast) -> None:
    rows = {level: arrival(cast, confidentiality=level) for level in Confidentiality}

    def seen(user: User) -> set[Confidentiality]:
        fresh = User.objects.get(pk=user.pk)
        pks = set(Arrival.objects.visible_to(fresh).values_list("pk", flat=True))
        documents = Document.objects.visible_to(fresh).filter(title="scan.pdf")
        assert documents.count() == len(pks)
        return {level for level, row in rows.items() if row.pk in pks}

    for insider in (cast.drafter, cast.approver, cast.auditor):
        assert seen(insider) == set(Confidentiality)
    for other in (
        cast.prosecutor,
        cast.policeman,
        cast.other_state_officer,
        cast.outsider,
        cast.administrator,
    ):
        assert seen(other) == set()
    Membership.objects.filter(user=cast.drafter).update(confidentiality=Confidentiality.RESTRICTED)
    assert seen(cast.drafter) == {Confidentiality.STANDARD, Confidentiality.RESTRICTED}


def test_it_is_set_aside_once_with_a_reason_and_stays_in_the_register(cast: FullCast) -> None:
    row = arrival(cast)
    with pytest.raises(Refusal):
        set_aside(actor(cast.drafter), row.pk, reason=" ")
    with pytest.raises(StaleVersion):
        set_aside(actor(cast.drafter), row.pk, reason="Twice", expected_version=7)
    set_aside(actor(cast.drafter), row.pk, reason="Came twice.", expected_version=row.version)
    with pytest.raises(Refusal):
        set_aside(actor(cast.drafter), row.pk, reason="Again")
    row.refresh_from_db()
    assert (row.disposition, row.placed_by) == (Disposition.SET_ASIDE, cast.drafter)
    with pytest.raises(NotPermitted):
        set_aside(actor(cast.auditor), arrival(cast).pk, reason="Not mine")


def test_an_officer_registers_and_reads_an_arrival_in_the_browser(cast: FullCast) -> None:
    browser = signed_in(cast.drafter)
    form = browser.get(reverse("exchange:register")).context["form"]
    sent = {
        "holder": str(form["holder"].value()),
        "channel": "email",
        "received_on": timezone.localdate().isoformat(),
        "sender": str(cast.counterpart.pk),
        "foreign_reference": "<b>LV 7</b>",
        "subject": "Hearing of a witness",
        "confidentiality": "1",
        "documents": scan(),
    }
    page = browser.post(reverse("exchange:register"), sent, follow=True)
    row = Arrival.objects.get()
    assert page.redirect_chain[-1][0] == reverse("exchange:arrival", args=[row.pk])
    assert row.sender_state == cast.counterpart.state
    assert "&lt;b&gt;LV 7&lt;/b&gt;" in page.content.decode()
    listed = words(browser.get(reverse("exchange:intake")))
    assert "Hearing of a witness" in listed
    assert "Intake 1 waiting" in listed
    refused = browser.post(reverse("exchange:register"), sent | {"channel": "", "documents": ""})
    assert refused.status_code == 422
    assert "Hearing of a witness" in refused.content.decode()


def test_what_is_more_confidential_than_its_officer_may_see_is_registered_all_the_same(
    cast: FullCast,
) -> None:
    Membership.objects.filter(user=cast.drafter).update(confidentiality=Confidentiality.RESTRICTED)
    sent = {
        "holder": str(cast.authority.pk),
        "channel": "paper",
        "received_on": timezone.localdate().isoformat(),
        "confidentiality": "3",
        "documents": scan(),
    }
    page = signed_in(cast.drafter).post(reverse("exchange:register"), sent, follow=True)
    assert page.status_code == 200
    assert "more confidential" in words(page)
    assert Arrival.objects.get().confidentiality == Confidentiality.CONFIDENTIAL


def test_arrivals_are_found_by_number_reference_sender_subject_and_day(cast: FullCast) -> None:
    today = timezone.localdate()
    old = arrival(cast, foreign_reference="EE 4", received_on=today - timedelta(days=40), subject="Search")
    new = arrival(cast, sender_stated="", sender=cast.counterpart, subject="Hearing")
    browser = signed_in(cast.drafter)

    def found(**asked: Any) -> list[Arrival]:
        return list(browser.get(reverse("exchange:intake"), asked).context["rows"])

    assert found() == [new, old]
    assert found(q="ee 4") == found(q=old.reference) == found(q="search") == [old]
    assert found(q=cast.counterpart.name[:-2].upper()) == [new]
    month = (today - timedelta(days=30)).isoformat()
    assert found(since=month) == [new]
    assert found(until=month) == [old]
    assert found(q="%") == found(q="nobody") == []
    set_aside(actor(cast.drafter), old.pk, reason="Came twice.")
    assert found(q="ee 4") == []
    assert found(q="ee 4", show="all") == [old]
    page = browser.get(reverse("exchange:intake"), {"q": "ee 4"})
    assert "?show=all&amp;q=ee+4" in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [{"since": "yesterday"}, {"since": "2026-02-01", "until": "2026-01-01"}, {"q": "x" * 201}, {"q": "a\0b"}],
)
def test_what_cannot_be_searched_for_is_said_and_nothing_typed_is_lost(
    cast: FullCast, asked: dict[str, str]
) -> None:
    page = signed_in(cast.drafter).get(reverse("exchange:intake"), asked | {"page": "9" * 9})
    assert page.status_code == 422
    assert page.context["form"].errors
    assert page.context["form"].data == page.context["form"].data | asked
