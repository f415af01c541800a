"""The tokens of the style sheet, read from the file itself, and their contrast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from django.conf import settings

STYLE_SHEET = Path(settings.BASE_DIR, "static", "css", "site.css")
SCHEMES = ("light", "dark")

_LISTS = re.compile(r"^:root(?:,\s*\.sheet)? \{([^}]*)\}", re.MULTILINE)
_DARK = re.compile(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}")
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_ALIAS = re.compile(r"var\(--([\w-]+)\)")

TEXT, CONTROL = 4.5, 3.0
"""The least contrast of words, and of what one must see to use a control."""

TYPE = ("tiny", "small", "text", "large", "h2", "answer", "h1")
TONES = ("yes", "maybe", "no", "store", "none")
SOFT = tuple(f"{tone}-soft" for tone in TONES)
GROUNDS = ("paper", "sheet", "accent-soft", *SOFT)
"""What words and controls stand on."""

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((over, under, TEXT) for over, under in product(("ink", "ink-soft"), GROUNDS)),
    *(("accent", under, TEXT) for under in GROUNDS),
    ("accent-ink", "accent", TEXT),
    *((tone, f"{tone}-soft", TEXT) for tone in TONES),
    *((tone, under, TEXT) for tone, under in product(TONES, ("paper", "sheet"))),
    *(("focus", under, CONTROL) for under in GROUNDS),
    *(("line-strong", under, CONTROL) for under in ("paper", "sheet")),
    ("sheet", "line-strong", CONTROL),  # the knob of a switch that is off, and on:
    ("sheet", "accent", CONTROL),
)
"""Which colour stands on which, and the contrast it needs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One colour on another, as measured in each scheme."""

    over: str
    under: str
    least: float
    light: float
    dark: float

    @property
    def holds(self) -> bool:
        """Is there enough contrast in both schemes?"""
        return min(self.light, self.dark) >= self.least


def tokens(css: str, scheme: str = "light") -> dict[str, str]:
    """Return each token by its name without dashes; aliases are followed."""
    lists = _LISTS.findall(css) + (_DARK.findall(css) if scheme == "dark" else [])
    found = dict(_TOKEN.findall("".join(lists)))
    return {name: _followed(value, found) for name, value in found.items()}


def named(start: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the steps of a scale: ``s1``, ``s2``; ``radius``, ``radius-small``."""
    step = re.compile(rf"{start}(\d|-\w+)?")
    return {name: value for name, value in values.items() if step.fullmatch(name)}


def _followed(value: str, among: Mapping[str, str]) -> str:
    alias = _ALIAS.fullmatch(value)
    return _followed(among[alias[1]], among) if alias else value


def colours(css: str) -> dict[str, tuple[str, ...]]:
    """Return the value of each colour in each scheme."""
    schemes = [tokens(css, scheme) for scheme in SCHEMES]
    return {
        name: tuple(values[name] for values in schemes)
        for name, value in schemes[0].items()
        if value.startswith("#")
    }


def pairs(css: str) -> list[Pair]:
    """Measure each pair in both schemes."""
    values = colours(css)
    return [
        Pair(over, under, least, *map(contrast, values[over], values[under]))
        for over, under, least in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
