"""Names that could be mistaken for words of a sentence are refused.

Knows: how names stand in sentences: an agency's before its code in brackets, titles in quotation marks.
Must not know: sentences, rules.

Whoever signs a policy reads sentences. A name such as ``Town Police (town-police) or Bureau`` would let one agency be read as
two, and a title that ends its own quotation marks could go on as if it were a rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ostiary.policy.reading import Table

_NAMED = {"agency": "name", "purpose": "title", "basis": "title"}
_IN_BRACKETS = re.compile(r"\(([a-z0-9][a-z0-9-]*)\)")


def refuse_mistakable(sections: Mapping[str, Sequence[Table]]) -> None:
    """Notes a problem at each name or title that holds a known code in brackets, or curly quotation marks."""
    tables = [(table, key) for section, key in _NAMED.items() for table in sections[section]]
    codes = {str(table.values.get("code")) for table, _ in tables}
    for table, key in tables:
        said = str(table.values.get(key))
        if "“" in said or "”" in said:
            table.problem(f"`{key}` must not hold “ or ”, which stand around titles in sentences", key)
        for code in _IN_BRACKETS.findall(said):
            if code in codes:
                table.problem(f"`{key}` must not hold `({code})`, which would be read as another name", key)
