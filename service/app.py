"""The web application, made from settings: no global state, so that tests make as many as they like."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware

from bim_import.sandbox import Limits
from service.api_document import ABOUT, completed
from service.certificate_reads import CertificateReads
from service.conditional import ConditionalReads
from service.demo import import_sample
from service.error_responses import add_error_responses, on_service_error, on_unknown_error
from service.guard import Guard
from service.head_requests import HeadLikeGet
from service.jobs.queue import make_queue
from service.jobs.runner import Handler, JobRunner
from service.metrics import RequestMetrics
from service.request_context import RequestContext
from service.routes import (
    buildings,
    cases,
    certificate_batches,
    certificates,
    exports,
    findings,
    health,
    imports,
    inspections,
    layouts,
    meta,
    occupancy,
    operation,
    people,
    policies,
    public,
    rosters,
    scenarios,
    spaces,
    storeys,
    surveys,
    totals,
    viewer,
    webhooks,
)
from service.services import Services
from service.settings import Settings
from service.store.certificate_reader import CertificateReader
from service.store.database import Database
from service.store.files import FileStore
from service.usecases import announce, certificate_batch, make_layout, scenario_jobs
from service.usecases.certificate_office import CertificateOffice, public_url
from service.usecases.deliver_webhooks import DeliveryHandler
from service.usecases.import_model import JOB_KIND, ImportHandler
from service.usecases.occupancy import Occupancy
from service.usecases.policies import usable_policy
from service.usecases.source_policy import order_from
from service.usecases.webhook_secrets import WebhookSecrets
from service.version import installed_version

API = "/api/v1"
NOUNS = (meta, imports, buildings, storeys, surveys, spaces, certificates, certificate_batches, layouts, webhooks)
PEOPLE = (rosters, people, occupancy, findings, totals, policies, cases, inspections, exports, scenarios)
COURIERS = 2  # one may wait for a slow webhook while the other issues
PLANNERS = 2  # layouts, a few seconds each
SOLVERS = 1  # a scenario takes minutes, and all processors it is given
PACKED_FROM_BYTES = 1024
PACKING = 4  # a storey of coordinates: nearly as small as with 9, in a third of the time


def create_app(settings: Settings, *, demo: bool = False, on_ready: Callable[[], None] | None = None) -> FastAPI:
    """Return the application; store and workers open when it starts and close when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        services = open_services(settings, metrics)
        app.state.services = services
        services.runner.start()
        services.courier.start()
        services.planner.start()
        services.solver.start()
        if demo:
            import_sample(services)
        if on_ready is not None:
            on_ready()
        try:
            yield
        finally:
            services.close()

    metrics = RequestMetrics()
    app = FastAPI(
        title="Yijian · 一间",
        description=ABOUT,
        version=installed_version(),
        lifespan=lifespan,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # the interactive pages load scripts from elsewhere
        redoc_url=None,
        generate_unique_id_function=_name_of,
    )
    app.state.settings = settings
    for router in (health.router, operation.router):
        app.include_router(router)
        app.include_router(router, prefix=API, include_in_schema=False)
    for noun in (*NOUNS, *PEOPLE):
        app.include_router(noun.router, prefix=API)
    app.include_router(public.router)
    app.include_router(viewer.router)
    add_error_responses(app)
    _document(app)
    # The last one added is the outermost.
    app.add_middleware(ConditionalReads)
    # Outside the ETag, which is weak: it stands for the content, however it is packed.
    app.add_middleware(GZipMiddleware, minimum_size=PACKED_FROM_BYTES, compresslevel=PACKING)
    app.add_middleware(HeadLikeGet)
    app.add_middleware(CertificateReads)
    app.add_middleware(Guard, settings=settings, on_refusal=on_service_error)
    app.add_middleware(RequestContext, metrics=metrics, on_unknown_error=on_unknown_error)
    return app


def _document(app: FastAPI) -> None:
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = completed(plain())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI documents


def open_services(settings: Settings, metrics: RequestMetrics) -> Services:
    """Return the parts of a service on its store and folder; nothing works yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.store_url)
    database.migrate()
    files = FileStore(settings.data_dir)
    files.forget_abandoned()
    queue = make_queue(data_dir=settings.data_dir, database_url=settings.database_url)
    limits = Limits(time_s=settings.import_time_limit_s, memory_mib=settings.import_memory_limit_mib)
    order = order_from(settings.source_order)
    handlers = {JOB_KIND: ImportHandler(database, files, limits=limits, order=order)}
    runner = JobRunner(database, queue, handlers, workers=settings.import_workers, lease_s=settings.job_lease_s)
    keys_dir = settings.data_dir / "keys"
    office = CertificateOffice(
        keys_dir,
        name=settings.issuer_name,
        url=public_url(settings.public_url),
        room_names=settings.certificate_room_names,
    )
    webhook_secrets = WebhookSecrets(keys_dir)
    light: dict[str, Handler] = {
        certificate_batch.JOB_KIND: certificate_batch.BatchHandler(database, office),
        announce.JOB_KIND: DeliveryHandler(
            database, webhook_secrets, private_allowed=settings.webhook_private_addresses
        ),
    }
    light_queue = make_queue(data_dir=settings.data_dir, database_url=settings.database_url, name="yijian-light")
    courier = JobRunner(database, light_queue, light, workers=COURIERS, lease_s=settings.job_lease_s)
    plans: dict[str, Handler] = {make_layout.JOB_KIND: make_layout.LayoutHandler(database)}
    plan_queue = make_queue(data_dir=settings.data_dir, database_url=settings.database_url, name="yijian-plans")
    planner = JobRunner(database, plan_queue, plans, workers=PLANNERS, lease_s=settings.job_lease_s)
    searches: dict[str, Handler] = {
        scenario_jobs.JOB_KIND: scenario_jobs.ScenarioHandler(database, memory_mib=settings.import_memory_limit_mib)
    }
    search_queue = make_queue(data_dir=settings.data_dir, database_url=settings.database_url, name="yijian-searches")
    solver = JobRunner(database, search_queue, searches, workers=SOLVERS, lease_s=settings.job_lease_s)
    occupancy = Occupancy(database, usable_policy(settings.policy))
    return Services(
        settings,
        database,
        files,
        runner,
        courier,
        planner,
        solver,
        office,
        webhook_secrets,
        CertificateReader(database),
        metrics,
        occupancy,
    )


def _name_of(route: APIRoute) -> str:
    return route.name
