"""How mail programs introduce what they quote: "On … wrote:", blocks of headers, rules, and what telephones add."""

# ruff: noqa: E501, RUF001, SIM905 - one phrase a line, in the letters in which programs write it

import re

from foibot.correspondence.wording import lowered
from foibot.lean import dataclass

VERB = (
    r"(?:wrote|writes|schrieb|schrieben|a écrit|a ecrit|écrivait|escribió|escribio|escreveu|ha scritto|scrisse|skrev|skreiv|schreef"
    r"|geschreven|napisał(?:\(a\)|a|/a)?|napisal\(a\)|napsal(?:a|\(a\))?|napísal|написал(?:а|\(а\))?|писал(?:а)?|пишет|пише|написав|kirjoitti|írta|yazdı"
    r"|a scris|έγραψε|写道|寫道|写了|のメール|ysgrifennodd|dywedodd|ysgrifennwyd)"
)
OPENING = r"(?:on|le|am|op|el|il|em|den|dnia|w dniu|ar|at|na|dne|på|v|в|w|a|tarihinde|la|στις)"
VERB_STEMS = tuple(
    "wrote writes schrieb crit écrivait escribi escreveu scritto scrisse skrev skreiv schreef geschreven napis naps napís"
    " написа писал пишет пише kirjoitti írta yazdı scris έγραψε 写 寫 のメール ysgrifenn dywedodd".split()
)
DATED = re.compile(rf"^(?:{OPENING}\b|-+\s*on\b)\D{{0,250}}\d.{{0,500}}\b{VERB}\s*(?:[:：]|-{{2,}})?$", re.IGNORECASE)
ADDRESSED = re.compile(
    rf"^.{{0,200}}(?:<[^<>@]*@[^<>]*>|\[mailto:[^\]]*\]|\"[^\"]+\").{{0,80}}{VERB}.{{0,80}}[:：]$", re.IGNORECASE
)
VERB_INSIDE = re.compile(rf"^(?:{OPENING})\b\D{{0,120}}\d.{{0,240}}\b{VERB}\b.{{0,200}}[:：]$", re.IGNORECASE)
TIMED = re.compile(rf"^(?>.{{0,60}}?\d{{4}}).{{0,180}}{VERB}\s*[:：]$", re.IGNORECASE)
DAY_FIRST = re.compile(
    r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}\b.{0,60}(?:GMT|UTC|\d{1,2}:\d\d|via\b).{0,150}(?:[:：]|>|)$|^\d{4}/\d{1,2}/\d{1,2} .{1,100}<[^<>@]+@[^<>]+>:?$|^(?:[^\W\d]{2,12}\.?,? )?\d{1,4}\b.{0,60}\b\d{1,2}[:.]\d\d.{0,150}<[^<>@]*@[^<>]*>\s*[:：]$"
)
ENDS = (":", "：", ">", "--", "schrieb", "wrote", "crit", "escribió", "escreveu", "scritto", "skrev", "geschreven", "schreef", "napisał", "napisał(a)", "写道", "寫道")  # fmt: skip
BEGINS_DATED = re.compile(rf"^(?:>\s*)?{OPENING}\b.{{0,80}}\d", re.IGNORECASE)
WRAPPED, LONGEST, MOST_LINES, MOST_TRIED = 6, 450, 5_000, 400
LONGEST_SENDER = 500
FEWEST_FIELDS, MOST_FIELDS, WRAPPED_FIELD = 2, 9, 2

