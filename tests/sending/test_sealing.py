"""The seal and the time on it, as other people's programs see them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from letters.models import Dispatch
from letters.models.dispatches import State
from letters.pdf import render_pdf
from letters.sending import dispatching, sealing, stamping
from letters.sending.sealing import seal, stamped_at
from tests.sending.authority import SEAL_PASSWORD, openssl
from tests.sending.test_faults import later


@pytest.fixture(scope="module")
def letter():
    return render_pdf(
        "<html lang=sv><head><title>Brev</title></head>"
        "<body><h2>Ångrar avtal</h2><p>Hej</p></body></html>"
    )


def run(*command, path):
    done = subprocess.run(  # noqa: S603 -- pdfsig or qpdf, and a file of ours
        [*command, path], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def pdfsig(pdf, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(pdf)
    return run("pdfsig", "-nocert", path=path)[1]


def validated(pdf, seal_root, stamp_root=None):
    """Return pyHanko's opinion of the only signature."""
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    roots = {"allow_fetching": False}
    trusted = [root for root in (stamp_root,) if root]
    stamps = ValidationContext(trust_roots=trusted, **roots)
    with ThreadPoolExecutor(1) as alone:  # a browser test may keep this thread's loop
        return alone.submit(
            validate_pdf_signature,
            signature,
            ValidationContext(trust_roots=[seal_root], **roots),
            stamps,
        ).result()


def test_pdfsig_finds_the_seal_valid_and_qpdf_the_file_whole(letter, tmp_path):
    sealed = seal(letter, reason="Reference CH-1").pdf
    found = pdfsig(sealed, tmp_path)
    assert "Signature is Valid" in found
    assert "ETSI.CAdES.detached" in found
    assert "Total document signed" in found
    assert run("qpdf", "--check", path=tmp_path / "sealed.pdf")[0] == 0


def test_pyhanko_finds_it_whole_and_a_time_only_with_an_authority(letter):
    sealed = seal(letter, reason="Reference CH-1")
    status = validated(sealed.pdf, sealing.signer().signing_cert)
    assert status.bottom_line
    assert status.timestamp_validity is None
    assert sealed.stamped_by == ""
    assert stamped_at(sealed.pdf) is None


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8], ids="at {:.0%}".format)
def test_a_changed_byte_is_found(letter, tmp_path, place):
    sealed = bytearray(seal(letter, reason="Reference CH-1").pdf)
    sealed[int(len(letter) * place)] ^= 1
    assert "Signature is Valid" not in pdfsig(sealed, tmp_path)


def test_it_is_still_tagged_and_archivable(letter):
    before, after = (
        PdfReader(BytesIO(pdf))
        for pdf in (letter, seal(letter, reason="Reference").pdf)
    )
    catalog = after.trailer["/Root"]
    xmp = catalog["/Metadata"].get_data().decode()
    assert 'part="3"' in xmp
    assert 'conformance="A"' in xmp
    assert "/OutputIntents" in catalog
    assert catalog["/Lang"] == "sv"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert after.metadata.title == before.metadata.title == "Brev"
    (page,) = after.pages
    assert page.extract_text() == before.pages[0].extract_text()
    (widget,) = page["/Annots"]
    print_and_locked = 4 | 128  # what PDF/A asks of something that does not show
    assert widget.get_object()["/F"] == print_and_locked
    assert list(widget.get_object()["/Rect"]) == [0, 0, 0, 0]


# The key


def test_the_key_is_made_once_and_for_this_user_alone(letter, settings, tmp_path):
    path = tmp_path / "new folder" / "seal.p12"
    settings.SEAL_CERTIFICATE = str(path)
    seal(letter, reason="one")
    made = path.read_bytes()
    seal(letter, reason="two")
    assert path.read_bytes() == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


