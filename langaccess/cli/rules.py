"""The city's rules: whether a file of them is without fault, and what they decide."""

from pathlib import Path

import click

from langaccess.cli.explain import explain
from langaccess.cli.installation import read_rules, settings_here
from langaccess.domain.rules import Rules


@click.group()
def rules() -> None:
    """The city's policy in priority_rules.toml."""


rules.add_command(explain)


@rules.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
def check(file: Path | None) -> None:
    """Say every fault of a rules file as `FILE:LINE: key: what is wrong; what is allowed`.

    Without FILE, the file that the settings name.
    """
    path = file or settings_here().rules_path
    click.echo(f"{path}: {summary(read_rules(path))}")


def summary(found: Rules) -> str:
    """A file of rules without fault, in one line."""
    return (
        f"without fault; version {found.edition}, {len(found.dispatch.steps)} steps of the ladder,"
        f" {len(found.classes)} classes, {len(found.document_rules)} rules"
    )
