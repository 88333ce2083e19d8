"""The hands: the relay, and one handler for each kind of background work. Only here do messages leave."""
