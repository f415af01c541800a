"""A time stamp by an outside authority (RFC 3161), where the installation names one.

It is an ordinary time stamp, not a qualified one (eIDAS 910/2014 art. 42): pages must
say so. Whoever wants to rely on it needs the authority's certificate; we only see to it
that the answer is about our file and is signed by the certificate it brings along.
"""

from __future__ import annotations

import hashlib
from functools import cache

from asn1crypto import cms
from django.conf import settings
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

SECONDS = 15
"""For the whole answer; the lease of a dispatch is much longer."""

LONGEST_NAME = 200


class NoTimeStamp(Exception):
    """The time-stamp authority did not answer as it should."""


class Authority(HTTPTimeStamper):
    """The authority that is set. ``name`` is what its certificate calls it."""

    name = ""

    async def async_timestamp(
        self, message_digest: bytes, md_algorithm: str
    ) -> cms.ContentInfo:
        """Return a time stamp on a digest.

        Raises:
            NoTimeStamp: there was no answer, or it is not a time stamp on that digest.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            self.name = _checked(token["content"], message_digest)
        except NoTimeStamp:
            raise
        except Exception as error:  # whatever came, it is no time stamp
            raise NoTimeStamp(type(error.__cause__ or error).__name__) from error
        return token


def authority() -> Authority | None:
    """Return the authority, if one is set."""
    return _at(settings.TSA_URL, SECONDS) if settings.TSA_URL else None


@cache
def _at(url: str, seconds: float) -> Authority:
    return Authority(url, timeout=seconds)


def _checked(signed: cms.SignedData, digest: bytes) -> str:
    """Return the name of who signed a time stamp on this digest."""
    stamped = signed["encap_content_info"]["content"]
    if stamped.parsed["message_imprint"]["hashed_message"].native != digest:
        raise NoTimeStamp("it is on another file")
    signature = extract_signer_info(signed)
    certificate = extract_certificate_info(signed).signer_cert
    algorithm = signature["digest_algorithm"]["algorithm"].native
    intact, valid = validate_sig_integrity(
        signature,
        certificate,
        expected_content_type="tst_info",
        actual_digest=hashlib.new(algorithm, bytes(stamped)).digest(),
    )
    if not (intact and valid):
        raise NoTimeStamp("its signature does not hold")
    name = certificate.subject.native
    shown = name.get("common_name") or certificate.subject.human_friendly
    return str(shown)[:LONGEST_NAME]
