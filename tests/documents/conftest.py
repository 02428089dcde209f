"""Letters without a case: the handlers of other apps are not asked."""

import pytest

from documents import handlers


@pytest.fixture(autouse=True)
def no_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """These letters belong to no case, so nobody else is told of them."""
    monkeypatch.setattr(handlers, "_handlers", {})
