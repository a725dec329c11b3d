"""What one running service consists of: put together once, handed to every request."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from service.jobs.runner import JobRunner
from service.metrics import RequestMetrics
from service.settings import Settings
from service.store.certificate_reader import CertificateReader
from service.store.database import Database
from service.store.files import FileStore
from service.usecases.certificate_office import CertificateOffice
from service.usecases.occupancy import Occupancy
from service.usecases.webhook_secrets import WebhookSecrets


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one service."""

    settings: Settings
    database: Database
    files: FileStore
    runner: JobRunner  # imports and what else takes long
    courier: JobRunner  # certificates and messages: never behind a long import
    planner: JobRunner  # layouts: some seconds each
    solver: JobRunner  # scenarios: minutes of searching, one after the other
    office: CertificateOffice
    webhook_secrets: WebhookSecrets
    certificate_reader: CertificateReader
    metrics: RequestMetrics
    occupancy: Occupancy
    stopping: threading.Event = field(default_factory=threading.Event)

    def close(self) -> None:
        """Stop working; what is not done waits for the next start."""
        self.stopping.set()
        self.runner.stop()
        self.courier.stop()
        self.planner.stop()
        self.solver.stop()
        self.certificate_reader.close()
        self.database.close()
