import pytest

from casework.models import AssistanceRequest
from tests.factories.casework import Cast, draft


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def request_in_draft(cast: Cast) -> AssistanceRequest:
    return draft(cast)
