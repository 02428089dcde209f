"""`make chaos`: many seals at once while workers are killed and the broker forgets everything."""
