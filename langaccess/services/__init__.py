"""The deeds: one public function is one deed, whole. Never commits, never sends, never renders."""