RACER = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(SITE_NAME="CancelHub", SEAL_PASSWORD="")
from letters.sending.sealing import make_key
print("ready", flush=True)
sys.stdin.readline()
make_key(Path(sys.argv[1]))
"""


def test_processes_that_race_make_one_key(tmp_path):
    path = tmp_path / "seal.p12"
    racing = [
        subprocess.Popen(  # noqa: S603 -- the lines above
            [sys.executable, "-c", RACER, path],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _n in range(4)
    ]
    for process in racing:
        assert process.stdout.readline() == b"ready\n"
    for process in racing:
        process.stdin.write(b"go\n")
        process.stdin.flush()
    for process in racing:
        process.communicate()
    assert [process.returncode for process in racing] == [0] * 4
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_bought_certificate_is_used_as_soon_as_it_is_there(
    letter, settings, tmp_path, certificates
):
    path = tmp_path / "seal.p12"
    settings.SEAL_CERTIFICATE = str(path)
    assert "CN=CancelHub seal" in pdfsig(seal(letter, reason="ours").pdf, tmp_path)
    shutil.copyfile(certificates / "seal.p12", path)
    settings.SEAL_PASSWORD = SEAL_PASSWORD
    sealed = seal(letter, reason="bought").pdf
    assert "CN=A bought seal" in pdfsig(sealed, tmp_path)
    root = load_cert_from_pemder(str(certificates / "ca.pem"))
    assert validated(sealed, root).bottom_line, "the chain is in the file"


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_certificate_that_does_not_open_stops_us(
    letter, settings, certificates, password
):
    settings.SEAL_CERTIFICATE = str(certificates / "seal.p12")
    settings.SEAL_PASSWORD = password
    with pytest.raises(ValueError, match="PKCS"):
        seal(letter, reason="never")


# The time


def test_the_time_stamp_holds_for_pyhanko_and_for_openssl(
    letter, authority, certificates, tmp_path
):
    sealed = seal(letter, reason="Reference CH-1")
    assert sealed.stamped_by == "Test time-stamp authority"
    stamp_root = load_cert_from_pemder(str(certificates / "ca.pem"))
    status = validated(sealed.pdf, sealing.signer().signing_cert, stamp_root)
    assert status.bottom_line
    stamp = status.timestamp_validity
    assert stamp.valid
    assert stamp.intact
    assert stamp.trusted
    at = stamped_at(sealed.pdf)
    assert at == stamp.timestamp
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)

    (signature,) = PdfFileReader(BytesIO(sealed.pdf)).embedded_signatures
    (tmp_path / "stamp").write_bytes(
        next(
            attribute["values"][0].dump()
            for attribute in signature.signer_info["unsigned_attrs"]
            if attribute["type"].native == "signature_time_stamp_token"
        )
    )
    value = signature.signer_info["signature"].native
    told = ("-token_in", "-in", str(tmp_path / "stamp"), "-CAfile", "ca.pem")
    for name, content in (("value", value), ("other", value[:-1] + b"x")):
        (tmp_path / name).write_bytes(content)
    data = ("-data", str(tmp_path / "value"))
    assert b"OK" in openssl(certificates, "ts", "-verify", *told, *data)
    with pytest.raises(AssertionError, match="imprint"):
        openssl(certificates, "ts", "-verify", *told, "-data", str(tmp_path / "other"))


def test_an_authority_we_do_not_trust_is_seen(letter, authority, certificates):
    sealed = seal(letter, reason="Reference CH-1").pdf
    ours = sealing.signer().signing_cert
    status = validated(sealed, ours, ours)
    assert not status.timestamp_validity.trusted


def test_a_changed_byte_is_found_under_a_time_stamp_too(letter, authority, tmp_path):
    sealed = bytearray(seal(letter, reason="Reference CH-1").pdf)
    assert "Signature is Valid" in pdfsig(sealed, tmp_path)
    sealed[len(letter) // 2] ^= 1
    assert "Signature is Valid" not in pdfsig(sealed, tmp_path)


def test_it_is_asked_once_more_for_the_length_and_then_once_a_letter(letter, authority):
    for _n in range(3):
        seal(letter, reason="Reference CH-1")
    assert authority.asked == 1 + 3


FAULTS = [
    "broken",
    "a web page",
    "rubbish",
    "nothing",
    "refuses",
    "on another file",
    "badly signed",
    "slow",
    "drips",
]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_time_stamp_is_none(letter, authority, fault, monkeypatch):
    monkeypatch.setattr(stamping, "SECONDS", 0.5)
    authority.behaviour = fault
    with pytest.raises(stamping.NoTimeStamp):
        seal(letter, reason="never")


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["broken", "rubbish", "down"])
def test_a_letter_waits_for_its_time_stamp_and_is_not_lost(
    proved, authority, worker, post, settings, client, fault
):
    authority.behaviour = fault
    if fault == "down":
        settings.TSA_URL = "http://127.0.0.1:9/"
    dispatch, where = proved()
    assert dispatch.state == State.DEFERRED
    assert dispatch.mime is None
    assert not post.letters()
    shown = client.get(where).content.decode()
    assert "time stamp" in shown
    assert "The mail server said" not in shown, "it was not asked"

    authority.behaviour, settings.TSA_URL = "honest", authority.url
    later(dispatch, minutes=3)
    dispatching.sweep()
    worker()
    dispatch.refresh_from_db()
    assert dispatch.state == State.ACCEPTED
    assert dispatch.stamped_by == "Test time-stamp authority"
    assert len(post.letters()) == 1


@pytest.mark.django_db
def test_it_does_not_wait_for_ever(proved, authority, worker, post):
    authority.behaviour = "broken"
    dispatch, _where = proved()
    begun = Dispatch.objects.get(pk=dispatch.pk).first_attempt_at
    Dispatch.objects.update(first_attempt_at=begun - timedelta(hours=49))
    later(dispatch, minutes=3)
    dispatching.sweep()
    worker()
    dispatch.refresh_from_db()
    assert dispatch.state == State.FAILED
    assert "could not be sent" in post.notices()[-1]["Subject"]
