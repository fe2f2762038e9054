package dev.isotherm.flow.ingest;

import dev.isotherm.model.RawMessage;
import dev.isotherm.model.Rejection;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.message.LeftOut;
import java.util.List;

/**
 * Consecutive Kafka records of one partition, parsed by the source.
 *
 * @param partition the partition of the records
 * @param firstOffset offset of the first record
 * @param nextOffset offset after the last record
 * @param readings readings of the accepted messages
 * @param rejections rejections of the other messages
 * @param leftOut values of the accepted messages that are no readings
 * @param raw all the records as they were read, in their order; empty unless they are to be kept
 */
public record MessageBlock(
    int partition,
    long firstOffset,
    long nextOffset,
    ReadingBlock readings,
    List<Rejection> rejections,
    List<LeftOut> leftOut,
    List<RawMessage> raw) {}
