"""`./sahayak demo`: a company to play with, its desk in a process of its own, and one clock for both."""
