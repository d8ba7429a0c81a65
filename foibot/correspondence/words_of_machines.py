"""How machines write: automatic replies, notices, receipts. Many languages, as offices have them."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

from foibot.correspondence.wording import Phrases, phrases

AWAY = phrases(
    "away",
    (
        "out of",
        r"\bout of (?:the |my |our )?offices?\b(?! (?:hours )?(?:polic(?:y|ies)|rotas?|contacts?|cover|services?|arrangements?|provision))",
    ),
    (
        "out-of-office|ooo",
        r"\bout[- ]of[- ](?:the[- ])?office\b(?![- ](?:hours )?(?:polic(?:y|ies)|rotas?|contacts?|cover|services?|arrangements?|provision))|\bOOO\b",
    ),
    (
        "leave",
        r"\b(?:on|taking|am|is) (?:annual|maternity|paternity|sick|study|parental|adoption|compassionate)? ?leave\b",
    ),
    (
        "away",
        r"(?:\b(?:am|is|will be|be|currently|now|are)|['’]m) (?:currently |now )?away (?:from|on|until|till|this|with|at|and|for|,)",
    ),
    ("unavailable", r"\b(?:am|is|will be|currently) (?:currently |temporarily )?unavailable\b"),
    (
        "holiday|vacation",
        r"\b(?:am|is|be|currently|away) (?:currently |away )?(?:on|for) (?:my |a )?(?:holidays?|vacation)\b",
    ),
    (
        "return",
        r"\b(?:upon|on|when|after|until) (?:I |my |they |he |she )?return(?:ing|s)?\b.{0,40}(?:office|work|\d|monday|tuesday|week)",
    ),
    ("return", r"\b(?:respond|reply|answer|read|deal|get back)\b[^.?!]{0,80}\b(?:on|upon|when|after) (?:I |my )return"),
    (
        "access to",
        r"\b(?:limited|no|without|intermittent|little|sporadic) access to (?:my |the |our )?(?:e-?mails?|inbox|internet)",
    ),
    ("absence", r"\b(?:in|during) my absence\b"),
    ("not in", r"\b(?:am|is|will) (?:currently )?not (?:be )?(?:in|at|back in) (?:the |my )?(?:office|work|desk)\b"),
    ("returning|back in", r"\b(?:returning|back) (?:to|in|at) (?:the |my )?(?:office|work|desk) (?:on|next|by|in)\b"),
    (
        "work part|non-working|working days are|working pattern|working hours",
        r"\b(?:non-working day|my working (?:days|hours|pattern) (?:is|are)|I work part)",
    ),
    (
        "inbox|mail|messages",
        r"\b(?:won['’]t|will not|am not|not) be (?:looking at|checking|reading|monitoring|answering) (?:my |any )?(?:inbox|e-?mails?|messages)\b|\bnot (?:checking|reading|looking at) (?:my )?(?:inbox|e-?mails?)\b",
    ),
    (
        "back to you|reply|respond",
        r"\b(?:get back to you|be in touch|reply|respond) (?:when|once|as soon as) (?:I['’]m|I am|we['’]re|we are) (?:back|home)\b",
    ),
    ("retired", r"\b(?:have|has|am|is|I) (?:now |recently )?retired\b"),
    ("sick|off work", r"\b(?:am|is|be|currently) (?:currently )?(?:off (?:sick|work)|out sick|unwell)\b"),
    (
        "signal|slow",
        r"\b(?:no|little|poor|limited) (?:signal|internet|wi-?fi|connection)\b|\b(?:replies|responses?|response times?) (?:may|will|might|could) be (?:slow|delayed|slower)",
    ),
    (
        "closed",
        r"\b(?:office|department|team|council|service|we)\b[^.?!]{0,30}\b(?:is|are|will be) (?:now )?closed (?:for|until|from|over|between)",
    ),
    (
        "nicht im",
        r"\b(?:derzeit|momentan|zur zeit|zurzeit|aktuell|bin|vom)\b[^.?!]{0,60}\bnicht (?:im|in) (?:haus|büro|hause|meinem)",
    ),
    ("abwesen", r"\b(?:bin|derzeit|zurzeit)\b[^.?!]{0,60}\babwesend\b|\babwesenheit"),
    ("nicht erreichbar", r"\bnicht (?:persönlich )?erreichbar\b"),
    ("urlaub", r"\bim urlaub\b"),
    ("absent", r"\b(?:je suis|serai|actuellement)\b[^.?!]{0,40}\b(?:absente?|en congés?|en vacances|hors du bureau)"),
    ("congé", r"\ben congés?\b"),
    ("fuera de", r"\bfuera de (?:la |mi )?oficina\b"),
    ("vacaciones", r"\bde vacaciones\b"),
    ("fuori", r"\bfuori (?:sede|ufficio)\b"),
    ("assente", r"\b(?:sono|sarò)\b[^.?!]{0,30}\bassente\b"),
    ("afwezig", r"\b(?:ben ik|ik ben)\b[^.?!]{0,40}\b(?:afwezig|niet aanwezig|met vakantie|op vakantie)\b|\bafwezig\b"),
    ("ausente|fora do", r"\b(?:estou|estarei)\b[^.?!]{0,40}\b(?:ausente|de férias|fora do escritório)\b"),
    ("semester|tjänsteledig|inte på", r"\b(?:är|på) (?:på )?(?:semester|tjänsteledig)\b|\binte på kontoret\b"),
    ("ferie|kontoret", r"\b(?:jeg er|er) (?:på )?(?:ferie|ikke på kontoret)\b"),
    ("lomalla|poissa", r"\b(?:olen|lomalla|poissa)\b[^.?!]{0,30}\b(?:lomalla|poissa|toimistolta)\b"),
    ("urlopie|nieobec", r"\b(?:przebywam|jestem)\b[^.?!]{0,40}\b(?:urlopie|nieobecn[ay])\b|\bpoza biurem\b"),
    ("nepřítom|dovolen", r"\b(?:nepřítom\w+|na dovolené)\b"),
    ("отпуск|отсутств", r"\b(?:в отпуске|отсутству\w+)\b"),
    ("swyddfa", r"\b(?:allan o|i ffwrdd o|ddim yn|mas o) (?:r |['’]r |fy )?(?:y )?swyddfa\b|\ballan o['’]r swyddfa\b"),
    ("wyliau|absennol", r"\bar (?:fy )?(?:g?wyliau|ngwyliau)\b|\bi ffwrdd ar\b"),
    ("不在|休暇|外出", r"不在|休暇|外出して"),
)
MERELY_AUTOMATIC = phrases(
    "says only that it is automatic",
    (
        "automat|auto-|auto ",
        r"\b(?:this|the following|that) (?:e-?mail |message |reply |response )?is (?:just |only )?an? (?:automated|automatic|auto[- ]?generated|auto)\b",
    ),
    (
        "automat|auto",
        r"\b(?:automated|automatic|auto[- ]?generated|auto) (?:e-?mail |system )?(?:response|reply|message|e-?mail|acknowledge?ment|notification|receipt)\b",
    ),
    (
        "automat",
        r"\b(?:has been|was|is|been) (?:sent |generated |created |being sent )?automatic(?:ally)?(?: (?:generated|sent|created|by))?",
    ),
    (
        "reply|respond",
        r"\b(?:do not|don['’]t|not) (?:reply|respond) (?:directly )?to this (?:e-?mail|message|address|notification|automated)",
    ),
    ("reply to", r"\breplies to this (?:e-?mail|message|address|mailbox)\b[^.?!]{0,60}\b(?:not|un)"),
    (
        "monitored|attended",
        r"\b(?:is|are) (?:not |un-?)(?:monitored|attended|manned)\b|\bunmonitored\b",
    ),
    (
        "no longer",
        r"\b(?:mailbox|inbox|address|account)\b[^.?!]{0,30}\bno longer (?:monitored|in use|active|valid|used|checked|available)\b",
    ),
    (
        "automati",
        r"\b(?:automatische|automatisch (?:generierte|erzeugte|erstellt\w*|verstuurd)|réponse automatique|respuesta automática|risposta automatica|resposta automática|automatiskt? (?:svar|genererat)|automatyczna odpowiedź|automaattinen|automatická odpověď)\b",
    ),
    ("awtomatig", r"\b(?:neges|ateb|e-?bost) (?:hwn )?(?:yn )?awtomatig\b|\bymateb awtomatig\b"),
    ("nicht auf diese", r"\b(?:antworten sie (?:bitte )?nicht auf|nicht auf diese (?:e-?mail|nachricht))\b"),
    ("自動", r"自動(?:返信|応答|送信|配信)"),
    ("自动", r"自动(?:回复|答复|应答)"),
)
# What a machine says to a sender about the message he sent; a form of a web site has nothing of the kind to say to us.
OF_YOUR_MESSAGE = phrases(
    "speaks of the message it answers",
    (
        "received",
        r"\byour (?:e-?mail|message|enquiry|query|submission|correspondence|request|feedback|complaint|comments?) (?:has|have) (?:been )?(?:successfully )?(?:received|logged|registered|forwarded|passed)\b",
    ),
    (
        "received",
        r"\bwe (?:have|['’]ve) (?:now )?received your (?:e-?mail|message|enquiry|query|submission|correspondence)\b",
    ),
    (
        "confirm",
        r"\b(?:this (?:e-?mail|message) is to|to|we|I am writing to|please accept this (?:e-?mail )?(?:as|to)) (?:confirm|acknowledg\w+)[^.?!]{0,40}\b(?:receipt|received|been received)\b",
    ),
    (
        "acknowledg",
        r"\bwe (?:hereby |can )?acknowledge (?:safe )?receipt\b|\b(?:this is an|please accept this as|automatic|automated) acknowledge?ment\b|\backnowledge?ment of (?:receipt|your (?:e-?mail|message|enquiry))\b",
    ),
    (
        "thank you for|thanks for",
        r"\bthank(?:s| you) for (?:your (?:e-?mail|message|enquiry|query|patience|correspondence|interest|feedback|submission)|contacting|e-?mailing|getting in touch|writing to|reaching out)\b[^?]{0,300}\b(?:(?:within|in) (?:\w+ )?(?:\(?\d+\)? )?(?:working |business )?(?:days|hours)|as soon as (?:possible|we can)|shortly|aim to|endeavour to|will (?:be in touch|get back|respond|reply|contact|be dealt|be answered))",
    ),
    (
        "ticket|case|incident|reference|support request|service request",
        r"\b(?:ticket|case|incident|support request|service request|issue|enquiry|job|call)\b[^.?!]{0,60}\b(?:has been|been|is|was) (?:now )?(?:created|assigned|logged|opened|raised|registered|updated|resolved|closed|received)",
    ),
    (
        "reference|ticket|case",
        r"\b(?:your|the) (?:unique )?(?:ticket|case|incident|enquiry) (?:reference )?(?:number|id|no\.?|ref|#) ?(?:is|:|#)",
    ),
    (
        "everyone|every|each|all",
        r"\b(?:cannot|can['’]t|unable to|not (?:always )?(?:be )?able to|not possible to) (?:reply|respond|write back) (?:personally |individually )?to (?:everyone|everybody|every|each|all)\b",
    ),
    ("above this line", r"\b(?:type|reply|write)\b[^.?!]{0,30}\babove this line\b"),
    (
        "no longer",
        r"\b(?:I|he|she|they|this person|[A-Z]\w+) (?:am|is|are|have|has|do|does)? ?(?:no longer|not) (?:work|works|working|with|employed|at|a member|an employee)\b",
    ),
    (
        "left",
        r"\b(?:has|have) (?:now )?left (?:the |our )?(?:organi[sz]ation|company|council|authority|trust|university|school|employment|business|firm|force|department)",
    ),
    ("address", r"\b(?:my|this|our) e-?mail address (?:has (?:been )?changed|is (?:changing|being)|will be)\b"),
    ("changed", r"\bplease (?:note|update)[^.?!]{0,40}\bnew e-?mail address\b"),
    (
        "eingang",
        r"\b(?:eingang ihrer (?:e-?mail|nachricht|anfrage)|ihre (?:e-?mail|nachricht|anfrage) (?:ist|wurde)[^.?!]{0,30}(?:eingegangen|weitergeleitet|empfangen|erhalten))",
    ),
    ("accus", r"\baccus[ée] de réception\b|\bavons bien reçu votre\b"),
)
SAYS_AUTOMATIC = Phrases("says it is automatic", (*MERELY_AUTOMATIC.rows, *OF_YOUR_MESSAGE.rows))
CHALLENGE = phrases(
    "asks the sender to prove to be a person",
    (
        "verif|confirm",
        r"\b(?:verify|confirm|prove) (?:that )?you(?:r (?:message|e-?mail|address)| are (?:a )?(?:human|real|person|not))",
    ),
    (
        "challenge|spam",
        r"\b(?:challenge[- ]response|spam ?arrest|boxbe|approved senders?|guest list|waiting list|white ?list(?:ed)?)\b",
    ),
)
AUTOMATIC_SUBJECT = phrases(
    "subject of an automatic reply",
    (
        "auto",
        r"^\s*(?:\[[^\]]{1,30}\] ?)?(?:(?:re|aw|antw|sv): ?)*auto(?:mat\w{1,12})?[-: ]{0,2}(?:mail ?)?(?:reply|response|respuesta|antwort|answer|svar|antwoord|notification|acknowledge?ment|e-?mail|responder|reply to)\b",
    ),
    ("autoreply|autorespon|autosvar|autorespuesta", r"\bauto-?(?:reply|respon\w+|svar|respuesta)\b"),
    (
        "auto",
        r"\b(?:réponse|respuesta|risposta|resposta|odpowiedź|odpověď|neges|ateb|ymateb) auto\w+|\bautomat\w* (?:generated|reply|response|antwoord|antwort|beantwort\w*|svar|odpowiedź|odpověď|vastaus|afwezigheid\w*)",
    ),
    ("awtomatig", r"\b(?:ateb|ymateb|neges) awtomatig\b"),
    ("^auto:|auto:", r"^\s*auto:"),
    (
        "office",
        r"\bout[- ]of[- ](?:the )?office\b(?![- ](?:hours )?(?:polic(?:y|ies)|rotas?|contacts?|cover|services?|arrangements?|provision))",
    ),
    ("ooo", r"^\s*(?:re: ?)*OOO\b"),
    ("abwesen", r"\babwesenheit\w*|\babwesend\b|\bnicht im (?:büro|haus)\b"),
    (
        "absen",
        r"\b(?:message|avis|notification|réponse) d['’]absence\b|\babsence? (?:du bureau|from office|message|reply|notice)|\babsent du bureau\b",
    ),
    (
        "vacation|holiday",
        r"\b(?:vacation|holiday)\b[^.?!]{0,12}\b(?:reply|response|message|notice|auto)|\bon (?:vacation|holiday)\b",
    ),
    (
        "away",
        r"^\s*away\s*$|\baway (?:from (?:my |the )?(?:mail|office|desk|e-?mail)|message|until|notice)|\bI am away\b",
    ),
    ("leave", r"\bon (?:annual |maternity |paternity |sick )?leave\b|\b(?:annual|maternity) leave\b"),
    (
        "fuera de|fuori|afwezig|fora do|allan o",
        r"\bfuera de (?:la )?oficina\b|\bfuori (?:sede|ufficio)\b|\bafwezig\w*\b|\bfora do escrit|\ballan o['’]r swyddfa\b",
    ),
    (
        "thank you for|thanks for",
        r"^\s*(?:re: ?)*thank(?:s| you) for (?:contacting|your e-?mail|e-?mailing|your message|getting in touch|your enquiry|your submission)",
    ),
    (
        "received",
        r"\b(?:we(?: have|['’]ve)? received|receipt of|has been received)\b.{0,40}\b(?:e-?mail|message|enquiry|ticket|query|case|submission)|\b(?:e-?mail|message|enquiry|ticket|query|submission|request)\b.{0,20}\b(?:has been )?received\b",
    ),
    (
        "ticket|case|incident|request",
        r"\b(?:ticket|incident|case|support request)\b[^a-z]{0,15}\b(?:\w+ )?(?:created|received|opened|logged|registered|acknowledg\w+|updated|resolved|closed)\b",
    ),
    ("not at my desk", r"\bnot at my desk\b"),
    ("自動|自动|不在", r"自動(?:返信|応答|送信)|自动(?:回复|答复)|不在"),
    ("автоответ", r"автоответ"),
    ("nieobec|nepřítom", r"\bnieobecno|\bnepřítomn"),
)
RECALL = phrases(
    "recall notice",
    ("recall", r"^\s*(?:message )?recall(?: (?:success|failure|report))?:"),
    ("recall the message", r"\bwould like to recall the message\b"),
    ("zurückrufen|rückruf", r"\bmöchte die nachricht\b[^.?!]{0,120}\bzurückrufen\b|^\s*rückruf:"),
)
READ = phrases(
    "read receipt",
    (
        "read|gelesen|lu|leído|letto|gelezen|läst|lido|displayed",
        r"^\s*(?:not read|read|gelesen|ungelesen|lu|non lu|leído|letto|gelezen|läst|lido|displayed|disposition notification)(?: \(displayed\))?\s*:",
    ),
    (
        "receipt|lesebest|return receipt",
        r"\b(?:read[- ]receipt|return receipt|lesebestätigung|lesebest\S+tigung|accusé de lecture)\b",
    ),
    ("wedi'i ddarllen|wedi ei ddarllen", r"^\s*(?:wedi['’]i|wedi ei) ddarllen\b"),
    (
        "disposition|displayed|was read",
        r"\bdisposition notification\b|\byour message\b[^?]{0,200}\bwas (?:read|displayed|deleted without being read)\b",
    ),
)
DELIVERED = phrases(
    "delivery notice",
    (
        "delivered|relayed|expanded|zugestellt|übermittelt|remis|entregado",
        r"^\s*(?:delivered|relayed|expanded|zugestellt|übermittelt|remis|entregado|consegnato):",
    ),
    (
        "success",
        r"\b(?:successful (?:mail )?delivery|delivery (?:status notification )?\(?success|mail delivery report.{0,10}success|successfully delivered)",
    ),
    ("receipt", r"\bdelivery receipt\b"),
    ("relay", r"\bdelivery (?:status )?notification \(relay"),
)
# How some systems report by data instead of words.
REPORTED_AS_DATA = phrases(
    "delivery or complaint, as data",
    ("notificationtype", r"\A\s*\{[^{}]{0,80}\"notificationType\" ?: ?\"(?:Delivery|Complaint)\""),
)
DELAYED = phrases(
    "delay notice",
    (
        "delay",
        r"\(delay(?:ed)?\)|\bdelivery (?:has been |is |was )?delayed\b|\bdelayed (?:mail|message|delivery)\b|\bmessage (?:has been )?delayed\b|\bdelayed\b.{0,30}\b(?:hours|retry)",
    ),
    (
        "warning",
        r"^\s*warning: (?:could not send|message .{0,40}delayed|unable to deliver .{0,60}(?:for|after)|e-?mail.{0,30}delayed)",
    ),
    ("transient|temporar", r"\b(?:mail delivery|delivery) (?:temporar\w+|transient)"),
)
