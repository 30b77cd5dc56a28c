"""One client's life, from the first byte to the last.

Knows: the order of things: log in, understand, decide, forward, log, release; how a refusal reads on the wire.
Must not know: sockets, clocks, randomness, processes, the log's form; they stand behind the commands.

A session is a typed generator. It yields a command only for what needs the world and is resumed with the answer; all
else is plain function calls on an immutable snapshot. The invariant that everything here serves: rows enter the outbox
only after the entry that names their subjects is durable.
"""
