"""The machinery under `sandbox.services`: server processes that never outlive their owner."""
