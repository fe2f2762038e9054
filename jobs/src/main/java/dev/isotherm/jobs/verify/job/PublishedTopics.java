package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.verify.compare.CommittedRanges;
import dev.isotherm.jobs.verify.compare.Comparison;
import dev.isotherm.model.Average;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.GroupAverageLine;
import dev.isotherm.wire.JsonFieldsReader;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.OffsetRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of the result topics, and how they are read.
 *
 * @param groups averages of groups; {@code null} if the stream has none
 * @param rejected the dead letters
 * @param late the late log
 */
public record PublishedTopics(
    OffsetRange averages,
    @Nullable OffsetRange groups,
    OffsetRange transitions,
    OffsetRange rejected,
    OffsetRange late) {

  /** Accumulator: how many entries the late log has. */
  static final String LATE_ENTRIES = ParsePublished.PARSED + "late";

  private static final String AVERAGE = "an average";
  private static final String GROUP = "an average of a group";
  private static final String TRANSITION = "a transition";
  private static final String REJECTED = "a rejected message";
  private static final String LATE = "a late reading";

  /** What the records of a topic are, and how they are parsed. */
  private record Kind(String what, Consumer<PublishedRecord> parser) {}

  /**
   * Looks at the first and the last records of each partition, so that topics of something else are
   * refused before the job. The job looks at all records.
   *
   * @throws ConfigurationException if a record is none of a stream with these settings
   */
  public void requireOwn(CommittedRanges committed, Windowing windowing, Comparison comparison) {
    Map<String, Kind> kinds = new HashMap<>();
    kinds.put(averages.topic(), new Kind(AVERAGE, published -> average(published, windowing)));
    kinds.put(transitions.topic(), new Kind(TRANSITION, PublishedTopics::transition));
    kinds.put(rejected.topic(), new Kind(REJECTED, published -> rejection(published, comparison)));
    kinds.put(
        late.topic(), new Kind(LATE, published -> JsonLinesReader.readLate(published.value())));
    List<OffsetRange> ranges = new ArrayList<>(List.of(averages, transitions, rejected, late));
    if (groups != null) {
      kinds.put(groups.topic(), new Kind(GROUP, published -> group(published, windowing)));
      ranges.add(groups);
    }
    committed.forEachAtEnds(
        ranges,
        message -> {
          PublishedRecord published = PublishedRecord.of(message, true);
          Kind kind = kinds.get(message.topic());
          try {
            kind.parser().accept(published);
          } catch (IllegalArgumentException | NullPointerException notAResult) {
            throw new ConfigurationException(
                ParsePublished.sentence(message.topic(), kind.what(), published, notAResult));
          }
        });
  }

  /** Reads the published averages, all revisions and withdrawals. */
  DataStream<WindowResult> averages(
      StreamExecutionEnvironment environment, Properties client, Windowing windowing) {
    return parsed(
        environment,
        client,
        averages,
        true,
        new ParsePublished<>(
            "averages",
            averages.topic(),
            AVERAGE,
            published -> average(published, windowing),
            WindowResult::order),
        "averages",
        ResultTypes.WINDOW_RESULT);
  }

  private static WindowResult average(PublishedRecord published, Windowing windowing) {
    if (published.value() == null) {
      JsonFieldsReader key = JsonFieldsReader.of(published.key());
      return WindowResult.withdrawn(
          new Series(key.text("sensor_id"), key.text("metric")),
          key.instant("window_start"),
          published.offset());
    }
    Average average = JsonLinesReader.readAverage(published.value());
    requireWindow(average, windowing);
    return WindowResult.published(average, published.offset());
  }

  private static void requireWindow(Average average, Windowing windowing) {
    if (!windowing.isWindow(average.windowStartMillis(), average.windowEndMillis())) {
      throw new IllegalArgumentException(average.window() + " is no window of " + windowing);
    }
  }

  /** Reads the published averages of groups, all revisions. */
  DataStream<WindowResult> groups(
      StreamExecutionEnvironment environment, Properties client, Windowing windowing) {
    return parsed(
        environment,
        client,
        groups,
        true,
        new ParsePublished<>(
            "averages of groups",
            groups.topic(),
            GROUP,
            published -> group(published, windowing),
            WindowResult::order),
        "group-averages",
        ResultTypes.WINDOW_RESULT);
  }

  private static WindowResult group(PublishedRecord published, Windowing windowing) {
    GroupAverage group = GroupAverageLine.read(published.value());
    requireWindow(group.average(), windowing);
    return WindowResult.published(group, published.offset());
  }

  /** Reads the published transitions, without those of the source, which no replay gives. */
  DataStream<AlertResult> transitions(StreamExecutionEnvironment environment, Properties client) {
    return parsed(
        environment,
        client,
        transitions,
        true,
        new ParsePublished<>(
            "transitions",
            transitions.topic(),
            TRANSITION,
            PublishedTopics::transition,
            AlertResult::order),
        "transitions",
        ResultTypes.ALERT_RESULT);
  }

  private static @Nullable AlertResult transition(PublishedRecord published) {
    Transition transition = JsonLinesReader.readTransition(published.value());
    return transition.reason().isOfSource()
        ? null
        : AlertResult.published(transition, published.offset());
  }

  /** Reads the rejections of messages that are compared. */
  DataStream<RejectionResult> rejected(
      StreamExecutionEnvironment environment, Properties client, Comparison comparison) {
    return parsed(
        environment,
        client,
        rejected,
        false,
        new ParsePublished<>(
            "rejected",
            rejected.topic(),
            REJECTED,
            published -> rejection(published, comparison),
            result -> 0L),
        "rejected",
        ResultTypes.REJECTION_RESULT);
  }

  private static @Nullable RejectionResult rejection(
      PublishedRecord published, Comparison comparison) {
    String source = published.header(ResultRecords.SOURCE);
    long position = Long.parseLong(published.header(ResultRecords.POSITION));
    String reason = published.header(ResultRecords.REASON);
    String element = published.headerOrNull(ResultRecords.ELEMENT);
    String place = source + ":" + position + (element == null ? "" : "[" + element + "]");
    return comparison.compares(source, position) ? new RejectionResult(place, false, reason) : null;
  }

  /** Reads the late log. */
  DataStream<LateReading> late(StreamExecutionEnvironment environment, Properties client) {
    return parsed(
        environment,
        client,
        late,
        true,
        new ParsePublished<>(
            "late",
            late.topic(),
            LATE,
            published -> JsonLinesReader.readLate(published.value()),
            entry -> entry.reading().epochMillis()),
        "late",
        ModelTypes.LATE_READING);
  }

  private static <T> DataStream<T> parsed(
      StreamExecutionEnvironment environment,
      Properties client,
      OffsetRange range,
      boolean withValues,
      ParsePublished<T> parser,
      String name,
      TypeInformation<T> type) {
    return environment
        .fromSource(
            PublishedRecord.source(client, range, withValues),
            WatermarkStrategy.noWatermarks(),
            "read " + range.topic())
        .uid("read-" + name)
        .transform("parse " + name, type, parser)
        .uid("parse-" + name);
  }
}
