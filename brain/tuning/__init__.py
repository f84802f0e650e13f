"""Teaches the sentence model our subject: which messages ask for the same. Run by `make tune`, not by `make train`.

`texts` writes the examples as they are read (in the brain's environment); `learn` learns from them with PyTorch (in an
environment of its own) and writes brain/minilm/adapter.npz, which belongs into the repository. docs/decisions/0007.
"""
