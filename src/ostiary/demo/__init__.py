"""The room of the demonstration: a small made-up city and the embedded database that holds it.

Knows: how such a city looks, how to start and stop a PostgreSQL of its own, and every part of Ostiary that the story
shows.
Must not know: nothing is kept from it, but no other room may know it.
"""
