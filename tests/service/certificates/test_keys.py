from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from service.certificates.key_files import write_secret
from service.certificates.keys import PUBLISHED_AHEAD, SIGNS_FOR, open_key_ring, revoke_key, rotate
from service.errors import SetupError
from tests.service.certificates.issuing import codes, issue, verdict_on
from tests.service.certificates.rooms import NOW, document

posix = pytest.mark.skipif(os.name != "posix", reason="file modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_one_key_and_the_next_finds_it(tmp_path: Path) -> None:
    first = open_key_ring(tmp_path / "keys", now=NOW)
    again = open_key_ring(tmp_path / "keys", now=NOW + timedelta(days=1))
    assert len(first.keys) == 1
    assert first.keys == again.keys
    assert again.signing_key(NOW).signs_at(NOW)


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_keys_are_for_their_owner_only_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        folder = tmp_path / "keys"
        if umask == 0o777:  # pytest's own folder was made before
            folder.mkdir()
            folder.chmod(0o700)
        open_key_ring(folder, now=NOW)
    finally:
        os.umask(before)
    assert mode(folder) == 0o700
    assert [mode(path) for path in folder.glob("*.jwk")] == [0o600]
    assert not [path for path in folder.iterdir() if path.name.startswith(".") and path.name != ".lock"]


@posix
@pytest.mark.parametrize("exposed", [0o640, 0o604, 0o620, 0o660, 0o644])
def test_an_exposed_key_is_not_used(tmp_path: Path, exposed: int) -> None:
    open_key_ring(tmp_path, now=NOW) if mode(tmp_path) & 0o022 == 0 else None
    (path,) = tmp_path.glob("*.jwk")
    path.chmod(exposed)
    with pytest.raises(SetupError) as refused:
        open_key_ring(tmp_path, now=NOW)
    assert refused.value.code == "key-exposed"
    assert "chmod 600" in refused.value.detail.zh


@posix
def test_a_folder_others_may_write_to_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(SetupError) as refused:
        open_key_ring(folder, now=NOW)
    assert refused.value.code == "key-exposed"


@pytest.mark.parametrize(
    "damage",
    [lambda text: b"", lambda text: text[:-40], lambda text: text.replace(b'"d": "', b'"d": "A'), lambda text: b"[1]"],
)
def test_a_damaged_key_is_told_without_a_word_of_the_secret(tmp_path: Path, damage: object) -> None:
    open_key_ring(tmp_path, now=NOW)
    (path,) = tmp_path.glob("*.jwk")
    secret = json.loads(path.read_bytes())["d"]
    write_secret(path, damage(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(SetupError) as refused:
        open_key_ring(tmp_path, now=NOW)
    assert refused.value.code == "key-damaged"
    assert secret not in "".join((*refused.value.detail, repr(refused.value)))


def test_what_is_published_and_shown_holds_no_secret(tmp_path: Path) -> None:
    ring = open_key_ring(tmp_path, now=NOW)
    secret = json.loads(next(tmp_path.glob("*.jwk")).read_bytes())["d"]
    published = ring.public_jwks()
    for shown in (json.dumps(published), repr(ring), str(ring.keys[0]), f"{ring.keys[0]!r}"):
        assert secret not in shown
    assert not {"d", "p", "q", "k"} & set(published["keys"][0])
    assert {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}.items() <= published["keys"][0].items()


def test_a_key_is_renewed_before_it_ends_with_both_valid_in_between(tmp_path: Path) -> None:
    first = open_key_ring(tmp_path, now=NOW).keys[0]
    late = NOW + SIGNS_FOR - timedelta(days=20)
    ring = open_key_ring(tmp_path, now=late)
    assert len(ring.keys) == 2
    assert ring.signing_key(late) == first
    newer = ring.signing_key(late + PUBLISHED_AHEAD)
    assert newer != first
    assert first.signs_at(late + PUBLISHED_AHEAD)
    assert len(open_key_ring(tmp_path, now=late + PUBLISHED_AHEAD).keys) == 2


def test_certificates_of_a_replaced_key_stay_valid(tmp_path: Path) -> None:
    old = open_key_ring(tmp_path, now=NOW).signing_key(NOW)
    certificate = issue(document(1, valid_until=None), old)
    ring = rotate(tmp_path, now=NOW + timedelta(days=1))
    much_later = NOW + SIGNS_FOR + timedelta(days=900)
    assert open_key_ring(tmp_path, now=much_later).signing_key(much_later) not in ring.keys
    assert verdict_on(certificate.json, open_key_ring(tmp_path, now=much_later).public_jwks(), at=much_later).valid


def test_a_revoked_key_signs_and_vouches_for_nothing(tmp_path: Path) -> None:
    lost = open_key_ring(tmp_path, now=NOW).signing_key(NOW)
    certificate = issue(document(1), lost)
    ring = revoke_key(tmp_path, lost.kid, reason="介质丢失", now=NOW)
    assert ring.signing_key(NOW).kid != lost.kid
    assert codes(verdict_on(certificate.json, ring.public_jwks())) == ["key-revoked"]
    assert open_key_ring(tmp_path, now=NOW).public_jwks() == ring.public_jwks()
    with pytest.raises(SetupError):
        revoke_key(tmp_path, "nobody", reason="", now=NOW)


def test_without_a_key_in_its_time_nothing_is_signed(tmp_path: Path) -> None:
    ring = open_key_ring(tmp_path, now=NOW)
    with pytest.raises(SetupError) as refused:
        ring.signing_key(NOW + SIGNS_FOR)
    assert refused.value.code == "no-signing-key"


@posix
def test_several_processes_starting_at_once_make_one_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC;"
        "from service.certificates.keys import open_key_ring;"
        "print(open_key_ring(Path(sys.argv[1]), now=datetime.now(UTC)).keys[0].kid)"
    )
    folder = str(tmp_path / "keys")
    starting = [
        subprocess.Popen([sys.executable, "-c", program, folder], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert len({process.communicate(timeout=120)[0] for process in starting}) == 1


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret"
    write_secret(path, b"old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_secret(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
