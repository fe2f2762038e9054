package dev.isotherm.jobs.verify.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.verify.compare.AverageComparison;
import dev.isotherm.jobs.verify.compare.ComparisonScope;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.jobs.verify.compare.ExplainedBy;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Series;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Memory does not grow with the topics. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class BoundedComparisonHarnessTest {

  private static final Series A = new Series("a", "temperature");

  @Test
  void ofAWindowTwoAveragesAreKeptHoweverManyRevisionsCome() throws Exception {
    ComparisonScope scope =
        new ComparisonScope(
            new OffsetRange("t", Map.of(), Map.of()), true, true, Long.MIN_VALUE, 100, 100);
    CompareAverages compare =
        new CompareAverages(
            new AverageComparison(scope, Windowing.tumbling(Duration.ofMillis(10)), 0),
            CompareAverages.MATCHES);
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<Tuple2<Series, Long>, WindowResult, Difference>(
            new KeyedProcessOperator<>(compare), WindowResult::key, ResultTypes.WINDOW_KEY)) {
      harness.open();
      harness.processElement(WindowResult.ofLog(average(1_000, 0)), 0);
      for (int revision = 0; revision < 1_000; revision++) {
        harness.processElement(
            WindowResult.published(average(revision + 1, revision), revision), revision);
      }
      assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
      harness.processWatermark(Long.MAX_VALUE);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void aFewDifferencesAreKeptHoweverManyAreCounted() throws Exception {
    CountDifferences counting = new CountDifferences("differences");
    try (var harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(counting))) {
      harness.open();
      for (int i = 0; i < 10_000; i++) {
        harness.processElement(new Difference(Kind.AVERAGE, "average " + i, null), 0);
      }
      for (int i = 0; i < 100; i++) {
        harness.processElement(new Difference(Kind.ALERT, "alert " + i, anyReading()), 0);
      }
      Map<String, Accumulator<?, ?>> accumulators =
          harness
              .getEnvironment()
              .getAccumulatorRegistry()
              .getSnapshot()
              .deserializeUserAccumulators(getClass().getClassLoader());
      assertThat(accumulators.get("differences").getLocalValue())
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .hasSize(CountDifferences.MAX_KEPT + CountDifferences.MIN_KEPT_OF_KIND);
      assertThat(
              accumulators
                  .get(CountDifferences.countOf("differences", Kind.AVERAGE))
                  .getLocalValue())
          .isEqualTo(10_000L);
    }
  }

  /** Only jobs read topics: a client would hold them in its memory. */
  @Test
  void theClientReadsNoTopicAndNoFile() {
    noClasses()
        .that()
        .resideInAPackage("dev.isotherm.jobs.verify..")
        .and()
        .doNotHaveSimpleName("CommittedRanges") // reads 100 records of a partition at most
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(TopicReader.class)
        .orShould()
        .callMethod(ResultFolder.class, "forEachLine", String.class, Consumer.class)
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.isotherm.jobs.verify"));
  }

  private static ExplainedBy anyReading() {
    return ExplainedBy.anyValue(A, 0, 9, true, Exclusion.ALERTS, 0);
  }

  private static Average average(long count, int revision) {
    return new Average(A, 0, 10, count, (double) count, 1, 1, 1, 0, revision);
  }
}
