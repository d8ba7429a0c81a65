"""Whether a request is in Welsh, is in two languages, or only speaks of Wales."""

import pytest

from foibot.correspondence.welsh import IN_PART_WELSH, IN_WELSH, welsh_in

IN_WELSH_ALONE = (
    "Annwyl Syr neu Fadam,\n\nTybed a allech ddweud wrthyf faint o blant yn ysgolion y sir sy\u2019n cael prydau "
    "ysgol am ddim, fesul ysgol, ers 2022? Byddwn yn falch o gael yr ateb yn Gymraeg.\n\nYn gywir,\nGwenllian",
    "Helo, a fyddech cystal \u00e2 rhoi gwybod i mi faint o arian a wariwyd ar gyfieithu y llynedd?\n\nDiolch",
    "O dan Ddeddf Rhyddid Gwybodaeth 2000, hoffwn dderbyn y wybodaeth ganlynol: faint o swyddi sydd wedi eu hysbysebu "
    "yn Gymraeg yn unig yn ystod y ddwy flynedd diwethaf, a chopi o'r polisi iaith perthnasol.",
    "HOFFWN WYBOD FAINT O DYLLAU SYDD YN Y FFYRDD, AC YM MHA SIR MAE'R NIFER MWYAF.",
)
IN_BOTH = (
    "Annwyl gyfaill, / Dear friend,\n\nHoffwn ofyn am nifer y disgyblion sydd ar restr aros am le mewn ysgol "
    "Gymraeg. / I would like to ask for the number of pupils waiting for a place in a Welsh-medium school.\n\nDiolch",
    "Hoffwn gael copi o'r adroddiad ar yr ysgol newydd. I would like a copy of the report on the new school.",
)
IN_ENGLISH = (
    "How many pupils are there at Ysgol Gymraeg Bryn y Môr, and at Ysgol Pen-y-bont? Diolch!",
    "Dear Pam, please send me the minutes of Cyngor Sir Ynys Môn and of Dŵr Cymru about the A5 at Betws-y-Coed.",
    "Please send me the number of potholes reported in 2025.",
    "Bonjour, je voudrais un document sur les routes. Ei, un momento: la lista de calles y el plan.",
    "",
)


@pytest.mark.parametrize("text", IN_WELSH_ALONE)
def test_a_request_in_welsh_is_surely_so(text: str) -> None:
    seen = welsh_in(text)
    assert seen is not None
    assert seen.rule == IN_WELSH


@pytest.mark.parametrize("text", IN_BOTH)
def test_a_request_in_two_languages_is_for_a_person_to_decide(text: str) -> None:
    seen = welsh_in(text)
    assert seen is not None
    assert seen.rule == IN_PART_WELSH


@pytest.mark.parametrize("text", IN_ENGLISH)
def test_who_only_names_places_in_wales_writes_no_welsh(text: str) -> None:
    assert welsh_in(text) is None
