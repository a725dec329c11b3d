"""Everything about the service that an operator can set: environment variables ``YIJIAN_…`` or a ``.env`` file."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Language = Literal["zh-CN", "en"]
StatusPage = Literal["full", "status", "off"]
SourceOrder = Literal[
    "survey,model,drawing",
    "survey,drawing,model",
    "model,survey,drawing",
    "model,drawing,survey",
    "drawing,survey,model",
    "drawing,model,survey",
]
GIB = 1024**3


class Settings(BaseSettings):
    """One running service. Descriptions are shown in docs/operating.md; a test keeps both the same."""

    model_config = SettingsConfigDict(env_prefix="YIJIAN_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("data"), description="Folder for the database, the job queue and the uploaded files.")
    host: str = Field("127.0.0.1", description="Address to listen on; any but loopback needs `YIJIAN_ACCESS_TOKEN`.")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    access_token: SecretStr | None = Field(
        None, min_length=16, description="Secret that every request must carry when set (at least 16 characters)."
    )
    auditor_token: SecretStr | None = Field(
        None, min_length=16, description="Secret of those who read everything and write inspections only."
    )
    reader_token: SecretStr | None = Field(
        None, min_length=16, description="Secret of those who only read, without names and posts of people."
    )
    max_upload_bytes: int = Field(GIB, gt=0, description="Largest file accepted by an upload, in bytes.")
    max_evidence_bytes: int = Field(
        20 * 1024**2, gt=0, description="Largest photo or document accepted as evidence, in bytes."
    )
    import_time_limit_s: float = Field(900.0, gt=0, description="Seconds one import may take before it is stopped.")
    import_memory_limit_mib: int = Field(
        4096, gt=0, description="MiB of memory one import may use before it is stopped."
    )
    import_workers: int = Field(1, ge=1, le=64, description="Imports that run at the same time in this process.")
    job_lease_s: float = Field(
        60.0, gt=0, description="Seconds after which a job of a silent worker on another machine is taken over."
    )
    database_url: str | None = Field(
        None, description="PostgreSQL address `postgresql+psycopg://…`; without it an SQLite file in the data folder."
    )
    issuer_name: str = Field(
        "未命名的签发单位 unnamed issuer", min_length=1, max_length=200, description="Who issues, as certificates say."
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://\S+$",
        description="Address under which others reach the service, written into certificates and their QR codes.",
    )
    certificate_room_names: bool = Field(
        False, description="Write names of rooms into certificates; they may name a person or a post."
    )
    status_page: StatusPage = Field(
        "full", description="What `/c/…` shows without a token: `full`, only the `status`, or `off`."
    )
    webhook_private_addresses: bool = Field(False, description="Let webhooks lead to private and local addresses.")
    policy: str = Field(
        "cn-2014", description="Policy that findings follow: a name of `/policies`, or the path of a TOML file."
    )
    language: Language = Field("zh-CN", description="Language of messages for clients that ask for none.")
    source_order: SourceOrder = Field(
        "survey,model,drawing", description="Which source of a room counts where it has several, the first before all."
    )

    @property
    def store_url(self) -> str:
        """Return the SQLAlchemy address of the store."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'yijian.db').resolve()}"

    @property
    def on_loopback(self) -> bool:
        """Return whether only this machine can reach the service."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Return whether ``host`` names this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
