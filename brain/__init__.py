"""What we add to Rasa: pipeline components, the gateway's channel, the tracker store, and the entry points."""
