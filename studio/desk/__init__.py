"""What an editor shows of a script that is being written, as plain values with offsets. Knows no protocol, no page."""
