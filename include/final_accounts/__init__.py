"""决算: a city finance bureau's yearly departmental final accounts."""
