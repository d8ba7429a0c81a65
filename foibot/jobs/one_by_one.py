"""Cases seen to one after another: one that cannot be stops none of the others, and is told of."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from foibot.errors import FoibotError, LetterError, RegisterError, Unavailable
from foibot.store.database import Database

logger = logging.getLogger(__name__)


class CasesFailed(FoibotError):
    """Raised once all other cases were seen to: which could not be, and why."""

    def __init__(self, cases: Mapping[str, str]) -> None:
        self.cases = dict(cases)
        told = "; ".join(f"{reference}: {why.rstrip('.')}" for reference, why in sorted(self.cases.items()))
        super().__init__(f"All was done but for {told}. Look at these cases yourself: foibot reminds nobody of them.")


@contextmanager
def each_by_itself(db: Database, reference: str, failed: dict[str, str]) -> Iterator[None]:
    """Do something about a case whole or not at all; where it cannot be done, note why in `failed`, and go on.

    A letter whose template is faulty is held, and tried again with the next pass: the officers hear of the template.
    A register that cannot be written, or a server that is away, is no fault of the case and is raised.
    """
    try:
        with db.atomic():
            yield
    except LetterError as error:
        logger.error("letter held reference=%s: %s", reference, error)  # noqa: TRY400
    except (Unavailable, RegisterError, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the others have their days too
        failed[reference] = str(error) if isinstance(error, FoibotError) else type(error).__name__
        logger.error("case not seen to reference=%s fault=%s", reference, type(error).__name__)  # noqa: TRY400
