"""The words that stand in every rendering: how rules are read, what a policy covers and what not.

Knows: what the evaluator does, in words for a lawyer.
Must not know: any one policy.
"""

from __future__ import annotations

from typing import Final

HOW_TO_READ: Final = (
    (
        "Whatever no permit allows is refused. A prohibition overrides every permit, unless one of its exceptions holds. A"
        " question is allowed or refused as a whole; one field that is refused is enough to refuse it."
    ),
    (
        "“Members of” an agency are people whom it has enrolled. A member asks for that agency, or on behalf of another one,"
        " and then both must be permitted."
    ),
    (
        "A member “works for” an agency that employs the member or to which the member is assigned. Prohibitions, promises and"
        " duties reach each agency that the member belongs to, works for or asks on behalf of, one by one; “every agency"
        " concerned” are those of them that the rule reaches."
    ),
    "“Under” an agency or purpose stands whatever the trees below show beneath it, at any depth.",
    "A field bears its own labels and those of its record class.",
    (
        "What is not known never helps whoever asks. An agency that is unknown, suspended or ended, and a purpose or legal basis"
        " that is unknown, meet no permit and no exception, and are reached by every prohibition and every duty that they"
        " could fall under."
    ),
    (
        "Duties add up: of two masks the stricter, all conditions on rows, the smallest number of rows, the largest group, the"
        " shortest time. A field that is empty meets no condition on its value."
    ),
    "“Until the end of” a day includes that day, and “from” a day includes it.",
    (
        "Purpose, case, legal basis and the agency on whose behalf one asks are what the member declares. A rule is about what is"
        " declared. Whether it was true is for those who review what was asked."
    ),
    (
        "A promise “by prohibitions alone” must follow from the prohibitions whatever is permitted. Any other promise must hold"
        " with the permits as they are. A policy that breaks a promise is not to be put in force. A proof that a promise is"
        " kept is about declared facts."
    ),
)
"""One rule of reading each."""

COVERED: Final = (
    "This policy covers what members of agencies ask through the gateway. It decides each question before any record is"
    " read, and each decision names the rules above."
)

NOT_COVERED: Final = (
    "other ways to the same records: other applications, copies, exports, requests under freedom of information laws;",
    "what somebody does with records once they were shown;",
    "whether a declared purpose, case, legal basis or agency was true;",
    "what law compels outside the gateway, such as a judicial warrant that is served: that goes to counsel.",
)
"""How far a policy does not reach, whatever it says."""
