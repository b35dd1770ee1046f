"""What programs and other readers take away: one module a format."""
