package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonToken;

/**
 * A member beside an array, which the elements of the array take over.
 *
 * @param path its name, or its path inside of objects
 * @param value the kind of its value
 * @param text its value; empty for an object or array
 */
record InheritedMember(String path, JsonToken value, String text) {}
