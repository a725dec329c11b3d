"""Every table of the store in one metadata: what the migrations are compared with."""

from service.store import certificate_tables, people_tables, scenario_tables, survey_tables
from service.store.tables import Base

__all__ = ["certificate_tables", "metadata", "people_tables", "scenario_tables", "survey_tables"]

metadata = Base.metadata
