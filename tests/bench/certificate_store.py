"""A store with very many certificates, written in bulk: what the service would have after years.

Some hundred certificates are issued properly; the rest repeat their documents under ids, rooms and places of their own.
Their signatures are therefore wrong, which reading does not look at.
"""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from geometry.basis import BASES
from service.app import create_app
from service.certificates.document import new_certificate_id
from service.store import certifiable
from service.store.database import Database
from service.usecases.certificate_office import CertificateOffice
from service.usecases.certify import Terms, certify
from tests.bench.make_rooms import write
from tests.service.conftest import LOCAL, Client, local_settings

PROPER = 500
ROWS_AT_A_TIME = 20_000
SAMPLE = 20_000
SEED = 20261121
NEWEST = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
Row = dict[str, Any]


def import_rooms(folder: Path, rooms: int) -> str:
    """Import a model of so many rooms into a new data folder and return the id of its building."""
    model = folder.with_suffix(".ifc")
    write(rooms, model)
    with Client(create_app(local_settings(folder)), base_url=LOCAL) as client:
        building: str = client.wait(client.upload(model)["id"], seconds=600)["building_id"]
    return building


def fill(folder: Path, building: str, count: int) -> list[str]:
    """Bring a data folder to ``count`` certificates and return a sample of their ids, in random order."""
    _issue_some(folder, building)
    store = sqlite3.connect(folder / "yijian.db", isolation_level=None)
    store.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;")
    store.row_factory = sqlite3.Row
    proper = [dict(row) for row in store.execute("SELECT * FROM certificates")]
    signed = {row["id"]: dict(row) for row in store.execute("SELECT * FROM certificate_documents")}
    names = list(proper[0])
    one_certificate = f"INSERT INTO certificates ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    chance = random.Random(SEED)
    sample: list[str] = []
    for start in range(len(proper), count, ROWS_AT_A_TIME):
        rows = [
            _another(proper[n % len(proper)], n, count, chance)
            for n in range(start, min(start + ROWS_AT_A_TIME, count))
        ]
        documents = [_document(signed[proper[row["position"] % len(proper)]["id"]], row["id"]) for row in rows]
        store.execute("BEGIN")
        store.executemany(one_certificate, [[row[name] for name in names] for row in rows])
        store.executemany("INSERT INTO certificate_documents VALUES (?, ?, ?, ?)", documents)
        store.execute("COMMIT")
        sample += [row["id"] for row in rows if row["position"] % max(1, count // SAMPLE) == 0]
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    chance.shuffle(sample)
    return sample


def _issue_some(folder: Path, building: str) -> None:
    database = Database(f"sqlite:///{folder / 'yijian.db'}")
    office = CertificateOffice(folder / "keys", name="bench", url="https://yijian.example")
    with database.write() as session:
        ids = certifiable.ids_of(session, building_id=building)[:PROPER]
        certify(session, office, ids, Terms(BASES["cn-usable"]), now=datetime.now(UTC))
    database.close()


def _another(row: Row, place: int, count: int, chance: random.Random) -> Row:
    issued = NEWEST - timedelta(minutes=count - place)
    return row | {
        "position": place,
        "id": new_certificate_id(),
        "space_id": f"{row['space_id']}~{place}",
        "building_id": f"b{place // 400:07}",
        "number": f"{chance.randrange(1, 30)}{chance.randrange(1, 60):02}",
        "net_area_m2": round(chance.lognormvariate(3.0, 0.5), 4),
        "issued_at": issued.strftime("%Y-%m-%d %H:%M:%S.000000"),
        "status": "valid" if place % 20 else "superseded",
    }


def _document(signed: Row, id_: str) -> tuple[str, bytes, str, str]:
    document: bytes = signed["document"].replace(signed["id"].encode(), id_.encode())
    return (id_, document, signed["protected"], signed["signature"])
