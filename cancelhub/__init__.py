"""Settings and addresses of the site; no domain code lives here."""
