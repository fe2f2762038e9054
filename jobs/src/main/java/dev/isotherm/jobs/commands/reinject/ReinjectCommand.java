package dev.isotherm.jobs.commands.reinject;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.reinject.DeadLetter;
import dev.isotherm.jobs.reinject.DeadLetterPublisher;
import dev.isotherm.jobs.reinject.FixProcess;
import dev.isotherm.jobs.reinject.ReinjectTopics;
import dev.isotherm.jobs.reinject.Reinjection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.wire.ReinjectionMark;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.ProducerFencedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes dead letters to the topic of readings again. */
@Command(
    name = "reinject",
    sortOptions = false,
    description = {
      "Publishes the messages of --rejected-topic again, to --topic.",
      "",
      "Each message keeps its key and headers; with --fix, a command corrects its value. Each is",
      "published exactly once: it is marked in the same transaction. A message that is rejected",
      "again is left.",
      ""
    },
    footer = {
      "",
      "Letters that are left, such as those that could not be corrected, are listed and counted.",
      "They are not a failure.",
      "",
      "Examples:",
      "  isotherm reinject --dry-run                      # what would be done",
      "  isotherm reinject --reason FUTURE_TIMESTAMP      # the clocks are right by now",
      "  isotherm reinject --reason NOT_JSON --fix \"sed 's/,}/}/'\"",
      "  isotherm reinject --reason NO_SENSOR --fix 'jq -c \".sensor_id = .device\"' --limit 10"
    })
public final class ReinjectCommand implements Callable<Integer>, Validated {

  @Spec private CommandSpec spec;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      description =
          "Only messages rejected for this reason, such as NOT_JSON, or for one of several,"
              + " separated by commas (default: any).")
  private List<RejectionReason> reasons = new ArrayList<>();

  @Option(
      names = "--fix",
      paramLabel = "COMMAND",
      description =
          "Run by sh -c for each message: reads the value from standard input and writes the"
              + " corrected value to standard output. The letter is left if the exit status is not"
              + " 0.")
  private String fix;

  @Option(
      names = "--fix-timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "Time limit of --fix for one message (default: ${DEFAULT-VALUE}).")
  private Duration fixTimeout;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Reinject at most so many messages (default: all).")
  private Long limit;

  @Option(
      names = "--again",
      description =
          "Also messages that were reinjected before and rejected again. No letter is published"
              + " twice.")
  private boolean again;

  @Option(
      names = "--dry-run",
      description = "Show what would be done, and run --fix; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--marks-topic",
      paramLabel = "NAME",
      defaultValue = "sensor_reinjected",
      converter = TopicNameConverter.class,
      description =
          "Reinjected messages are marked here; created if it does not exist (default:"
              + " ${DEFAULT-VALUE}).")
  private String marksTopic;

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;

  private volatile boolean stopped;

  @Override
  public void check(ValidationErrors errors) {
    if (limit != null && limit < 1) {
      errors.add("--limit", limit, "must be at least 1");
    }
    if (marksTopic != null
        && (marksTopic.equals(topics.names().readings())
            || topics.names().outputs().contains(marksTopic))) {
      errors.add("--marks-topic", marksTopic, "must be another topic than those of the stream");
    }
  }

  @Override
  public Integer call() throws Exception {
    String readings = topics.names().readings();
    String rejected = topics.names().rejected();
    try (Topics broker = Topics.connect(kafka.clientProperties())) {
      boolean marked =
          ReinjectTopics.prepare(broker, readings, rejected, marksTopic, /* create= */ !dryRun);
      if (dryRun) {
        return run(
            broker, marked ? ReinjectTopics.readMarks(broker, marksTopic) : Set.of(), this::show);
      }
      try (DeadLetterPublisher publisher =
          new DeadLetterPublisher(broker.client(), rejected, readings, marksTopic)) {
        // Marks are read only now, when no other run can add to them.
        return run(broker, ReinjectTopics.readMarks(broker, marksTopic), publisher::publish);
      }
    }
  }

  private int run(Topics broker, Set<ReinjectionMark> marks, Reinjection.Publication publication)
      throws Exception {
    Reinjection run =
        new Reinjection(
            new Reinjection.Plan(
                Set.copyOf(reasons),
                again,
                fix == null ? null : new FixProcess(fix, fixTimeout),
                limit == null ? Long.MAX_VALUE : limit),
            marks,
            publication,
            this::printLine);
    return Interruption.during(() -> run(broker, run), () -> stopped = true);
  }

  private int run(Topics broker, Reinjection run) throws Exception {
    try {
      ReinjectTopics.readLetters(
          broker,
          topics.names().rejected(),
          letter -> {
            run.accept(letter);
            return !stopped;
          });
      run.flush();
      return CommandRunner.DONE;
    } catch (ProducerFencedException fenced) {
      printLine(
          String.format(
              "isotherm: another reinject of %s has taken over; this one ends here",
              topics.names().rejected()));
      return CommandRunner.JOB_FAILED;
    } finally {
      printLine(run.outcomes().summary(dryRun));
    }
  }

  /** A dry run prints letters instead of publishing them. */
  private List<DeadLetter> show(List<DeadLetterPublisher.Ready> letters) {
    PrintWriter out = spec.commandLine().getOut();
    for (DeadLetterPublisher.Ready ready : letters) {
      DeadLetter letter = ready.letter();
      out.println(
          "would reinject " + letter.position() + " " + letter.reason() + ": " + letter.detail());
    }
    out.flush();
    return List.of();
  }

  private void printLine(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
  }
}
