"""Who is served and where: customers, contacts, contact points, properties, units, relationships."""
