"""审核规则 at a terminal: the public list, and what a proposed rulebook would change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from final_accounts.catalog import edition_of
from final_accounts.model.errors import UnknownEditionError
from final_accounts.stages.rule_list import write_rule_list

Edition = Annotated[str, typer.Option(help="编报口径，例如 hubei-wuhan/2021")]
Html = Annotated[Path | None, typer.Option(help="另存为网页")]

rules_app = typer.Typer(invoke_without_command=True, help="审核规则：公开规则清单、规则改动的影响")


@rules_app.callback()
def rules_command(context: typer.Context, edition: Edition = "", html: Html = None) -> None:
    """列出一个编报口径的全部审核规则（不写子命令即 list）。"""
    if context.invoked_subcommand is None:
        if not edition:
            raise UnknownEditionError("请用 --edition 写明编报口径，例如 --edition hubei-wuhan/2021")
        list_command(edition, html)


@rules_app.command("list")
def list_command(edition: Edition, html: Html = None) -> None:
    """列出一个编报口径的全部审核规则（公开规则清单）。"""
    write_rule_list(edition_of(edition), sys.stdout, html)
