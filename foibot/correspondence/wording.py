"""The words by which mail says what it is, where no header says it: tables of phrases, each with a name.

Kept apart from the rules so that a phrase can be added without touching one. A phrase is evidence, never a verdict.
"""

import re
from dataclasses import dataclass

from foibot.correspondence.asking import first


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that mean one thing."""

    name: str
    searched: re.Pattern[str]

    def seen(self, text: str) -> str:
        """The words found, in one line; empty where there are none."""
        return first(self.searched, text)


def phrases(name: str, *expressions: str) -> Phrases:
    """Phrases from expressions in which a space stands for any white space."""
    joined = "|".join(f"(?:{expression})" for expression in expressions)
    return Phrases(name, re.compile(joined.replace(" ", r"\s+"), re.IGNORECASE))


REVIEW = phrases(
    "asks for a review",
    r"\b(?:request(?:ing)?|ask(?:ing)?(?: you)?|like|want|require|seek(?:ing)?|demand|apply(?:ing)?|wish|conduct|carry out|undertake|need)\b[^.?!]{0,60}?\b(?:an? )?(?:formal )?(?:internal )?review\b(?! of the (?:literature|policy|service))",
    r"\binternal review\b[^.?!\n]{0,40}\b(?:request|please|of my|of your|of the handling|of this)",
    r"\brequirement for (?:a )?review\b",
    r"\breview (?:of )?(?:your|the|this|that) (?:decision|response|refusal|handling|reply|outcome)",
    r"\breconsider\b[^.?!]{0,40}\b(?:decision|refusal|response|request)",
    r"\b(?:wish|like|want|intend|right) to (?:formally )?appeal\b",
    r"\bi (?:am )?appeal(?:ing)?\b",
    r"\badolygiad mewnol\b",
    r"\badolygu\b[^.?!]{0,40}\bpenderfyniad",
)
REVIEW_SUBJECT = phrases(
    "subject asks for a review",
    r"\binternal review\b",
    r"\breview request\b",
    r"\brequest for (?:a )?review\b",
    r"\brequirement for review\b",
    r"\badolygiad mewnol\b",
    r"\bappeal\b",
)
DISSATISFIED = phrases(
    "is not satisfied",
    r"\b(?:not|dis|un)[- ]?(?:satisfied|happy|content)\b[^.?!]{0,60}\b(?:response|reply|answer|decision|handling|handled|outcome|refusal|way)",
    r"\bcomplain(?:t|ing)?\b[^.?!]{0,60}\b(?:response|handling|handled|decision|refusal|request|failure|delay)",
    r"\b(?:do not|don['’]t|cannot|can't) (?:accept|agree with|believe) (?:your|the|that|this)\b[^.?!]{0,60}\b(?:response|decision|refusal|exemption|section|reason|applies|answer)",
    r"\b(?:refuse|refusal|exemption|decision|response) (?:is|was) (?:wrong|incorrect|unreasonable|unlawful|inadequate|unjustified)",
)
WITHDRAWAL = phrases(
    "withdraws",
    r"\b(?:withdraw(?:ing)?|cancel(?:ling)?|retract(?:ing)?|drop(?:ping)?) (?:my|this|the|our|that) (?:[a-z]+ ){0,4}?(?:request|foi|enquiry|application|sar|eir|review)",
    r"\b(?:foi|information )?request (?:is|can be|should be|may be|to be) (?:now )?(?:withdrawn|cancelled|closed)",
    r"\bno longer (?:need|require|want|wish|interested)\b",
    r"\bplease (?:disregard|ignore|cancel|close|withdraw) (?:my|this|the|our)\b[^.?!]{0,30}\b(?:request|foi|e-?mail|message|enquiry|it)\b",
    r"\btynnu\b[^.?!]{0,30}\bcais\b",
)
WITHDRAWAL_DOUBT = phrases(
    "not plainly a withdrawal",
    r"\b(?:do not|don['’]t|not|never|neither|unless|until|if you|if i|before i|rather than|instead of|part of|question|point|item|so as not to) [^.?!]{0,60}\b(?:withdr|cancel|drop)",
    r"\b(?:question|part|point|item)s? \(?\d",
)
PROGRESS = phrases(
    "asks how it stands",
    r"\b(?:any|an|some) (?:update|news|progress)\b",
    r"\bupdate (?:me|on|regarding)\b",
    r"\b(?:progress|status) (?:of|on|with|regarding) (?:my|this|the|our)\b",
    r"\bwhen (?:can|will|might|should|do|am|are|would|is) (?:i|we|you|the|it|my|this)\b[^.?!]{0,60}\b(?:expect|receive|hear|respond|reply|response|get|answer|due)",
    r"\b(?:still|not yet|yet to|has not|have not|haven['’]t|hasn['’]t|never|no)\b[^.?!]{0,40}\b(?:waiting|awaiting|had a|receiv|heard|response|repl(?:y|ied)|answer|acknowledg)",
    r"\b(?:overdue|chas(?:e|ing)|deadline (?:has )?passed|gentle reminder|following up|follow[- ]up on|out of time|20 working days (?:have|has))\b",
    r"\bi (?:am|was) (?:still )?(?:waiting|awaiting)\b",
    r"\bunrhyw (?:newyddion|ddiweddariad)\b",
    r"\bheb (?:gael|glywed|dderbyn)\b",
)
THANKS = phrases(
    "only thanks",
    r"\b(?:thank(?:s| you)|cheers|much appreciated|many thanks|diolch|received with thanks|noted)\b",
)
CLARIFIES = phrases(
    "answers a question",
    r"\bto clarify\b",
    r"\b(?:in|by way of) clarification\b",
    r"\bclarif(?:y|ying|ication)\b[^.?!]{0,40}\b(?:my|request|below|follow)",
    r"\bby\b[^.?!\n]{1,80}\bi (?:meant|mean)\b",
    r"\bwhat i (?:meant|mean|am after|am looking for)\b",
    r"\bi (?:meant|was referring|am referring|refer)\b",
    r"\bin (?:answer|response|reply) to your (?:question|query|quer|e-?mail|letter|message)",
    r"\bas (?:you )?(?:requested|asked)\b",
    r"\b(?:the|my) (?:period|dates?|years?|area) (?:is|are|should be|i (?:want|need|mean))\b",
    r"\bhope (?:that|this) (?:helps|clarifies|is clear)",
    r"\byn egluro\b",
    r"\bi egluro\b",
)
OUT_OF_OFFICE = phrases(
    "away",
    r"\bout of (?:the )?office\b",
    r"\b(?:i am|i['’]m|i will be|i['’]ll be|am) (?:currently |now |presently )?(?:on|away|out|not in|travelling|unavailable|off)\b[^.?!]{0,50}\b(?:leave|office|holiday|vacation|until|from|returning|back|work)\b",
    r"\b(?:annual|maternity|paternity|sick|study|parental) leave\b[^.?!]{0,80}\b(?:return|until|back|contact)",
    r"\b(?:will|shall) (?:respond|reply|answer|be back|return|read|deal)\b[^.?!]{0,60}\b(?:on|upon|when|after) my return\b",
    r"\b(?:limited|no|without|intermittent) access to (?:my )?e-?mails?\b",
    r"\bin my absence\b",
    r"\bwhen i return\b",
    r"\bnot (?:currently )?(?:in|at) (?:the|my) office\b",
)
AUTOMATIC_TEXT = phrases(
    "says it is automatic",
    r"\b(?:this|the following) is an (?:automated|automatic|auto[- ]?generated|auto)\b",
    r"\b(?:automated|automatic|auto[- ]generated) (?:response|reply|message|e-?mail|acknowledg\w+|notification)\b",
    r"\b(?:do|please do|please don['’]t|don['’]t) not? ?reply (?:directly )?to this (?:e-?mail|message|address)\b",
    r"\bthis (?:e-?mail|message|mailbox|inbox|address|account) (?:is|was) (?:not (?:monitored|attended|checked|read|in use)|un(?:monitored|attended)|sent automatically|automatically generated|generated automatically|no longer)",
    r"\byour (?:e-?mail|message|enquiry|query) has been received\b",
    r"\bthank you for (?:your e-?mail|contacting|e-?mailing|getting in touch|your message|your enquiry)\b[^.?!]{0,120}[.!]\s[^?]{0,200}\b(?:working days|respond|reply|aim to|will (?:be|get|contact|endeavour))",
    r"\b(?:ticket|case|reference|incident) (?:number|id|ref(?:erence)?)\b[^.?!]{0,60}\b(?:has been|been|is) (?:created|assigned|logged|opened|raised)",
    r"\bwe (?:will|aim to|endeavour to) (?:respond|reply|get back|be in touch|answer)\b[^.?!]{0,60}\b(?:within|as soon as)",
    r"\bno longer (?:works?|with|employed|at|working)\b[^.?!]{0,60}",
    r"\bhas left the (?:organisation|organization|company|council|authority|trust)\b",
    r"\bceased (?:employment|to be monitored)\b",
)
AUTOMATIC_SUBJECT = phrases(
    "subject of an automatic reply",
    r"^\s*(?:re: )*(?:auto(?:matic|mated)?[- ]?(?:reply|response|antwort|svar)|autoreply|autosvar|auto:|automatic reply|automatische antwort|automatisch antwoord|réponse automatique|risposta automatica|respuesta automática|resposta automática|automaattinen vastaus|automatisk svar|autorespuesta|ateb awtomatig)",
    r"\bout[- ]of[- ](?:the )?office\b",
    r"\babwesenheit(?:snotiz|smeldung)?\b",
    r"\babsen(?:t|ce)\b.{0,20}\b(?:bureau|office|message)",
    r"\bautomatic reply\b",
    r"\bauto[- ]?(?:reply|response)\b",
    r"\bvacation (?:reply|response|message)\b",
    r"\baway (?:from (?:my|the) )?(?:mail|office|desk)\b",
    r"\b(?:on|annual) (?:annual )?leave\b\s*(?:$|until|-|:)",
    r"\bnot at my desk\b",
)
RECALL = phrases(
    "recall notice",
    r"^\s*recall:",
    r"\bwould like to recall the message\b",
    r"\bmessage recall (?:success|failure|report)",
)
READ_SUBJECT = phrases(
    "subject of a read receipt",
    r"^\s*(?:read|not read|gelesen|lu|leído|letto|gelezen|return receipt|read receipt|read-receipt|displayed|disposition notification|lesebestätigung|wedi'i ddarllen)\s*(?:\(displayed\))?\s*[:-]",
    r"\bread receipt\b",
)
DELIVERED_SUBJECT = phrases(
    "subject of a delivery notice",
    r"^\s*(?:delivered|relayed|expanded|übermittelt|zugestellt|remis|entregado)\s*:",
    r"\bsuccessful mail delivery report\b",
    r"\bdelivery (?:status notification )?\(?(?:success|relay)",
    r"\bdelivery receipt\b",
)
DELAYED_SUBJECT = phrases(
    "subject of a delay notice",
    r"\(delay(?:ed)?\)",
    r"\bdelivery (?:has been |is )?delayed\b",
    r"\bdelayed (?:mail|message|delivery)\b",
    r"^\s*warning: (?:could not send|message .* delayed|unable to deliver .* for)",
    r"\bstill (?:trying|retrying|being retried)\b",
    r"\bmessage (?:has been )?(?:delayed|not yet)",
)
BULK = phrases(
    "newsletter or marketing",
    r"\bunsubscribe\b",
    r"\bview (?:this e-?mail|it|online|in (?:your )?browser)\b",
    r"\b(?:manage|update) (?:your )?(?:e-?mail )?(?:preferences|subscription)",
    r"\bopt[- ]out\b",
    r"\bdad-?danysgrifio\b",
)
SPAM = phrases(
    "reads as marketing or fraud",
    r"\b(?:special|exclusive|limited[- ]time|free|best) (?:offer|discount|trial|quote|deal)s?\b",
    r"\bSEO\b",
    r"\b(?:rank|ranking)\b[^.?!]{0,40}\b(?:google|search)",
    r"\bwebinar\b",
    r"\bclick (?:here|below|the link|on the link)\b",
    r"\bverify your (?:account|mailbox|e-?mail|password|identity)\b",
    r"\b(?:mailbox|account|password) (?:is|has|will|storage|quota)\b[^.?!]{0,40}\b(?:full|expire|exceeded|suspended|deactivat|almost)",
    r"\b(?:lottery|inheritance|beneficiary|bitcoin|crypto|casino|viagra|next of kin)\b",
    r"\b(?:book|register|buy|order) (?:now|today|your place)\b",
    r"\binvoice attached\b",
)
