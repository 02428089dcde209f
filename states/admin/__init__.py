"""The administration of States, authorities, treaties and API clients. Nothing here goes around a service."""

from states.admin import authorities, clients, country_rules, participation, reference

__all__ = ["authorities", "clients", "country_rules", "participation", "reference"]
