package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Flaps;
import dev.isotherm.alert.LevelStatus;
import dev.isotherm.alert.RecentRange;
import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.LastEvaluated;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.OpenWindow;
import dev.isotherm.flow.average.OpenWindowSerializer;
import dev.isotherm.flow.average.Session;
import dev.isotherm.flow.average.WindowKeyedBySeries;
import dev.isotherm.flow.progress.Progress;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.signal.SignalTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.signal.memory.SensorReadings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

/** The state of a stream as savepoints hold it: keys, values and operator state. */
class StateFormsTest {

  private static final Series SERIES = new Series("boiler", "temp\u00e9rature");
  private static final SeriesWindow WINDOW = new SeriesWindow(SERIES, -60_000, 0);

  @Test
  void keys() throws IOException {
    GoldenState.assertKept("series", ModelTypes.SERIES, SERIES);
    GoldenState.assertKept("series-window", ModelTypes.SERIES_WINDOW, WINDOW);
    GoldenState.assertKept(
        "window-keyed-by-series",
        AverageTypes.WINDOW_KEYED_BY_SERIES,
        new WindowKeyedBySeries(WINDOW));
  }

  @Test
  void windows() throws IOException {
    AverageAccumulator several = new AverageAccumulator();
    for (double value : new double[] {0.1, -7, 1e300, 1e-300}) {
      several.add(value);
    }
    GoldenState.assertKept(
        "open-window-of-one",
        AverageTypes.OPEN_WINDOW,
        new OpenWindow(AverageAccumulator.of(0.1), 0));
    GoldenState.assertKept(
        "open-window-of-several", AverageTypes.OPEN_WINDOW, new OpenWindow(several, 3));
    GoldenState.assertKept(
        "session", AverageTypes.SESSION, new Session(WINDOW, new OpenWindow(several, 3)));
  }

  @Test
  void messagesOfSignals() throws IOException {
    GoldenState.assertKept(
        "signal-message",
        SignalTypes.SIGNAL_MESSAGE,
        new SignalMessage(
            new Series("boiler", "r\u00fcle"), new SensorReadings(-60_000, 7, Map.of("a", 0.1))));
  }

  @Test
  void windowsWithPercentiles() throws IOException {
    AverageAccumulator several = new AverageAccumulator();
    several.keepPercentiles();
    for (double value : new double[] {0.1, -7, 1e300, 0.0, -7}) {
      several.add(value);
    }
    GoldenState.assertKept(
        "open-window-with-percentiles", AverageTypes.OPEN_WINDOW, new OpenWindow(several, 3));
  }

  @Test
  void alerts() throws IOException {
    assertKeptSince020("alert-status-default", AlertTypes.ALERT_STATUS, AlertStatus.INACTIVE);
    AlertStatus withoutMembers = alertStatus(null);
    GoldenState.assertRestored("alert-status-0.2.0", AlertTypes.ALERT_STATUS, withoutMembers);
    GoldenState.assertRestored(
        "alert-status-before-members", AlertTypes.ALERT_STATUS, withoutMembers);
    GoldenState.assertRestored(
        "alert-status-default-before-members", AlertTypes.ALERT_STATUS, AlertStatus.INACTIVE);
    GoldenState.assertRestored(
        "alert-status-before-severities", AlertTypes.ALERT_STATUS, alertStatus("s1, s2"));
    GoldenState.assertRestored(
        "alert-status-default-before-severities", AlertTypes.ALERT_STATUS, AlertStatus.INACTIVE);
    GoldenState.assertKept("alert-status", AlertTypes.ALERT_STATUS, alertStatus("s1, s2"));
    GoldenState.assertKept(
        "last-evaluated", AlertTypes.LAST_EVALUATED, new LastEvaluated(7, 3, 1, Long.MIN_VALUE));
    GoldenState.assertRestored("transition-0.2.0", AlertTypes.TRANSITION, transition(Map.of()));
    GoldenState.assertRestored(
        "transition-before-severities",
        AlertTypes.TRANSITION,
        transition(Map.of("runbook", "at/home")));
    GoldenState.assertKept(
        "transition", AlertTypes.TRANSITION, transition(Map.of("runbook", "at/home")));
  }

