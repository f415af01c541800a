"""The code and the link that prove an address, and the hashes we keep of them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.crypto import salted_hmac

from letters.models import Case
from letters.models.cases import LINK_BYTES, hashed

GOOD_FOR = timedelta(minutes=30)


class Secrets(NamedTuple):
    """What one mail holds and no row does."""

    code: str
    link: str
    token: str


def new_secrets(case: Case, *, asked_for: bool = True) -> Secrets:
    """Make a code and a link, and keep their hashes. Earlier ones no longer work.

    What nobody asked for, as an earlier mail could not leave, is not counted.
    """
    made = Secrets(
        f"{secrets.randbelow(10**6):06}",
        secrets.token_urlsafe(LINK_BYTES),
        case.new_link(for_code=asked_for),
    )
    case.code_hash, case.link_hash = code_hash(case, made.code), hashed(made.link)
    case.tries, case.proof_expires_at = 0, timezone.now() + GOOD_FOR
    case.save(update_fields=["code_hash", "link_hash", "tries", "proof_expires_at"])
    return made


def code_hash(case: Case, code: str) -> str:
    """Return what is stored of a code; a million are soon tried without a key."""
    mac = salted_hmac("letters.proof", f"{case.pk}:{code}", algorithm="sha256")
    return mac.hexdigest()
