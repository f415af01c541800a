"""The records of Datenanfragen.de (CC0): companies, obsolete records, authorities."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from providers.addresses import is_under
from providers.datapack import Localized, PackedContact, PackedSource
from providers.opendata.finding import (
    LONGEST_NAME,
    Authority,
    Finding,
    Gone,
    Unusable,
    domain_of,
    https_address,
    mail_address,
    names,
    official_link,
    one_line,
    short_slug,
)
from providers.opendata.places import split_address
from providers.vocabulary import Identifier, Purpose, SourceKind

KEY = "datenanfragen"
"""Names this source at every company it tells of."""

MAX_BYTES = 100_000
IDENTIFIERS = {
    Identifier.CUSTOMER_NUMBER: (
        "customer number",
        "customer no",
        "kundennummer",
        "kundenummer",
        "vertragsnummer",
    ),
    Identifier.USER_ID: ("username", "user id", "benutzername"),
    Identifier.PHONE_NUMBER: ("phone", "phone number", "telefon", "telefonnummer"),
    Identifier.ORDER_ID: ("order number", "auftragsnummer", "bestellnummer"),
    Identifier.ACCOUNT_EMAIL: ("account email", "email", "email address", "e-mail"),
}
COLLECTED_BY_MACHINE = Localized(
    sv="Adressen har samlats in maskinellt. Ingen har kontrollerat den.",
    en="The address was collected by a machine. Nobody has checked it.",
)
ELSEWHERE = Localized(
    sv="E-postadressen ligger inte under företagets egen domän. Det kan vara ett ombud"
    " eller ett systerbolag. Jämför med företagets egen sida innan du skriver dit.",
    en="The e-mail address is not under the company’s own domain. It may be an agent or"
    " a sister company. Compare it with the company’s own page before you write to it.",
)
NO_WEBSITE = Localized(
    sv="Vi känner inte till någon webbplats att jämföra e-postadressen med.",
    en="We know of no website to compare the e-mail address with.",
)
REASONS = {
    "company-defunct": ("{old} finns inte längre.", "{old} no longer exists."),
    "company-merged": (
        "{old} har gått samman med ett annat företag.",
        "{old} has merged with another company.",
    ),
    "company-acquired": (
        "{old} har köpts av ett annat företag.",
        "{old} has been bought by another company.",
    ),
    "duplicate": (
        "{old} fanns här två gånger, under två adresser.",
        "{old} stood here twice, at two addresses.",
    ),
    "gdpr-not-applicable": (
        "{old} omfattas enligt Datenanfragen.de inte av dataskyddsförordningen, GDPR.",
        "{old} is not covered by the GDPR, according to Datenanfragen.de.",
    ),
    "out-of-scope": (
        "Datenanfragen.de har tagit bort {old}, som inte hör till registret.",
        "Datenanfragen.de has removed {old}, which does not belong in its register.",
    ),
}


def records(folder: Path) -> Iterator[tuple[str, dict[str, Any] | Unusable]]:
    """Read the files of a folder one at a time: file's name and what it holds."""
    for path in sorted(folder.glob("*.json")):
        try:
            yield path.stem, _read(path)
        except Unusable as problem:
            yield path.stem, problem


