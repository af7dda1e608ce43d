"""A backup: every row, every file, and what they must add up to, in one tar file.

Rows travel as PostgreSQL's own COPY text and not as pg_dump's archive: that needs no client program,
goes from any version of the server to any other, and lets a restore check each row before it commits.
"""
