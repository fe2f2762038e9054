package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Flaps;
import dev.isotherm.alert.LevelStatus;
import dev.isotherm.alert.RecentRange;
import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.LastEvaluated;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.average.OpenWindow;
import dev.isotherm.flow.average.Session;
import dev.isotherm.flow.average.WindowKeyedBySeries;
import dev.isotherm.flow.baseline.BaselineTypes;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.flow.plausibility.PlausibilityTypes;
import dev.isotherm.flow.progress.Progress;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.replay.ReplayTypes;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.RawMessage;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.model.percentile.Percentiles;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.yaml.RuleFile;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.BasicArrayTypeInfo;
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

  private static final List<Class<?>> TYPES =
      List.of(
          ModelTypes.class,
          ProgressTypes.class,
          IngestTypes.class,
          AverageTypes.class,
          BaselineTypes.class,
          AlertTypes.class,
          PlausibilityTypes.class,
          ReplayTypes.class);

  private static final Series SERIES = new Series("boiler", "temperature");

  @Test
  void nothingThatFlowsNeedsAGenericSerializer() throws Exception {
    List<String> visited = new ArrayList<>();
    for (Class<?> types : TYPES) {
      for (Field field : types.getDeclaredFields()) {
        field.setAccessible(true);
        Object value = field.get(null);
        if (value instanceof TypeInformation<?> type) {
          walk(field.getName(), type, visited);
        } else if (value instanceof OutputTag<?> tag) {
          walk(field.getName(), tag.getTypeInfo(), visited);
        }
      }
    }
    assertThat(visited)
        .contains(
            "MESSAGE_BLOCK.readings.values",
            "REJECTED.reason",
            "REJECTED.headers[].value",
            "SESSION.open");
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
              BasicArrayTypeInfo.class,
              PrimitiveArrayTypeInfo.class,
              EnumTypeInfo.class,
              CompactType.class);
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    SeriesWindow window = new SeriesWindow(SERIES, -60_000, 0);
    assertRoundTrip(ModelTypes.SERIES, new Series("\u00e4\ud83c\udf21", "\u4e2d"));
    assertRoundTrip(ModelTypes.SERIES_WINDOW, window);
    assertRoundTrip(ModelTypes.READING, new Reading(SERIES, Long.MIN_VALUE, -0.0));
    assertRoundTrip(
        AverageTypes.AVERAGE,
        new Average(
            SERIES, 0, 1, Long.MAX_VALUE, Double.POSITIVE_INFINITY, 1, Double.MIN_VALUE, 3, 4, 5));
    Reading reading = new Reading(SERIES, -7, 1);
    assertRoundTrip(ModelTypes.LATE_READING, LateReadings.ofAverages(reading, window));
    assertRoundTrip(ModelTypes.LATE_READING, LateReadings.ofAlerts(reading));
    assertRoundTrip(
        ModelTypes.LATE_READING,
        new LateReading(reading, LateReading.Exclusion.AVERAGE_ALERTS, window));
    assertRoundTrip(
        ModelTypes.LATE_READING,
        LateReading.fromEverything(reading, LateReading.Exclusion.IMPLAUSIBLE_RANGE));
    assertRoundTrip(AverageTypes.WINDOW_KEYED_BY_SERIES, new WindowKeyedBySeries(window));
    Average average = new Average(SERIES, -60_000, 0, 1, 1, 1, 1, 1, 0, 5);
    assertRoundTrip(AverageTypes.AVERAGE_UPDATE, AverageUpdate.of(average));
    Percentiles percentiles =
        new Percentiles(
            List.of(
                new Percentiles.Percentile("50", -0.0), new Percentiles.Percentile("99.9", 4.0)));
    assertRoundTrip(
        AverageTypes.AVERAGE_UPDATE, AverageUpdate.of(average.with(percentiles).withExpected(7)));
    assertRoundTrip(AverageTypes.AVERAGE_UPDATE, AverageUpdate.withdrawn(window));
    assertRoundTrip(
        AverageTypes.SESSION, new Session(window, new OpenWindow(AverageAccumulator.of(0.1), 3)));
    assertRoundTrip(AverageTypes.OPEN_WINDOW, new OpenWindow(AverageAccumulator.of(0.1), 3));
    assertRoundTrip(
        PartialTypes.PARTIAL_BLOCK,
        Partials.alone(new PartialAggregate(window, AverageAccumulator.of(0.1), 7)));
    assertRoundTrip(
        ProgressTypes.PROGRESS,
        new Progress(
            Long.MIN_VALUE,
            5,
            Map.of(0, 7L),
            Map.of(0, 9L, 3, 1L),
            new Accounting(2, 1, Map.of(RejectionReason.EMPTY, 1L), 3, 2, 1),
            "job",
            List.of(new EarlierRun(Map.of(0, 1L), Map.of(0, 7L), 3, Accounting.NONE))));
    assertRoundTrip(AlertTypes.ALERT_STATUS, AlertStatus.INACTIVE);
    assertRoundTrip(
        AlertTypes.ALERT_STATUS,
        new AlertStatus(
            AlertState.FIRING,
            Severity.CRITICAL,
            7,
            List.of(new LevelStatus(Severity.CRITICAL, LevelStatus.Phase.ENDING, -1, true)),
            new AlertStatus.LastReading(8, 0.1),
            List.of(new RecentRange(3, -1, 2)),
            new Flaps(true, Severity.WARNING, 4, List.of(5L, 6L))));
    assertRoundTrip(AlertTypes.LAST_EVALUATED, new LastEvaluated(7, 3, 1, Long.MIN_VALUE));
  }

  @Test
  void everyReasonAndAMissingKeyAreKept() throws IOException {
    for (RejectionReason reason : RejectionReason.values()) {
      for (byte[] key : new byte[][] {null, {}, {1, 2}}) {
        assertRoundTrip(
            IngestTypes.REJECTION,
            new Rejection(reason, "is bad", "t-0", 7, new byte[] {9}, key, new MessageHeader[0]));
      }
    }
  }

  @Test
  void headersAreKeptInTheirOrderWithAndWithoutValue() throws IOException {
    MessageHeader[] headers = {
      new MessageHeader("b", new byte[] {1}),
      new MessageHeader("a", null),
      new MessageHeader("b", new byte[0])
    };
    assertRoundTrip(
        IngestTypes.REJECTION,
        new Rejection(RejectionReason.EMPTY, "is bad", "t-0", 7, null, null, headers));
  }

  @Test
  void everyStateSeverityAndMissingSeverityAreKept() throws IOException {
    for (AlertState state : AlertState.values()) {
      for (Severity previous : new Severity[] {null, Severity.WARNING, Severity.CRITICAL}) {
        assertRoundTrip(
            AlertTypes.TRANSITION,
            Transitions.byReading(
                "rule", SERIES, Severity.WARNING, state, state, previous, 1, 2, 3, 4));
      }
    }
    assertRoundTrip(
        AlertTypes.TRANSITION,
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
            Map.of(),
            Map.of("team", "plant", "site", "north")));
  }

  private static final RawMessage RAW =
      new RawMessage(
          "t",
          3,
          8,
          RawMessage.UNTIMED,
          null,
          new byte[] {1},
          new MessageHeader[] {new MessageHeader("h", null)});

  @Test
  void aBlockOfMessagesKeepsReadingsAndRejections() throws IOException {
    Reading[] readings = {new Reading(SERIES, 7, 1), new Reading(SERIES, 7, 2)};
    Rejection rejection =
        new Rejection(
            RejectionReason.EMPTY, "is empty", "t-0", 7, new byte[0], null, new MessageHeader[0]);
    MessageBlock block =
        roundTrip(
            IngestTypes.MESSAGE_BLOCK,
            new MessageBlock(
                3,
                7,
                10,
                ReadingBlocks.of(readings),
                List.of(rejection),
                List.of(new LeftOut("hum", LeftOutReason.EMPTY, 2, "")),
                List.of(RAW)));
    assertThat(block.raw()).containsExactly(RAW);
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
        new LineBlock(
            "a.csv",
            7,
            FileDialect.byName("a.csv"),
            new byte[] {1},
            1L << 40,
            new byte[] {2, 3, 4},
            2,
            5);
    assertThat(roundTrip(IngestTypes.LINE_BLOCK, block))
        .usingRecursiveComparison()
        .isEqualTo(block);
  }

  @Test
  void aVersionOfTheRulesIsReadAsItWas() throws Exception {
    RuleSetVersion version = new RuleSetVersion(7, RuleFile.builtIn());
    assertThat(
            roundTrip(AlertTypes.RULES_UPDATE, RulesUpdate.of(version))
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
