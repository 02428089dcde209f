"""All writes to States, authorities, members, treaties and API clients."""
