"""The benchmark measures real work; its figures are read by people, not by tests."""

from __future__ import annotations

import json
from io import StringIO

from django.core.management import call_command

from providers.models import Provider

SUBJECTS = ["assess", "pages", "catalogue", "letter"]


def test_it_prints_figures_with_their_ratios(packs):
    out = StringIO()
    call_command("benchmark", *SUBJECTS, letters=1, sizes=[3], stdout=out)
    figures = json.loads(out.getvalue())
    assert figures["assess"]["cases"] > 100
    assert figures["pages"]["verdict"]["queries"] <= 2
    assert figures["catalogue"]["search name"]["3"]["queries"] <= 2
    assert figures["letter"]["pdf_bytes"] > 10_000
    assert Provider.objects.filter(slug__startswith="invented").count() == 0
    ratios = [figures["letter"]["ratio"]]
    ratios += [page["requests_ratio"] for page in figures["pages"].values()]
    assert all(ratio > 0 for ratio in ratios)
