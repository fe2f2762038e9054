package dev.isotherm.parse.dialect;

/**
 * One of the first lines of a file.
 *
 * @param number its number in the file, from 1 on
 * @param text without its end
 */
record HeadLine(int number, String text) {}
