"""The demonstration: fictional people and files, made by the real services and by nothing else.

Every person, number and place is invented. Production refuses it.
"""
