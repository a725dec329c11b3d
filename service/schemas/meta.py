"""What the service can do."""

from __future__ import annotations

from pydantic import Field

from service.roles import Role
from service.schemas.common import Schema


class BasisOut(Schema):
    """One measurement basis."""

    id: str = Field(examples=["cn-usable"])
    title_zh: str = Field(examples=["使用面积（内墙装饰面）"])
    title_en: str = Field(examples=["Usable area, China (finished inner wall face)"])
    clause: str = Field(description="the standard it follows", examples=["GB/T 17986.1-2000"])


class MetaOut(Schema):
    """What a client has to know before it asks for anything."""

    version: str = Field(examples=["0.1.0"])
    bases: list[BasisOut]
    default_basis: str = Field(examples=["cn-usable"])
    max_upload_bytes: int = Field(examples=[1073741824])
    uses: list[str] = Field(examples=[["office", "service"]])
    role: Role = Field(description="of the token this was asked with", examples=["manager"])
    max_evidence_bytes: int = Field(examples=[20971520])


class HealthOut(Schema):
    """The service is up."""

    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])
