"""短信. Chinese carriers send registered templates under a registered signature, through a gateway by HTTP.

Not SMPP: it is no protocol of the three carriers (theirs are CMPP, SGIP and SMGP, behind a leased line and
a contract a county doesn't hold); whoever sends for an office — the clouds, 云MAS, 信通 — takes HTTP.
"""
