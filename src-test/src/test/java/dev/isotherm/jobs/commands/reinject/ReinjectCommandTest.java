package dev.isotherm.jobs.commands.reinject;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import org.junit.jupiter.api.Test;

class ReinjectCommandTest {

  @Test
  void anUnknownReasonIsRefusedWithAllThatAreAllowed() {
    assertThat(isotherm("reinject", "--reason", "not_json,FOO"))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --reason FOO: must be one of NOT_JSON, NOT_AVRO, NOT_AN_OBJECT,"
                    + " DUPLICATE_FIELD, TOO_LARGE, NO_TIMESTAMP, BAD_TIMESTAMP, PAST_TIMESTAMP,"
                    + " FUTURE_TIMESTAMP, NO_SENSOR, NO_METRIC, NOT_A_NUMBER, NOT_FINITE, BAD_ROW,"
                    + " EMPTY\n"));
  }

  @Test
  void allFaultsAreSaidAtOnce() {
    assertThat(
            isotherm(
                    "reinject",
                    "--limit=0",
                    "--fix-timeout=0s",
                    "--marks-topic=sensor_rejected",
                    "--late-topic=sensor_readings")
                .err())
        .isEqualTo(
            """
            isotherm: --fix-timeout 0s: must be at least 1 ms
            isotherm: --limit 0: must be at least 1
            isotherm: --marks-topic sensor_rejected: must be another topic than those of the stream
            isotherm: --late-topic sensor_readings: must be another topic than --topic
            """);
  }
}
