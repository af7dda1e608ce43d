"""Mail by SMTP, encrypted always (RFC 5321, RFC 3207 STARTTLS, RFC 8314 TLS from the start)."""
