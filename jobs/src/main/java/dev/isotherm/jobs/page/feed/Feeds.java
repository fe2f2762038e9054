package dev.isotherm.jobs.page.feed;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.rules.RuleSet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The readers of the result topics that fill the model of the live page; closed together. */
public final class Feeds implements AutoCloseable {

  /** The end of a message about a topic that is missing. */
  public static final String HINT = "; isotherm stream creates it at its start";

  private final StatusFeed status;
  private final ResultFeed results;

  private Feeds(StatusFeed status, ResultFeed results) {
    this.status = status;
    this.results = results;
  }

  /**
   * Starts to read.
   *
   * @param group consumer group of the stream
   * @param rules those in force before the first published version
   * @param history how long before now the averages begin
   */
  public static Feeds start(
      Topics broker,
      TopicNames topics,
      String group,
      RuleSet rules,
      Duration history,
      PageModel model) {
    StatusFeed status = new StatusFeed(broker.client(), topics, group, rules, model);
    ResultRecordsReader reader =
        new ResultRecordsReader(topics, model, status::accept, status::rulesChanged);
    ResultFeed results =
        new ResultFeed(broker, topics, history, System.currentTimeMillis(), reader::accept);
    try {
      status.start(broker);
      return new Feeds(status, results);
    } catch (RuntimeException failed) {
      results.close();
      throw failed;
    }
  }

  /** Completes when results are not read any more; exceptionally if reading failed. */
  public CompletableFuture<Void> ended() {
    return results.ended();
  }

  @Override
  public void close() {
    results.close();
    status.close();
  }
}
