package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.jobs.Isotherm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What would not end well does not start. */
final class StreamRefusalIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @Test
  void unalignedCheckpointsAreRefused() throws Exception {
    assertThat(stream(KAFKA.freshTopics(1).readings(), "-Dexecution.checkpointing.unaligned=true"))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: execution.checkpointing.unaligned.enabled true: must be false; what is"
                    + " late is decided in step with the watermark\n"));
  }

  @Test
  void checkpointsThatCountReadingsTwiceAreRefused() throws Exception {
    assertThat(
            stream(KAFKA.freshTopics(1).readings(), "-Dexecution.checkpointing.mode=AT_LEAST_ONCE"))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: execution.checkpointing.mode AT_LEAST_ONCE: must be EXACTLY_ONCE;"
                    + " otherwise readings count twice after a restart\n"));
  }

  @Test
  void toReorderWithinLessThanTheWatermarkWaitsForIsRefused() {
    assertThat(stream("any", "--reorder=4s"))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --reorder 4s: must be at least --out-of-orderness, which is 5s\n"));
  }

  @Test
  void aTopicThatIsNotThereIsMadeOnlyOnRequest() {
    assertThat(stream("misspelt"))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --topic misspelt: is not on the broker; create it, or add"
                    + " --create-topics\n"));
  }

  private static CommandTrial stream(String topic, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "stream";
    arguments[1] = "--bootstrap-servers=" + KAFKA.bootstrapServers();
    arguments[2] = "--topic=" + topic;
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandTrial.run(Isotherm.commandLine(FLINK::create), arguments);
  }
}
