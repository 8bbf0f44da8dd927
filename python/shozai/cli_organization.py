# SPDX-License-Identifier: Apache-2.0
"""The commands below `org`: checking organizations, and previews of how cases escalate."""

# ruff: noqa: ARG001 - `--help` is dealt with before a command runs
# ruff: noqa: TC003 - typer reads the types of the arguments

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .forms import CheckFormat, Lang, OrgDrawFormat, OrgGraphFormat, TextOrJson

if TYPE_CHECKING:
    import typer

    from .cli_words import CliWords


def add_commands(app: typer.Typer, words: CliWords) -> None:
    """Adds them to the command line."""
    org = words.group(app, "org", "help.org")
    _add_check(org, words)
    _add_preview(org, words)
    _add_who(org, words)
    _add_diff(org, words)
    _add_pictures(org, words)
    _add_exchange(org, words)


def _document(words: CliWords) -> Any:
    return words.argument(..., "DOCUMENT", "help.org_document", exists=True, dir_okay=False)


def _moment(words: CliWords, name: str, key: str) -> Any:
    return words.option(None, name, key=key, metavar="TIME")


def _add_check(org: typer.Typer, words: CliWords) -> None:
    document_ = _document(words)
    from_, until_ = _during(words)
    form_ = words.option(CheckFormat.text, "--format", key="help.format_check")
    all_ = words.option(False, "--all", key="help.all_notes")
    out_, strict_, lang_, help_ = words.written, words.strict, words.lang, words.help

    @org.command("check", help=words("help.org_check"), **words.settings("help.exit_check"))
    def check(
        document: Path = document_,
        start: str | None = from_,
        until: str | None = until_,
        form: CheckFormat = form_,
        out: Path | None = out_,
        everything: bool = all_,
        strict: bool = strict_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .organization.commands import check_organization

        check_organization(
            document, (start, until), form, out, lang.value, strict=strict, everything=everything
        )


def _during(words: CliWords) -> tuple[Any, Any]:
    return (
        _moment(words, "--from", "help.org_from"),
        _moment(words, "--until", "help.org_until"),
    )


def _add_preview(org: typer.Typer, words: CliWords) -> None:
    document_ = _document(words)
    fault_ = words.option(None, "--fault", key="help.org_fault", metavar="JSON")
    escalation_ = words.option(None, "--escalation", key="help.org_escalation", metavar="NAME")
    aspect_ = words.option(None, "--aspect", key="help.org_aspect", metavar="NAME")
    at_ = _moment(words, "--at", "help.org_at")
    acknowledged_ = _moment(words, "--acknowledged-at", "help.org_acknowledged")
    refused_ = _moment(words, "--refused-at", "help.org_refused")
    resolved_ = _moment(words, "--resolved-at", "help.org_resolved")
    form_ = words.option(TextOrJson.text, "--format", key="help.test_format")
    out_, lang_, help_ = words.written, words.lang, words.help

    @org.command("preview", help=words("help.org_preview"), **words.settings())
    def preview(
        document: Path = document_,
        fault: str | None = fault_,
        escalation: str | None = escalation_,
        aspect: str | None = aspect_,
        at: str | None = at_,
        acknowledged_at: str | None = acknowledged_,
        refused_at: str | None = refused_,
        resolved_at: str | None = resolved_,
        form: TextOrJson = form_,
        out: Path | None = out_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .organization.commands import Case, preview_case

        reactions = (acknowledged_at, refused_at, resolved_at)
        case = Case(document, fault, escalation, aspect, at, reactions, lang.value)
        preview_case(case, form, out)


def _add_who(org: typer.Typer, words: CliWords) -> None:
    documents_ = words.argument(..., "DOCUMENT...", "help.org_documents", exists=True)
    positions_ = words.option([], "--position", key="help.org_position", metavar="NAME")
    at_ = _moment(words, "--at", "help.org_at")
    aspect_ = words.option(None, "--aspect", key="help.org_aspect", metavar="NAME")
    form_ = words.option(TextOrJson.text, "--format", key="help.test_format")
    lang_, help_ = words.lang, words.help

    @org.command("who", help=words("help.org_who"), **words.settings("help.exit_org_who"))
    def who(
        documents: list[Path] = documents_,
        positions: list[str] = positions_,
        at: str | None = at_,
        aspect: str | None = aspect_,
        form: TextOrJson = form_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .organization.commands import show_who

        show_who(documents, positions, at, aspect, form, lang.value)


def _add_diff(org: typer.Typer, words: CliWords) -> None:
    old_ = words.argument(..., "OLD", "help.org_old", exists=True, dir_okay=False)
    new_ = words.argument(..., "NEW", "help.org_new", exists=True, dir_okay=False)
    from_, until_ = _during(words)
    form_ = words.option(TextOrJson.text, "--format", key="help.test_format")
    out_, lang_, help_ = words.written, words.lang, words.help

    @org.command("diff", help=words("help.org_diff"), **words.settings("help.exit_diff"))
    def diff(
        old: Path = old_,
        new: Path = new_,
        start: str | None = from_,
        until: str | None = until_,
        form: TextOrJson = form_,
        out: Path | None = out_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .organization.commands import compare

        compare(old, new, (start, until), form, out, lang.value)


def _add_pictures(org: typer.Typer, words: CliWords) -> None:
    document_ = _document(words)
    fault_ = words.option(None, "--fault", key="help.org_fault", metavar="JSON")
    escalation_ = words.option(None, "--escalation", key="help.org_escalation", metavar="NAME")
    at_ = _moment(words, "--at", "help.org_at_draw")
    drawing_ = words.option(OrgDrawFormat.svg, "--format", key="help.org_draw_format")
    graph_ = words.option(OrgGraphFormat.json, "--format", key="help.org_graph_format")
    out_, lang_, help_ = words.written, words.lang, words.help

    @org.command("draw", help=words("help.org_draw"), **words.settings())
    def draw(
        document: Path = document_,
        fault: str | None = fault_,
        escalation: str | None = escalation_,
        at: str | None = at_,
        form: OrgDrawFormat = drawing_,
        out: Path | None = out_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .organization.commands import Case
        from .organization.exchange import draw_organization

        draw_organization(Case(document, fault, escalation, None, at, (), lang.value), form, out)

    @org.command("graph", help=words("help.org_graph"), **words.settings())
    def graph(
        document: Path = document_,
        form: OrgGraphFormat = graph_,
        out: Path | None = out_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .organization.exchange import write_graph

        write_graph(document, form, out, lang.value)


def _add_exchange(org: typer.Typer, words: CliWords) -> None:
    document_ = _document(words)
    positions_ = words.option(..., "--position", key="help.org_export_position", metavar="NAME")
    from_, until_ = _during(words)
    out_, lang_, help_ = words.written, words.lang, words.help

    @org.command("export", help=words("help.org_export"), **words.settings())
    def export(
        document: Path = document_,
        positions: list[str] = positions_,
        start: str | None = from_,
        until: str | None = until_,
        out: Path | None = out_,
        lang: Lang = lang_,
        help_: bool = help_,
    ) -> None:
        from .organization.exchange import export_duties

        export_duties(document, positions, (start, until), out, lang.value)
