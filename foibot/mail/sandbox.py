"""The sandbox in which a template is filled in: Jinja2's own, where an undefined name is an error.

Loaded with the first letter that is written: what only reads the register does without it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from foibot.errors import LetterError
from foibot.mail.render import InEnglish, long_day, quoted, short_day, welsh_day

FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    OSError,
)
"""Whatever a template may do wrong, or its file: the letter is held, and intake goes on."""


class Sandbox:
    """The templates of some folders, each read and compiled once; those of the first folder go before the others."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            undefined=StrictUndefined,
            autoescape=_is_html,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters |= {
            "day": long_day,
            "short_day": short_day,
            "welsh_day": welsh_day,
            "quoted": quoted,
        }
        self._environment.globals |= {"hold": hold, "in_english": in_english}

    def fill(self, names: Sequence[str], facts: Mapping[str, Any]) -> tuple[str, str]:
        """Fill in the first template of those names that there is; return its name and what came out.

        Raises `LetterError` naming template and line. What is named `.html.j2` has every fact escaped.
        """
        try:
            template = self._environment.select_template(list(names))
            return template.name or names[-1], template.render(facts)
        except TemplateNotFound as error:
            looked = ", ".join(str(folder) for folder in self._folders)
            raise LetterError(f"There is no template {error.name} in {looked}. Run 'foibot init' for one.") from error
        except TemplateSyntaxError as error:
            file = self._name_of(error.filename or "") or names[-1]
            raise LetterError(str(error.message), file=file, line=error.lineno) from error
        except FAULTS as error:
            file, line = self._place_of(error)
            raise LetterError(str(error), file=file or names[0], line=line) from error

    def _name_of(self, file: str) -> str:
        """Return a file's name within its folder of templates; empty where it is in none."""
        home = next((folder for folder in self._folders if Path(file).is_relative_to(folder)), None)
        return str(Path(file).relative_to(home)) if home else ""

    def _place_of(self, error: Exception) -> tuple[str, int]:
        """Return the template and the line in which it went wrong, the innermost where one uses another."""
        trace, place = error.__traceback__, ("", 0)
        while trace is not None:
            file = self._name_of(trace.tb_frame.f_code.co_filename)
            if file:
                place = (file, trace.tb_lineno)
            trace = trace.tb_next
        return place


def _is_html(name: str | None) -> bool:
    return bool(name) and str(name).endswith(".html.j2")


def hold(why: str) -> NoReturn:
    """Let a template say that it must not be written from these facts; the letter is held, with the reason."""
    raise ValueError(why)


def in_english() -> NoReturn:
    """Let a template in another language say that it has no words for these facts."""
    raise InEnglish
