"""Real recognisers hear real (synthetic) voices: ``make test-interop``."""
