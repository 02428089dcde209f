"""Users, their second factor and the actor behind every act."""
