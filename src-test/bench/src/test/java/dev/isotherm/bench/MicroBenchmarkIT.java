package dev.isotherm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What the pieces on the path of every reading cost, each by itself. */
class MicroBenchmarkIT {

  private static final int ROUNDS = Integer.getInteger("isotherm.rounds", 5);

  @Test
  void pieces() throws Exception {
    Path results = Files.createDirectories(Path.of("target", "results"));
    Options options =
        new OptionsBuilder()
            .include("dev\\.isotherm\\.bench\\.micro\\..*")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(Math.min(3, ROUNDS))
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(ROUNDS)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(results.resolve("micro.json").toString())
            .build();
    assertThat(new Runner(options).run()).isNotEmpty();
  }
}
