/* The small player on somebody else's page. */
const data = told(), player = makePlayer(data);
setMediaSession(player, data);
player.begin();
