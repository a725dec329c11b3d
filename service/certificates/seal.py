"""The seal on the PDF twin: a PAdES signature by a self-signed X.509 certificate made at first start.

RSA with 3072 bits and SHA-256, because every PDF reader in use here checks it (ECDSA P-256 verified as well with
poppler, Ed25519 is not accepted by PDF readers). Readers show "issuer unknown" until the certificate, published in the
key set, is trusted; whether the file was changed they tell without. The signature covers the whole file and forbids
every later change (DocMDP level 1).
"""

from __future__ import annotations

import base64
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from joserfc.jwk import RSAKey
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from geometry.finding import Text
from service.certificates.key_files import locked, make_folder, read_secret, write_secret
from service.errors import SetupError

SEAL_FILE: Final = "pdf-seal-{n}.pem"
FIELD: Final = "Issuer"
LASTS: Final = timedelta(days=3650)
RENEWED_BEFORE_END: Final = timedelta(days=365)
_KEY_BITS: Final = 3072
_CLOCK_SLACK: Final = timedelta(minutes=5)
_LONGEST_NAME: Final = 64  # X.520 upper bounds of common name and organization

DAMAGED = Text(
    "签章文件 {name} 已损坏，无法生成 PDF。请从备份恢复 keys 文件夹。",
    "The seal {name} is damaged and no PDF can be made. Restore the folder keys from a backup.",
)


@dataclass(frozen=True, slots=True)
class Seal:
    """One X.509 certificate with its key, which is never shown."""

    certificate: x509.Certificate = field(repr=False)
    private: rsa.RSAPrivateKey = field(repr=False)

    def public_jwk(self) -> dict[str, Any]:
        """Return the seal's public key as a JWK with its certificate (``x5c``), so that PDFs can be checked with it."""
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        key = RSAKey.import_key(
            self.private.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        return {
            **key.as_dict(private=False),
            "kid": key.thumbprint(),
            "use": "sig",
            "alg": "RS256",
            "nbf": int(self.certificate.not_valid_before_utc.timestamp()),
            "exp": int(self.certificate.not_valid_after_utc.timestamp()),
            "x5c": [base64.b64encode(der).decode("ascii")],
            "x5t#S256": base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode("ascii"),
        }


def open_seals(folder: Path, *, issuer: str, now: datetime) -> tuple[Seal, ...]:
    """Return the seals in ``folder``, newest first, making one in the name of ``issuer`` where none lasts long enough.

    A change of the issuer's name makes a new seal as well. Raises ``SetupError`` as ``keys.open_key_ring`` does.
    """
    make_folder(folder)
    with locked(folder):
        paths = sorted(folder.glob(SEAL_FILE.format(n="*")), key=lambda path: int(path.stem.rpartition("-")[2]))
        seals = [_loaded(path) for path in reversed(paths)]
        if seals and _serves(seals[0], issuer, now):
            return tuple(seals)
        made = _new(issuer, now)
        write_secret(folder / SEAL_FILE.format(n=len(paths) + 1), _pem(made))
        return (made, *seals)


def seal_pdf(pdf: bytes, seal: Seal, *, reason: str, issuer: str) -> bytes:
    """Return ``pdf`` with an invisible PAdES signature over the whole file; later changes are forbidden by it."""
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(seal.certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            seal.private.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=SimpleCertificateStore(),
    )
    how = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=issuer,
    )

    def sign() -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return bytes(signers.sign_pdf(writer, how, signer=signer, new_field_spec=SigFieldSpec(FIELD)).getvalue())

    # The signer runs an event loop, which a thread that already runs one refuses: it gets a thread of its own.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(sign).result()


def _new(issuer: str, now: datetime) -> Seal:
    private = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(issuer)),
            x509.NameAttribute(NameOID.COMMON_NAME, _short(issuer)),
        ]
    )
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLACK)
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    return Seal(certificate, private)


def _short(name: str) -> str:
    return name[:_LONGEST_NAME] or "-"


def _serves(seal: Seal, issuer: str, now: datetime) -> bool:
    named = seal.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    return named == _short(issuer) and seal.certificate.not_valid_after_utc - now > RENEWED_BEFORE_END


def _pem(seal: Seal) -> bytes:
    secret = seal.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret + seal.certificate.public_bytes(serialization.Encoding.PEM)


def _loaded(path: Path) -> Seal:
    content = read_secret(path)
    try:
        private = serialization.load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content[content.index(b"-----BEGIN CERTIFICATE") :])
    except Exception:  # whatever the parser says may quote the secret: none of it is passed on
        private = None
    if not isinstance(private, rsa.RSAPrivateKey) or private.public_key() != certificate.public_key():
        raise SetupError("seal-damaged", DAMAGED.format(name=path.name))
    return Seal(certificate, private)
