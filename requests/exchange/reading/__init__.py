"""What a letter's data mean for a file: the way back from `casework/letters`. Nothing is retyped."""
