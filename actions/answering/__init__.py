"""Answering: from what the brain read in a message to the words of the reply. Pure functions, no Rasa, no network."""

from actions.answering.reply import Answer, answer

__all__ = ["Answer", "answer"]