  @Test
  void alertsWithSeveritiesOfTheirOwn() throws IOException {
    Severities own = Severities.of(List.of("low", "warning", "disaster"));
    AlertSeverity low = own.all().get(0);
    AlertSeverity disaster = own.all().get(2);
    GoldenState.assertKept(
        "alert-status-own-severities",
        AlertTypes.ALERT_STATUS,
        new AlertStatus(
            AlertState.FIRING,
            disaster,
            7,
            List.of(
                new LevelStatus(low, LevelStatus.Phase.FIRING, -1, true),
                new LevelStatus(disaster, LevelStatus.Phase.ENDING, -1, false)),
            null,
            List.of(),
            new Flaps(true, low, 4, List.of(5L, 6L))));
    GoldenState.assertKept(
        "transition-own-severities",
        AlertTypes.TRANSITION,
        new Transition(
            "rule",
            SERIES,
            Severity.WARNING,
            AlertState.FIRING,
            AlertState.FIRING,
            disaster,
            1,
            2,
            Double.NaN,
            4,
            TransitionReason.READING,
            0,
            null,
            null,
            Map.of(),
            Map.of(),
            own));
  }

  private static AlertStatus alertStatus(String members) {
    return new AlertStatus(
        AlertState.FIRING,
        Severity.CRITICAL,
        7,
        List.of(new LevelStatus(Severity.CRITICAL, LevelStatus.Phase.ENDING, -1, false)),
        new AlertStatus.LastReading(8, 0.1, members),
        List.of(new RecentRange(3, -1, 2)),
        new Flaps(true, Severity.WARNING, 4, List.of(5L, 6L)));
  }

  /** Asserts that a value is kept, and that the form of version 0.2.0 is restored, too. */
  private static <T> void assertKeptSince020(String name, TypeInformation<T> type, T value)
      throws IOException {
    GoldenState.assertRestored(name + "-0.2.0", type, value);
    GoldenState.assertKept(name, type, value);
  }

  private static Transition transition(Map<String, String> annotations) {
    return new Transition(
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
        annotations,
        Map.of("team", "plant"));
  }

  @Test
  void progress() throws IOException {
    Progress progress =
        new Progress(
            Long.MIN_VALUE,
            5,
            Map.of(0, 7L),
            Map.of(0, 9L),
            new Accounting(2, 1, Map.of(RejectionReason.EMPTY, 1L), 3, 2, 1),
            "job",
            List.of(new EarlierRun(Map.of(0, 1L), Map.of(0, 7L), 3, Accounting.NONE)));
    GoldenState.assertKept("progress-implausible", ProgressTypes.PROGRESS, progress);
    GoldenState.assertRestored("progress", ProgressTypes.PROGRESS, progress);
    GoldenState.assertRestored("progress-0.2.0", ProgressTypes.PROGRESS, progress);
  }

  @Test
  void aFormOfALaterVersionIsRefusedOnce() throws IOException {
    DataOutputSerializer later = new DataOutputSerializer(64);
    later.writeUTF(OpenWindowSerializer.Snapshot.class.getName());
    later.writeInt(2);
    assertThatThrownBy(
            () ->
                TypeSerializerSnapshot.readVersionedSnapshot(
                    new DataInputDeserializer(later.getCopyOfBuffer()),
                    getClass().getClassLoader()))
        .isInstanceOf(SuppressRestartsException.class)
        .rootCause()
        .hasMessage(
            "state of dev.isotherm.flow.average.OpenWindowSerializer$Snapshot: is written in form"
                + " 2; this version of Isotherm reads form 1. Continue with the version that wrote"
                + " it, or begin without this state");
    assertThat(new OpenWindowSerializer.Snapshot().getCurrentVersion()).isEqualTo(1);
  }
}
