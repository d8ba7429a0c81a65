"""Subjects that say only that somebody asks: “FOI request”, “Freedom of Information Act 2000 - request”, “Ymholiad”."""

from foibot.correspondence.traces import tokens

SAY_NOTHING = frozenset(
    {"foi", "foia", "fois", "foisa", "foir", "fo", "eir", "eirs", "freedom", "information", "info", "act", "scotland"}
    | {"environmental", "regulation", "regulations", "access", "public", "request", "requests", "requesting", "req"}
    | {"enquiry", "enquiries", "inquiry", "query", "queries", "question", "questions", "letter", "email", "mail"}
    | {"official", "formal", "new", "urgent", "important", "please", "general", "data", "disclosure", "application"}
    | {"hello", "hi", "help", "attention", "fao", "re", "fw", "fwd", "ref", "reference", "no", "subject", "none"}
    | {"team", "officer", "office", "dear", "sir", "madam", "under", "about", "regarding", "concerning", "made"}
    | {"a", "an", "the", "of", "for", "to", "in", "on", "and", "my", "your", "our", "this", "is", "from", "with", "by"}
    | {"i", "me", "you", "some", "further", "more", "another", "second", "third", "several", "multiple", "s", "section"}
)
"""Words of English subjects; where a subject has no others, nobody learns from it what was asked."""
SAY_NOTHING_IN_WELSH = frozenset(
    {"cais", "ceisiadau", "gais", "chais", "am", "wybodaeth", "gwybodaeth", "rhyddid", "ryddid", "deddf", "ddeddf"}
    | {"ymholiad", "ymholiadau", "cwestiwn", "cwestiynau", "gwestiwn", "amgylcheddol", "rheoliadau", "dan", "o"}
    | {"newydd", "brys", "pwysig", "y", "yr", "i", "a", "ac", "rhg", "llythyr", "ebost", "e", "bost", "gan", "mynediad"}
)


def says_nothing(subject: str) -> bool:
    """Tell whether a subject says no more than that it is a request; numbers say nothing either."""
    words = {word for word in tokens(subject) if not any(sign.isdigit() for sign in word)}
    return words <= SAY_NOTHING or words <= SAY_NOTHING_IN_WELSH | {"foi", "eir"}
