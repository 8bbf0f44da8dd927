# SPDX-License-Identifier: Apache-2.0
"""The command line: validate, check, diff, questions, decide, explain, ask, draw, report, demo."""

# ruff: noqa: ARG001 - `--help` is dealt with before a command runs
# ruff: noqa: TC003 - typer reads the types of the arguments

from __future__ import annotations

import sys
from pathlib import Path

import typer

from . import cli_layout, cli_organization, cli_tables, cli_testing, commands
from .cli_words import CliWords
from .forms import (
    AskFormat,
    CheckFormat,
    DecideFormat,
    DiffOnly,
    DrawBy,
    DrawFormat,
    Lang,
    TextOrJson,
    ValidateFormat,
)
from .texts import LANGUAGES, Language, default_language


def make_app(lang: Language) -> typer.Typer:
    """The command line, its help in a language."""
    words = CliWords(lang)
    option, argument = words.option, words.argument

    def show_version(wanted: bool) -> None:
        if wanted:
            from . import __version__

            typer.echo(f"shozai {__version__}")
            raise typer.Exit

    # What several commands have in common.
    help_, lang_, written_, strict_ = words.help, words.lang, words.written, words.strict
    version_ = option(False, "--version", key="help.version", is_eager=True, callback=show_version)
    policies_ = argument(..., "POLICY", "help.policies", exists=True, dir_okay=False)
    policy_ = argument(..., "POLICY", "help.policy", exists=True)
    faults_ = argument(None, "FAULTS", "help.faults")  # which may be -
    asked_ = option("{}", "--fault", key="help.asked", metavar="JSON", show_default=False)
    fault_ = option(None, "--fault", key="help.fault", metavar="JSON")
    aspect_ = option(None, "--aspect", key="help.aspect", metavar="NAME")
    at_ = option(None, "--at", key="help.at", metavar="DAY")
    findings_form_ = option(ValidateFormat.text, "--format", key="help.format_validate")
    today_ = option(None, "--today", key="help.today", metavar="DAY")
    decisions_form_ = option(DecideFormat.table, "--format", key="help.format_decide")
    skip_ = option(False, "--skip-invalid", key="help.skip_invalid")
    fail_ = option(False, "--fail-on-open", key="help.fail_on_open")
    limit_ = option(20, "--limit", key="help.limit", min=0, metavar="N")
    bom_ = option(False, "--bom", key="help.bom")
    table_in_ = option(None, "--in", key="help.in", metavar="FILE")
    table_out_ = option(None, "--out", key="help.table_out", metavar="FILE")
    columns_ = option([], "--columns", key="help.columns", metavar="ATTRIBUTE=HEADING")
    sheet_ = option(None, "--sheet", key="help.sheet", metavar="NAME")
    once_ = option(False, "--once", key="help.once")
    question_form_ = option(AskFormat.text, "--format", key="help.format_ask")
    row_ = option(None, "--row", key="help.row", min=1, metavar="N")
    drawing_form_ = option(DrawFormat.svg, "--format", key="help.format_draw")
    by_ = option(DrawBy.owner, "--by", key="help.by")
    reached_ = option(False, "--only-reached", key="help.only_reached")
    out_ = option(None, "--out", key="help.out", metavar="FILE")
    page_ = option(None, "--out", key="help.page_out", metavar="FILE")
    made_ = option("", "--date", key="help.date", metavar="DAY", show_default=False)
    report_ = option(None, "--report", key="help.report_out", metavar="FILE")
    document_ = argument(..., "POLICY", "help.document", exists=True, dir_okay=False)
    old_ = argument(..., "OLD", "help.old", exists=True, dir_okay=False)
    new_ = argument(..., "NEW", "help.new", exists=True, dir_okay=False)
    check_form_ = option(CheckFormat.text, "--format", key="help.format_check")
    all_ = option(False, "--all", key="help.all_notes")
    history_ = option(None, "--history", key="help.history", metavar="FILE")
    text_or_json_ = option(TextOrJson.text, "--format", key="help.format_diff")
    only_ = option(None, "--only", key="help.only")
    known_ = option(None, "--fault", key="help.known", metavar="JSON")
    tree_ = option(False, "--tree", key="help.tree")
    draw_ = option(None, "--draw", key="help.draw_tree", metavar="FILE")
    depth_ = option(None, "--depth", key="help.depth", min=1, metavar="N")

    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    settings = words.settings()
    of_check, of_diff = words.settings("help.exit_check"), words.settings("help.exit_diff")

    @app.callback(help=words("help.app"), epilog=words("help.exit"), add_help_option=False)
    def shozai(version: bool = version_, help_: bool = help_) -> None:
        pass

    @app.command("validate", help=words("help.validate"), **settings)
    def validate(
        policies: list[Path] = policies_,
        form: ValidateFormat = findings_form_,
        strict: bool = strict_,
        today: str | None = today_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        commands.validate(policies, form, strict, today, lang.value)

    @app.command("check", help=words("help.check"), **of_check)
    def check(
        policy: Path = document_,
        form: CheckFormat = check_form_,
        out: Path | None = written_,
        everything: bool = all_,
        strict: bool = strict_,
        today: str | None = today_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .check_command import check_policy

        check_policy(policy, form, out, today, lang.value, strict=strict, everything=everything)

    @app.command("diff", help=words("help.diff"), **of_diff)
    def diff(
        old: Path = old_,
        new: Path = new_,
        history: Path | None = history_,
        only: DiffOnly | None = only_,
        form: TextOrJson = text_or_json_,
        out: Path | None = written_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .diff_command import compare_policies

        compare_policies(old, new, history, form, only, out, lang.value)

    @app.command("questions", help=words("help.questions"), **settings)
    def questions(
        policy: Path = document_,
        aspect: str | None = aspect_,
        fault: str | None = known_,
        tree: bool = tree_,
        draw: Path | None = draw_,
        depth: int | None = depth_,
        form: TextOrJson = text_or_json_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .questions_command import show_needed

        question = commands.Question(policy, None, fault, aspect, None, False, lang.value, False)
        show_needed(question, form, tree=tree, draw=draw, depth=depth)

    @app.command("decide", help=words("help.decide"), **settings)
    def decide(
        policy: Path = policy_,
        faults: Path | None = faults_,
        in_: Path | None = table_in_,
        out: Path | None = table_out_,
        columns: list[str] = columns_,
        sheet: str | None = sheet_,
        fault: str | None = fault_,
        aspect: str | None = aspect_,
        form: DecideFormat = decisions_form_,
        at: str | None = at_,
        skip_invalid: bool = skip_,
        fail_on_open: bool = fail_,
        limit: int = limit_,
        bom: bool = bom_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .decide_command import decide_file, wants_columns

        table = faults or in_
        question = commands.Question(policy, table, fault, aspect, at, skip_invalid, lang.value)
        if wants_columns(table, out, columns):
            decide_file(question, out, columns, sheet, fail_on_open=fail_on_open, bom=bom)
        else:
            commands.decide(question, form, fail_on_open=fail_on_open, limit=limit, bom=bom)

    @app.command("explain", help=words("help.explain"), **settings)
    def explain(
        policy: Path = policy_,
        faults: Path | None = faults_,
        row: int | None = row_,
        fault: str | None = fault_,
        aspect: str | None = aspect_,
        at: str | None = at_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        question = commands.Question(policy, faults, fault, aspect, at, True, lang.value)
        commands.explain(question, row)

    @app.command("ask", help=words("help.ask"), **settings)
    def ask(
        policy: Path = policy_,
        fault: str = asked_,
        aspect: str | None = aspect_,
        once: bool = once_,
        form: AskFormat = question_form_,
        at: str | None = at_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        question = commands.Question(policy, None, fault, aspect, at, False, lang.value)
        commands.ask(question, form, once=once)

    @app.command("draw", help=words("help.draw"), **settings)
    def draw(
        policy: Path = policy_,
        faults: Path | None = faults_,
        row: int | None = row_,
        fault: str | None = fault_,
        aspect: str | None = aspect_,
        form: DrawFormat = drawing_form_,
        by: DrawBy = by_,
        only_reached: bool = reached_,
        out: Path | None = out_,
        at: str | None = at_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .draw_command import draw_aspects

        question = commands.Question(policy, faults, fault, aspect, at, True, lang.value, False)
        draw_aspects(question, row, form, by, only_reached=only_reached, out=out)

    @app.command("report", help=words("help.report"), **settings)
    def report(
        policy: Path = policy_,
        faults: Path | None = faults_,
        out: Path | None = page_,
        made: str = made_,
        at: str | None = at_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .report_command import write_report

        question = commands.Question(policy, faults, None, None, at, True, lang.value, False)
        write_report(question, out, made)

    @app.command("demo", help=words("help.demo"), **settings)
    def demo(
        report: Path | None = report_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .demo import show_demo

        show_demo(lang.value, report)

    for part in (cli_testing, cli_tables, cli_layout, cli_organization):
        part.add_commands(app, words)
    return app


def language_of(arguments: list[str]) -> Language:
    """What `--lang` says, wherever it stands, else the locale."""
    for at, argument in enumerate(arguments):
        following = arguments[at + 1] if at + 1 < len(arguments) else ""
        name, _equals, value = argument.partition("=")
        for lang in LANGUAGES:
            if name == "--lang" and lang == (value or following):
                return lang
    return default_language()


def main() -> None:
    """The program `shozai`."""
    make_app(language_of(sys.argv[1:]))(prog_name="shozai")
