"""What agencies, purposes, papers and states are called.

Knows: names and titles in a bundle, the legal papers that every bundle knows, the postal codes of states.
Must not know: rules.
"""

from __future__ import annotations

from ostiary.model.bundle import Bundle

BASIS_NAMES = {
    "judicial-warrant": "a judicial warrant",
    "administrative-warrant": "an administrative warrant",
    "subpoena": "a subpoena",
    "court-order": "a court order",
    "consent": "consent",
    "statute": "a statute",
}

# Publication 28 of the United States Postal Service, appendix B: states, the federal district, inhabited territories.
STATE_NAMES = {
    "AL": "Alabama", "AK": "Alaska", "AS": "American Samoa", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "the District of Columbia", "FL": "Florida",
    "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska",
    "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "MP": "the Northern Mariana Islands", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VI": "the Virgin Islands", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip


def agency_name(bundle: Bundle, code: str) -> str:
    """``Department of Justice (doj)``; the code alone when the bundle does not know it."""
    agency = bundle.agencies.get(code)
    return code if agency is None else f"{agency.name} ({code})"


def purpose_name(bundle: Bundle, code: str) -> str:
    """``“Homicide” (homicide)``; the code alone when the bundle does not know it."""
    purpose = bundle.purposes.get(code)
    return code if purpose is None else f"“{purpose.title}” ({code})"


def basis_name(bundle: Bundle, code: str) -> str:
    """``a judicial warrant``, or for a paper of the bundle's own ``“Written request” (written-request)``."""
    own = bundle.bases.get(code)
    return BASIS_NAMES.get(code, code) if own is None else f"“{own.title}” ({code})"


def state_name(code: str) -> str:
    """``Illinois (IL)``; the code alone for what is none of the known states."""
    return f"{STATE_NAMES[code]} ({code})" if code in STATE_NAMES else code
