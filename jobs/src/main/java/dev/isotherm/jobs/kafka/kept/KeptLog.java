package dev.isotherm.jobs.kafka.kept;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the records of a {@link KeptTopic} say, in their order. Not for several threads, but the
 * versions are.
 *
 * @param <T> all versions
 */
public interface KeptLog<T> {

  /** Takes the next record. Never throws. */
  void add(ConsumerRecord<byte[], byte[]> record);

  /** All versions. They get those of the records that are added later. */
  T versions();

  /** How many changes or versions count. */
  long accepted();
}
