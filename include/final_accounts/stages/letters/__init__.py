"""Letters 告知: what a unit, a department or the bureau is told, each thing once."""
