package dev.isotherm.jobs.verify;

/** How many results agree, by kind. */
record MatchCounts(long averages, long transitions, long rejected) {}
