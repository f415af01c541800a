"""The seal on a sent PDF (PAdES) and, where an authority is set, the time on it.

It shows that the file is the one this installation sent, unchanged. It is the
installation's seal, not the person's signature, and not a qualified one (eIDAS 910/2014
arts. 35, 41): pages say so.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from letters.sending.stamping import Authority, authority

FIELD = "CancelHubSeal"
DIGEST = "sha256"
YEARS = 10

ATTRIBUTES = 2_048
"""Room for the signature and what it says about itself, beside the certificates."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed PDF, and who put the time on it (empty: nobody)."""

    pdf: bytes
    stamped_by: str


def seal(pdf: bytes, *, reason: str) -> Sealed:
    """Return the PDF with our seal: PAdES B-T with an authority, else B-B.

    Raises:
        NoTimeStamp: there is an authority, and it gave no time stamp.
    """
    # pyHanko is asynchronous, and a thread can run but one loop: ours may be taken.
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, _sealed(pdf, reason)).result()


async def _sealed(pdf: bytes, reason: str) -> Sealed:
    key, stamper = signer(), authority()
    out = BytesIO()
    room = await _room(key, stamper)
    await signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            name=settings.SITE_NAME,
        ),
        signer=key,
        timestamper=stamper,
    ).async_sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), output=out, bytes_reserved=room
    )
    return Sealed(out.getvalue(), stamper.name if stamper else "")


async def _room(key: signers.SimpleSigner, stamper: Authority | None) -> int:
    """Return how many hexadecimal digits the seal may need.

    Unless told, pyHanko signs everything twice to find out.
    """
    certificates = {cert.dump() for cert in [*key.cert_registry, key.signing_cert]}
    room = ATTRIBUTES + sum(len(cert) for cert in certificates)
    if stamper is not None:
        # Asked once for each process; another time stamp may be somewhat longer.
        first = await stamper.async_dummy_response(DIGEST)
        room += len(first.dump()) * 3 // 2
    return 2 * room


def stamped_at(pdf: bytes) -> datetime | None:
    """Return the time that an authority put into a sealed PDF, in UTC."""
    for signature in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        for signed in extract_tst_data_iter(signature.signer_info, signed=False):
            stamp = signed["encap_content_info"]["content"].parsed
            found: datetime = stamp["gen_time"].native
            return found.astimezone(UTC)
    return None


def signer() -> signers.SimpleSigner:
    """Return the seal's key and certificate, made on first use.

    A file that has been replaced is read again.

    Raises:
        ValueError: the file that is set holds no usable key and certificate.
    """
    path = Path(settings.SEAL_CERTIFICATE)
    if not path.exists():
        make_key(path)
    return _loaded(path, settings.SEAL_PASSWORD, path.stat().st_mtime_ns)


@cache
def _loaded(path: Path, password: str, _changed: int) -> signers.SimpleSigner:
    load: Callable[..., object] = signers.SimpleSigner.load_pkcs12
    found = load(str(path), passphrase=password.encode() or None)
    if not isinstance(found, signers.SimpleSigner):
        raise ValueError(f"{path.name}: no PKCS #12 file with key and certificate")
    return found


def make_key(path: Path) -> None:
    """Make a key with a certificate of its own; only this user may read the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.SITE_NAME),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{settings.SITE_NAME} seal"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    password = settings.SEAL_PASSWORD.encode()
    protection: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    data = serialization.pkcs12.serialize_key_and_certificates(
        settings.SITE_NAME.encode(), key, certificate, None, protection
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(data)
    try:
        path.hardlink_to(fresh)  # another process may have been first: then its key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
