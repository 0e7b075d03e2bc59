"""What a plan promises: typed targets, each with its clause.

A plan is a TOML file: a head (id, document, title, day of issue, area) and one ``[[targets]]``
for each promise. The library ships some; an analyst's own file has the same form. A file that
is incomplete or contradicts itself is refused with every problem listed, target and key named.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from pandera.typing.pandas import DataFrame

from .catalog import DEFINITIONS, load_areas, load_indicators
from .doors import admit, checked, count_of
from .errors import DefinitionError, UnknownNameError, did_you_mean
from .schemas import FIRST_YEAR, LAST_YEAR, UNPRINTABLE, Targets
from .targets import MOST_GROWTH
from .units import convertible, target_unit
from .vocabulary import Commitment, FirmClass, Form, Kind, Scope

__all__ = ["Plan", "Title", "list_plans", "load_plan", "names_a_file"]

PLANS = DEFINITIONS / "plans"

HEAD_KEYS = {"id": str, "document": str, "issued": date, "area": str, "title": dict, "targets": list}
HEAD_OPTIONAL = {"publisher": str, "source": str}
TARGET_KEYS: dict[str, Any] = {
    **dict.fromkeys(("target", "name_zh", "name_en", "indicator", "form", "unit", "scope"), str),
    **dict.fromkeys(("commitment", "clause"), str),
    "due": int,
}
TARGET_OPTIONAL: dict[str, Any] = {
    **dict.fromkeys(("minimum", "maximum", "stretch"), (int, float)),
    **dict.fromkeys(("against", "area", "note_zh", "note_en"), str),
    "strict": bool,
    "firm_class": list,
    "baseline_year": int,
}
FIRM_INDICATOR = "firm_rd_intensity"  # what the firms table shows of a firm
CLOSED = {"form": Form, "scope": Scope, "commitment": Commitment}


class Title(NamedTuple):
    """A name in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, eq=False)  # frames have no single truth of being equal
class Plan:
    """A document that sets targets.

    Attributes
    ----------
    id : str
        What the plan is called by.
    document : str
        The document's own number.
    title : Title
        In Chinese and in English: ``plan.title.zh``, ``plan.title.en``.
    issued : datetime.date
        The day it is dated.
    targets : DataFrame[Targets]
        One row per target.
    """

    id: str
    document: str
    title: Title
    issued: date
    targets: DataFrame[Targets]


def load_plan(plan: str | Path) -> Plan:
    """Load a plan by its id, or from an analyst's own file.

    Parameters
    ----------
    plan : str or path
        The id of a plan the library ships (see `list_plans`), or the path of a TOML file of the
        same form; what ends in ``.toml`` or contains a path separator is taken for a path.

    Returns
    -------
    Plan
        Frozen: ``id``, ``document``, ``title``, ``issued`` and ``targets``, a frame of `Targets`
        in the document's order. A bound that is not set is missing, as is any other key left out.

    Raises
    ------
    UnknownNameError
        If no plan of this id is shipped.
    DefinitionError
        If the file cannot be read or is not a plan, listing every problem with file, target and key.

    Examples
    --------
    The document promises 24 things that can be measured:

    >>> plan = load_plan("chenzhou-2007")
    >>> plan.document, plan.title.en, len(plan.targets)
    ('郴政发〔2007〕6号', "Chenzhou's Year of Science and Technology 2007", 24)

    A name that is nearly right is suggested, never assumed:

    >>> load_plan("chenzhou-207")
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnknownNameError: No plan is called chenzhou-207 (did you mean ...
    """
    name = str(plan)
    if names_a_file(plan):
        return _plan(_read_toml(Path(plan)), str(plan))
    shipped = PLANS / f"{name}.toml"
    if name not in _plan_ids():
        raise UnknownNameError(
            f"No plan is called {name}{did_you_mean(name, _plan_ids())}. "
            f"Shipped are {', '.join(_plan_ids())}; a file of your own ends in .toml."
        )
    return _plan(tomllib.loads(shipped.read_text(encoding="utf-8")), f"{name}.toml")


def names_a_file(plan: str | Path) -> bool:
    """Say whether a plan is named by its path, not by its id.

    Examples
    --------
    >>> names_a_file("chenzhou-2007"), names_a_file("plan.toml"), names_a_file("plans/ours")
    (False, True, True)
    """
    name = str(plan)
    return isinstance(plan, Path) or name.endswith(".toml") or "/" in name or "\\" in name


