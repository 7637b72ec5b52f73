"""A show that is being worked on: what is made while somebody writes, and what becomes of it. Knows no protocol."""
