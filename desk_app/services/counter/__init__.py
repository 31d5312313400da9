"""Taking an application: what applies, what is brought, acceptance."""
