"""How officers word what they send by hand: answers, refusals, questions, words in between. English and Welsh.

Looked for in a sentence at a time, so that "if we do not hold it" is not read as "we do not hold it".
"""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

from foibot.correspondence.wording import phrases

NOT_HELD = phrases(
    "not held",
    (
        "hold",
        r"\b(?:do(?:es)?(?: not|n['’]t)|did(?: not|n['’]t)) (?:currently |actually |itself |in fact )?(?:hold|keep|record|possess)\b",
    ),
    ("held", r"\b(?:is|are|was) not (?:information (?:that is )?|recorded information )?held\b"),
    ("hold|held", r"\b(?:no|any) (?:recorded )?information (?:is |was )?(?:held|within (?:the )?scope)\b"),
    ("hold", r"\b(?:hold|holds|have|has) no (?:recorded )?(?:information|records?|data|documents?)\b"),
    ("record", r"\bno (?:such )?(?:records?|documents?|data) (?:exists?|(?:is|are|were) held|(?:was|were) found)\b"),
    ("not hold", r"\binformation not held\b"),
    (
        "dal|gennym|ddelir",
        r"\b(?:nid|nad) (?:yw['’]r \w+ |ydym |ydyn ni )?(?:yn dal|(?:oes )?gennym|oes gennym)\b|\bni ddelir\b|\bnid ydym ni?['’]?n dal\b",
    ),
)
NEITHER_CONFIRM_NOR_DENY = phrases(
    "neither confirms nor denies",
    ("confirm", r"\b(?:neither|not) confirm(?:ing|s)? (?:n?or) den(?:y|ying|ies)\b"),
    ("cadarnhau", r"\bcadarnhau na gwadu\b"),
)
COST = phrases(
    "cost limit",
    ("appropriate limit", r"\b(?:exceeds?|exceeded|over|above|beyond) the appropriate limit\b"),
    ("cost", r"\b(?:exceeds?|over|above|beyond) the (?:statutory )?costs? (?:limit|ceiling|threshold)\b"),
    ("section 12|s.12|s12|s. 12", r"\b(?:section |s\. ?|s)12\b(?! ?\()"),
    ("section 12|s.12|s12|s. 12", r"\b(?:section |s\. ?|s)12 ?\([12]\)"),
    ("hours", r"\b(?:exceeds?|more than|over|excess of) (?:18|24|40|eighteen|twenty-four) hours\b"),
    ("terfyn", r"\b(?:terfyn priodol|terfyn cost)\b"),
)
VEXATIOUS = phrases(
    "vexatious",
    ("vexatious", r"\bvexatious\b"),
    ("14", r"\b(?:section |s\. ?|s)14 ?\(1\)"),
    ("flinderus", r"\bblinderus|flinderus\b"),
)
REPEATED = phrases(
    "repeated",
    ("repeated|repeat ", r"\b(?:a )?repeat(?:ed)? request\b"),
    ("14", r"\b(?:section |s\. ?|s)14 ?\(2\)"),
    ("identical|similar", r"\b(?:identical|substantially similar) to (?:a|your|the) (?:previous|earlier|last)\b"),
)
PUBLIC = phrases(
    "public already",
    ("available", r"\b(?:already|publicly) (?:publicly )?available\b"),
    (
        "publish",
        r"\b(?:is|are|has been|have been|was) (?:already |routinely )?published (?:on|at|in|here|by)\b",
    ),
    (
        "available",
        r"\bavailable (?:on|at|from|via|through) (?:our|the) (?:website|web site|publication scheme|open data)\b",
    ),
    ("section 21|s.21|s21|s. 21", r"\b(?:section |s\. ?|s)21\b"),
    ("accessible", r"\b(?:reasonably|otherwise) accessible\b"),
    ("gyhoedd|gwefan", r"\b(?:ar gael|wedi['’]i gyhoeddi) (?:eisoes )?(?:ar|yn) (?:ein )?(?:gwefan|gyhoeddus)\b"),
)
WITHHELD = phrases(
    "withheld",
    ("exempt", r"\b(?:is|are|it|be|information) (?:therefore |considered |also )?(?:to be )?exempt\b"),
    ("withh", r"\b(?:withheld|withhold|withholding)\b"),
    (
        "refus",
        r"\b(?:(?:I|we) (?:must|have to|am|are|hereby|therefore|have)? ?(?:refused?|refusing)|refusal notice|request is refused|is refused under)\b",
    ),
    ("exempt", r"\bexemptions? (?:at|in|under|set out|provided|applies|is engaged)\b"),
    ("exception", r"\bexception (?:at|in|under|set out|applies|is engaged)\b"),
    (
        "unable to|cannot|not able to|not be|can't",
        r"\b(?:unable to|cannot|not able to|can['’]t|will not be) (?:disclos|releas|provid|suppl)(?:e|ed|ing|y|ied)\b",
    ),
    ("redact", r"\bredact(?:ed|ions?)\b"),
    (
        "eithrio|eithriad",
        r"\b(?:wedi['’]i|wedi ei) (?:h?eithrio|gadw) ?(?:'n ôl|yn ôl|o dan)?\b|\beithriad (?:o dan|yn)\b",
    ),
)
PARTLY = phrases(
    "a part withheld",
    ("redact", r"\bredact(?:ed|ions?)\b"),
    (
        "some|part|remain|rest|certain",
        r"\b(?:some|part|parts|the remainder|the rest|certain) (?:of (?:the|this|it|your) ?)?[^.\n]{0,60}\b(?:withheld|exempt|withholding|not be disclosed|not disclosed)\b",
    ),
    ("part", r"\b(?:partially|partly|in part) (?:withheld|exempt|disclosed|refused)\b"),
)
DISCLOSED = phrases(
    "gives information",
    (
        "find|attach|enclos",
        r"\b(?:please find|please see|you will find|I|we|I have|we have|and|are|is|as) (?:now |also |hereby )?(?:attached?|enclosed?)\b(?! (?:is |are |you will find |please find |to this e-?mail )?(?:our|my|the|a) (?:formal |full |final )?(?:response|reply|letter|decision|refusal|answer)\b)",
    ),
    (
        "attach|enclos",
        r"^(?:attached|enclosed) (?:is|are|you will find|please find)\b(?! (?:our|my|the|a) (?:formal |full |final )?(?:response|reply|letter|decision|refusal|answer)\b)",
    ),
    (
        "attach|below|follow|find",
        r"\b(?:information|data|figures|details|documents?) (?:that )?(?:you (?:have )?(?:requested|asked for|seek|are seeking) )?(?:is|are|can be found|is set out|are set out) (?:now )?(?:attached|below|as follows|set out below)\b",
    ),
    (
        "answer|response|repl",
        r"\b(?:answers?|repl(?:y|ies)|responses?) to (?:each of )?your (?:\w+ )?(?:questions?|points?)\b",
    ),
    ("follow|below", r"\bour (?:response|answer|reply)s? (?:is|are) (?:as follows|below|set out)\b"),
    ("there ", r"\bthere (?:were|was|are|have been|has been) (?:a total of )?(?:\d|no |none|nil|zero)"),
    (
        "total|number|figure|cost|answer",
        r"\bthe (?:total|number|figure|cost|answer|amount|average)\b[^.\n]{0,80}\b(?:is|was|are|were) (?:£ ?)?\d",
    ),
    (
        "spent|paid|received|employ|issued|recorded|had ",
        r"\b(?:we|the (?:council|authority|trust|force|office|department|university|school)|[A-Z]\w+ Council) (?:spent|paid|received|employed|employs?|issued|recorded|had) (?:a total of |approximately |around )?(?:£ ?)?\d",
    ),
    ("here ", r"\bhere (?:is|are) the (?:information|figures|data|details|answers|documents?|numbers?)\b"),
    (
        "provide|disclose|release|suppl",
        r"\b(?:I am|we are|I['’]m|we['’]re) (?:now |pleased to |able to |happy to )+(?:provide|disclose|release|supply|providing|disclosing|releasing|send)\b",
    ),
    ("ynghlwm|amgaeaf|isod", r"\b(?:ynghlwm|amgaeaf|amgaeir|wele isod|gweler isod|isod mae)\b"),
)
RESPONSE = phrases(
    "says that it is the response",
    (
        "attach|enclos|see|find",
        r"\b(?:attached?|enclosed?|find|see)\b[^.\n]{0,40}\b(?:our|my|the|a|council['’]s) (?:formal |full |final |council['’]s )?(?:response|reply|decision|refusal|answer)\b",
    ),
    (
        "response|reply|answer",
        r"\b(?:our|my|the council['’]s|the) (?:formal |full |final )?(?:response|reply|answer) (?:to your (?:request|enquiry|foi)[^.\n]{0,60} )?is (?:attached|enclosed|below|as follows|set out)\b",
    ),
    (
        "writing to",
        r"\bwriting (?:to you )?(?:in (?:response|reply|answer) to|to (?:respond|reply) to) your (?:request|enquiry|freedom|foi|e-?mail)\b",
    ),
    ("now ", r"\bwe (?:have )?now completed our (?:search|consideration|enquiries)\b"),
    ("ymateb", r"\b(?:ein|fy) (?:hymateb|ymateb)\b[^.\n]{0,40}\b(?:ynghlwm|isod|fel a ganlyn)\b"),
)
RIGHTS = phrases(
    "states the right to a review",
    (
        "review",
        r"\b(?:internal review|ask (?:us )?for (?:a|an) review|request (?:a|an) (?:internal )?review|review of (?:our|this|the) (?:decision|response|handling))\b",
    ),
    ("complain", r"\b(?:complain|appeal|complaint) to the (?:scottish )?information commissioner\b"),
    ("adolygiad", r"\badolygiad mewnol\b"),
)
CLARIFY = phrases(
    "asks what is meant",
    (
        "clarif",
        r"\b(?:could|can|would|please|grateful if you (?:could|would)|ask you to|need you to|you)(?: you)?(?: please)?(?: kindly)? clarify\b",
    ),
    (
        "clarif",
        r"\b(?:need|require|seek(?:ing)?|ask(?:ing)? for|would like|requires?) (?:some |further |your )?clarification\b",
    ),
    (
        "confirm|specify|narrow|tell us|let us know|explain|be more",
        r"\b(?:could|can|would|please) (?:you )?(?:please )?(?:confirm|specify|narrow|tell us|let us know|explain|be more (?:specific|precise)) ?(?:whether you (?:want|mean|are|would)|which|what (?:you|period|time|exactly|information|area)|exactly|down|the (?:period|dates?|years?|area)|your request)",
    ),
    ("mean", r"\bwhat (?:do you|you) mean by\b"),
    (
        "more |further ",
        r"\bneed (?:some )?(?:more|further) (?:information|details?) (?:from you )?(?:in order |before we (?:can )?)?(?:to )?(?:identify|locate|find|be able|understand|process|answer)\b",
    ),
    (
        "egluro|eglurhad",
        r"\b(?:allech chi|a fyddech|a allwch|gallwch) (?:chi )?(?:cystal ag )?(?:ei )?egluro\b|\bangen eglurhad\b",
    ),
)
EXTENSION = phrases(
    "takes more time",
    (
        "extend",
        r"\b(?:are|am|to|must|have to|need to|will|therefore|been) extend(?:ing|ed)? (?:the|our|this) (?:time|deadline|period|statutory)\b",
    ),
    (
        "time|public interest|working days",
        r"\b(?:need|require|taking|requires?|allow) (?:us )?(?:more|additional|further|a further|an additional|extra)(?: \d+| twenty)?(?: working days?)? ?(?:time)? ?(?:to|in which to|for us to) (?:consider|complete|carry out|assess|weigh)\b",
    ),
    ("working days", r"\b(?:a further|an additional|another|an extra) (?:20|twenty|40|\d+) working days\b"),
    ("10(3)|7(1)|10 (3)|7 (1)", r"\b(?:section|s\.?|regulation|reg\.?) ?(?:10 ?\(3\)|7 ?\(1\))"),
    ("estyn", r"\bestyn (?:y|yr|ein) (?:terfyn )?(?:amser|dyddiad|cyfnod)\b"),
)
FEE = phrases(
    "asks for a fee",
    ("fees notice", r"\bfees? notice\b"),
    (
        "fee |charge|payment|cost",
        r"\b(?:a|the) (?:fee|charge|payment|cost) of £ ?\d[^.\n]{0,80}\b(?:before|payable|is due|to be paid|must be paid|within three months)\b",
    ),
    ("pay", r"\b(?:please|must|need to|asked to) (?:pay|send (?:us )?(?:a )?payment)\b[^.\n]{0,40}£"),
)
TRANSFER = phrases(
    "hands the request on",
    ("transfer", r"\b(?:transferred|transferring|transfer) (?:your request|it|this request) (?:on )?to\b"),
    (
        "passed|forwarded|sent",
        r"\b(?:have |has been |was )?(?:passed|forwarded|sent) (?:your request|it) (?:on )?to (?:the )?[A-Z]",
    ),
)
REVIEWED = phrases(
    "the outcome of an internal review",
    ("review", r"\b(?:outcome|result|conclusion|findings?) of (?:the|your|our|this|an|my) (?:internal )?review\b"),
    (
        "review",
        r"\b(?:have|has) (?:now )?(?:completed|concluded|carried out) (?:the|an|your|our|my|this) internal review\b",
    ),
    (
        "uphold|upheld|overturn",
        r"\b(?:uphold|upheld|overturn(?:ed)?) (?:the|our|your) (?:original )?(?:decision|response|refusal|complaint)\b",
    ),
)
ACKNOWLEDGES = phrases(
    "acknowledges",
    ("acknowledg", r"\b(?:acknowledge(?:s|ment)?)\b(?! that\b)"),
    ("received", r"\b(?:have|has|was|been|were) (?:now |safely )?received\b"),
    ("thank", r"\bthank(?:s| you)(?: very much)? for your (?:\w+ ){0,4}(?:request|enquiry|e-?mail|letter|message)\b"),
    (
        "diolch|cydnabod|derbyn",
        r"\b(?:diolch am eich (?:cais|e-?bost|llythyr)|cydnabod (?:derbyn|eich cais)|wedi derbyn eich cais)\b",
    ),
)
PROMISES = phrases(
    "promises an answer",
    ("working days|diwrnod gwaith", r"\b(?:20|twenty) working days\b|\bdiwrnod gwaith\b"),
    (
        "will ",
        r"\b(?:we|I)(?: will|['’]ll|  ?shall) (?:now )?(?:aim|endeavour|try|respond|reply|answer|be in touch|get back|write|let you|look into|deal with|process|come back)\b",
    ),
    ("you ", r"\byou (?:will|should|can expect to) (?:receive|hear|have|get)\b"),
    ("being", r"\bis being (?:dealt with|processed|considered|handled|looked)\b"),
    ("due", r"\b(?:response|reply|answer) is due (?:by|on)\b"),
    ("ateb|ymateb", r"\b(?:byddwn|fe fyddwn) yn (?:ateb|ymateb)\b"),
)
HOLDING = phrases(
    "asks for patience",
    (
        "still ",
        r"\bstill (?:searching|working|looking|collating|waiting|gathering|considering|in the process|awaiting|trying)\b",
    ),
    (
        "delay",
        r"\b(?:apologi[sz]e|apologies|sorry) (?:\w+ ){0,3}for (?:the|this|any|our) (?:continued |further )?(?:delay|wait)\b",
    ),
    (
        "position|able|ready|complete",
        r"\bnot (?:yet )?(?:in a position|been able|able) to (?:respond|reply|answer|provide|send|complete|finalise)\b",
    ),
    (
        "hope to|aim to|expect to",
        r"\b(?:hope|aim|expect) to (?:be able to )?(?:respond|reply|answer|send|have|provide|get|let you)\b",
    ),
    ("longer", r"\b(?:taking|take) (?:a little |slightly )?longer than\b"),
    ("oedi|dal i", r"\b(?:ymddiheur\w* am (?:yr )?oedi|rydym (?:yn )?dal i)\b"),
)
# Before the words they make doubtful: nothing has been decided in such a sentence.
CONDITIONAL = phrases(
    "says what might be",
    (
        "if|whether|should|where|unless|might|could|once|event|os ",
        r"\b(?:if|whether|should|where|unless|might|could|once (?:we|the|you)|in case|in the event|os)\b",
    ),
    ("may ", r"\bmay (?:not |also |then )?(?:be|hold|have|apply|need|wish|ask|decide|refuse|withhold)\b"),
)
