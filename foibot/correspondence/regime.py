"""Which law a request may fall under besides the one it is opened with: suggestions with evidence, never a decision.

Environmental information (EIR 2004 regulation 2(1), and its Scottish twin) need not be named to be so; nor need a person's
own data (UK GDPR article 15).
"""

import re

from foibot.correspondence.message import InboundMessage
from foibot.correspondence.wording import Phrases, phrases

READ = 20_000
# A sentence that only says "if this falls under the Regulations, treat it so" is boilerplate and no evidence.
CONDITIONAL = re.compile(
    r"[^.?!\n]*\b(?:if|should|where|whether|in the event|or (?:under )?the environmental|and/or|either)\b"
    r"[^.?!]{0,200}\b(?:environmental information|EIRs?|subject access|data protection|GDPR|SAR)\b[^.?!]*",
    re.IGNORECASE,
)
ENVIRONMENTAL = phrases(
    "environmental information",
    r"\benvironmental information regulations\b",
    r"\benvironmental information \(scotland\)",
    r"\bEISRs?\b",
    r"\bEIRs?\b(?! \d)",
    r"\baarhus\b",
    r"\bgwybodaeth amgylcheddol\b",
)
ENVIRONMENTAL_TOPIC = phrases(
    "an environmental matter",
    r"\bair (?:quality|pollution)\b",
    r"\bemissions?\b(?! test)",
    r"\bcontaminat(?:ed|ion)\b",
    r"\b(?:raw )?sewage\b",
    r"\bflood(?:s|ing|ed| risk| defences?)?\b",
    r"\bfly[- ]?tipp(?:ing|ed)\b",
    r"\b(?:household|food|hazardous|clinical|residual) waste\b",
    r"\brecycling\b",
    r"\blandfill\b",
    r"\bincinerat\w+\b",
    r"\btree(?:s)? (?:felling|felled|preservation|works?|removal|survey|removed|planting)\b",
    r"\bfelled\b",
    r"\bbiodiversity\b",
    r"\bwildlife\b",
    r"\bpesticides?\b|\bglyphosate\b|\bherbicides?\b",
    r"\bnoise (?:complaints?|levels?|monitoring|nuisance|abatement)\b",
    r"\bplanning (?:application|permission|enforcement|applications|consent|appeal|policy)\b",
    r"\bground ?water\b|\bwater (?:quality|pollution|abstraction)\b",
    r"\basbestos\b",
    r"\bradon\b|\bradiation\b",
    r"\blow[- ]traffic neighbourhoods?\b|\bclean air zone\b|\bLTNs?\b",
    r"\bgreenhouse gas\b|\bcarbon (?:footprint|emissions?|neutral|budget)\b|\bnet zero\b|\bclimate\b",
    r"\bland (?:searches|charges)\b|\bCON ?29\b",
    r"\brights? of way\b",
    r"\bquarr(?:y|ies)\b|\bfracking\b|\bwind (?:farm|turbines?)\b",
)
OWN_DATA = phrases(
    "own personal data",
    r"\b(?:data )?subject access(?: request)?\b",
    r"\bDSAR\b|\bSAR\b",
    r"\barticle 15\b",
    r"\bsection 45 of the data protection act\b",
    r"\b(?:personal )?(?:information|data|records?|documents?|everything|files?|notes|emails|correspondence|footage)\b[^.?!]{0,40}\b(?:you|that you|the council|the authority|your (?:force|council|trust))?\s*(?:hold|have|keep|store|process|held|is held)\b[^.?!]{0,20}\b(?:about|on|relating to|concerning|regarding) (?:me|myself|my (?:son|daughter|child|mother|father|husband|wife|late))\b",
    r"\b(?:information|data|records|documents) (?:held )?(?:about|on|relating to|concerning) (?:me|myself)\b",
    r"\bmy (?:own )?(?:personal (?:data|information|file|records?)|medical (?:records?|notes)|(?:personnel|hr|social services|housing|care|police|school|education(?:al)?|employment|adoption) (?:file|records?|notes))\b",
    r"\bgwybodaeth bersonol amdanaf\b",
)
SCOTTISH = phrases(
    "Scottish law",
    r"\bFOISA\b",
    r"\bfreedom of information \(scotland\)",
    r"\bfo[iI] \(scotland\)",
    r"\bEISRs?\b|\benvironmental information \(scotland\)",
)

REGIMES: tuple[tuple[str, Phrases], ...] = (
    ("SAR", OWN_DATA),
    ("EIR", ENVIRONMENTAL),
    ("EIR", ENVIRONMENTAL_TOPIC),
    ("FOISA", SCOTTISH),
)


def regimes_in(message: InboundMessage) -> dict[str, str]:
    """The regimes the words suggest, each with the words seen."""
    text = f"{message.subject}\n{message.new_text[:READ]}"
    plain = (
        CONDITIONAL.sub(" ", text) if re.search(r"\b(?:if|should|where|either|and/or|or)\b", text) else text
    )
    found: dict[str, str] = {}
    for name, words in REGIMES:
        seen = words.seen(plain)
        if seen:
            found.setdefault(name, seen)
    if "FOISA" in found and SCOTTISH.seen(text).casefold().startswith(("eisr", "environmental")):
        found["EISR"] = found.pop("EIR", found.pop("FOISA"))
    return found
