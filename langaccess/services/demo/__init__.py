"""The demonstration city: invented people and places, made once. Nothing real stands here."""
