"""The steps of directives as they arrive: watched for, brought into force, logged once, never forgotten.

Knows: the order of gate, registry, log and floor for a new step.
Must not know: what a step says, clients, processes.
"""
