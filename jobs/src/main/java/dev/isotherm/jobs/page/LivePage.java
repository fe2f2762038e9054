package dev.isotherm.jobs.page;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.page.feed.Feeds;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.jobs.page.server.PageServer;
import dev.isotherm.rules.RuleSet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The live page of a stream, from its topics to the browser. It reads and writes nothing else. */
public final class LivePage implements AutoCloseable {

  /**
   * How the page is served, and what it shows.
   *
   * @param bindOption the option that names the address, for messages
   * @param token {@code null} to serve this machine alone
   * @param group consumer group of the stream
   * @param rules those in force before the first published version
   * @param history how far back averages are shown at the start
   */
  public record Options(
      String bindOption,
      InetSocketAddress bind,
      @Nullable String token,
      String group,
      RuleSet rules,
      Duration history,
      PageLimits limits) {

    /** The text form does not show the token. */
    @Override
    public String toString() {
      return "page of " + group + " on " + bind;
    }
  }

  private final PageServer server;
  private final Feeds feeds;

  private LivePage(PageServer server, Feeds feeds) {
    this.server = server;
    this.feeds = feeds;
  }

  /**
   * Starts to read and to serve.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @throws dev.isotherm.model.ConfigurationException if the address cannot be used, no broker
   *     answers, or the topics of averages and alerts do not exist
   */
  public static LivePage start(Properties client, TopicNames topics, Options options) {
    PageModel model = new PageModel(options.limits());
    PageServer server =
        PageServer.start(options.bindOption(), options.bind(), options.token(), model);
    try (Topics broker = Topics.connect(client)) {
      broker.require("--averages-topic", topics.averages(), Feeds.HINT);
      broker.require("--alerts-topic", topics.alerts(), Feeds.HINT);
      return new LivePage(
          server,
          Feeds.start(broker, topics, options.group(), options.rules(), options.history(), model));
    } catch (RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  /** The port that is listened on. */
  public int port() {
    return server.port();
  }

  /** Completes when nothing is read any more; exceptionally if reading failed. */
  public CompletableFuture<Void> ended() {
    return feeds.ended();
  }

  @Override
  public void close() {
    feeds.close();
    server.close();
  }
}
