"""Words that requests share because they are requests: of little or no weight where it is asked what one is about."""

# ruff: noqa: E501 - one kind of phrase a line

import re

LAW = re.compile(
    r"\b(?:freedom of information(?: \(scotland\))?|foi|foia|foisa|environmental information regulations|eirs?)\b"
    r"(?: act)?(?: (?:19|20)\d\d)?"
)
"""The law that a request calls upon, in lower case."""
OF_EVERY_REQUEST = re.compile(
    r"\b(?:look(?:ing)? forward to|electronic (?:form|format|copy)|machine.readable|as an? (?:excel|csv|spreadsheet)"
    r"|in (?:an? )?(?:excel|csv)|(?:excel|csv) (?:file|format)|(?:acknowledge|confirm) (?:receipt|that you have received)"
    r"|advice and assistance|cost limit|appropriate limit|too (?:wide|broad|costly|expensive)|section 1[246]|s\.?1[246]"
    r"|(?:respond|response|reply|answer|hear)\b.{0,40}\b(?:20|twenty) working days|under the act\b.{0,30}\bworking days"
    r"|public interest test|thank you|thanks|many thanks|hope you are well|do not hesitate|hesitate to contact"
    r"|contact me (?:if|on|at|by)|my (?:preferred|name is|address is)|preferred format|do not hold (?:this|the|any))\b"
)
"""What a sentence says that is about the asking and not about what is asked, in lower case."""
SENTENCE = re.compile(r"[.?!]\s+|\n+")
_FUNCTION = """
a about above after again all also am an and any are as at be because been before being below between both but
by can could d dear did do does doing don't done down during each either etc ever every faithfully few for from
further had has have having he hello her here hers hi him his how i i'd i'm if in into is it it's its itself
just kind let like ll madam made make many may me might more most much must my no nor not now of off on once one
only or other our ours out over own per please re regards s same shall she should sincerely sir so some such t
than thank thanks that the their theirs them themselves then there these they this those through to too under
until up upon us use used using ve very was we were what when where whether which while who whom whose why will
with within without would yes you your yours
"""
FUNCTION = frozenset(_FUNCTION.split())
_GENERIC = """
according act amount annual answer apply april area ask asked august authority available average aware board
body borough break breakdown broken calendar carried case cases category chief come contain copies copy cost
costs council county current currently data date dates day days december department detail details different
directorate district document documents each exact expenditure february figure figures financial foi following
force form freedom full get give given go good held help hold hours incident incidents include included
including individual information instance january july june keep kind know last latest level list local long
look made make march member members month monthly months name names nature need new november number numbers
occasion october office officer officers organisation overall paid part past pay payment payments people period
person place plan policies policy possible pounds present previous procedure process provide public question
questions reason reasons receive received recent recently record recorded records regarding relate related
relating report reports request requested requests respect respond response result role say section see send
separately september service services set show since spend spending spent staff start state statement sum supply
take taken team tell term time times today together total totals trust two type types value want way week weeks
work working write written year years
"""
GENERIC = frozenset(_GENERIC.split())
