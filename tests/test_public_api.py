"""The public names: which they are, what they take, what they say of themselves."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from numpydoc.validate import validate

import chenzhou_indicators as ci

# The contract: name and parameters in order; what stands behind * is keyword-only.
SIGNATURES = {
    "load_plan": "(plan)",
    "list_plans": "()",
    "load_indicators": "()",
    "load_areas": "()",
    "load_sample": "(name)",
    "read_observations": "(path, *, sheet=None, areas=None, indicators=None)",
    "write_observations": "(observations, path)",
    "read_accounts": "(path, *, sheet=None, areas=None)",
    "read_firms": "(path, *, sheet=None, areas=None)",
    "latest_vintage": "(observations)",
    "as_of": "(observations, date)",
    "first_release": "(observations)",
    "revisions": "(observations)",
    "compare_years": "(observations, *, years, areas=None)",
    "compare_areas": "(observations, indicator, *, year, areas=None)",
    "convergence": "(observations, indicator, *, years, areas=None)",
    "compare_vintages": "(observations, targets, *, year, before, after, firms=None, areas=None)",
    "yearly_growth": "(observations, indicator)",
    "average_growth": "(start, end, years)",
    "derive": "(observations, *, areas=None)",
    "capital_stock": "(investment, *, depreciation_rate, initial_capital=None, initial_rule=None,"
    " growth=None, price_index=None, price_form=None, base_year=None)",
    "deflate": "(values, price_index, *, price_form, base_year=None)",
    "growth_accounts": "(accounts, *, capital_elasticity=0.35, labour_elasticity=0.65, window=5)",
    "contribution_rise": "(growth)",
    "contribution_observations": "(accounts, *, capital_elasticity=0.35, labour_elasticity=0.65, window=5,"
    " released=None)",
    "contribution_sensitivity": "(accounts, *, capital_elasticity=(0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6),"
    " labour_elasticity=None, window=(1, 3, 5), minimum_rise=0.5)",
    "tornqvist_tfp": "(accounts, *, base_year=None)",
    "contributions": "(observations, indicator, *, year, parts, area=None, areas=None)",
    "decompose_ratio": "(observations, numerator, denominator, *, start, end, method='shapley')",
    "lmdi": "(factors_start, factors_end, *, form='additive')",
    "shift_share": "(start, end, *, reference_start=None, reference_end=None)",
    "apportion": "(total, weights, *, method='largest_remainder', minimum=None, maximum=None)",
    "apportion_two_way": "(row_totals, column_totals, weights)",
    "break_down_growth": "(base, growth, *, rule='uniform', floor=None, cap=None, strength=None, level=None)",
    "break_down": "(plan, weights, *, areas=None, method='largest_remainder')",
    "indivisible": "(plan)",
    "add_up": "(targets, *, base=None, areas=None)",
    "assess": "(observations, targets, *, year, firms=None, as_of=None, areas=None)",
    "screen_firms": "(firms, targets)",
    "trajectory": "(baseline_year, baseline_value, due, target_value, *, shape='linear', milestones=None,"
    " area=None, indicator=None)",
    "pace": "(observations, targets, *, year, method='pace', as_of=None, areas=None)",
    "project": "(observations, indicator, *, area, until, method='linear', level=0.95, target=None)",
    "outlook": "(observations, targets, *, year, as_of=None, level=0.95, every_year=False, areas=None)",
    "backtest": "(observations, indicator, *, area, horizon, methods=None, level=0.95)",
    "required_spending": "(trajectory, gdp, *, growth=None)",
    "score": (
        "(assessments, *, weights=None, cap=1.2, vetoes=(), missing='leave_out', grades=None, "
        "veto_grade='qualified')"
    ),
    "compare_assessments": "(before, after)",
    "score_parts": "(assessments, *, weights=None, cap=1.2, missing='leave_out')",
    "rank_robustness": ("(assessments, *, draws=1000, seed=0, weights=None, cap=1.2, missing='leave_out')"),
    "annual_report": "(observations, plan, *, year, out, lang='zh', firms=None, accounts=None, as_of=None,"
    " divide_by='registered_population', files=None, progress=None)",
    "plot_scorecard": "(assessments, *, ax=None, lang='zh', title=None, note=None)",
    "plot_trajectory": "(trajectory, *, observations=None, unit=None, ax=None, lang='zh', title=None, "
    "note=None)",
    "plot_outlook": "(outlook, *, observations=None, ax=None, lang='zh', title=None, note=None)",
    "plot_revisions": "(observations, *, ax=None, lang='zh', title=None, note=None)",
    "plot_growth_accounts": "(growth, *, sensitivity=None, ax=None, lang='zh', title=None, note=None)",
    "plot_comparison": "(comparison, *, ax=None, lang='zh', title=None, note=None)",
    "plot_contributions": "(contributions, *, ax=None, lang='zh', title=None, note=None)",
    "plot_heatmap": "(assessments, *, ax=None, lang='zh', title=None, note=None)",
    "plot_ranking": "(robustness, *, ax=None, lang='zh', title=None, note=None)",
}
OTHERS = {"Plan", "SHAN_2008_DEPRECIATION", "ZHANG_2004_DEPRECIATION", "errors", "schemas", "vocabulary"}

# Chinese full stops and formulas look like faults to numpydoc; a heading needs no full stop.
TOLERATED = {"EX01", "ES01", "SA01", "GL01", "YD01", "RT03"}


def bare_signature(function: object) -> str:
    signature = inspect.signature(function)  # type: ignore[arg-type]
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def test_the_public_names_are_these():
    assert set(ci.__all__) == SIGNATURES.keys() | OTHERS


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_function_takes_what_the_contract_says(name):
    assert bare_signature(getattr(ci, name)) == SIGNATURES[name]


@pytest.mark.parametrize("name", sorted(SIGNATURES))
def test_a_docstring_is_complete(name):
    module = getattr(ci, name).__module__
    faults = validate(f"{module}.{name}")["errors"]
    assert [fault for fault in faults if fault[0] not in TOLERATED] == []


@pytest.mark.parametrize("name", sorted(SIGNATURES))
def test_a_docstring_has_an_example_that_runs(name):
    assert ">>>" in inspect.getdoc(getattr(ci, name))


@pytest.mark.parametrize(
    "model", [name for name in ci.schemas.__all__ if hasattr(getattr(ci.schemas, name), "to_schema")]
)
def test_every_column_is_described(model):
    columns = getattr(ci.schemas, model).to_schema().columns
    assert [name for name, column in columns.items() if not column.description] == []


def test_every_error_has_one_base():
    errors = [
        value
        for value in vars(ci.errors).values()
        if inspect.isclass(value) and value.__module__ == ci.errors.__name__
    ]
    assert len(errors) == 7
    assert all(issubclass(error, ci.errors.IndicatorsError) for error in errors)


def test_importing_loads_nothing_heavy():
    heavy = "{'pandas', 'numpy', 'matplotlib'}"
    program = f"import sys, chenzhou_indicators; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
