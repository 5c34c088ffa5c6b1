"""The reference of the command line names every command, every option and every JSON answer.

``python tests/docs/test_cli_reference.py`` writes the table of options anew.
"""

import re
from pathlib import Path

from cashless_edu_health import messages
from cashless_edu_health.cli._app import COMMANDS, root
from cashless_edu_health.cli._help import Group, option_name, value_text
from cashless_edu_health.cli._show import Lang

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
TABLE = re.compile(r"(?<=\| option \| means \| of \|\n\|---\|---\|---\|\n)((?:\|.*\n)*)")


def leaves():
    """(words, command) of everything that can be run."""
    tree = root(Lang.EN)
    for name in COMMANDS:
        command = tree.load(name)
        if isinstance(command, Group):
            for inner in command.list_commands(None):
                yield f"{name} {inner}", command.get_command(None, inner)
        else:
            yield name, command


def option_rows():
    """One row for each option: what it takes, what it means, of which commands it is one."""
    uses = {}
    for words, command in leaves():
        for param in command.params:
            if param.param_type_name == "option":
                uses.setdefault(option_name(param), []).append((words, command, param))
    everywhere = len(list(leaves()))
    for name in sorted(uses):
        words, command, param = uses[name][0]
        of = (
            "all"
            if len(uses[name]) == everywhere
            else ", ".join(f"`{w}`" for w, _, _ in uses[name])
        )
        shared = f"help.option.{name}"
        known = messages.has(shared) and len(uses[name]) > 1
        text = messages.text(shared, "en") if known else param.help
        shown = f"--{name} {value_text(command, param)}".strip().replace("|", "\\|")
        yield f"| `{shown}` | {text} | {of} |\n"


def test_the_table_of_options_is_that_of_the_program():
    (table,) = TABLE.findall(PAGE.read_text("utf-8"))
    assert table == "".join(option_rows())


def test_every_command_has_a_row():
    page = PAGE.read_text("utf-8")
    assert [words for words, _ in leaves() if f"| `cashless {words}" not in page] == []


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: "".join(option_rows()), PAGE.read_text("utf-8")), "utf-8")
