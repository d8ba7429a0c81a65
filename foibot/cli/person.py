import click


@click.command("person")
def person_command() -> None:
    """x"""
