"""What is common to many collaborations: counted over columns, and safe to publish. No words of its own."""
