package dev.isotherm.jobs.kafka.baseline;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.jobs.kafka.kept.KeptLog;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.wire.BaselinePart;
import dev.isotherm.wire.BaselineParts;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The versions of a baseline that the records of its topic say, see {@link BaselineParts}. */
final class BaselineLog implements KeptLog<Baselines> {

  private final Consumer<String> rejected;
  private final BaselineParts parts;

  /**
   * Begins without a record.
   *
   * @param rejected takes a sentence for each record or version that does not count
   */
  BaselineLog(Consumer<String> rejected) {
    this.rejected = rejected;
    parts = new BaselineParts(rejected);
  }

  @Override
  public void add(ConsumerRecord<byte[], byte[]> record) {
    String source = KeptTopic.source(record);
    try {
      parts.add(source, BaselinePart.read(record.key(), record.value()));
    } catch (RuntimeException invalid) {
      // Whatever someone has written there, the stream goes on.
      rejected.accept(source + ": is no part of a baseline: " + invalid.getMessage());
    }
  }

  @Override
  public Baselines versions() {
    return parts.versions();
  }

  @Override
  public long accepted() {
    return versions().versions().size();
  }
}
