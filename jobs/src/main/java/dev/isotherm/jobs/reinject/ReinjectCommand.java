package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.cli.Checked;
import dev.isotherm.jobs.cli.CommandRunner;
import dev.isotherm.jobs.cli.DurationConverter;
import dev.isotherm.jobs.cli.Faults;
import dev.isotherm.jobs.cli.Interruption;
import dev.isotherm.jobs.cli.KafkaOptions;
import dev.isotherm.jobs.cli.TopicNameConverter;
import dev.isotherm.jobs.cli.TopicOptions;
import dev.isotherm.model.RejectionReason;
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
public final class ReinjectCommand implements Callable<Integer>, Checked {

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
      converter = DurationConverter.class,
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
  public void check(Faults faults) {
    if (limit != null && limit < 1) {
      faults.add("--limit", limit, "must be at least 1");
    }
    if (marksTopic != null
        && (marksTopic.equals(topics.topic()) || topics.outputs().contains(marksTopic))) {
      faults.add("--marks-topic", marksTopic, "must be another topic than those of the stream");
    }
  }

  @Override
  public Integer call() throws Exception {
    Properties client = kafka.clientProperties();
    boolean marked =
        ReinjectTopics.prepare(client, topics.topic(), topics.rejected(), marksTopic, !dryRun);
    if (dryRun) {
      Marks marks = marked ? Marks.read(client, marksTopic) : Marks.none();
      return run(client, marks, this::show);
    }
    try (LetterPublisher publisher =
        new LetterPublisher(client, topics.rejected(), topics.topic(), marksTopic)) {
      // Not before: only now no other run can add to them.
      Marks marks = Marks.read(client, marksTopic);
      return run(client, marks, publisher::publish);
    }
  }

  private int run(Properties client, Marks marks, Reinjection.Publication publication)
      throws Exception {
    Set<RejectionReason> chosen = EnumSet.noneOf(RejectionReason.class);
    chosen.addAll(reasons);
    Reinjection run =
        new Reinjection(
            new Reinjection.Plan(
                new Selection(chosen, again),
                fix == null ? null : new FixCommand(fix, fixTimeout),
                limit == null ? Long.MAX_VALUE : limit),
            marks,
            publication,
            this::say);
    return Interruption.during(() -> run(client, run), () -> stopped = true);
  }

  private int run(Properties client, Reinjection run) throws Exception {
    try {
      TopicScan.of(client, topics.rejected(), TopicScan.Until.COMMITTED)
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
              + topics.rejected()
              + " has taken over; this one ends here");
      return CommandRunner.JOB_FAILED;
    } finally {
      say(run.tally().summary(dryRun));
    }
  }

  /** What a dry run does in place of publishing. */
  private List<DeadLetter> show(List<LetterPublisher.Ready> letters) {
    PrintWriter out = spec.commandLine().getOut();
    for (LetterPublisher.Ready ready : letters) {
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
