package dev.isotherm.jobs.kafka.kept;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the records of a topic that do not count. The first ones only: each start reads all. */
final class LogRejected implements Consumer<String> {

  private static final Logger LOG = LoggerFactory.getLogger(LogRejected.class);
  private static final int MOST = 20;

  private int count;

  @Override
  public void accept(String sentence) {
    count++;
    if (count <= MOST) {
      LOG.warn("A record does not count: {}", sentence);
    }
    if (count == MOST) {
      LOG.warn("More of them are not logged; isotherm sensors show and baseline show name all");
    }
  }
}
