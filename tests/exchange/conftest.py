import pytest

from tests.cast import FullCast


@pytest.fixture
def cast(db: None) -> FullCast:
    return FullCast()
