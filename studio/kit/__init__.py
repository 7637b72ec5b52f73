"""Tools that every room uses: errors, files, sealed entries, threads, sound players. Knows no show and no audio."""
