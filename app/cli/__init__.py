"""The command line for operators and scripts, in plain English. Nothing here decides; it reads settings, asks and prints."""
