"""The held-out evaluation: visitors' questions, what a right reply to each holds, and the scorer (`make eval`)."""
