"""How tests fill in the letter page and read it."""

from __future__ import annotations

from html.parser import HTMLParser

from django.urls import reverse
from django.utils import translation

NAME, MAILBOX = "Åsa Öberg", "asa.oberg@mail.example"
REQUIRED = {"name": NAME, "account_email": MAILBOX}
FROM_PROVIDER = {"product": "plus_annual", "channel": "web", "country": "SE"}
LINKS = ("action", "formaction", "href", "hx-post", "src")


class Page(HTMLParser):
    """A page as its reader has it: what the form would send, texts and addresses."""

    def __init__(self, response):
        super().__init__()
        self.fields, self.links, self.tags, self.text = {}, [], [], ""
        self.name = self.box = None
        self.feed(response.content.decode())
        self.typed = self.fields.copy()
        self.typed.pop("csrfmiddlewaretoken", None)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.tags.append(about)
        self.links += [about[key] for key in LINKS if about.get(key)]
        if tag == "input" and "name" in about:  # others are never sent
            if about["type"] not in ("checkbox", "radio", "submit"):
                self.fields[about["name"]] = about.get("value", "")
            elif "checked" in about:
                self.fields[about["name"]] = about.get("value", "on")
        elif tag in ("select", "textarea"):
            self.name, self.box = about.get("name"), tag
            if self.name:
                self.fields[self.name] = ""
        elif tag == "option" and "selected" in about:
            self.fields[self.name] = about["value"]

    def handle_endtag(self, tag):
        if tag == self.box:
            self.name = self.box = None

    def handle_data(self, data):
        self.text += data
        if self.box == "textarea" and self.name:
            self.fields[self.name] += data.removeprefix("\n").removeprefix("\r\n")

    def tag(self, **wanted):
        """Return the attributes of the only tag with these."""
        (found,) = [about for about in self.tags if wanted.items() <= about.items()]
        return found


def address(language="en", slug="coursera", **answers):
    with translation.override(language):
        return reverse("letters:letter", args=[slug], query=answers)


def filled(client, url, **more):
    """Return what a browser sends when somebody fills in the suggested form."""
    return Page(client.get(url)).typed | REQUIRED | more
