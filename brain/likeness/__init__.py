"""Learns the second danger check from messages (docs/safety.md); the gateway reads what is learned by itself."""
