"""What the words of a reason say: one reading for each distinct text.

Knows: how a text is brought to one form, packs of words, typing errors, what says nothing that could be checked.
Must not know: events, who typed it, detectors. A reading is about words; it says nothing of the person or the purpose.
"""
