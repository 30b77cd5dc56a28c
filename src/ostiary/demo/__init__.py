"""The room of the demonstration: an installation of its own with a made-up city, the story, and the city's daily traffic.

Knows: how to start and stop a PostgreSQL of its own, and every part of Ostiary that the story shows; the city has a room
in here.
Must not know: nothing is kept from it, but no other room may know it.
"""
