package dev.isotherm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Flaps;
import dev.isotherm.alert.LevelStatus;
import dev.isotherm.alert.Recent;
import dev.isotherm.alert.RuleSet;
import dev.isotherm.alert.RulesVersion;
import dev.isotherm.average.PartialAverage;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Header;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.parse.LineBlock;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.EnumTypeInfo;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.ObjectArrayTypeInfo;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class FlowTypesTest {

  private static final Series SERIES = new Series("boiler", "temperature");

  @Test
  void nothingThatFlowsNeedsAGenericSerializer() throws Exception {
    List<String> visited = new ArrayList<>();
    for (Field field : FlowTypes.class.getDeclaredFields()) {
      field.setAccessible(true);
      Object value = field.get(null);
      if (value instanceof TypeInformation<?> type) {
        walk(field.getName(), type, visited);
      } else if (value instanceof OutputTag<?> tag) {
        walk(field.getName(), tag.getTypeInfo(), visited);
      }
    }
    assertThat(visited)
        .contains(
            "MESSAGE_BLOCK.readings.values",
            "REJECTED.reason",
            "REJECTED.headers[].value",
            "SESSION.total");
  }

  private static void walk(String path, TypeInformation<?> type, List<String> visited) {
    visited.add(path);
    if (type instanceof PojoTypeInfo<?> pojo) {
      assertThat(pojo.getArity())
          .as(path)
          .isEqualTo(pojo.getTypeClass().getRecordComponents().length);
      for (int i = 0; i < pojo.getArity(); i++) {
        walk(path + "." + pojo.getPojoFieldAt(i).getField().getName(), pojo.getTypeAt(i), visited);
      }
    } else if (type instanceof ObjectArrayTypeInfo<?, ?> array) {
      walk(path + "[]", array.getComponentInfo(), visited);
    } else if (type instanceof ListTypeInfo<?> list) {
      walk(path + "[]", list.getElementTypeInfo(), visited);
    } else if (type instanceof MapTypeInfo<?, ?> map) {
      walk(path + ".key", map.getKeyTypeInfo(), visited);
      walk(path + ".value", map.getValueTypeInfo(), visited);
    } else {
      assertThat(type)
          .as(path)
          .isInstanceOfAny(
              BasicTypeInfo.class,
              PrimitiveArrayTypeInfo.class,
              EnumTypeInfo.class,
              CompactType.class);
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    SeriesWindow window = new SeriesWindow(SERIES, -60_000, 0);
    assertRoundTrip(FlowTypes.SERIES, new Series("\u00e4\ud83c\udf21", "\u4e2d"));
    assertRoundTrip(FlowTypes.SERIES_WINDOW, window);
    assertRoundTrip(FlowTypes.READING, new Reading(SERIES, Long.MIN_VALUE, -0.0));
    assertRoundTrip(
        FlowTypes.AVERAGE,
        new Average(
            SERIES, 0, 1, Long.MAX_VALUE, Double.POSITIVE_INFINITY, 1, Double.MIN_VALUE, 3, 4, 5));
    Reading reading = new Reading(SERIES, -7, 1);
    assertRoundTrip(FlowTypes.LATE_READING, LateReading.ofAverages(reading, window));
    assertRoundTrip(FlowTypes.LATE_READING, LateReading.ofAlerts(reading));
    assertRoundTrip(FlowTypes.LATE_READING, LateReading.ofAverageAlerts(reading, window));
    assertRoundTrip(FlowTypes.WINDOW_AT_SERIES, new WindowAtSeries(window));
    Average average = new Average(SERIES, -60_000, 0, 1, 1, 1, 1, 1, 0, 5);
    assertRoundTrip(FlowTypes.AVERAGE_UPDATE, AverageUpdate.of(average));
    assertRoundTrip(FlowTypes.AVERAGE_UPDATE, AverageUpdate.withdrawn(window));
    assertRoundTrip(FlowTypes.SESSION, new Session(window, PartialAverage.of(0.1), 3));
    assertRoundTrip(FlowTypes.OPEN_WINDOW, new OpenWindow(PartialAverage.of(0.1), 3));
    assertRoundTrip(FlowTypes.PARTIAL, new Partial(window, PartialAverage.of(0.1), 7));
    assertRoundTrip(
        FlowTypes.PROGRESS,
        new Progress(
            Long.MIN_VALUE,
            5,
            Map.of(0, 7L),
            Map.of(0, 9L, 3, 1L),
            new Accounting(2, 1, Map.of(RejectionReason.EMPTY, 1L), 3, 2, 1)));
    assertRoundTrip(FlowTypes.ALERT_STATUS, AlertStatus.INACTIVE);
    assertRoundTrip(
        FlowTypes.ALERT_STATUS,
        new AlertStatus(
            AlertState.FIRING,
            Severity.CRITICAL,
            7,
            List.of(new LevelStatus(Severity.CRITICAL, LevelStatus.Phase.ENDING, -1)),
            new AlertStatus.LastReading(8, 0.1),
            List.of(new Recent(3, -1, 2)),
            new Flaps(true, Severity.WARNING, 4, List.of(5L, 6L))));
    assertRoundTrip(FlowTypes.LAST_EVALUATED, new LastEvaluated(7, Long.MIN_VALUE));
    assertRoundTrip(FlowTypes.DUE_UNTIL, DueUntil.latest(Long.MIN_VALUE));
  }

  @Test
  void everyReasonAndAMissingKeyAreKept() throws IOException {
    for (RejectionReason reason : RejectionReason.values()) {
      for (byte[] key : new byte[][] {null, {}, {1, 2}}) {
        assertRoundTrip(
            FlowTypes.REJECTION, new Rejection(reason, "is bad", "t-0", 7, new byte[] {9}, key));
      }
    }
  }

  @Test
  void headersAreKeptInTheirOrderWithAndWithoutValue() throws IOException {
    Header[] headers = {
      new Header("b", new byte[] {1}), new Header("a", null), new Header("b", new byte[0])
    };
    assertRoundTrip(
        FlowTypes.REJECTION,
        new Rejection(RejectionReason.EMPTY, "is bad", "t-0", 7, null, null, headers));
  }

  @Test
  void everyStateSeverityAndMissingSeverityAreKept() throws IOException {
    for (AlertState state : AlertState.values()) {
      for (Severity previous : new Severity[] {null, Severity.WARNING, Severity.CRITICAL}) {
        assertRoundTrip(
            FlowTypes.TRANSITION,
            new Transition("rule", SERIES, Severity.WARNING, state, state, previous, 1, 2, 3, 4));
      }
    }
    assertRoundTrip(
        FlowTypes.TRANSITION,
        new Transition(
            "rule",
            SERIES,
            Severity.WARNING,
            AlertState.NO_DATA,
            AlertState.FIRING,
            Severity.CRITICAL,
            1,
            2,
            Double.NaN,
            4,
            TransitionReason.NO_DATA,
            2,
            "version",
            "is silent",
            Map.of("team", "plant", "site", "north")));
  }

  @Test
  void aBlockOfMessagesKeepsReadingsAndRejections() throws IOException {
    Reading[] readings = {new Reading(SERIES, 7, 1), new Reading(SERIES, 7, 2)};
    Rejection rejection =
        new Rejection(RejectionReason.EMPTY, "is empty", "t-0", 7, new byte[0], null);
    MessageBlock block =
        roundTrip(
            FlowTypes.MESSAGE_BLOCK,
            new MessageBlock(3, 7, 10, ReadingBlocks.of(readings), List.of(rejection)));
    assertThat(block.partition()).isEqualTo(3);
    assertThat(block.firstOffset()).isEqualTo(7);
    assertThat(block.nextOffset()).isEqualTo(10);
    assertThat(ReadingBlocks.readings(block.readings())).containsExactly(readings);
    assertThat(block.readings().messages()).isEqualTo(2);
    assertThat(block.rejections()).containsExactly(rejection);
  }

  @Test
  void aBlockOfLinesKeepsItsBytes() throws IOException {
    LineBlock block =
        new LineBlock("a.csv", 7, new byte[] {1}, 1L << 40, new byte[] {2, 3, 4}, 2, 5);
    assertThat(roundTrip(FlowTypes.LINE_BLOCK, block)).usingRecursiveComparison().isEqualTo(block);
  }

  @Test
  void aVersionOfTheRulesIsReadAsItWas() throws Exception {
    RulesVersion version = new RulesVersion(7, RuleSet.DEFAULT);
    assertThat(
            roundTrip(FlowTypes.RULES_UPDATE, RulesUpdate.of(version))
                .version(getClass().getClassLoader()))
        .isEqualTo(version);
  }

  private static <T> void assertRoundTrip(TypeInformation<T> type, T value) throws IOException {
    assertThat(roundTrip(type, value)).isEqualTo(value);
  }

  /** Through bytes and through a copy, as between tasks and between chained operators. */
  private static <T> T roundTrip(TypeInformation<T> type, T value) throws IOException {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(serializer.copy(value), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    T read = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }
}
