"""The verbs of the house for a terminal; one module a family of commands."""

from final_accounts.cli.app import main

__all__ = ["main"]
