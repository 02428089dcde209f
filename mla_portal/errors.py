"""The pages of errors: the portal's dress, the request's reference, and nothing of the inside.

What goes wrong before a view of the API is reached is answered as a problem, as within it.
"""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from mla_portal.common.api.problems import problem
from mla_portal.common.kept import typed_in

API = "/api/"


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 where the body exceeds a limit."""
    is_too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    if request.path.startswith(API):
        return problem(request, "too-large" if is_too_large else "malformed")
    if is_too_large:
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html" if request.user.is_authenticated else "403_public.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        return problem(request, "server-error")
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not this session's; the reason is in the log."""
    return render(request, "csrf.html", {"kept": typed_in(request)}, status=403)
