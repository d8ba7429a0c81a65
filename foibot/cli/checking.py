"""`foibot check`, with every letter written once with invented facts."""

from foibot.cli.check import check_command_for
from foibot.jobs.proofs import proof_letters

check_command = check_command_for(proof_letters)