FROM = (
    r"(?:From|Von|De|Da|Van|Från|Fra|Oddi wrth|Oddiwrth|Lähettäjä|Od|От|Від|Expéditeur|Mittente|发件人|寄件者|差出人)"
)
ABOUT = (
    r"(?:Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Priority|Attachments?|Gesendet|Datum|An|Betreff|Antwort an|Envoyé|À|A|Objet|Enviado|Enviada|Para|Asunto|Fecha"
    r"|Assunto|Data|Risposta|Oggetto|Inviato|Skickat|Till|Ämne|Sendt|Til|Emne|Verzonden|Aan|Onderwerp|Wysłano|Do|Temat|Дата|Отправлено|Кому|Тема|Копия|Anfonwyd|At|Pwnc|Dyddiad"
    r"|发送时间|收件人|主题|日期|送信日時|宛先|件名)"
)
FROM_LINE = re.compile(rf"^[ \t>*_]*{FROM}[ \t]*\*?[:：][ \t*]*(\S.*)$", re.IGNORECASE)
ABOUT_LINE = re.compile(rf"^[ \t>*_]*({ABOUT})[ \t]*\*?[:：][ \t*]*(.*)$", re.IGNORECASE)
DELIMITER = re.compile(
    r"^[\s>]*+\*?\s*+(?:-{2,}|_{2,}|={2,})\s*\*?(?:Original (?:Message|Appointment|e-?mail)|Reply message|Forwarded (?:message|by)|Ursprüngliche (?:Nachricht|E-?Mail)|Originalnachricht|Weitergeleitete Nachricht"
    r"|Message d['’]origine|Message original|Message transféré|Message initial|Mensaje original|Mensagem original|Mensaje reenviado|Messaggio originale|Messaggio inoltrato|Oorspronkelijk bericht|Ursprungligt meddelande"
    r"|Opprinnelig melding|Oprindelig meddelelse|Wiadomość oryginalna|Původní zpráva|Исходное сообщение|Пересылаемое сообщение|Neges wreiddiol|Neges wedi['’]i hanfon ymlaen|原始邮件|原始郵件|转发邮件)\*?\s*\*?(?:-{2,}|_{2,}|={2,})?"
    r"|^[\s>]*+Begin forwarded message\s*:\s*$|^[\s>]*+Anfang der weitergeleiteten (?:Nachricht|E-?Mail)\s*:|^[\s>]*+Début du message (?:réexpédié|transféré)\s*:",
    re.IGNORECASE,
)
DELIMITER_STEMS = ("original", "ursprüng", "weitergeleitet", "forwarded", "origine", "transféré", "initial", "reenviado", "inoltrato", "oorspronkelijk", "ursprunglig", "opprinnelig", "oprindelig", "oryginalna", "původní", "исходное", "пересылаемое", "wreiddiol", "hanfon ymlaen", "原始", "转发", "reply message")  # fmt: skip
MOBILE_STEMS = ("sent ", "outlook for", "sendt ", "skickat", "verzonden", "verstuurd", "envoyé", "enviado", "inviato", "gesendet", "wysłane", "anfonwyd", "mobile", "from my", "发自", "從我的", "von mein")  # fmt: skip
MOBILE = re.compile(
    r"^\s*+[(<\[]{0,2}+\s*+(?:Sent|From|Get|Sendt|Skickat|Verzonden|Verstuurd|Envoyé|Enviado|Inviato|Gesendet|Von|Wysłane|Anfonwyd|Someone)\b[^.?!\n]{0,12}\b(?:from|via|with|by|fra|från|vanaf|met|depuis|de|desde|da|von|mit|meinem|my|mobile|Outlook|z|o)\b"
    r"[^?!\n]{0,30}\b(?:iP(?:hone|ad|od)|phone|mobile|cell|Android|Galaxy|Samsung|BlackBerry|HTC|Huawei|Xiaomi|Pixel|Alcatel|Nokia|Mail(?:box)?|Yahoo|Outlook|Windows|Airmail|Sparrow|Mobilgerät|Handy|TI-85|tablet|device|ffôn|Proton|Spark|Gmail|AOL|BT|Sky)\b(?:[^?!\n]|\?\S){0,120}\s*$"
    r"|^\s*Diese Nachricht wurde von meinem[^\n]{0,80}gesendet\.?\s*$|^\s*從我的 [^\n]{1,30} 傳送\s*$|^\s*发自我的[^\n]{1,30}$|^\s*(?:Sent|Get) (?:via|from my) (?:mobile|phone|TI-85)\s*$|^\s*Get \[?Outlook for \w+[^\n]{0,80}$|^\s*[(<]{0,2}sent by galaxy[)>]{0,2}\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The headers that a program puts above what it quotes: their lines, who wrote, and the other fields."""

    start: int
    end: int
    sender: str
    fields: tuple[tuple[str, str], ...]


def header_block(lines: list[str], start: int = 0) -> HeaderBlock | None:
    """Return the first block of headers at or below a line: From, and at least two more close below it."""
    for number in range(start, len(lines)):
        line = lines[number]
        found = FROM_LINE.match(line) if ":" in line or "：" in line else None
        if found is None:
            continue
        end, fields = fields_below(lines, number + 1)
        if len(fields) >= FEWEST_FIELDS:
            first = number
            while first > start and ABOUT_LINE.match(lines[first - 1]):
                first -= 1
            sender = " ".join(found[1][: 2 * LONGEST_SENDER].split())[:LONGEST_SENDER]
            return HeaderBlock(first, end, sender, tuple(fields))
    return None


def fields_below(lines: list[str], start: int) -> tuple[int, list[tuple[str, str]]]:
    """Return the header lines that follow, and the line after them; a field may be wrapped, and a line between may be empty."""
    fields: list[tuple[str, str]] = []
    end = number = start
    while number < len(lines) and number - end <= WRAPPED_FIELD and len(fields) < MOST_FIELDS:
        found = ABOUT_LINE.match(lines[number])
        if found:
            fields.append((found[1].lower(), found[2].strip()))
            end = number + 1
        number += 1
    return end, fields


def attribution_lines(lines: list[str]) -> tuple[int, int] | None:
    """Return the first words that introduce a quotation, as (first line, line after the last); they may be wrapped."""
    low = lowered("\n".join(lines[:MOST_LINES]))
    stems = tuple(stem for stem in VERB_STEMS if stem in low)
    tried = 0
    for number, line in enumerate(lines[:MOST_LINES]):
        ending = line.rstrip(" \t>*") if line.rstrip().endswith("*") else line.rstrip()
        if not ending or len(ending) > LONGEST or not (ending.endswith(ENDS) or is_day_first(ending)):
            continue
        tried += 1
        if tried > MOST_TRIED:
            break
        start = introduction_start(lines, number, stems)
        if start is not None:
            return start, number + 1
    return None


def is_day_first(line: str) -> bool:
    """Tell whether a line begins with a day, by its number, or by its name where an address follows."""
    return (line[0].isdigit() or "@" in line) and DAY_FIRST.match(line) is not None


def introduction_start(lines: list[str], end: int, stems: tuple[str, ...]) -> int | None:
    """Return where words that introduce a quotation and end on this line begin; with a date, if they have one."""
    shortest: int | None = None
    joined, blanks = "", 0
    for number in range(end, max(-1, end - WRAPPED), -1):
        piece = lines[number].strip(" \t*") if number == end else lines[number].strip(" \t>*")
        blanks += not piece
        if blanks > 1 or len(joined) > LONGEST:
            break
        joined = f"{piece} {joined}".strip()
        dated = bool(BEGINS_DATED.match(piece))
        if piece and (dated or not blanks) and introduces(joined, stems):
            if dated:
                return number
            shortest = number if shortest is None else shortest
    return shortest


def introduces(joined: str, stems: tuple[str, ...]) -> bool:
    """Tell whether words introduce a quotation."""
    low = joined.lower()
    if not any(stem in low for stem in stems):
        return bool(DAY_FIRST.match(joined))
    return any(pattern.match(joined) for pattern in (DATED, VERB_INSIDE, ADDRESSED, TIMED, DAY_FIRST))
