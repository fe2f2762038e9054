package dev.isotherm.local.demo;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;

import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.fleet.FleetPublisher;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.page.LivePage;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.local.machine.KafkaBroker;
import dev.isotherm.local.machine.LocalEnvironments;
import dev.isotherm.local.machine.LoopbackPort;
import dev.isotherm.rules.yaml.RuleFile;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Plays the demo once. It starts a broker, the job, the sensors and the view of the results, and
 * ends them in the opposite order, also after a failure.
 */
final class Demo {

  private static final Duration LOOK_AT_OUTPUT = Duration.ofSeconds(1);

  private static final TopicNames TOPICS = TopicNames.DEFAULTS;

  private final DemoCommand plan;
  private final EventLines wording;
  private final DemoCounts tally = new DemoCounts();
  private final LiveView view;

  /** Completes when the demo is to end; exceptionally if something in it failed. */
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Messages of the cluster for the user. */
  private final List<String> notices = new CopyOnWriteArrayList<>();

  Demo(DemoCommand plan, Ansi ansi, PrintWriter out) {
    this.plan = plan;
    this.wording = new EventLines(ansi, ZoneId.systemDefault());
    this.view = new LiveView(wording, new WindowPanel(wording, RuleFile.builtIn()), tally, out);
  }

  /** Makes {@link #play()} return soon; may be called by any thread. */
  void stop() {
    end.complete(null);
  }

  /**
   * Blocks until the end.
   *
   * @return the exit code
   * @throws Exception if a part of the demo could not be started, or failed
   */
  int play() throws Exception {
    KafkaBroker.Options options = KafkaBroker.Options.wantedPort(plan.kafkaPort()).closedByOwner();
    view.print(List.of("Starting a Kafka broker and a Flink cluster \u2026"));
    // Closed in the opposite order: the job needs the broker until its last commit.
    try (KafkaBroker broker = KafkaBroker.start(options);
        LocalEnvironments environments = new LocalEnvironments(notices::add)) {
      if (end.isDone()) {
        return CommandRunner.DONE;
      }
      endsWith(broker.process().onExit(), "The Kafka broker has ended by itself.");
      var unused = broker.process().onExit().thenRun(Demo::silenceClients);
      StreamThread stream =
          new StreamThread(environments, plan.streamCommand(broker.bootstrapServers()));
      endsWith(stream.ended(), "The job has ended by itself.");
      if (end.isDone()) {
        end.get(); // throws what failed
        return CommandRunner.DONE;
      }
      try (LivePage page = page(broker)) {
        view.print(opening(broker, page));
        return publish(broker, stream);
      }
    }
  }

  /** Starts the live page; {@code null} if it is not wanted. */
  private @Nullable LivePage page(KafkaBroker broker) {
    int wanted = plan.pagePort();
    if (wanted == 0) {
      return null;
    }
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", broker.bootstrapServers());
    int port = LoopbackPort.isFree(wanted) ? wanted : 0;
    return LivePage.start(
        client,
        TOPICS,
        new LivePage.Options(
            "--page-port",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            null,
            TopicOptions.GROUP,
            RuleFile.builtIn(),
            Duration.ofHours(1),
            PageLimits.DEFAULT));
  }

  private int publish(KafkaBroker broker, StreamThread stream) throws Exception {
    String servers = broker.bootstrapServers();
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", servers);
    // The broker is on this machine: a record that it does not accept soon is not accepted.
    client.setProperty("request.timeout.ms", "3000");
    client.setProperty("delivery.timeout.ms", "5000");
    client.setProperty("max.block.ms", "5000");
    List<TopicTail> tails =
        List.of(
            new TopicTail(servers, READ_UNCOMMITTED, TOPICS.alerts(), view::transitions),
            new TopicTail(servers, READ_COMMITTED, TOPICS.averages(), view::averages),
            new TopicTail(servers, READ_COMMITTED, TOPICS.rejected(), view::rejected),
            new TopicTail(servers, READ_COMMITTED, TOPICS.late(), view::late));
    tails.forEach(tail -> endsWith(tail.done(), "The results are not read any more."));
    long begun = System.nanoTime();
    try (FleetPublisher publisher =
        new FleetPublisher(
            client, TOPICS.readings(), plan.fleet(), plan.rate(), Instant.now(), Long.MAX_VALUE)) {
      Thread sender = new Thread(publisher, "fleet");
      sender.start();
      try {
        awaitEnd();
      } finally {
        publisher.stop();
        sender.join();
      }
      Duration played = Duration.ofNanos(System.nanoTime() - begun);
      view.print(List.of("", "Stopping \u2026"));
      DemoShutdown.Counts counts = new DemoShutdown(servers, publisher, stream, tails).reach();
      view.showRest();
      view.print(wording.summary(played, counts, tally));
      return counts.addUp(tally) ? CommandRunner.DONE : CommandRunner.JOB_FAILED;
    }
  }

  private void awaitEnd() throws InterruptedException, ExecutionException {
    if (plan.duration() != null) {
      var unused = end.completeOnTimeout(null, plan.duration().toMillis(), TimeUnit.MILLISECONDS);
    }
    while (true) {
      try {
        end.get(LOOK_AT_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException goesOn) {
        if (view.isCutOff() || System.out.checkError()) {
          end.complete(null); // as in: isotherm demo | head
        }
      }
    }
  }

  /** Without a broker, Kafka's clients log the same warnings again and again. */
  private static void silenceClients() {
    Configurator.setLevel("org.apache.kafka", "off");
  }

  /** Fails the demo if this event happens before the demo ends. */
  private void endsWith(CompletableFuture<?> event, String sentence) {
    var unused =
        event.whenComplete(
            (any, failure) ->
                end.completeExceptionally(
                    failure != null ? failure : new IllegalStateException(sentence)));
  }

  private static String taken(int wanted, int port) {
    return wanted != 0 && port != wanted ? " (port " + wanted + " is taken)" : "";
  }

  private List<String> opening(KafkaBroker broker, @Nullable LivePage page) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(wording.styled(EventLines.TITLE, "Isotherm demo: " + plan.fleetInWords()));
    lines.add("");
    if (page != null) {
      String address = "http://localhost:" + page.port() + "/";
      lines.add("  The page:     " + address + taken(plan.pagePort(), page.port()));
    }
    lines.add(
        "  Kafka broker: " + broker.bootstrapServers() + taken(plan.kafkaPort(), broker.port()));
    notices.forEach(notice -> lines.add("  " + notice));
    lines.add("  Readings in:  " + TOPICS.readings());
    lines.add(
        "  Results out:  "
            + String.join(
                ", ", TOPICS.averages(), TOPICS.alerts(), TOPICS.rejected(), TOPICS.late()));
    lines.add("  Alerts:       temperature above 28 is a warning, above 30 critical");
    List<String> command = new ArrayList<>(List.of("isotherm"));
    command.addAll(plan.streamCommand(broker.bootstrapServers()));
    lines.addAll(wording.wrapped("  The job:      ", command));
    lines.add("  Prove it:     isotherm verify -b " + broker.bootstrapServers());
    lines.add("  It ends:      " + plan.endInWords());
    lines.add("");
    return lines;
  }
}
