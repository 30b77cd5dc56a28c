"""What `make bench` runs: the door measured beside what it stands in front of.

Nothing here decides a test. Whatever is compared is measured in turn within one run, never on another day.
"""
