"""`{% demo_accounts %}` and `{% demo_codes %}`: help for those who try the demonstration."""

from typing import Any

from django import template
from django.template.context import RequestContext

from mla_portal.accounts import demonstration

register = template.Library()


@register.inclusion_tag("demonstration/accounts.html")
def demo_accounts() -> dict[str, Any]:
    return {"accounts": demonstration.demo_accounts()}


@register.inclusion_tag("demonstration/codes.html", takes_context=True)
def demo_codes(context: RequestContext) -> dict[str, Any]:
    return {"code": demonstration.code_for(context["request"])}
