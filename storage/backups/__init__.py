"""The whole database as one file of rows that either kind of database takes: made while the desk runs, restored as one deed."""
