"""A document's deeds: asking, ranking, assigning, handing over, checking, publishing."""
