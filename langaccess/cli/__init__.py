"""What operators run. Each command is thin: it reads its words, does one deed, says what came."""
