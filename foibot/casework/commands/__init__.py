"""The COMMANDS table: what a person can do, through whichever door.

Rule 1: the command line, its help, the list of states and the permission tests are made from this table.
Rule 2: a row's function is pure: a situation in, decisions out, or `NotPermitted` with the reason.
"""

from foibot.casework.commands.absences import ABSENCES
from foibot.casework.commands.accepting import ACCEPTING
from foibot.casework.commands.answering import ANSWERING
from foibot.casework.commands.asking import ASKING
from foibot.casework.commands.by_hand import BY_HAND
from foibot.casework.commands.carrying import CARRYING
from foibot.casework.commands.charging import CHARGING
from foibot.casework.commands.clarifying import CLARIFYING
from foibot.casework.commands.commissioner import COMMISSIONER
from foibot.casework.commands.correcting import CORRECTING
from foibot.casework.commands.ending import ENDING
from foibot.casework.commands.extending import EXTENDING
from foibot.casework.commands.logging_requests import LOGGING
from foibot.casework.commands.merging import MERGING
from foibot.casework.commands.releasing import RELEASING
from foibot.casework.commands.retaining import RETAINING
from foibot.casework.commands.reviewing import REVIEWING
from foibot.casework.commands.sending import SENDING
from foibot.casework.commands.splitting import SPLITTING
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target, decide, permit
from foibot.casework.commands.tagging import TAGGING
from foibot.casework.commands.timing import TIMING

COMMANDS: dict[str, Command] = {
    row.verb: row
    for row in (
        *LOGGING,
        *CORRECTING,
        *SPLITTING,
        *MERGING,
        *CARRYING,
        *ASKING,
        *TIMING,
        *TAGGING,
        *ABSENCES,
        *ANSWERING,
        *BY_HAND,
        *CLARIFYING,
        *EXTENDING,
        *CHARGING,
        *ENDING,
        *REVIEWING,
        *COMMISSIONER,
        *RELEASING,
        *RETAINING,
        *SENDING,
        *ACCEPTING,
    )
}

__all__ = ["COMMANDS", "Argument", "ArgumentType", "Command", "Situation", "Target", "decide", "permit"]
