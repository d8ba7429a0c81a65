"""How applicants write about their requests: reviews, withdrawals, how it stands, answers to questions. English and Welsh."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

import re

from foibot.correspondence.wording import phrases

# A filled-in form: who fills it in, and what that person wants, each on a line that begins with its name.
FORM_WHO = re.compile(
    r"^[ \t>*]*(?:(?:your|full|first|last|contact|applicant['’]?s?) )*(?:name|surname|e-?mail(?: address)?|enw|e-?bost)[ *]*[:：][ *]*\S",
    re.IGNORECASE | re.MULTILINE,
)
FORM_WHAT = re.compile(
    r"^[ \t>*]*(?:(?:your|the|details of|description of|nature of) )*(?:request(?: details)?|enquiry|query|message|question|comments?|description|information (?:you (?:want|need|would like|are requesting)|requested|required|wanted|sought)|cais|ymholiad|neges)[ *]*[:：][ *]*\S"
    r"|^[ \t>*]*(?:what|which|pa)\b[^:?\n]{0,60}\b(?:information|request|know|wybodaeth)\b[^:?\n]{0,40}\?[ *]*[:：]?\s*\S",
    re.IGNORECASE | re.MULTILINE,
)
FORM_READ = 5_000
# Somebody asks for something to be given to themselves; newsletters ask for other things.
FOR_ONESELF = phrases(
    "asks for oneself",
    (
        " me| us",
        r"\b(?:send|provide|tell|give|supply|furnish|let|inform|e-?mail|advise|forward|show) (?:me|us)\b(?! (?:know )?(?:(?:how|what|if|whether|why) you|about you|your)\b)",
    ),
    ("request|want|need|require|demand", r"\b(?:I|we) (?:\w+ ){0,3}(?:request|want|need|require|demand)\b"),
    (
        "please|kindly|pls|plz|can|could",
        r"\b(?:please|kindly|pls|plz|(?:can|could|would) (?:you|u)(?: please)?) (?:send|supply|provide|disclose|list|state|release|tell|confirm|explain|share|publish) (?:the|all|any|a|an|copies|every|each|figures|details|how|what|which|who|when|whether)\b",
    ),
    (
        "can |could |may ",
        r"\b(?:can|could|may|might) (?:I|we) (?:please |pls |also )?(?:have|see|get|ask|request|know|obtain)\b",
    ),
    (
        "hoffwn|hoffem|wrthyf|ataf|gofyn",
        r"\b(?:hoffwn|hoffem|gofynnaf|ddweud wrth(?:yf|ym|af i)|anfon (?:ataf|atom)|gofyn am)\b",
    ),
    (
        "i |we ",
        r"\b(?:I|we)(?:['’]d| would| should| am| are|['’]m)? (?:also |formally |hereby |therefore |now )*(?:like|request(?:ing)?|ask(?:ing)?|wish|seek(?:ing)?|require) (?:to|the|a|an|all|any|for|information|copies|you|that|under)\b",
    ),
    (
        "grateful|obliged|appreciate",
        r"\b(?:grateful|obliged|appreciate) (?:for|to (?:have|see|receive|know)|(?:it )?if you (?:could|would|can) (?:send|tell|provide|let|supply|inform|advise))\b",
    ),
    (
        "please|pls|plz",
        r"\b(?:breakdown|list|cop(?:y|ies)|number|details|figures) (?:of|for) [^.?!\n]{3,120}\b(?:please|pls|plz)\b",
    ),
    ("like to|love to|want to", r"\b(?:I|we) (?:\w+ ){0,2}(?:like|love|want|wish) to (?:know|no|see|ask|have|find)\b"),
)
PUTS_A_QUESTION = phrases(
    "puts a question",
    (
        "how ",
        r"\bhow (?:many|much|often|long)(?: [\w'’-]+){0,5} (?:did|does|do|is|are|was|were|has|have|had|will|r|got)\b",
    ),
)


def form_in(text: str) -> str:
    """Return the words by which a text is a filled-in form of a web site; empty where it is none."""
    who = FORM_WHO.search(text[:FORM_READ])
    what = FORM_WHAT.search(text[:FORM_READ]) if who else None
    return " ".join(f"{who[0]} {what[0]}".split())[:100] if who and what else ""


REVIEW = phrases(
    "asks for a review",
    (
        "review",
        r"\b(?:request(?:ing)?|ask(?:ing)?(?: for| you)?|like|want|require|seek(?:ing)?|demand(?:ing)?|apply(?:ing)?|wish|conduct|carry out|carried out|undertake|need|initiate|consider this|treat this|please|for)\b[^.?!]{0,60}?\b(?:an? |the )?(?:formal |full )?internal reviews?\b",
    ),
    (
        "review",
        r"\b(?:request(?:ing)?|ask(?:ing)?|like|want|require|seek(?:ing)?|demand(?:ing)?|wish)\b[^.?!]{0,30}?\b(?:a|the|formal) (?:formal |full )?review (?:of|into|by|under|in|please|as)\b(?! (?:the )?(?:literature|polic|service|parking|pay|road|speed))",
    ),
    (
        "internal review",
        r"\binternal review\b[^.?!]{0,40}\b(?:please|of my|of your|of the handling|of this|of the decision|of the response)\b",
    ),
    ("requirement", r"\brequirement for (?:a )?review\b"),
    ("require", r"\b(?:I|we) (?:hereby |formally )?require (?:you|the|that)\b[^.?!]{0,40}\breview\b"),
    (
        "review",
        r"\breview (?:of )?(?:your|the|this|that) (?:decision|response|refusal|handling|reply|outcome|answer)\b",
    ),
    (
        "reconsider|re-consider|look again",
        r"\b(?:re-?consider|look again at)\b[^.?!]{0,40}\b(?:decision|refusal|response|request|answer)\b",
    ),
    (
        "appeal",
        r"\b(?:wish|like|want|intend|writing) to (?:formally )?(?:lodge an )?appeal\b|\bI (?:am |hereby )?appeal(?:ing)?\b|\bplease (?:accept|treat|take) this\b[^.?!]{0,30}\bappeal\b|\bfair to appeal\b",
    ),
    ("adolygiad|adolygu", r"\badolygiad mewnol\b|\badolygu\b[^.?!]{0,40}\b(?:penderfyniad|ymateb)"),
    ("reg 11|regulation 11", r"\breg(?:ulation|\.)? 11\b[^.?!]{0,60}\b(?:representation|reconsider|review)"),
)
REVIEW_SUBJECT = phrases(
    "subject asks for a review",
    (
        "review",
        r"\binternal review\b|\breview request\b|\brequest for (?:an? )?(?:internal )?review\b|\brequirement for review\b",
    ),
    ("appeal", r"\bappeal (?:against|of|re|:|-)|^\s*(?:re: ?)*appeal\b"),
    ("adolygiad", r"\badolygiad mewnol\b"),
)
HYPOTHETICAL_REVIEW = phrases(
    "a review only in case",
    (
        "review",
        r"\b(?:if|should|in the event|unless|otherwise|right to|entitled to|how to|details of|reserve|before|may|might|number of|how many|outcomes? of|copies of|copy of|all|each|any|policy|procedure)\b[^.?!]{0,120}\b(?:internal )?reviews?\b",
    ),
)
DISSATISFIED = phrases(
    "is not satisfied",
    (
        "satisfied|happy|content",
        r"\b(?:not|n['’]t|dis-?|un-?|far from|never)[ ]?(?:at all |entirely |fully |very )?(?:satisfied|happy|content)\b[^.?!]{0,80}\b(?:response|reply|answer|decision|handling|handled|outcome|refusal|way|information|this|that|it)\b",
    ),
    (
        "complain",
        r"\bcomplain(?:t|ing)?\b[^.?!]{0,60}\b(?:response|handling|handled|decision|refusal|request|failure|delay|answer)\b",
    ),
    (
        "accept|agree|believe",
        r"\b(?:do not|don['’]t|cannot|can['’]t|can not) (?:accept|agree|believe)\b[^.?!]{0,80}\b(?:response|decision|refusal|exempt\w*|section|reason\w*|applies|answer|engaged|interest)\b",
    ),
    (
        "refus|exempt|decision|response|answer",
        r"\b(?:refusal|exemption|decision|response|answer)\b[^.?!]{0,30}\b(?:is|was|are|were|has been) (?:plainly |clearly |simply )?(?:wrong|incorrect|unreasonable|unlawful|inadequate|unjustified|misapplied|incomplete|nonsense|unacceptable|not good enough|not (?:what|the))\b",
    ),
    (
        "challenge|dispute|disagree|object",
        r"\b(?:I|we) (?:wish to |want to |would like to |must |strongly )?(?:challenge|dispute|disagree with|object to)\b[^.?!]{0,60}\b(?:response|decision|refusal|exemption|section|reason\w*|answer|use)\b",
    ),
    (
        "not answered|ignored|failed to answer|haven't answered",
        r"\b(?:have|has|did|you['’]ve)(?: not|n['’]t)? (?:not )?(?:answered|ignored|failed to (?:answer|provide|address)|addressed|provided)\b[^.?!]{0,60}\b(?:questions?|points?|parts?|what I asked|all)\b",
    ),
    (
        "disappoint|unhappy|unacceptable",
        r"\b(?:disappoint(?:ed|ing)|unhappy|dismayed) (?:with|by|at|about|that)\b[^.?!]{0,80}\b(?:response|reply|answer|decision|handling|handled|outcome|refusal|way|information|delay|time)\b|\b(?:response|reply|answer|decision|handling|delay)\b[^.?!]{0,40}\bunacceptable\b",
    ),
    ("anfodlon", r"\banfodlon\b"),
)
DELAYED = phrases(
    "complains of a delay",
    (
        "fail|breach|comply",
        r"\b(?:fail(?:ed|ure|ing)|breach(?:ed|ing)?|broken|not complied|in contravention)\b[^.?!]{0,60}\b(?:respond|reply|answer|comply|deadline|time ?limit|section 10|s\.? ?10|regulation 5|20 working days|twenty working days|statutory)\b",
    ),
    (
        "complain",
        r"\bcomplain(?:t|ing)?\b[^.?!]{0,80}\b(?:delay|late|time|respond|reply|replied|answer(?:ed)?|silence|overdue)\b",
    ),
    (
        "not acceptable|unacceptable|outrageous|disgrace",
        r"\b(?:not acceptable|unacceptable|outrageous|disgrace(?:ful)?|appalling|inexcusable)\b[^.?!]{0,80}\b(?:delay|late|wait(?:ed|ing)?|time|weeks?|months?|respon\w+|reply|silence)\b|\b(?:delay|late|wait(?:ed|ing)?|silence)\b[^.?!]{0,60}\b(?:not acceptable|unacceptable|outrageous|disgrace(?:ful)?|appalling|inexcusable)\b",
    ),
)
WITHDRAWAL = phrases(
    "withdraws",
    (
        "withdraw|cancel|retract|drop",
        r"\b(?:withdraw(?:ing)?|withdrawn|cancel(?:ling)?|retract(?:ing)?|drop(?:ping)?) (?:my|this|the|our|that|both|all) (?:[\w-]+ ){0,5}?(?:requests?|foi\w*|enquiry|application|sar|eir|review|complaint)\b",
    ),
    (
        "withdrawn|cancelled|closed",
        r"\b(?:foi |information )?(?:request|foi|enquiry|application) (?:is|can be|should be|may be|to be|as) (?:now )?(?:withdrawn|cancelled|closed)\b",
    ),
    ("no longer", r"\bno longer (?:need|require|want|wish|interested|necessary|needed|required)\b"),
    (
        "disregard|ignore|cancel|close",
        r"\bplease (?:disregard|ignore|cancel|close|withdraw)\b[^.?!]{0,40}\b(?:request|foi|e-?mail|message|enquiry|it|case)\b",
    ),
    (
        "don't need|do not need|not need",
        r"\b(?:do not|don['’]t) need (?:this|the|that|it|you to|an answer|a response|anything)\b[^.?!]{0,40}",
    ),
    ("found the|found what", r"\b(?:have|['’]ve) (?:now )?found (?:the|what|all the) (?:information|answer|I)\b"),
    ("tynnu", r"\btynnu\b[^.?!]{0,40}\b(?:cais|nghais)\b"),
)
WITHDRAWAL_DOUBT = phrases(
    "not plainly a withdrawal",
    (
        "withdr|cancel|drop|no longer|need",
        r"\b(?:do not|don['’]t|not|never|neither|unless|until|if|before|rather than|instead of|would have to|whether|reason\w* (?:for|to)|pressur\w+|asked me to|ask(?:ing)? me to|forced to)\b[^.?!]{0,60}\b(?:withdr\w+|cancel\w*|drop\w*|no longer)",
    ),
    ("question|part|point|item", r"\b(?:question|part|point|item|element)s? \(?(?:\d|one|two|three|[a-h]\b)"),
    (
        "but|however|instead|still",
        r"\b(?:but|however|instead|except|apart from)\b[^.?!]{0,60}\b(?:still|want|would like|please|rest|other|new)\b",
    ),
)
PROGRESS = phrases(
    "asks how it stands",
    (
        "update|news|progress",
        r"\b(?:any|an|some|further|latest) (?:update|news|progress|word)\b|\bupdate (?:me|on|regarding|please)\b",
    ),
    (
        "progress|status|stage",
        r"\b(?:progress|status|stage)\b[^.?!]{0,25}\b(?:my|this|the|our|request|foi|enquiry|case)\b",
    ),
    (
        "when",
        r"\bwhen (?:can|will|might|should|do|am|are|would|is|may|could)\b[^.?!]{0,70}\b(?:expect|receiv\w+|hear|respond|reply|response|get|answer|due|sent|ready)\b",
    ),
    (
        "how long|how much longer|how is",
        r"\bhow (?:long|much longer|is|are)\b[^.?!]{0,40}\b(?:take|wait|going|progress\w*|coming|getting on|request)\b",
    ),
    ("waiting|awaiting", r"\b(?:still|am|are|been|was) (?:a?waiting)\b"),
    (
        "received|heard|response|reply|replied|answer|acknowledg",
        r"\b(?:not|n['’]t|never|no|nothing|without|neither)\b[^.?!]{0,50}\b(?:received|had|heard|got|response|repl(?:y|ied)|answer(?:ed)?|acknowledg\w+|anything)\b[^.?!]{0,60}\b(?:yet|back|from you|request|so far|to date|reply|response|answer|acknowledg\w+|since|e-?mail)\b",
    ),
    (
        "overdue|chas|deadline|reminder|following up|follow up|out of time|time limit|late",
        r"\b(?:overdue|chas(?:e|ing|er)|deadline (?:has |have |was |is )?(?:now )?(?:passed|expired|gone|today|yesterday)|(?:gentle|polite|friendly|quick)? ?reminder|following up|follow[- ]?up (?:on|to|regarding)|out of time|statutory (?:deadline|time ?limit|limit)|time limit (?:has|for)|is (?:now )?late)\b",
    ),
    (
        "working days",
        r"\b(?:20|twenty|2\d|3\d|4\d) working days\b[^.?!]{0,40}\b(?:passed|elapsed|expired|gone|ago|over|since|now|are up|have|has|was|were)\b",
    ),
    (
        "working days",
        r"\b(?:more than|over|beyond|exceed\w*|past|outside)\b[^.?!]{0,20}\b(?:20|twenty) (?:working )?days\b",
    ),
    (
        "sent you|sent a|wrote to you|e-mailed you|emailed you|submitted",
        r"\bI (?:sent|wrote|submitted|e-?mailed|made)\b[^.?!]{0,80}\b(?:weeks?|months?|days) ago\b",
    ),
    ("did you|have you", r"\b(?:did|have) you (?:receive|received|get|had|got|had a chance)\b[^.?!]{0,40}"),
    (
        "newyddion|diweddariad|heb gael|heb glywed|heb dderbyn|pryd",
        r"\b(?:unrhyw (?:newyddion|ddiweddariad)|heb (?:gael|glywed|dderbyn)|pryd (?:y |fydd|alla|gaf))",
    ),
)
THANKS = phrases(
    "thanks for something",
    (
        "thank|cheers|grateful|diolch",
        r"\b(?:thank(?:s| you)|cheers|grateful to you|diolch)(?! in advance)(?!.{0,40}\b(?:in advance|considering|looking into|reading)\b)[^.?!\n]{0,30} (?:for|am) ",
    ),
    (
        "appreciated|received|noted",
        r"\b(?:much appreciated|received with thanks|well received|noted,? (?:thanks|thank you))\b",
    ),
    (
        "that is|that's|just what|helpful",
        r"\b(?:just|exactly|all) (?:what )?I (?:wanted|needed|asked for)\b|\bvery helpful\b",
    ),
)
CLARIFIES = phrases(
    "answers a question",
    (
        "clarif|egluro",
        r"\bto clarify\b|\b(?:in|by way of|for|further|my) clarification\b|\bclarif(?:y|ying|ication)\b[^.?!]{0,40}\b(?:my|request|below|follow\w*|point|question)|\b(?:yn|i) egluro\b",
    ),
    (
        "meant|mean|referring|refer",
        r"\bI (?:meant|mean|was referring|am referring|refer|was asking|am asking|intended)\b",
    ),
    ("what i", r"\bwhat I (?:meant|mean|am after|am looking for|want|need|was after)\b"),
    (
        "answer|response|reply",
        r"\bin (?:answer|response|reply) to your (?:question|query|queries|e-?mail|letter|message|request)",
    ),
    ("requested|asked", r"\bas (?:you )?(?:requested|asked)\b"),
    (
        "period|date|year|area",
        r"\b(?:the|my|time) (?:period|dates?|years?|area|timeframe|time frame|scope)\b[^.?!]{0,30}\b(?:is|are|should be|would be|I (?:want|need|mean))\b",
    ),
    (
        "narrow|limit|restrict|reduce|refine",
        r"\b(?:happy to|can|could|would|please|I['’]ll|will|let me|I) (?:narrow|limit|restrict|reduce|refine)\b",
    ),
    ("helps|clear", r"\bhope (?:that|this|it) (?:helps|clarifies|is clear(?:er)?|makes)\b"),
    ("you asked|your question|your query", r"\b(?:you asked|your (?:question|query|queries))\b"),
)
