"""宣传消息: to work groups and to villagers who asked for it, through the channels that there are."""
