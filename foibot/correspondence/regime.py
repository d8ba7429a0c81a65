"""Which law a request may fall under besides the one it is opened with: suggestions with evidence, never a decision.

Environmental information (EIR 2004 regulation 2(1), and its Scottish twin) need not be named to be so; nor need a
person's own data (UK GDPR article 15).
"""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

import re

from foibot.correspondence.message import InboundMessage
from foibot.correspondence.wording import Phrases, phrases

READ = 20_000
# "Should this fall under the Regulations, treat it so" is boilerplate and no evidence; so is a choice between laws.
CONDITIONAL = re.compile(
    r"\b(?:if|should|where|whether|in the event|to the extent|insofar|as appropriate|as applicable|and/or|either|alternatively|or (?:under )?(?:the )?(?:environmental|EIRs?))\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.?!](?=\s)|\n\s*\n")
ENVIRONMENTAL_LAW = phrases(
    "environmental information",
    ("environmental", r"\benvironmental information (?:regulations?|request|\(scotland\))"),
    ("eir|eisr", r"(?-i:\bEIS?Rs?\b)"),
    ("aarhus", r"\baarhus\b"),
    ("amgylcheddol", r"\bgwybodaeth amgylcheddol\b"),
)
ENVIRONMENT = phrases(
    "an environmental matter",
    ("air quality|air pollution", r"\bair (?:quality|pollution)\b"),
    ("emission", r"\bemissions?\b(?! tests?)"),
    ("contamina", r"\b(?:land|soil|ground|site|water)\b[^.?!]{0,40}\bcontaminat(?:ed|ion)\b|\bcontaminated land\b"),
    ("sewage|sewer", r"\bsewage\b|\bsewer(?:s|age)?\b"),
    ("flood", r"\bflood(?:s|ing|ed|water)?\b"),
    ("tipp", r"\bfly[- ]?tipp(?:ing|ed)\b"),
    (
        "waste",
        r"\b(?:household|food|hazardous|clinical|residual|garden|green|bulky|commercial) waste\b|\bwaste (?:collection|disposal|management|incinerat\w+|transfer|carrier)\b",
    ),
    ("recycl|landfill|incinerat", r"\brecycl\w+\b|\blandfill\b|\bincinerat\w+\b"),
    (
        "tree|hedge|woodland|felled",
        r"\btrees?\b[^.?!]{0,30}\b(?:fell(?:ed|ing)|preservation|works?|remov\w+|surveys?|plant(?:ed|ing)|inspections?|cut down)\b|\bfell(?:ed|ing)\b[^.?!]{0,30}\btrees?\b|\b(?:hedgerows?|woodlands?)\b",
    ),
    (
        "biodivers|wildlife|habitat|protected species|badger",
        r"\bbiodiversity\b|\bwildlife\b|\bhabitats?\b|\bprotected species\b|\bbadgers?\b",
    ),
    ("pesticide|glyphosate|herbicide|weedkiller", r"\bpesticides?\b|\bglyphosate\b|\bherbicides?\b|\bweed ?killer\b"),
    ("noise", r"\bnoise (?:complaints?|levels?|monitoring|nuisance|abatement|assessments?|pollution|surveys?)\b"),
    (
        "planning|listed building",
        r"\bplanning (?:application|permission|enforcement|applications|consent|appeals?|conditions?|obligations?|breach\w*|department|portal|officer)\b|\blisted building\b|\bsection 106\b",
    ),
    (
        "water",
        r"\bground ?water\b|\b(?:drinking |river |bathing )?water (?:quality|pollution|abstraction|testing|samples?)\b",
    ),
    ("asbestos|radon|radiation|cladding", r"\basbestos\b|\bradon\b|\bradiation\b"),
    (
        "traffic neighbourhood|clean air zone|ltn|ulez",
        r"\blow[- ]traffic neighbourhoods?\b|\bclean air zones?\b|\bLTNs?\b|\bULEZ\b",
    ),
    (
        "greenhouse|carbon|net zero|climate",
        r"\bgreenhouse gas\w*\b|\bcarbon (?:footprint|emissions?|neutral\w*|budget|reduction)\b|\bnet zero\b|\bclimate (?:change|emergency|action)\b",
    ),
    (
        "land search|land charge|con29|con 29|local search",
        r"\bland (?:searches|charges)\b|\bCON ?29\w?\b|\blocal (?:authority )?search(?:es)?\b",
    ),
    (
        "right of way|rights of way|footpath|bridleway|common land|village green",
        r"\brights? of way\b|\bpublic footpaths?\b|\bbridleways?\b|\bcommon land\b|\bvillage green\b",
    ),
    (
        "quarr|fracking|wind farm|wind turbine|solar farm|mining|drilling",
        r"\bquarr(?:y|ies|ying)\b|\bfracking\b|\bwind (?:farms?|turbines?)\b|\bsolar farms?\b|\bopencast\b|\bdrilling\b",
    ),
    ("pollut|oil spill|fish kill|litter|rat infest|pest control|vermin", r"\bpollut(?:ion|ed|ants?|ing)\b|\blitter\b"),
    ("energy perf|epc|energy efficien|heat network", r"\benergy (?:performance|efficiency|consumption)\b"),
    ("coastal|erosion|river|beach|reservoir", r"\bcoastal (?:erosion|defences?)\b|\breservoirs?\b"),
    (
        "llifogydd|ansawdd aer|gwastraff|ailgylchu|cynllunio",
        r"\bllifogydd\b|\bansawdd aer\b|\bgwastraff\b|\bailgylchu\b|\bcais cynllunio\b",
    ),
)
OWN_DATA = phrases(
    "own personal data",
    ("subject access|dsar|sar", r"\b(?:data )?subject access\b(?! requests\b)|\bDSAR\b|(?-i:\bSAR\b)"),
    ("parental responsib", r"\b(?:have|has|share|hold) parental responsibility\b"),
    (
        "hold about|hold on|held about|held on",
        r"\b(?:hold|held|have|kept) (?:about|on|regarding) (?:me|him|her|my (?:late )?(?:son|daughter|child|children|mother|father|husband|wife|brother|sister|family))\b",
    ),
    ("article 15|section 45|article 12", r"\barticle 15\b|\bsection 45 of the data protection act\b"),
    (
        "about me|on me|relating to me|concerning me|regarding me|myself|about my|on my",
        r"\b(?:information|data|records?|documents?|everything|anything|files?|notes|e-?mails|correspondence|footage|details)\b[^.?!]{0,60}\b(?:about|on|relating to|concerning|regarding|mention\w*|involving) (?:me|myself|my (?:late )?(?:son|daughter|child|children|mother|father|husband|wife|brother|sister|family))\b",
    ),
    (
        "my |our client",
        r"\b(?:my|(?:my|our) client['’]?s?) (?:own |full |complete )?(?:personal (?:data|information|file|records?)|(?:medical|health|gp|hospital|dental|maternity) (?:records?|notes)|(?:personnel|hr|human resources|social (?:services|work|care)|housing|care|police|custody|school|education(?:al)?|employment|adoption|occupational health|council tax|tenancy|training) (?:files?|records?|notes))\b",
    ),
    ("amdanaf|fy nata", r"\b(?:gwybodaeth|data) (?:bersonol )?amdanaf\b|\bfy nata personol\b"),
)
SCOTTISH = phrases(
    "Scottish law",
    ("foisa", r"\bFOISA\b"),
    ("(scotland)", r"\bfreedom of information \(scotland\)|\bfoi \(scotland\)"),
)
SCOTTISH_ENVIRONMENT = phrases(
    "Scottish environmental law",
    ("eisr", r"(?-i:\bEISRs?\b)"),
    ("(scotland)", r"\benvironmental information \(scotland\)"),
)

REGIMES: tuple[tuple[str, Phrases], ...] = (
    ("SAR", OWN_DATA),
    ("EISR", SCOTTISH_ENVIRONMENT),
    ("EIR", ENVIRONMENTAL_LAW),
    ("EIR", ENVIRONMENT),
    ("FOISA", SCOTTISH),
)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence in which something stands."""
    before = 0
    for stop in SENTENCE_END.finditer(text, max(0, start - 400), start):
        before = stop.end()
    after = SENTENCE_END.search(text, end, end + 300)
    return text[max(before, start - 400) : after.start() if after else end + 300]


def regimes_in(message: InboundMessage) -> dict[str, str]:
    """Return the regimes the words suggest, each with the words seen."""
    text = f"{message.subject}\n\n{message.new_text[:READ]}"
    found: dict[str, str] = {}
    for name, words in REGIMES:
        match = words.search(text)
        if match is None or name in found or (name == "EIR" and "EISR" in found):
            continue
        if words is not ENVIRONMENT and CONDITIONAL.search(sentence_around(text, match.start(), match.end())):
            continue
        found[name] = " ".join(match[0].split())[:120]
    return found