def _read(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MAX_BYTES:
        raise Unusable(f"larger than {MAX_BYTES} bytes")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Unusable("not valid JSON") from error
    if not isinstance(data, dict) or data.get("slug") != path.stem:
        raise Unusable("the slug is not the file's name")
    return data


def company(data: dict[str, Any], as_of: date) -> Finding:
    """Return what we take from a company's record.

    Raises:
        Unusable: it has no name, or nothing to reach the company by.
    """
    name = one_line(_text(data, "name"))
    if not name or len(name) > LONGEST_NAME:
        raise Unusable("no name that fits")
    slug = _text(data, "slug")
    domain = domain_of(_text(data, "web"))
    domains = (domain,) if domain else ()
    contact, left_out = _contact(data, name, domains)
    if contact is None:
        raise Unusable("no contact we could use")
    runs = [run for run in _texts(data, "runs") if run]
    former = [run for run in runs if run.endswith(("(formerly)", "(ehem.)"))]
    return Finding(
        slug=short_slug(slug),
        name=name,
        key=KEY,
        source=PackedSource(
            title="Datenanfragen.de",
            url=f"https://www.datenanfragen.de/company/{slug}",
            kind=SourceKind.SECONDARY,
            seen_on=as_of,
            note=f"quality: {_text(data, 'quality') or 'unknown'}",
        ),
        domains=domains,
        contacts=(contact,),
        website=https_address(_text(data, "web")) or "",
        aliases=names(run for run in runs if run not in former),
        former_names=names(run.rpartition("(")[0] for run in former),
        identifiers=_identifiers(data),
        left_out=tuple(left_out),
    )


def _contact(
    data: dict[str, Any], name: str, domains: tuple[str, ...]
) -> tuple[PackedContact | None, list[str]]:
    left_out, remarks = [], []
    email = mail_address(_text(data, "email"))
    if email and not is_under(email.rpartition("@")[2].lower(), domains):
        remarks.append(ELSEWHERE if domains else NO_WEBSITE)
        left_out.append("e-mail outside the official domain (kept, marked)")
    if _text(data, "email") and not email:
        left_out.append("e-mail that cannot be used")
    form = _text(data, "webform")
    url = official_link(form, domains) if form else None
    if form and not url:
        left_out.append("web form outside the official domain, or not https")
    lines, country = split_address(_text(data, "address"))
    lines = tuple(one_line(line) for line in lines) if country else ()
    if _text(data, "address") and not lines:
        left_out.append("postal address without a country we know")
    if lines and name.casefold() not in lines[0].casefold():
        lines = (name, *lines)  # an envelope begins with whom it is for
    phone = one_line(_text(data, "phone"))
    if data.get("quality") == "scraped":
        remarks.append(COLLECTED_BY_MACHINE)
    if not (lines or email or url):
        return None, left_out
    return PackedContact(
        purpose=Purpose.PRIVACY,
        lines=lines,
        country=country if lines else None,
        email=email,
        url=url,
        phone=phone if 0 < len(phone) <= 40 else None,
        note=together(remarks),
        source=KEY,
    ), left_out


def together(remarks: list[Localized]) -> Localized | None:
    """Return remarks as one."""
    if not remarks:
        return None
    return Localized(
        sv=" ".join(one.sv for one in remarks), en=" ".join(one.en for one in remarks)
    )


def _identifiers(data: dict[str, Any]) -> tuple[Identifier, ...]:
    rows = data.get("required-elements")
    asked = [row for row in rows if isinstance(row, dict)] if rows else []
    words = {
        _text(row, "desc").casefold().rstrip(".")
        if row.get("type") == "input"
        # The type says it in every language; the letter always gives name and address.
        else _text(row, "type")
        for row in asked
    }
    return tuple(key for key, texts in IDENTIFIERS.items() if words & set(texts))


def obsolete(data: dict[str, Any], as_of: date) -> Gone:
    """Return where a record that is no longer kept leads, and why.

    Raises:
        Unusable: the reason is none we know.
    """
    reason = REASONS.get(_text(data, "reason"))
    name = one_line(_text(data, "name"))
    if reason is None or not name:
        raise Unusable("a reason we do not know")
    links = filter(None, map(https_address, _texts(data, "sources")))
    return Gone(
        slug=short_slug(_text(data, "slug")),
        goes_to=short_slug(_text(data, "redirect-to")),
        reason_sv=reason[0].format(old=name),
        reason_en=reason[1].format(old=name),
        since=as_of,
        source=next(links, ""),
    )


def authorities(
    rows: Iterator[tuple[str, dict[str, Any] | Unusable]],
) -> tuple[list[Authority], list[tuple[str, str]]]:
    """Return the authority of each country that has one, and what was left out."""
    usable, skipped = [], []
    for name, data in rows:
        if isinstance(data, Unusable):
            skipped.append((name, str(data)))
        else:
            usable.append(data)
    countries = [x.upper() for row in usable for x in _texts(row, "relevant-countries")]
    several = {country for country, n in Counter(countries).items() if n > 1}
    found = []
    for row in usable:
        for country in (x.upper() for x in _texts(row, "relevant-countries")):
            if country in several:
                skipped.append((_text(row, "slug"), "one of several in its country"))
                continue
            found.append(_authority(row, country))
    return found, skipped


def _authority(row: dict[str, Any], country: str) -> Authority:
    name = one_line(_text(row, "name"))
    # "Datatilsynet (Data Inspectorate of Denmark)": the second name is for English.
    own, bracket, _english = name.partition(" (")
    return Authority(
        country=country,
        name_sv=own if bracket and name.endswith(")") else name,
        name_en=name,
        url=https_address(_text(row, "webform"))
        or https_address(_text(row, "web"))
        or "",
    )


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _texts(data: dict[str, Any], key: str) -> list[str]:
    value = data.get(key)
    return [x for x in value if isinstance(x, str)] if isinstance(value, list) else []
