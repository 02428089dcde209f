import pytest

from casework.choices import CommunicationType
from casework.models import AssistanceRequest, Communication
from casework.services import correspondence
from casework.services.communications import Particulars
from casework.services.transition import perform
from documents.models import Letter
from documents.services import production
from tests.factories.casework import Cast, actor, draft, received, sent


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def request_in_draft(cast: Cast) -> AssistanceRequest:
    return draft(cast)


@pytest.fixture
def sent_out(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    """A request that went out sealed, on paper."""
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    perform(actor(cast.approver), request_in_draft.pk, "approve")
    perform(actor(cast.approver, fresh_second_factor=True), request_in_draft.pk, "seal")
    production.produce(Letter.objects.get().pk, task="test")
    return perform(actor(cast.drafter), request_in_draft.pk, "send", sent())


@pytest.fixture
def asked(cast: Cast, sent_out: AssistanceRequest) -> AssistanceRequest:
    return perform(actor(cast.drafter), sent_out.pk, "information_asked", received(text="Which court?"))


@pytest.fixture
def supplement(cast: Cast, asked: AssistanceRequest) -> Communication:
    return correspondence.prepare(
        actor(cast.drafter), asked.pk, CommunicationType.SUPPLEMENT, Particulars(text="The District Court.")
    )
