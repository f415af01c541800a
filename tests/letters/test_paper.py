"""The PDF, read back: text, tags, language, fonts, millimetres, and no windows."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from letters.paper import to_pdf
from letters.pdf import render_pdf

MM = 72 / 25.4
A4 = (210, 297)


def read(pdf):
    return PdfReader(BytesIO(pdf))


@pytest.fixture
def printed(drafted):
    """Return a draft's first document as a PDF that has been read back."""

    def pdf(*args, **chosen):
        draft = drafted(*args, **chosen)
        return read(to_pdf(draft, draft.documents[0]))

    return pdf


def places(page):
    """Return where each run of text starts: (mm from the left, mm from the top)."""
    found = {}

    def visit(text, ctm, tm, _font, _size):
        x = tm[4] * ctm[0] + tm[5] * ctm[2] + ctm[4]
        y = tm[4] * ctm[1] + tm[5] * ctm[3] + ctm[5]
        if text.strip():
            found[text.strip()] = (x / MM, A4[1] - y / MM)

    page.extract_text(visitor_text=visit)
    return found


def test_archivable(printed):
    pdf = printed()
    catalog = pdf.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert pdf.metadata.title == (
        "Withdrawal from contract: Learnly Plus – account asa@mail.example"
    )
    xmp = catalog["/Metadata"].get_data().decode()
    assert 'part="3"' in xmp
    assert 'conformance="A"' in xmp
    assert pdf.attachments == {}


def test_a4_one_page_a_language(printed):
    pdf = printed()
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        width, height = page.mediabox.width, page.mediabox.height
        assert (round(width / MM), round(height / MM)) == A4
    english, swedish = (page.extract_text() for page in pdf.pages)
    assert "Yours faithfully" in english
    assert "Med vänlig hälsning" in swedish


def test_fonts_are_ours_and_embedded(printed):
    for page in printed().pages:
        fonts = page["/Resources"]["/Font"]
        for font in fonts.values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "Letter-Sans" in descriptor["/FontName"]
            assert "/FontFile2" in descriptor


def test_the_same_letter_is_the_same_file(drafted):
    first, again = drafted(), drafted()
    pdf = to_pdf(first, first.documents[0])
    assert pdf == to_pdf(again, again.documents[0])
    other = drafted(place="Uppsala")
    assert pdf != to_pdf(other, other.documents[0])


@pytest.mark.parametrize(
    ("country", "left", "top", "bottom"),
    [
        pytest.param("SE", 120, 44, 65, id="window on the right"),
        pytest.param("DE", 25, 62, 90, id="window on the left"),
    ],
)
def test_the_address_shows_in_the_window(printed, country, left, top, bottom):
    found = places(printed(country=country, languages=["en"]).pages[0])
    for line in ("Learnly Europe B.V.", "1118 BG Schiphol", "Netherlands"):
        x, y = next(place for text, place in found.items() if line in text)
        assert x == pytest.approx(left, abs=0.5)
        assert top < y < bottom
    subject = next(place for text, place in found.items() if "Withdrawal" in text)
    assert subject[1] > 80


@pytest.mark.parametrize(
    "typed",
    [
        "<img src=https://evil.example/x.png>",
        "<style>@import 'https://evil.example'</style>",
        "{{ product }}{% include 'x' %}",
        "å" * 100,
        "x " * 50,
    ],
    ids=str.__len__,
)
def test_anything_may_be_typed(printed, sender, typed):
    writer = replace(
        sender,
        name=typed,
        order_id=typed,
        item=typed,
        address=(typed,),
        payment_method=typed,
    )
    pdf = printed(writer=writer, own_words=(typed,), place=typed, reason=typed)
    assert "Yours faithfully" in "".join(page.extract_text() for page in pdf.pages)


def test_a_fact_may_be_longer_than_a_page(printed, sender):
    pdf = printed(writer=replace(sender, order_id="x " * 4000), languages=["en"])
    assert len(pdf.pages) > 2


def test_markup_stays_text(printed, sender):
    writer = replace(sender, name="<b>Åsa</b> & {{ product }}")
    text = printed(writer=writer).pages[0].extract_text()
    assert "<b>Åsa</b> & {{ product }}" in text


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x.png",
        "file:///etc/passwd",
        "data:text/css,p{color:red}",
        "letter-font:../pdf.py",
        "letter-font:nothing.ttf",
    ],
)
def test_nothing_is_fetched(url):
    with pytest.raises(FatalURLFetchingError, match="self-contained"):
        render_pdf(f'<link rel="stylesheet" href="{url}"><p>text')
