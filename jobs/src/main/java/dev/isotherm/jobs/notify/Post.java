package dev.isotherm.jobs.notify;

import java.util.Map;

/** Body and headers of a request, in JSON. */
record Post(String body, Map<String, String> headers) {}
