"""Public fakes: what others need to test against Ostiary without its surroundings.

Knows: playbooks for sessions, in-memory stands-ins for the world behind the commands.
Must not know: production shells; nothing in the product imports this room.
"""
