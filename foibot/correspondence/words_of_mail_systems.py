"""How mail systems report that mail was not delivered, or not yet; by no means all of them follow RFC 3464."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which systems write it

from foibot.correspondence.wording import phrases

FAILURE_SUBJECT = phrases(
    "subject of a failure",
    ("undeliver", r"\bundeliver(?:able|ed)\b"),
    (
        "deliver",
        r"\b(?:mail|message|e-?mail) delivery (?:has )?(?:failed|failure|problem|error|subsystem|report|status|system)\b",
    ),
    (
        "deliver",
        r"\bdelivery (?:status notification|failure|failed|report|error|problem|notification|has failed|incomplete|unsuccessful|attempt)\b|\bdelivery status\b",
    ),
    (
        "deliver",
        r"\b(?:fail(?:ed|ure|s)?|unable|could not|cannot|not|problem|problems)\b.{0,20}\bdeliver(?:ed|y|ing|able)?\b",
    ),
    ("non", r"\bnon[- ]?deliver(?:y|able|ed)\b|\bnon[- ]?remis\b"),
    (
        "return",
        r"\breturned (?:mail|message|e-?mail|to sender)\b|\breturning (?:mail|message)\b|\breturn to sender\b|\b(?:mail|message) returned\b",
    ),
    (
        "fail",
        r"\bfail(?:ure|ed) (?:notice|to|mail|message|notification|report|delivery)\b|\bfailure notice\b|\b(?:mail|message|send(?:ing)?|transmission) (?:has )?fail(?:ed|ure)\b",
    ),
    ("loop alert|not member|not a member", r"\bloop alert\b|\bare not (?:a )?member\b"),
    (
        "error",
        r"\b(?:mail|message|delivery|smtp) (?:system )?error\b|\berror (?:mail|sending|delivering|report)\b|\bmail error\b",
    ),
    ("reject|refus|block|bounce", r"\b(?:rejected|refused|blocked|bounced|bounce)\b"),
    (
        "unknown|no such|not found|invalid",
        r"\b(?:unknown|no such|invalid) (?:user|recipient|address|account)\b|\b(?:user|recipient|address) (?:unknown|not found|invalid)\b",
    ),
    ("unzustellbar|zustell", r"\bunzustellbar\b|\bnicht zustellbar\b|\bzustellung\b.{0,30}\bfehl|\bzustellfehler\b"),
    ("non remis|échec|non distribué", r"\bnon remis(?:e)?\b|\béchec\b|\bnon distribué"),
    (
        "no entreg|no se puede entregar|devuelto|imposible",
        r"\bno (?:se puede )?entrega\w*\b|\bdevuelto\b|\bimposible (?:de )?entreg",
    ),
    ("mancat|non recapit|impossibile", r"\bmancat[oa] (?:recapito|consegna)\b|\bimpossibile recapit|\bnon recapit"),
    ("onbestelbaar|niet bezorgd|niet afgeleverd", r"\bonbestelbaar\b|\bniet (?:bezorgd|afgeleverd)"),
    ("não entreg|falha na entrega", r"\bnão (?:foi )?entreg|\bfalha na entrega"),
    ("niedostarcz|nedoruč|недоставлен|не доставл", r"niedostarcz|nedoruč|недоставл|не доставл"),
    ("anfon|danfon", r"\b(?:heb ei|methu) (?:d?anfon|gyflwyno)"),
    (
        "配信|届け|送信できま|退信|無法|无法|失败|エラー",
        r"配信(?:不能|できま|に失敗|エラー)|届け(?:でき|られ)|送信できま|退信|[無无]法投[遞递]|投递失败|エラー(?:メール|通知)",
    ),
)
FAILURE_TEXT = phrases(
    "words of failure",
    (
        "deliver",
        r"\b(?:could|can|was|were|has|have|had|is|did) ?not (?:be |been )?(?:successfully |possible to )?(?:be )?deliver(?:ed)?\b|\bcannot (?:be )?deliver",
    ),
    ("unable to", r"\bunable to (?:deliver|relay|send|find recipient|route|transmit|locate)\b"),
    ("undeliver", r"\bundeliver(?:able|ed)\b"),
    ("delivery", r"\bdelivery (?:to|of|for|has|attempt|was)?\b[^\n]{0,140}\b(?:fail\w*|unsuccessful|not possible)"),
    ("permanent|fatal", r"\bpermanent(?:ly)? (?:fatal )?(?:error|failure|fail|unable|reject\w*)|\bfatal errors?\b"),
    (
        "user|recipient|mailbox|address|account",
        r"\b(?:user|recipient|mailbox|address|account|e-?mail)(?: name| address)?s? (?:is |was |are |has been |have been )?(?:unknown|not found|unavailable|does not exist|doesn['’]t exist|do not exist|not exist|disabled|rejected|invalid|inactive|full|over quota|not recogni[sz]ed|not valid|not listed|suspended|locked|denied|not known)",
    ),
    (
        "unknown|no such|invalid|bad",
        r"\b(?:unknown|no such|invalid|bad|nonexistent|non-existent|inactive) (?:user|recipient|local[- ]part|address|mailbox|account|person|domain|host|destination)",
    ),
    ("5.", r"\b5[0-7]\d[ #:-]+5\.\d{1,2}\.\d{1,3}\b|#5\.\d\.\d\b|\(#?5\.\d\.\d\)|\b5\.[1-7]\.\d{1,3}\b"),
    ("55|51|53|57|54", r"\b(?:550|551|552|553|554|511|530|535|541|571)[ -]"),
    (
        "smtp error|remote",
        r"\bSMTP error from remote\b|\bremote (?:host|server|mail server|mta)\b[^\n]{0,60}\b(?:said|rejected|replied|returned|refused)|\bhost [^\n]{1,100}\bsaid:",
    ),
    (
        "reject|refus|return|block",
        r"\b(?:message|mail|e-?mail|it|connection|transaction|recipients?) (?:was |has been |were |is |being )?(?:rejected|refused|returned|blocked|bounced|denied)\b",
    ),
    (
        "failed",
        r"\bfailed (?:to (?:deliver|reach|send)|recipients?|address\w*|permanently)|\bfollowing (?:recipient|address)\w*\b[^\n]{0,40}\bfail",
    ),
    ("giving up|given up|gave up", r"\b(?:giving up|given up|gave up)\b"),
    (
        "quota|mailbox full|is full|disk",
        r"\bquota\b[^.\n]{0,40}\bexceed\w*|\bexceed\w*\b[^.\n]{0,60}\b(?:quota|size|limit|storage)|\bmailbox (?:is )?full\b|\bover ?quota\b|\bdisk (?:is )?full\b",
    ),
    ("did not reach|not reach", r"\b(?:did|could|does) not reach\b"),
    (
        "host",
        r"\bhost (?:or domain name )?(?:not found|unknown|lookup)|\bname server\b|\bdomain (?:name )?(?:not found|does not exist|unknown)",
    ),
    ("relay", r"\brelay(?:ing)? (?:access )?(?:denied|not permitted|prohibited|not allowed)\b"),
    (
        "too large|too big|size limit|message size",
        r"\b(?:message|mail|e-?mail|attachment) (?:is |was )?(?:too (?:large|big)|exceeds)|\bsize (?:limit|exceed)",
    ),
    (
        "timed out|time out|timeout|expired|too long",
        r"\b(?:timed? ?out|message expired|retry time|delivery time expired|in (?:the )?queue too long|too old)\b",
    ),
    (
        "frozen|duplicated message-id|not a member|not member",
        r"\bhas been frozen\b|\bduplicated message-id\b|\bare not (?:a )?member\b",
    ),
    ("loop|too many hops|hop count", r"\bmail loop\b|\bloop alert\b|\btoo many hops\b|\bloops back\b|\bhop count\b"),
    (
        "return to sender|returned to sender|original message",
        r"\breturn(?:ed)? to sender\b|\b(?:copy of )?(?:your |the )?(?:original|undelivered) (?:message|mail)\b[^\n]{0,20}\b(?:follows|below|headers?|attached)",
    ),
    ("transcript of session", r"\btranscript of session follows\b"),
    ("delivery status", r"\bthis is (?:a|an)\b[^\n]{0,60}\b(?:delivery (?:status|failure)|bounce)\b"),
    (
        "spam|policy|virus",
        r"\b(?:message|mail|content)\b[^\n]{0,60}\b(?:rejected|blocked|refused|considered|identified|detected|classified)\b[^\n]{0,40}\b(?:spam|policy|virus|content)",
    ),
    (
        "nicht zugestellt|konnte nicht|unzustellbar|nicht ausgeliefert|unbekannt",
        r"\b(?:konnte|konnten|kann|wurde)\b[^\n]{0,100}\bnicht\b[^\n]{0,40}\b(?:zugestellt|ausgeliefert|übermittelt|erreicht)|\bunzustellbar\b",
    ),
    ("n'a pas pu|n'ont pas|remis", r"\bn['’](?:a|ont) pas (?:pu |été )?(?:être )?(?:remis|délivré|distribué|envoyé)"),
    (
        "no se ha podido|no se pudo|no pudo|entregar|no existe",
        r"\bno (?:se )?(?:ha podido|pudo|puede|han podido)\b[^\n]{0,40}\bentregar|\b(?:usuario|buzón|cuenta)\b[^\n]{0,30}\bno existe",
    ),
    ("consegn|recapit", r"\b(?:non|impossibile)\b[^\n]{0,40}\b(?:consegna\w*|recapit\w*)"),
    ("bezorg|afgelever", r"\bniet\b[^\n]{0,30}\b(?:bezorgd|afgeleverd|bezorgen)"),
    ("entreg", r"\bnão\b[^\n]{0,40}\bentreg"),
    (
        "не доставлен|не может быть|не удалось|не существует",
        r"не (?:был[оаи]? )?доставлен|не удалось доставить|не существует",
    ),
    ("配信|届|送信|宛先|エラー", r"配信(?:不能|でき|に失敗|され)|届け(?:でき|られ)|送信でき|宛先(?:不明|が)|存在しま"),
    ("退信|退回|无法|無法|不存在|失败", r"退信|退回|[无無]法(?:送达|投递|投遞|发送)|不存在|投递失败"),
    ("배달|전송|수신", r"배달|전송(?:에)? ?실패|수신(?:자|인)"),
)
TEMPORARY = phrases(
    "not yet a failure",
    ("will", r"\bwill (?:continue|keep|be retried|retry|try again|be re-?tried|be attempted|attempt)\b[^.]{0,80}"),
    (
        "no action|need to|do not need",
        r"\bno action (?:is )?required\b|\b(?:do not|don['’]t) need to (?:re-?send|send|do anything|take)\b",
    ),
    ("warning", r"\b(?:this is a )?warning (?:message )?only\b"),
    ("still", r"\bstill (?:trying|in the queue|being (?:tried|retried|attempted)|undelivered)\b"),
    ("has not yet|not yet been|delayed", r"\bnot yet been delivered\b|\b(?:is|was|has been|being) delayed\b"),
)
RETURNED = phrases(
    "returns the original",
    (
        "original|returned|undelivered|below",
        r"^(?:[>*#-]|[^\S\n])*+(?:this is a copy of|below (?:is|this line)|the )?[\s-]{0,40}+(?:original|returned|undelivered|your) (?:message|mail|e-?mail|headers?)\b[^\n]{0,40}(?:follows|below|:|-{2,}|$)",
    ),
    ("message-id", r"^(?:>|[^\S\n])*+message-id:[^\n<]{0,200}<[^<>\s]{1,200}@"),
    ("received:", r"^(?:>|[^\S\n])*+received: from\b"),
    ("bouncedrecipients", r"\bbouncedRecipients\b"),
)
COMPLAINT = phrases(
    "complaint about mail",
    ("complaint about", r"^\s*complaint about (?:a )?(?:message|mail|e-?mail) from\b"),
    ("abuse|feedback", r"\b(?:e-?mail feedback report|abuse report)\b[^\n]{0,60}\b(?:ip|from|for|received)\b"),
)
REFUSED_BY_LIST = phrases(
    "refused by a mailing list",
    (
        "not a member|not member",
        r"^\s*(?:you are|you ['’<\w@.>-]{3,80} are) not (?:a )?member of (?:this|the)\b[^\n]{0,40}\blist\b",
    ),
    (
        "reject",
        r"\byour (?:message|mail|post(?:ing)?) to (?:the )?[^\n]{1,80}\b(?:mailing )?list (?:has been|was|is) (?:automatically )?rejected\b",
    ),
    ("non-member", r"\bnon-members? (?:are|is) not allowed to post\b|\bposting by non-members?\b[^\n]{0,40}\bnot\b"),
)
