package dev.isotherm.jobs.commands.reinject;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.reinject.DeadLetter;
import dev.isotherm.jobs.reinject.DeadLetterPublisher;
import dev.isotherm.jobs.reinject.DeadLetterSelection;
import dev.isotherm.jobs.reinject.FixProcess;
import dev.isotherm.jobs.reinject.ReinjectTopics;
import dev.isotherm.jobs.reinject.Reinjection;
import dev.isotherm.jobs.reinject.ReinjectionMarks;
import dev.isotherm.jobs.reinject.TopicScan;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.ValidationErrors;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.ProducerFencedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Dead letters, back into the topic of readings. */
@Command(
    name = "reinject",
    sortOptions = false,
    description = {
      "Publishes the messages of --rejected-topic again, to --topic.",
      "",
      "Each goes with its key and headers and, where a command is given, with a corrected value;",
      "each goes once, whatever happens: it is marked in the same transaction. What is rejected",
      "again stays where it is.",
      ""
    },
    footer = {
      "",
      "Letters that are left where they are, such as one that could not be corrected, are said and",
      "counted, and are no failure.",
      "",
      "Examples:",
      "  isotherm reinject --dry-run                      # what would be done",
      "  isotherm reinject --reason FUTURE_TIMESTAMP      # the clocks are right by now",
      "  isotherm reinject --reason NOT_JSON --fix \"sed 's/,}/}/'\"",
      "  isotherm reinject --reason NO_SENSOR --fix 'jq -c \".sensor_id = .device\"' --limit 10"
    })
public final class ReinjectCommand implements Callable<Integer>, Validated {

  /** Where marks are, unless said otherwise. */
  static final String MARKS = "sensor_reinjected";

  @Spec private CommandSpec spec;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      converter = ReasonConverter.class,
      description =
          "Only what was rejected for this reason, such as NOT_JSON, or one of several with commas"
              + " between (default: any).")
  private List<RejectionReason> reasons = new ArrayList<>();

  @Option(
      names = "--fix",
      paramLabel = "COMMAND",
      description =
          "Run by sh -c for each message: gets the value on standard input, and writes the"
              + " corrected one to standard output. A status other than 0 leaves the letter where"
              + " it is.")
  private String fix;

  @Option(
      names = "--fix-timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long that may take for one message (default: ${DEFAULT-VALUE}).")
  private Duration fixTimeout;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Reinject no more than this (default: all).")
  private Long limit;

  @Option(
      names = "--again",
      description =
          "Also messages that were reinjected before and rejected again. Still, no letter goes"
              + " twice.")
  private boolean again;

  @Option(
      names = "--dry-run",
      description = "Say what would be done, with --fix run to see; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--marks-topic",
      paramLabel = "NAME",
      defaultValue = MARKS,
      converter = TopicNameConverter.class,
      description =
          "What was reinjected is marked here; made if it is not there (default:"
              + " ${DEFAULT-VALUE}).")
  private String marksTopic;

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;

  private volatile boolean stopped;

  @Override
  public void check(ValidationErrors faults) {
    if (limit != null && limit < 1) {
      faults.add("--limit", limit, "must be at least 1");
    }
    if (marksTopic != null
        && (marksTopic.equals(topics.names().readings())
            || topics.names().outputs().contains(marksTopic))) {
      faults.add("--marks-topic", marksTopic, "must be another topic than those of the stream");
    }
  }

  @Override
  public Integer call() throws Exception {
    Properties client = kafka.clientProperties();
    boolean marked =
        ReinjectTopics.prepare(
            client, topics.names().readings(), topics.names().rejected(), marksTopic, !dryRun);
    if (dryRun) {
      ReinjectionMarks marks =
          marked ? ReinjectionMarks.read(client, marksTopic) : ReinjectionMarks.none();
      return run(client, marks, this::show);
    }
    try (DeadLetterPublisher publisher =
        new DeadLetterPublisher(
            client, topics.names().rejected(), topics.names().readings(), marksTopic)) {
      // Not before: only now no other run can add to them.
      ReinjectionMarks marks = ReinjectionMarks.read(client, marksTopic);
      return run(client, marks, publisher::publish);
    }
  }

  private int run(Properties client, ReinjectionMarks marks, Reinjection.Publication publication)
      throws Exception {
    Set<RejectionReason> chosen = EnumSet.noneOf(RejectionReason.class);
    chosen.addAll(reasons);
    Reinjection run =
        new Reinjection(
            new Reinjection.Plan(
                new DeadLetterSelection(chosen, again),
                fix == null ? null : new FixProcess(fix, fixTimeout),
                limit == null ? Long.MAX_VALUE : limit),
            marks,
            publication,
            this::say);
    return Interruption.during(() -> run(client, run), () -> stopped = true);
  }

  private int run(Properties client, Reinjection run) throws Exception {
    try {
      TopicScan.of(client, topics.names().rejected(), TopicScan.Until.COMMITTED)
          .forEach(
              letter -> {
                run.accept(letter);
                return !stopped;
              });
      run.flush();
      return CommandRunner.DONE;
    } catch (ProducerFencedException fenced) {
      say(
          "isotherm: another reinject of "
              + topics.names().rejected()
              + " has taken over; this one ends here");
      return CommandRunner.JOB_FAILED;
    } finally {
      say(run.tally().summary(dryRun));
    }
  }

  /** What a dry run does in place of publishing. */
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

  private void say(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
  }
}
