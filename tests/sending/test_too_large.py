"""Somebody tries to send five megabytes along: nothing of it is kept or sent."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from letters.models import Case
from tests.sending.conftest import BOUGHT, PERSON

pytestmark = pytest.mark.django_db
FIVE_MB = 5_000_000


@pytest.fixture
def letter(reachable):
    with override("en"):
        return reverse("letters:letter", args=["coursera"], query=BOUGHT)


@pytest.mark.parametrize("field", ["own_words", "name", "something_else"])
def test_five_megabytes_of_text(client, letter, field):
    answer = client.post(letter, PERSON | {field: "x" * FIVE_MB})
    assert answer.status_code == 400
    assert not Case.objects.exists()
    assert "<h1>" in answer.content.decode(), "a page, and not a bare line"


@pytest.mark.parametrize("field", ["attachment", "own_words"])
def test_five_megabytes_as_a_file(client, letter, post, worker, field):
    file = SimpleUploadedFile("proof.pdf", b"x" * FIVE_MB)
    answer = client.post(letter, PERSON | {field: file})
    assert answer.status_code == 302
    case = Case.objects.get()
    assert len(case.dispatches.get().pdf) < 200_000
    worker()
    assert [len(one.original_content) for one in post.got] < [FIVE_MB]
