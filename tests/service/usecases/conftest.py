"""The stores of the store's own tests."""

from tests.service.store.conftest import database, postgres_url, store_url

__all__ = ["database", "postgres_url", "store_url"]
