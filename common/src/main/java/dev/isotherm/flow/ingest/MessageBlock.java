package dev.isotherm.flow.ingest;

import dev.isotherm.model.Rejection;
import dev.isotherm.parse.ReadingBlock;
import java.util.List;

/**
 * What Kafka records of one partition, one after the other, turned out to be, on their way from the
 * source to where readings and rejections part.
 *
 * @param partition where the records lay
 * @param firstOffset the place of the first one there
 * @param nextOffset the place behind the last one
 * @param readings of those that were accepted; none, if all were rejected
 * @param rejections of the others
 */
public record MessageBlock(
    int partition,
    long firstOffset,
    long nextOffset,
    ReadingBlock readings,
    List<Rejection> rejections) {}
