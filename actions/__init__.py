"""The Rasa action server: words the answers and takes the bookings. What is said comes from knowledge/."""
