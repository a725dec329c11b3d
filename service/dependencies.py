"""What handlers are given: the parts of the service and the language of the client."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request

from service.negotiation import Tongue, tongue_of
from service.roles import Role
from service.services import Services


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _role(request: Request) -> Role:
    role: Role = request.state.role
    return role


ServicesDep = Annotated[Services, Depends(_services)]
TongueDep = Annotated[Tongue, Depends(tongue_of)]
RoleDep = Annotated[Role, Depends(_role)]

Cursor = Annotated[str | None, Query(max_length=64, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=1000, description="most items on one page")]
RevisionQuery = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="an older revision of the building; the newest without it")
]
BasisQuery = Annotated[
    str | None, Query(max_length=80, description="measurement basis (see /meta); `cn-usable` without it")
]
AsOfQuery = Annotated[date | None, Query(description="the day asked about; today in China without it")]
CrsQuery = Annotated[
    str | None, Query(max_length=80, description="EPSG code of the coordinates wanted; storey-local metres without it")
]
