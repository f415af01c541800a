"""The law as files: what a file may say, checked whole. No database, no Django."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from providers.countries import expand
from providers.datapack import Localized, PackError, Part, problems_of
from providers.packfields import Day, Key, Markets, Text, Url, at_most, unique_by
from refunds.calendars import kinds_not_known
from refunds.engine.law import DataRight, Right

Days = Annotated[int, Field(ge=0, le=366)]
Cited = Annotated[Localized, at_most(300)]
YearlyDays = Annotated[
    str, StringConstraints(pattern=r"^(\d\d-\d\d( \d\d-\d\d)*)?$", max_length=120)
]


class PackedLaw(Part):
    """What every act has: whose it is, from when, by which name and source."""

    key: Key
    countries: Annotated[Markets, Field(min_length=1)]
    since: Day
    name: Cited
    source_title: Annotated[Text, at_most(250)]
    source_url: Url | None = None
    seen_on: date | None = None
    checked_on: date


class PackedProvision(PackedLaw):
    """The right of withdrawal of some countries; a right needs its citations."""

    right: Right
    days: Days = 14
    months_without_information: Annotated[int, Field(ge=0, le=60)] = 12
    refund_days: Days = 14
    rolls: bool = False
    holiday_categories: Annotated[str, Field(max_length=60)] = "public"
    more_holidays: YearlyDays = ""
    sent_in_time_counts: bool = False
    undisclosed_charge_restarts: bool = False
    renewals: bool = False
    function_since: Day | None = None
    certain: bool
    announced: bool = False
    doubt: Localized | None = None
    explanation: Localized | None = None
    cite_withdraw: Cited | None = None
    cite_refund: Cited | None = None
    cite_acceptance: Cited | None = None

    @model_validator(mode="after")
    def check_together(self) -> Self:
        if self.right is Right.WITHDRAWAL and not (
            self.cite_withdraw and self.cite_refund
        ):
            raise ValueError("a right needs cite_withdraw and cite_refund")
        if not (self.certain or self.doubt):
            raise ValueError("say in doubt why it is not certain")
        kinds = self.holiday_categories.split()
        if unknown := kinds_not_known(expand(self.countries), kinds):
            raise ValueError(f"holiday_categories: not known for {', '.join(unknown)}")
        return self


class PackedDataProvision(PackedLaw):
    """The data protection law of some countries."""

    right: DataRight
    authority: Annotated[Localized, at_most(160)] | None = None
    authority_url: Url | None = None


class LawFile(Part):
    """Everything one file says."""

    provisions: Annotated[tuple[PackedProvision, ...], unique_by("key")] = ()
    data: Annotated[tuple[PackedDataProvision, ...], unique_by("key")] = ()


def read_law(folder: Path) -> LawFile:
    """Return all files of a folder as one.

    Raises:
        PackError: a file is wrong, or two rows hold for one country from one day.
    """
    files = [_read(path) for path in sorted(folder.glob("*.toml"))]
    law = LawFile(
        provisions=tuple(row for file in files for row in file.provisions),
        data=tuple(row for file in files for row in file.data),
    )
    problems = [*_twice(law.provisions), *_twice(law.data)]
    if problems:
        raise PackError(folder, problems)
    return law


def _read(path: Path) -> LawFile:
    try:
        return LawFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise PackError(path, problems_of(error)) from error
    except ValueError as error:
        raise PackError(path, [f"not valid TOML: {error}"]) from error


def _twice(rows: tuple[PackedLaw, ...]) -> list[str]:
    seen: dict[tuple[str, date], str] = {}
    problems = []
    for row in rows:
        for country in expand(row.countries):
            other = seen.setdefault((country, row.since), row.key)
            if other != row.key:
                problems.append(
                    f"{row.key}: {other} holds for {country} from {row.since} as well"
                )
    return problems
