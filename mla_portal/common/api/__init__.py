"""The ground of the REST API: fail-closed views, problem details, versions, pages, limits."""
