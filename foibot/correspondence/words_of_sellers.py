"""How newsletters, marketing and fraud read. Evidence for a person, hardly ever a verdict: applicants sell things too."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

from foibot.correspondence.wording import phrases

LIST_FOOTER = phrases(
    "footer of a newsletter",
    ("unsubscribe", r"\bunsubscribe\b"),
    (
        "view",
        r"\b(?:view|read|see|open) (?:this |the )?(?:e-?mail|message|newsletter|it|online|version)?\s?(?:online|in (?:your |a )?(?:web )?browser|on the web)\b",
    ),
    (
        "preferences|subscription",
        r"\b(?:manage|update|change|edit|e-?mail) (?:your |my )?(?:e-?mail |communication |subscription |newsletter )*(?:preferences|subscriptions?|settings)\b",
    ),
    ("opt out|opt-out", r"\bopt[- ]out\b"),
    (
        "receiving this|received this|receive this",
        r"\b(?:you (?:are|['’]re) receiv|you receiv|why (?:am I|did I) (?:get|receiv))\w*\b[^.?!]{0,60}\b(?:because|as you|e-?mail|subscri|list)",
    ),
    ("mailing list", r"\b(?:our|this|the) (?:mailing|distribution) list\b"),
    ("dad-danysgrifio|danysgrifio", r"\bdad-?danysgrifio\b"),
    ("abmelden|désinscri|darse de baja", r"\bnewsletter abmelden\b|\bdésinscri\w+|\bdarse de baja\b"),
)
SELLING = phrases(
    "marketing",
    (
        "offer|discount|% off|deal",
        r"\b(?:special|exclusive|limited[- ]time|early[- ]bird|introductory|best|great|festive) (?:\w+ )?(?:offers?|discounts?|deals?|prices?)\b|\b\d\d ?% off\b",
    ),
    (
        "seo|ranking|backlink|traffic",
        r"\bSEO\b|\b(?:rank|ranking|backlinks?|web ?site traffic)\b[^.?!]{0,60}\b(?:google|search|page|improve|boost)|\bfirst page of google\b",
    ),
    (
        "webinar|conference|summit|masterclass|expo",
        r"\b(?:join|register|book|attend|invite|invited|delegate|places?|free)\b[^.?!]{0,80}\b(?:webinar|conference|summit|masterclass|expo|workshop)\b",
    ),
    (
        "webinar|course|training|delegate",
        r"\b(?:book|register|reserve|secure|save) (?:now|today|your (?:place|spot|seat|ticket))\b",
    ),
    (
        "demo|quick call|15 minute|15-minute|brief call",
        r"\b(?:book|schedule|arrange|set up|free|quick|hop on|jump on)\b[^.?!]{0,30}\b(?:demo|(?:quick|brief|short|15[- ]minute) (?:call|chat|meeting))\b",
    ),
    (
        "we offer|we provide|we supply|we speciali|we help|i help|we work with|introduc|leading",
        r"\b(?:(?:we|I) (?:offer|provide|supply|specialise in|help|work with)|introduc\w+|leading (?:provider|supplier))\b[^.?!]{0,100}\b(?:solutions?|services?|products?|platform|software|clients|organisations like)\b",
    ),
    (
        "quick call|brief call|short call|quick chat|brief chat|short chat",
        r"\b(?:open to|up for|time for|free for|available for|worth|happy to have|interested in)\b[^.?!]{0,20}\b(?:quick|brief|short) (?:call|chat)\b",
    ),
    (
        "candidate|interim|contractor|cvs|officers available",
        r"\b(?:candidates?|interims?|contractors?|consultants?|officers?|CVs)\b[^.?!]{0,60}\b(?:immediately available|available (?:immediately|now)|(?:on an? )?day rate|shortlist)\b",
    ),
    (
        "free audit|free quote|price list|no obligation|no-obligation",
        r"\bfree (?:\w+ )?(?:audit|quote|quotation|trial|consultation|estimate)\b|\bsend (?:you )?(?:over )?(?:a |our )?(?:price list|quotation|brochure)|\bno[- ]obligation\b",
    ),
    (
        "you our|catalogue|brochure",
        r"\b(?:show|send|offer|introduce) you (?:to )?our\b|\bour (?:latest |new )?(?:catalogue|brochure)\b|\bcontact us for a (?:free )?(?:quote|price|demo)\b",
    ),
    ("places|spaces", r"\b(?:places|spaces|seats) are (?:strictly )?limited\b"),
    ("shop now|buy now|order now|sign up", r"\b(?:shop|buy|order|sign up) (?:now|today)\b"),
    (
        "leads|email list|contact list|database of",
        r"\b(?:e-?mail|contact|mailing|attendee|decision[- ]makers?) (?:lists?|leads|database)\b",
    ),
    (
        "investment|loan|funding",
        r"\b(?:business|personal|quick|unsecured) (?:loans?|funding)\b|\binvestment opportunit",
    ),
)
FRAUD = phrases(
    "fraud",
    (
        "verify|validate|confirm|update",
        r"\b(?:verify|validate|re-?validate|confirm|update|upgrade) (?:your |the )?(?:\w+ )?(?:account|mailbox|e-?mail|password|identity|webmail|billing|payment (?:details|method|information)|credentials)\b",
    ),
    (
        "bank|card",
        r"\b(?:verify|confirm|update|re-?enter|provide) (?:your |the )?(?:bank|card|payment) (?:account |card )?(?:details|information|number)\b",
    ),
    (
        "invoice",
        r"\b(?:invoice|payment|balance)\b[^?!]{0,60}\b(?:overdue|outstanding|unpaid)\b[^?!]{0,200}\b(?:suspen\w+|legal action|download|click|link|late fee)",
    ),
    (
        "mailbox|account|password|quota|storage",
        r"\b(?:mailbox|account|password|storage|quota|webmail|office ?365)\b[^.?!]{0,60}\b(?:almost full|is full|will expire|expires?|has exceeded|exceeded|suspended|deactivated|will be (?:closed|blocked|deleted|disabled|terminated|suspended))",
    ),
    (
        "click",
        r"\bclick (?:here|below|on the (?:link|button)|the (?:link|button)|this link)\b[^.?!]{0,60}\b(?:to|and)\b",
    ),
    (
        "lottery|inherit|beneficiary|next of kin|million",
        r"\b(?:lottery|inheritance|beneficiary|next[- ]of[- ]kin|unclaimed (?:fund|sum)|million (?:us )?(?:dollars|pounds|usd|euros?))\b",
    ),
    (
        "bitcoin|crypto|btc|wallet",
        r"\b(?:bitcoins?|btc|crypto(?:currency)?)\b[^.?!]{0,80}\b(?:wallet|send|pay|transfer|invest|profit|address)\b",
    ),
    ("casino|viagra|cialis|pills|escort", r"\b(?:casino|viagra|cialis|slimming pills|escorts?)\b"),
    (
        "hacked|webcam|recorded you",
        r"\b(?:hacked|webcam|recorded you|your device)\b[^.?!]{0,120}\b(?:video|bitcoin|pay|contacts)\b",
    ),
    (
        "parcel|package|shipment|delivery fee",
        r"\b(?:parcel|package|shipment)\b[^.?!]{0,80}\b(?:fee|held|pending|reschedul\w+|could not be delivered)\b",
    ),
    (
        "gift card|wire transfer|change of bank|bank details",
        r"\bgift cards?\b|\bwire transfer\b|\b(?:change|update)\w* (?:of |our |my |the )?bank (?:account|details)\b",
    ),
    (
        "refund|hmrc",
        r"\b(?:tax|council tax|hmrc)\b[^.?!]{0,40}\b(?:refund|rebate)\b[^.?!]{0,60}\b(?:claim|click|eligible|due)",
    ),
)
