"""States, authorities and who serves in them; treaties and who is bound by what; what each State asks for."""

from states.models.authorities import ApiClient, Authority, Membership, ReferenceModel, State
from states.models.country_rules import CountryRule
from states.models.treaties import Declaration, Participation, ProvisionalApplication, Treaty

__all__ = [
    "ApiClient",
    "Authority",
    "CountryRule",
    "Declaration",
    "Membership",
    "Participation",
    "ProvisionalApplication",
    "ReferenceModel",
    "State",
    "Treaty",
]
