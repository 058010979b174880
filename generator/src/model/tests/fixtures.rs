//! One small document per hazard.