def list_plans() -> pd.DataFrame:
    """List the plans the library ships.

    Returns
    -------
    DataFrame
        One row per plan: ``id``, ``document``, ``title`` (Chinese), ``targets`` (the number of
        them), ``title_en`` and ``issued``; ordered by id.

    Examples
    --------
    >>> list_plans()[["id", "targets"]]
                  id  targets
    0  chenzhou-2007       24
    1  chenzhou-2010       12
    """
    plans = [load_plan(plan_id) for plan_id in _plan_ids()]
    rows = [(p.id, p.document, p.title.zh, len(p.targets), p.title.en, p.issued) for p in plans]
    return pd.DataFrame(rows, columns=["id", "document", "title", "targets", "title_en", "issued"])


def _plan_ids() -> list[str]:
    return sorted(
        entry.name.removesuffix(".toml") for entry in PLANS.iterdir() if entry.name.endswith(".toml")
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        readable = path.is_file() or not path.exists()
    except (OSError, ValueError):  # a name with a NUL in it is no name
        readable = False
    if not readable:
        raise DefinitionError(f"{path} cannot be read: it is no ordinary file.")
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise DefinitionError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise DefinitionError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise DefinitionError(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise DefinitionError(f"{path!s} is not TOML: {error}.") from None


def _plan(content: dict[str, Any], where: str) -> Plan:
    """Check a plan file's content and make a plan of it, or list all that is wrong."""
    problems = list(_head_problems(content))
    entries = content.get("targets")
    entries = entries if isinstance(entries, list) else []
    for number, entry in enumerate(entries, start=1):
        problems += [f"{_called(entry, number)}, {problem}" for problem in _target_problems(entry)]
    problems += _twice(entries, content.get("area"))
    if problems:
        raise DefinitionError(f"{where} is not a plan ({count_of(problems)}):", problems)
    title = Title(content["title"]["zh"], content["title"]["en"])
    return Plan(content["id"], content["document"], title, content["issued"], _targets(content))


def _targets(content: dict[str, Any]) -> DataFrame[Targets]:
    rows = pd.DataFrame(content["targets"])
    rows.insert(0, "plan", content["id"])
    rows["area"] = rows["area"].fillna(content["area"]) if "area" in rows else content["area"]
    rows["strict"] = rows["strict"].eq(True) if "strict" in rows else False
    if "firm_class" in rows:
        rows["firm_class"] = rows["firm_class"].str.join(",")
    return checked(admit(rows, Targets, name="targets"), Targets, name=content["id"])


def _head_problems(content: dict[str, Any]) -> Iterable[str]:
    yield from _key_problems(content, HEAD_KEYS, HEAD_OPTIONAL)
    title = content.get("title")
    if isinstance(title, dict):
        yield from (f"title.{problem}" for problem in _key_problems(title, {"zh": str, "en": str}, {}))
    if isinstance(content.get("area"), str) and content["area"] not in set(load_areas()["area"]):
        yield f"area: {content['area']} is not in the area catalogue; add it there or use a listed code"
    if content.get("targets") == []:
        yield "targets: empty; a plan has at least one [[targets]]"


def _called(entry: object, number: int) -> str:
    name = entry.get("target") if isinstance(entry, dict) else None
    return f"target {number} ({name})" if name else f"target {number}"


def _target_problems(entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return ["not a table of keys; write [[targets]] above it"]
    problems = list(_key_problems(entry, TARGET_KEYS, TARGET_OPTIONAL))
    for key, words in CLOSED.items():
        if isinstance(entry.get(key), str) and entry[key] not in [*words]:
            problems.append(
                f"{key}: {entry[key]}{did_you_mean(entry[key], words)} is not one of {', '.join(words)}"
            )
    if not problems:
        problems += [*_bound_problems(entry), *_time_problems(entry), *_scope_problems(entry)]
        problems += _indicator_problems(entry)
    return problems


def _key_problems(content: dict[str, Any], wanted: dict[str, Any], optional: dict[str, Any]) -> Iterable[str]:
    known = wanted | optional
    for key in wanted:
        if key not in content:
            yield f"{key}: missing"
    for key, value in content.items():
        if key not in known:
            yield f"{key}: not a key of a plan file{did_you_mean(key, known)}"
        elif not _is_a(value, known[key]):
            yield f"{key}: {value!r} is not {_type_name(known[key])}"
        elif isinstance(value, str) and not value.strip():
            yield f"{key}: empty"
        elif isinstance(value, str) and re.search(UNPRINTABLE, value):
            yield f"{key}: {value!r} holds characters that cannot be printed"


def _is_a(value: object, wanted: Any) -> bool:
    """Say whether a value is of a type: true is no number here, and a moment no day."""
    narrower = {bool: bool, datetime: datetime}.get(type(value))
    return isinstance(value, wanted) if narrower is None else wanted is narrower


def _type_name(wanted: Any) -> str:
    names = {
        str: "text in quotes",
        int: "a whole number",
        bool: "true or false",
        date: "a date like 2007-03-21",
    }
    return names.get(wanted, {list: "a list in [ ]", dict: "a table"}.get(wanted, "a number"))


def _bound_problems(entry: dict[str, Any]) -> Iterable[str]:
    low, high, stretch = (entry.get(key) for key in ("minimum", "maximum", "stretch"))
    if low is None and high is None:
        yield "minimum, maximum: neither is set; a target has at least one bound"
    if any(bound is not None and not abs(bound) < float("inf") for bound in (low, high, stretch)):
        yield "minimum, maximum, stretch: must be finite numbers"
    if low is not None and high is not None and low > high:
        yield f"minimum {low} is above maximum {high}"
    if stretch is not None and ((low is not None and stretch < low) or (low is None and stretch > high)):
        yield f"stretch {stretch} is easier than the bound"
    for key in ("minimum", "maximum", "stretch"):
        if entry["form"] == Form.GROWTH and entry.get(key, 0) > MOST_GROWTH:
            yield f"{key} {entry[key]}: growth is a fraction, so that 30 % is 0.30; this is {entry[key]:.0%}"


def _time_problems(entry: dict[str, Any]) -> Iterable[str]:
    due, baseline = entry["due"], entry.get("baseline_year")
    if not FIRST_YEAR <= due <= LAST_YEAR:
        yield f"due: {due} is not a year from {FIRST_YEAR} to {LAST_YEAR}"
    if baseline is not None and baseline >= due:
        yield f"baseline_year: {baseline} is not before due {due}"
    if baseline is not None and entry["form"] != Form.LEVEL:
        yield f"baseline_year: a {entry['form']} is counted from the year before; only a level has a baseline"


def _scope_problems(entry: dict[str, Any]) -> Iterable[str]:
    classes = entry.get("firm_class")
    if (entry["scope"] == Scope.EACH_FIRM) != (classes is not None):
        yield "firm_class: goes with scope each_firm, and only with it"
    for firm_class in classes or []:
        if firm_class not in [*FirmClass]:
            yield f"firm_class: {firm_class} is not one of {', '.join(FirmClass)}"
    if classes == []:
        yield "firm_class: empty"
    if entry["scope"] == Scope.EACH_FIRM and entry["form"] not in (Form.LEVEL, Form.CHANGE):
        yield f"form: firms are judged by level or change, not by {entry['form']}"
    if entry["scope"] == Scope.EACH_FIRM and entry["indicator"] != FIRM_INDICATOR:
        yield f"indicator: firms are judged by {FIRM_INDICATOR}, not by {entry['indicator']}"
    if (entry["form"] == Form.LEAD) != (entry.get("against") is not None):
        yield "against: the second indicator goes with form lead, and only with it"
    if "area" in entry and entry["area"] not in set(load_areas()["area"]):
        yield f"area: {entry['area']} is not in the area catalogue"


def _indicator_problems(entry: dict[str, Any]) -> Iterable[str]:
    catalogue = load_indicators().set_index("indicator")
    for key in ("indicator", "against"):
        name = entry.get(key)
        if name is not None and name not in catalogue.index:
            yield f"{key}: {name} is not in the indicator catalogue{did_you_mean(name, catalogue.index)}"
        elif name is not None and entry["form"] in (Form.GROWTH, Form.LEAD):
            kind = catalogue.loc[name, "kind"]
            if kind not in (Kind.FLOW, Kind.STOCK):
                yield f"form: growth of {name} means nothing, it is of kind {kind}; use change"
    if entry["indicator"] not in catalogue.index:
        return
    measured = str(catalogue.loc[entry["indicator"], "unit"])
    wanted = target_unit(entry["form"], measured)
    fits = wanted == measured and convertible(pd.Series([entry["unit"]]), wanted).all()
    if entry["unit"] != wanted and not fits:
        yield f"unit: {entry['unit']} does not fit a {entry['form']} of {entry['indicator']}; write {wanted}"


def _twice(entries: list[Any], area_of_plan: object) -> list[str]:
    entries = [entry for entry in entries if isinstance(entry, dict)]
    keys = [(entry.get("target"), entry.get("area", area_of_plan)) for entry in entries]
    names = [(name, area) for name, area in keys if isinstance(name, str) and isinstance(area, str | None)]
    return [
        f"target {name}: stands {names.count((name, area))} times; give each its own id"
        for name, area in dict.fromkeys(names)
        if names.count((name, area)) > 1
    ]
