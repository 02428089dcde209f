"""What somebody typed into a form that could not be taken in, so that the page that says so gives it back."""

from django.http import HttpRequest

_SECRET = ("password", "code", "token", "secret")
_OURS = {"csrfmiddlewaretoken", "seen", "base", "version", "then", "check"}


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and texts of the form that was sent; nothing at all where a field of it is secret."""
    sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    if any(mark in name for name, _ in sent if name not in _OURS for mark in _SECRET):
        return []
    return [(name, str(text)) for name, text in sent if name not in _OURS and str(text).strip()]
