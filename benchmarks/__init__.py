"""What is measured, each figure beside its baseline in the same run. Nothing here is installed."""
