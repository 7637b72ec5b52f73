"""The nouns: frozen values that the stages hand to each other, one file for each stage's."""
