"""What the guard finds, a row each: what it is in plain words, and what to do about it. `{}` is what was seen."""

from collections.abc import Mapping
from types import MappingProxyType

from foibot.casework.findings import Finding, FindingKind
from foibot.lean import dataclass

UNSEEN, HIDDEN = FindingKind.UNSEEN, FindingKind.HIDDEN
LEFT, PERSONAL = FindingKind.LEFT_BEHIND, FindingKind.PERSONAL
VALUES = "Save a copy as CSV, or paste the values alone into a new workbook."
INSPECT = "In Office: File, Info, Inspect Document. In LibreOffice: File, Properties, Reset Properties."
FLAT = (
    "Print the pages and scan them without text recognition (OCR), or have a redaction tool apply the redaction and "
    "take the words out."
)
ACCEPT = "accept the finding"
LOOK = f"Look at it yourself; if it may be released, {ACCEPT}."
OR_LOOK = f"or look at it yourself: if it may be released, {ACCEPT}."


@dataclass(frozen=True, slots=True)
class Rule:
    """What kind of finding it is, in which words, and what helps."""

    kind: FindingKind
    words: str
    remedy: str


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "password": Rule(UNSEEN, "Could not be looked into: it needs a password.", "Save it without a password."),
        "damaged": Rule(
            UNSEEN,
            "Could not be looked into: it is damaged, costs too much to read, or is not what it seems.",
            "Open it and save it anew, as .xlsx, .ods, .docx, .odt, .pptx, .pdf or .csv; or divide it.",
        ),
        "too_large": Rule(
            UNSEEN,
            "Could not be looked into: unpacked it is larger than the guard reads.",
            "Divide it, or send its tables as CSV.",
        ),
        "same_part_twice": Rule(
            UNSEEN,
            "Could not be looked into: two parts in it bear the same name, and programs show one or the other.",
            "Open it and save it anew.",
        ),
        "too_deep": Rule(UNSEEN, "An archive within archives was not opened any further.", "Pack it once, not more."),
        "old_format": Rule(
            UNSEEN,
            "An old format that cannot be looked into whole.",
            "Save it as .xlsx, .docx or .pptx; that copy is looked into.",
        ),
        "unknown_kind": Rule(
            UNSEEN,
            "A kind of file that the guard cannot look into ({}).",
            f"Send it as .pdf, .xlsx, .docx, .csv or a picture; {OR_LOOK}",
        ),
        "wrong_ending": Rule(
            UNSEEN, "Its name says one kind of file, its content another ({}).", "Save it under its right ending."
        ),
        "document_type": Rule(
            UNSEEN, "It declares entities of its own, as no Office program does.", "Open it and save it anew."
        ),
        "hidden_sheet": Rule(HIDDEN, "A sheet is hidden.", f"Unhide it and look, or delete it. {VALUES}"),
        "very_hidden_sheet": Rule(
            HIDDEN, "A sheet is hidden so that no menu shows it (“very hidden”).", f"Delete the sheet. {VALUES}"
        ),
        "hidden_rows": Rule(HIDDEN, "Rows are hidden, or of no height.", f"Unhide and look, or delete them. {VALUES}"),
        "hidden_columns": Rule(
            HIDDEN, "Columns are hidden, or of no width.", f"Unhide and look, or delete them. {VALUES}"
        ),
        "filtered_rows": Rule(
            HIDDEN,
            "A filter hides rows; they are all still there.",
            f"Copy what is shown into a new workbook. {VALUES}",
        ),
        "unreadable_words": Rule(
            HIDDEN,
            "There are words that nobody sees: of the colour behind them, too small, formatted away, or in cells "
            "that are merged into others.",
            "Delete them, or make them readable and look.",
        ),
        "hidden_text": Rule(
            HIDDEN, "There is hidden text.", "Show hidden text (in Word: Home, ¶) and delete it, or send a PDF of it."
        ),
        "pivot_cache": Rule(
            HIDDEN,
            "A pivot table carries a copy of all the data it was made from.",
            "Copy the pivot table and paste it as values into a new workbook.",
        ),
        "slicer": Rule(HIDDEN, "A slicer carries the values of the data behind it.", VALUES),
        "data_model": Rule(HIDDEN, "A data model is carried along, with whole tables.", VALUES),
        "external_link": Rule(
            LEFT, "It names other files or places, and may hold copies of their data.", f"Break the links. {VALUES}"
        ),
        "connection": Rule(LEFT, "It holds a connection to a data source.", f"Remove the connection. {VALUES}"),
        "query_table": Rule(LEFT, "It holds a query on a data source.", f"Remove the query. {VALUES}"),
        "hidden_name": Rule(
            HIDDEN, "A defined name is hidden, or points to what is hidden ({}).", f"Delete the name. {VALUES}"
        ),
        "kept_words": Rule(
            HIDDEN, "A defined name keeps words that no cell shows ({}).", "Delete the name (Formulas, Name Manager)."
        ),
        "comments": Rule(LEFT, "There are comments ({}).", f"Delete all comments. {INSPECT}"),
        "people": Rule(LEFT, "It lists people who commented on it ({}).", INSPECT),
        "properties": Rule(LEFT, "Its properties name people or offices ({}).", INSPECT),
        "custom_properties": Rule(LEFT, "It has properties of its own ({}).", INSPECT),
        "tracked_changes": Rule(
            HIDDEN,
            "Tracked changes are in it ({}): what was deleted can still be read.",
            "Accept or reject all changes and turn tracking off, or send a PDF of it.",
        ),
        "earlier_versions": Rule(HIDDEN, "Earlier versions of it are kept in it.", "Save it under a new name."),
        "hidden_slide": Rule(HIDDEN, "A slide is hidden.", "Delete the slide, or send a PDF of those that are shown."),
        "speaker_notes": Rule(HIDDEN, "There are speaker notes.", "Delete the notes, or send a PDF of the slides."),
        "off_slide": Rule(HIDDEN, "Something lies beside the slide, where no show shows it.", "Delete it."),
        "hidden_object": Rule(HIDDEN, "An object is hidden ({}).", "Delete it (in Office: Selection Pane)."),
        "cropped_picture": Rule(
            HIDDEN,
            "A picture is cropped, and what was cropped off is still there.",
            "Delete cropped areas (Picture Format, Compress Pictures).",
        ),
        "embedded_object": Rule(
            HIDDEN,
            "A whole file is embedded, such as the workbook behind a chart ({}).",
            "Paste the chart as a picture and delete the object.",
        ),
        "macros": Rule(LEFT, "There are macros or scripts.", "Save it without macros, or send a PDF of it."),
        "printer_settings": Rule(
            LEFT, "It names a printer ({}).", "Save it under a new name after choosing no printer."
        ),
        "custom_xml": Rule(LEFT, "Data of another program is carried along (custom XML).", INSPECT),
        "covered_text": Rule(
            HIDDEN, "There is text under a box or a picture, or cut out of sight; it can be copied out.", FLAT
        ),
        "covered_picture": Rule(
            HIDDEN,
            "A box or another picture lies over a picture: what is under it can be taken out.",
            f"{FLAT} If nothing is meant to be hidden there, accept the finding.",
        ),
        "invisible_text": Rule(
            HIDDEN,
            "There is text that is not shown, as scanners put behind a page, or of the colour behind it, or too small.",
            f"If it is a scan, save it without text recognition (OCR). {FLAT}",
        ),
        "text_outside": Rule(HIDDEN, "There is text outside the part of the page that is shown.", FLAT),
        "hidden_layers": Rule(HIDDEN, "There are layers that are switched off ({}).", "Print it into a new PDF."),
        "attached_files": Rule(HIDDEN, "Files are attached within it ({}).", "Take them out; send them beside it."),
        "redaction_not_applied": Rule(
            HIDDEN, "Redactions are marked, and not applied: the words are all there.", "Apply the redactions."
        ),
        "orphan_pages": Rule(
            HIDDEN, "It holds pages that are not among those shown ({} in all).", "Print it into a new PDF."
        ),
        "page_previews": Rule(
            HIDDEN,
            "It holds small previews of its pages, which may show an older state ({} in all).",
            "Print it into a new PDF.",
        ),
        "form_fields": Rule(LEFT, "It has form fields ({}).", "Print it into a new PDF."),
        "older_revisions": Rule(
            HIDDEN,
            "Older states of it are kept in it ({} in all).",
            "Print it into a new PDF, or save it under a new name.",
        ),
        "picture_place": Rule(
            LEFT, "The picture says where it was taken.", "Remove its properties (in Windows: Properties, Details)."
        ),
        "picture_people": Rule(
            LEFT,
            "The picture names a person or the device ({}).",
            "Remove its properties (in Windows: Properties, Details).",
        ),
        "picture_text": Rule(LEFT, "Text is stored with the picture ({}).", "Save a copy without its properties."),
        "thumbnail": Rule(
            HIDDEN, "The small preview in it shows another picture than it does.", "Open it and save it as a new PNG."
        ),
        "trailing_data": Rule(
            HIDDEN,
            "There is more in the file than it shows, before it begins or after it ends, such as what was cropped off.",
            "Open it and save it as a new file.",
        ),
        "archive_extra": Rule(
            HIDDEN,
            "There is more in the file than its own list of contents names ({}).",
            "Open it and save it as a new file; pack an archive anew.",
        ),
        "archive_comment": Rule(LEFT, "The archive carries a comment.", "Pack it anew, without a comment."),
        "same_name": Rule(
            HIDDEN, "Two files in it bear the same name ({}): unpacked, one is lost from sight.", "Pack it anew."
        ),
        "telling_name": Rule(
            PERSONAL,
            "Its name, or that of a file in it, holds personal data ({}).",
            "Give it another name; pack an archive anew.",
        ),
        "orphan_parts": Rule(
            HIDDEN,
            "Parts are carried along that nothing in it shows ({}), such as a sheet or a picture that was removed.",
            "Open it and save it under a new name.",
        ),
        "hidden_tabs": Rule(
            HIDDEN,
            "The tabs of its sheets are switched off: nobody sees that there are {}.",
            "Show the tabs (in Excel: File, Options, Advanced, Show sheet tabs) and look at each sheet.",
        ),
        "unused_words": Rule(
            HIDDEN, "Words are stored that no cell shows ({}): of cells that were deleted.", f"Save it anew. {VALUES}"
        ),
        "custom_view": Rule(
            HIDDEN, "A stored view hides rows, columns or sheets.", f"Delete the view (View, Custom Views). {VALUES}"
        ),
        "hidden_list": Rule(
            HIDDEN,
            "The list of a drop-down stands where nobody sees it ({}).",
            f"Look at that list. Remove the drop-down (Data, Validation). {VALUES}",
        ),
        "scenario": Rule(
            HIDDEN,
            "A scenario keeps values that no cell shows ({}).",
            f"Delete the scenarios (Data, What-If Analysis, Scenario Manager). {VALUES}",
        ),
        "chart_cache": Rule(
            HIDDEN,
            "A chart keeps data of a sheet that is hidden or not there ({}).",
            "Paste the chart as a picture, and delete the chart.",
        ),
        "alt_text": Rule(
            PERSONAL,
            "The alternative text of a picture tells of a person, or of the file it came from ({}).",
            f"Right-click the picture, and edit its alternative text; {OR_LOOK}",
        ),
        "building_blocks": Rule(
            HIDDEN, "Building blocks are carried along that no page shows ({}).", "Copy its text into a new document."
        ),
        "several_pictures": Rule(HIDDEN, "There are {} pictures in one file.", LOOK),
        "national_insurance": Rule(PERSONAL, "National Insurance numbers: {} found.", "Take them out."),
        "nhs_number": Rule(PERSONAL, "NHS numbers: {} found.", "Take them out."),
        "bank_account": Rule(PERSONAL, "Sort codes with account numbers: {} found.", "Take them out."),
        "iban": Rule(PERSONAL, "Numbers of bank accounts (IBAN): {} found.", "Take them out."),
        "birth_date": Rule(PERSONAL, "Dates of birth: {} found.", "Take them out."),
        "telephones": Rule(PERSONAL, "Many telephone numbers: {} different ones.", f"Take them out; {OR_LOOK}"),
        "households": Rule(
            PERSONAL, "Many addresses with house number and postcode: {} found.", f"Take them out; {OR_LOOK}"
        ),
        "payment_card": Rule(PERSONAL, "Numbers of payment cards: {} found.", "Take them out."),
        "email_addresses": Rule(PERSONAL, "Many e-mail addresses: {} different ones.", f"Take them out; {OR_LOOK}"),
        "postcodes": Rule(
            PERSONAL, "A column of full postcodes; one can point to a household.", f"Shorten them; {OR_LOOK}"
        ),
        "personal_headings": Rule(PERSONAL, "Columns that seem to be about people ({}).", f"Take them out; {OR_LOOK}"),
    }
)


def remedy_for_everybody(finding: Finding) -> str:
    """Return what helps where a file is to be published: there nothing is accepted, and a false alarm is cleared.

    In the words of today, whatever the guard said when it looked.
    """
    row = RULES.get(finding.rule)
    return (row.remedy if row else finding.remedy).replace(ACCEPT, "an approver clears it").replace(SENT, SHOWN)


SENT, SHOWN = "Send it as", "Show it as"


def finding_of(rule: str, place: str, said: str) -> Finding:
    """Return a finding in words."""
    row = RULES[rule]
    return Finding(rule, place, row.words.format(said), row.remedy, row.kind)
