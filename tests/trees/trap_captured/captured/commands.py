"""A click command and a registry."""

import click

REGISTRY = {}


def registered(function):
    REGISTRY[function.__name__] = function
    return function


@registered
def shout(text):
    return text.upper() + "!"


@click.command()
@click.argument("name")
@click.option("--times", default=1 + 1)
def greet(name, times):
    for _ in range(times):
        click.echo(shout(name))
