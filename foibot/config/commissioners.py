"""Who hears complaints in each part of the United Kingdom: the defaults of `[commissioner]`.

Addresses change: the Information Commissioner's Office announced a move from Wilmslow to Manchester for the
autumn of 2026, and the Data (Use and Access) Act 2025 replaces the Commissioner by an Information Commission.
So every entry can be overridden in config.toml, and `foibot check` shows what letters will say.
"""

from foibot.config.schema import Commissioner

# s.50 FOIA, and reg.18 EIR 2004 which applies it. The Act sets no time; the Commissioner asks for six weeks.
INFORMATION_COMMISSIONER = Commissioner(
    name="Information Commissioner",
    office="Information Commissioner's Office",
    postal_address="Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF",
    telephone="0303 123 1113",
    website="https://ico.org.uk",
    complaint_link="https://ico.org.uk/make-a-complaint/foi-and-eir-complaints/",
    complaint_weeks=6,
    email_domains=("ico.org.uk",),
)

# s.47 FOISA, and reg.17 EISR 2004 which applies it: within six months.
SCOTTISH_INFORMATION_COMMISSIONER = Commissioner(
    name="Scottish Information Commissioner",
    office="Office of the Scottish Information Commissioner",
    postal_address="Kinburn Castle, Doubledykes Road, St Andrews, Fife KY16 9DS",
    telephone="01334 464610",
    website="https://www.foi.scot",
    complaint_link="https://www.foi.scot/appeal",
    appeal_months=6,
    email_domains=("foi.scot", "itspublicknowledge.info"),
)

COMMISSIONERS = {
    "england-wales": INFORMATION_COMMISSIONER,
    "wales": INFORMATION_COMMISSIONER,
    "northern-ireland": INFORMATION_COMMISSIONER,
    "uk": INFORMATION_COMMISSIONER,
    "scotland": SCOTTISH_INFORMATION_COMMISSIONER,
}
