import pytest

from casework.models import AssistanceRequest
from tests.cast import Api, FullCast
from tests.factories.casework import draft


@pytest.fixture
def cast(db: None) -> FullCast:
    return FullCast()


@pytest.fixture
def case(cast: FullCast) -> AssistanceRequest:
    """A complete draft of the first authority."""
    return draft(cast)


@pytest.fixture
def api(cast: FullCast) -> Api:
    """The first authority's own system, its service account an officer."""
    return Api(cast.client)
