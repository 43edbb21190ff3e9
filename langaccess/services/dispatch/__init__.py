"""An encounter's deeds: asking, ringing, answering, connecting, closing."""
