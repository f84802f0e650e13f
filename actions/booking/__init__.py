"""The booking as plain functions: values found in a message, and the state machine that decides what is asked next."""
