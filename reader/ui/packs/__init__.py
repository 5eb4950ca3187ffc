"""Content packs in the window: plan, progress, refusal, installed libraries, what changed."""
