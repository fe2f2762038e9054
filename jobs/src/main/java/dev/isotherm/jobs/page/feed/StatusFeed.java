package dev.isotherm.jobs.page.feed;

import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.StreamAbilities;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.jobs.report.StreamStatus;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.wire.StreamProgress;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the status of the stream into the model, every two seconds: its counts, its consumer lag and
 * the delay of its watermark, as {@code isotherm status} shows them. It also reads the rules when
 * there are others.
 */
public final class StatusFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusFeed.class);
  private static final long INTERVAL_SECONDS = 2;

  private final Properties client;
  private final TopicNames topics;
  private final String group;
  private final RuleSet initialRules;
  private final PageModel model;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "page-status");
            thread.setDaemon(true);
            return thread;
          });

  private volatile boolean rulesChanged = true;
  private volatile @Nullable Seen progress;

  private record Seen(StreamProgress progress, long writtenMillis) {}

  /**
   * Creates a feed; {@link #start} starts it.
   *
   * @param initialRules those in force before the first published version
   */
  public StatusFeed(
      Properties client, TopicNames topics, String group, RuleSet initialRules, PageModel model) {
    this.client = client;
    this.topics = topics;
    this.group = group;
    this.initialRules = initialRules;
    this.model = model;
  }

  /**
   * Reads the first status, and then the others in a thread of its own.
   *
   * @throws ConfigurationException if the topic of progress contains other records
   */
  public void start(Topics broker) {
    if (broker.missing(Set.of(topics.progress())).isEmpty()) {
      ProgressTopic.find(broker, topics.progress(), group)
          .ifPresent(last -> accept(last.progress(), last.writtenMillis()));
    }
    var unused = timer.scheduleWithFixedDelay(this::refresh, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes the progress of a stream, if it is the one that is shown. */
  public void accept(StreamProgress published, long writtenMillis) {
    if (published.group().equals(group)) {
      progress = new Seen(published, writtenMillis);
      // Not its watermark: while no message comes, that goes on to the end of the last windows.
      model.advanceTo(published.deadlinesMillis());
    }
  }

  /** The rules are read again soon. */
  public void rulesChanged() {
    rulesChanged = true;
  }

  private void refresh() {
    try (Topics broker = Topics.connect(client)) {
      if (rulesChanged) {
        rulesChanged = false;
        model.setRules(
            RuleSetHistory.of(initialRules)
                .with(new RulesTopic(client, topics.rules(), StreamAbilities.ALL).read())
                .versions());
      }
      Seen seen = progress;
      if (seen == null) {
        model.setStatus(null, "No stream of group " + group + " has completed a checkpoint yet.");
      } else {
        model.setStatus(status(broker, seen).json(), null);
      }
    } catch (ConfigurationException unreachable) {
      model.setStatus(null, unreachable.getMessage());
    } catch (RuntimeException failed) {
      // An exception would end the timer.
      LOG.warn("the status of the stream cannot be read", failed);
      model.setStatus(null, "The status of the stream cannot be read: " + failed.getMessage());
    }
  }

  private StreamStatus status(Topics broker, Seen seen) {
    String topic = seen.progress().range().topic();
    Map<Integer, Long> starts = broker.beginnings(topic);
    starts.putAll(broker.committed(topic, group));
    return new StreamStatus(
        seen.progress(),
        Instant.ofEpochMilli(seen.writtenMillis()),
        StreamStatus.waiting(seen.progress().range(), starts, broker.lastStableOffsets(topic)),
        Instant.now());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
