"""From a script to the finished files of its episode, and knowing when there is nothing to do."""
