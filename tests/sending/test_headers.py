"""Whatever name is typed, each header of a message holds the one address it should."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import getaddresses

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, example, given
from hypothesis import strategies as st

from letters.letter import Sender
from letters.mail import mailbox
from letters.models import Case, Dispatch
from letters.sending.message import letter_message
from letters.typed import check_line

FIRM = "Advokatfirman Lindqvist & Partners, Ombud, press@newspaper.example, Karin Berg"
SENT_ON = datetime(2026, 11, 24, 12, tzinfo=UTC)
EMAIL = "asa@mail.example"
TO = "care@company.example"
OURS = "letters@cancelhub.example"


def accepted(name):
    try:
        check_line(name, 100)
    except ValidationError:
        return False
    return bool(name.strip())


def message_of(name):
    case = Case(sender_name=name, sender_email=EMAIL, reference="CH-TEST")
    letter = Dispatch(case=case, recipient=TO, subject="Letter", text="Text")
    letter.message_id, letter.filename = "<1@cancelhub.example>", "letter"
    return letter_message(letter, b"%PDF", SENT_ON)


typed_names = st.text(
    st.sampled_from("aB åÖé,;:<>@()[]\"\\.=?&'-_%!") | st.characters(codec="latin-1"),
    min_size=1,
    max_size=100,
)


@given(name=typed_names)
@example(name=FIRM)
@example(name="Å" * 40 + ", press@newspaper.example, " + "b" * 30)
@example(name="Dr. Åsa (Firma, AB) von Öberg och Partner Advokatbyrå, Stockholm")
@example(name="@")
def test_a_name_is_never_read_as_addresses(name):
    assume(accepted(name))
    raw = message_of(name)
    found = message_from_bytes(raw, policy=policy.default)
    plain = message_from_bytes(raw, policy=policy.compat32)
    for header, address in {
        "From": OURS,
        "To": TO,
        "Cc": EMAIL,
        "Reply-To": EMAIL,
    }.items():
        assert [one.addr_spec for one in found[header].addresses] == [address]
        assert [one for _, one in getaddresses([str(plain[header])])] == [address]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("Åsa Öberg", "Åsa Öberg", id="as it is"),
        pytest.param("Dr. Åsa O'Hara-Berg", "Dr. Åsa O'Hara-Berg", id="dot and dash"),
        pytest.param("Berg, Åsa", "Berg Åsa", id="a comma"),
        pytest.param('Åsa "Kiki" <a@b>', "Åsa Kiki a b", id="quotes and brackets"),
        pytest.param("=?utf-8?q?x?=", "utf-8?q?x?=", id="an encoded word"),
    ],
)
def test_what_is_left_of_a_name(typed, shown):
    assert mailbox(Sender(name=typed, account_email=EMAIL)).display_name == shown
