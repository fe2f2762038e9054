package dev.isotherm.jobs.page.model;

/**
 * A rejected message as the page lists it.
 *
 * @param atMillis timestamp of its record
 * @param reason as a word
 * @param detail as a sentence
 * @param position {@code topic-partition:offset} of the message
 * @param excerpt the beginning of its value as text
 */
public record RejectedMessage(
    long atMillis, String reason, String detail, String position, String excerpt) {}
