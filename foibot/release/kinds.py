"""What a file is, by its content, and what looks into it; its name is only held against that."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from foibot.release.report import CannotLook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"{\\rtf", "rtf"),
    (b"!<arch>\n", "ar"),
    (b"`\xea", "arj"),
    (b"MZ", "a program"),
)
OFFICE = (("xl/", "workbook"), ("word/", "document"), ("ppt/", "slides"))
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
MODULES = {
    "workbook": "workbooks",
    "document": "documents",
    "slides": "slides",
    "opendocument": "open_documents",
    "pdf": "pages",
    "picture": "pictures",
    "text": "plain_text",
    "zip": "archives",
    "gzip": "archives",
    "bzip2": "archives",
    "xz": "archives",
    "tar": "archives",
}
"""Which module looks into which kind; each has a function `look`."""
ENDINGS: dict[str, str] = {
    **dict.fromkeys(("xlsx", "xlsm", "xltx"), "workbook"),
    **dict.fromkeys(("docx", "docm", "dotx"), "document"),
    **dict.fromkeys(("pptx", "pptm", "ppsx"), "slides"),
    **dict.fromkeys(("ods", "odt", "odp", "odg"), "opendocument"),
    **dict.fromkeys(("xls", "doc", "ppt", "msg"), "old format"),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "webp"), "picture"),
    **dict.fromkeys(("csv", "txt", "tsv", "md"), "text"),
    "pdf": "pdf",
    "zip": "zip",
}
"""What an ending promises; of others nothing is expected."""
PROGRAMS = frozenset({"exe", "bat", "scr", "js", "vbs", "cmd", "ps1", "com", "jar", "msi", "pif", "hta", "wsf", "lnk"})
"""Endings that Windows runs; behind that of a document they stand there so that nobody sees them."""
AT_257, WEBP_AT = 257, 8


def kind_of(data: bytes) -> str:
    """Return what a file is; raises `CannotLook` for what the guard has no reader for."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if data.startswith(OLE):
        raise CannotLook("password" if "EncryptedPackage".encode("utf-16-le") in data else "old_format")
    if data[:4] == b"RIFF" and data[WEBP_AT : WEBP_AT + 4] == b"WEBP":
        return "picture"
    if data[AT_257 : AT_257 + 5] == b"ustar":
        return "tar"
    return next((kind for start, kind in STARTS if data.startswith(start)), "text")


def _packed(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if names and names[0] == "mimetype" and archive.read("mimetype")[:200].startswith(OPEN_DOCUMENT):
                return "opendocument"
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise CannotLook("damaged") from error
    if "[Content_Types].xml" in names:
        return next((kind for start, kind in OFFICE if any(name.startswith(start) for name in names)), "zip")
    return "zip"


def promised(name: str) -> str:
    """Return the kind of file that a name promises; empty where it promises none."""
    return ENDINGS.get(name.rpartition(".")[2].lower(), "") if "." in name else ""


def is_disguised(name: str) -> bool:
    """Tell whether a name ends as that of a program behind the ending of a document: `answer.csv.exe`."""
    endings = [one.strip() for one in name.lower().rstrip(". ").split(".")[-2:]]
    return len(endings) > 1 and endings[-1] in PROGRAMS and endings[-2] in {*ENDINGS, "html", "htm", "rtf"}
