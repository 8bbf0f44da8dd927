# SPDX-License-Identifier: Apache-2.0
"""The commands `test`, `cases` and `mutate`: testing a policy."""

# ruff: noqa: ARG001 - `--help` is dealt with before a command runs

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .forms import Lang, TextOrJson

if TYPE_CHECKING:
    import typer

    from .cli_words import CliWords


def add_commands(app: typer.Typer, words: CliWords) -> None:
    """Adds them to the command line."""
    _add_test(app, words)
    _add_suggest(app, words)
    _add_mutate(app, words)


def _add_test(app: typer.Typer, words: CliWords) -> None:
    option = words.option
    paths_ = words.argument([Path()], "[PATHS]...", "help.test_paths", exists=True)
    policies_ = option(
        [], "--policy", key="help.test_policy", metavar="FILE", exists=True, dir_okay=False
    )
    tags_ = option([], "--tag", key="help.test_tag", metavar="TAG")
    only_ = option("", "--only", key="help.test_only", metavar="TEXT", show_default=False)
    fast_ = option(False, "--fail-fast", "-x", key="help.test_fail_fast")
    form_ = option(TextOrJson.text, "--format", key="help.test_format")
    junit_ = option(None, "--junit", key="help.test_junit", metavar="FILE")
    update_ = option(False, "--update", key="help.test_update")
    coverage_ = option(False, "--coverage", key="help.test_coverage")
    page_ = option(None, "--coverage-html", key="help.test_coverage_html", metavar="FILE")
    lcov_ = option(None, "--lcov", key="help.test_lcov", metavar="FILE")
    cobertura_ = option(None, "--cobertura", key="help.test_cobertura", metavar="FILE")
    least_ = option(
        None, "--fail-under", key="help.test_fail_under", metavar="PERCENT", min=0, max=100
    )
    lang_, help_ = words.lang, words.help

    @app.command("test", help=words("help.test"), **words.settings("help.exit_test"))
    def test(
        paths: list[Path] = paths_,
        policies: list[Path] = policies_,
        tags: list[str] = tags_,
        only: str = only_,
        fail_fast: bool = fast_,
        form: TextOrJson = form_,
        junit: Path | None = junit_,
        update: bool = update_,
        coverage: bool = coverage_,
        coverage_html: Path | None = page_,
        lcov: Path | None = lcov_,
        cobertura: Path | None = cobertura_,
        fail_under: float | None = least_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .case_coverage import CoverageWishes
        from .case_runs import Choice
        from .test_command import TestWishes, test_cases

        wanted = CoverageWishes(coverage, coverage_html, lcov, cobertura, fail_under)
        choice = Choice(tuple(tags), only, fail_fast)
        test_cases(TestWishes(paths, policies, choice, form, junit, update, wanted, lang.value))


def _add_suggest(app: typer.Typer, words: CliWords) -> None:
    policy_ = words.argument(..., "POLICY", "help.document", exists=True, dir_okay=False)
    files_ = words.argument([], "[CASES]...", "help.suggest_cases", exists=True, dir_okay=False)
    out_ = words.option(None, "--out", key="help.suggest_out", metavar="FILE")
    lang_, help_ = words.lang, words.help
    cases = words.group(app, "cases", "help.cases")

    @cases.command("suggest", help=words("help.suggest"), **words.settings())
    def suggest(
        policy: Path = policy_,
        files: list[Path] = files_,
        out: Path | None = out_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .suggest_command import suggest_cases

        suggest_cases(policy, files, out, lang.value)


def _add_mutate(app: typer.Typer, words: CliWords) -> None:
    option = words.option
    paths_ = words.argument([Path()], "[PATHS]...", "help.test_paths", exists=True)
    policies_ = option(
        [], "--policy", key="help.test_policy", metavar="FILE", exists=True, dir_okay=False
    )
    most_ = option(None, "--most", key="help.mutate_most", metavar="N", min=1)
    all_ = option(False, "--all", key="help.mutate_all")
    least_ = option(
        None, "--fail-under", key="help.mutate_fail_under", metavar="PERCENT", min=0, max=100
    )
    form_ = option(TextOrJson.text, "--format", key="help.test_format")
    lang_, help_ = words.lang, words.help

    @app.command("mutate", help=words("help.mutate"), **words.settings("help.exit_mutate"))
    def mutate(
        paths: list[Path] = paths_,
        policies: list[Path] = policies_,
        most: int | None = most_,
        everything: bool = all_,
        fail_under: float | None = least_,
        form: TextOrJson = form_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .mutate_command import mutate as make_mutants

        make_mutants(paths, policies, most, fail_under, form, lang.value, everything=everything)
