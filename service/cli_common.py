"""What the commands of operators share: settings, the one sentence of a failure, and plain answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from geometry.finding import Text
from service.errors import ServiceError
from service.language import say

if TYPE_CHECKING:
    from service.settings import Settings

DataOption = Annotated[Path | None, typer.Option("--data", help="the data folder of the service")]


def settings_of(**given: Any) -> Settings:
    """Return the settings of the environment, except for what is given and not None."""
    from service.settings import Settings  # pydantic takes a while to load

    return Settings(**{name: value for name, value in given.items() if value is not None})


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn every failure that an operator can act on into one sentence and exit code 2."""
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except ServiceError as error:
        refuse(error.detail)
    except ValidationError as error:
        first = error.errors()[0]
        name = f"YIJIAN_{'_'.join(map(str, first['loc'])).upper()}"
        refuse(Text(f"{name}:{first['msg']}", f"{name}: {first['msg']}"))
    except SQLAlchemyError as error:
        why = type(error).__name__
        refuse(Text(f"无法打开数据库({why})。", f"The store cannot be opened ({why})."))
    except OSError as error:
        why = error.strerror or str(error)
        refuse(Text(f"无法读写文件:{why}。", f"Files cannot be read or written: {why}."))


def tell(text: Text) -> None:
    """Print a sentence of the answer."""
    print(say(text), flush=True)  # noqa: T201 - the answer of the command


def refuse(text: Text) -> NoReturn:
    """Say why nothing was done and leave with exit code 2."""
    print(say(text), file=sys.stderr)  # noqa: T201 - the one sentence the command promises
    raise typer.Exit(2)
