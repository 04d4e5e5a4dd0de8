"""Publication 公开: the files of every approved version, the city's site, and what stands of both."""
