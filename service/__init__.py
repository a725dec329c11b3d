"""The service: command line, HTTP, store, jobs and use cases around the geometry."""
