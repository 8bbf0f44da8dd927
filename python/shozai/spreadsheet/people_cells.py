# SPDX-License-Identifier: Apache-2.0
"""Cells that name departments, ids or shares, in the form that the loader of rules reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .characters import likeness, on_keyboard, tidy
from .conditions import DASHES, DITTO, NONE, SAME_AS_ABOVE
from .findings import UnclearError
from .lists import parts_of

if TYPE_CHECKING:
    from .vocabulary import Words

LOOSE = (re.compile("・"), re.compile("/"), re.compile(" "))
SHARE = re.compile(r"(?P<name>.+?)(?P<between>[\s:=]*)(?P<number>\d{1,3})\s*(?P<sign>%?)")


def word(text: str) -> str:
    """An id or a key: in half-width characters, without blanks around it."""
    cell = tidy(text)
    _refuse_ditto(cell)
    return on_keyboard(cell)


def words(text: str) -> str:
    """A list of ids."""
    cell = tidy(text)
    _refuse_ditto(cell)
    if _says_nothing(cell):
        return ""
    plain = on_keyboard(cell)
    parts = parts_of(plain, ",;")
    return plain if len(parts) == 1 or ", ".join(parts) == plain else ", ".join(parts)


def person(text: str, people: Words) -> str:
    """A department, team or party as the policy spells it; what is not known stays."""
    cell = tidy(text)
    _refuse_ditto(cell)
    return _spelt(cell, people) or cell


def persons(text: str, people: Words) -> str:
    """A list of them; empty for a dash or `なし`."""
    cell = tidy(text)
    _refuse_ditto(cell)
    whole = _spelt(cell, people)
    if whole is not None:
        return whole
    if _says_nothing(cell):
        return ""
    for separator in LOOSE:
        known = [_spelt(part, people) for part in separator.split(on_keyboard(cell)) if part]
        spelt = [each for each in known if each is not None]
        if len(spelt) > 1 and len(spelt) == len(known):
            return ", ".join(spelt)
    parts = parts_of(on_keyboard(cell), ",;")
    return _listed(cell, parts, [_spelt(part, people) or part for part in parts])


def shares(text: str, people: Words) -> str:
    """`品質保証：70％、営業 30` as `品質保証 70, 営業 30`."""
    cell = tidy(text)
    _refuse_ditto(cell)
    if _says_nothing(cell):
        return ""
    parts = parts_of(on_keyboard(cell), ",;")
    return _listed(cell, parts, [_share(part, people) for part in parts])


def _share(part: str, people: Words) -> str:
    found = SHARE.fullmatch(part)
    if found is None:
        return part
    name = _spelt(found["name"].strip(), people)
    if name is None or not (found["between"] or found["sign"] or people.find(part) is None):
        return part
    return f"{name} {int(found['number'])}"


def _spelt(text: str, people: Words) -> str | None:
    found = people.find(text) if text else None
    # In a list, a comma ends a name.
    return people.id_of(found) if found is not None and "," in found else found


def _listed(cell: str, before: list[str], after: list[str]) -> str:
    unchanged = before == after and on_keyboard(cell) == cell and ";" not in cell
    return cell if unchanged else ", ".join(after)


def _says_nothing(cell: str) -> bool:
    alike = likeness(cell)
    return bool(DASHES.fullmatch(alike)) or alike.lower() in NONE


def _refuse_ditto(cell: str) -> None:
    if likeness(cell) in SAME_AS_ABOVE:
        raise UnclearError(DITTO, cell)
