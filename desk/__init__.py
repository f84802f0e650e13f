"""The desk: gateway, conversations, leads and console of the consultation assistant."""
