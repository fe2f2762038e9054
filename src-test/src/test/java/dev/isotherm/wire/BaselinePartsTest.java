package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.baseline.Usual;
import dev.isotherm.model.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of versions, and the file of versions. */
class BaselinePartsTest {

  private static final long NOON = 1_751_371_200_000L;

  private final List<String> rejected = new ArrayList<>();
  private final BaselineParts log = new BaselineParts(rejected::add);
  private int offset;

  private static Baseline of(int series, double mean) {
    List<LearnedSlot> learned = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      for (int slot = 0; slot < 24; slot++) {
        learned.add(
            new LearnedSlot(
                new Series("sensor-" + i, "temperature"),
                slot,
                new Usual(20, mean + slot, 1.5, List.of(mean, mean, mean, mean, mean))));
      }
    }
    return new Baseline(new Slots(Slots.By.HOUR_OF_DAY, ZoneId.of("UTC")), 28, learned);
  }

  private void add(BaselinePart part) {
    add(part.key(), part.value());
  }

  private void add(byte[] key, byte[] value) {
    log.add("t-0:" + offset++, BaselinePart.read(key, value));
  }

  private void addAll(List<BaselinePart> parts) {
    parts.forEach(this::add);
  }

  private List<String> versions() {
    return log.versions().versions().stream()
        .map(one -> one.fromMillis() + " " + one.baseline().fingerprint())
        .toList();
  }

  /** What is published stays in the topic: it must stay readable. */
  @Test
  void theFormIsKept() {
    Baseline baseline = of(1, 20);
    BaselinePart only = BaselinePart.of(baseline, NOON).get(0);
    assertThat(new String(only.key(), UTF_8))
        .isEqualTo(
            "{\"effective_from\":\"2025-07-01T12:00:00Z\",\"version\":\""
                + baseline.fingerprint()
                + "\",\"part\":1,\"parts\":1}");
    assertThat(new String(only.value(), UTF_8))
        .startsWith("{\"baseline\":1,\"by\":\"hour-of-day\",\"zone\":\"UTC\",\"days\":28}\n")
        .contains("{\"sensor_id\":\"sensor-0\",\"metric\":\"temperature\",\"slot\":\"00\",")
        .endsWith("}\n");
    BaselinePart first = BaselinePart.of(baseline, Baselines.FROM_THE_START).get(0);
    assertThat(new String(first.key(), UTF_8)).startsWith("{\"version\":");
  }

  @Test
  void aLargeVersionIsManyPartsAndCountsWithTheLast() {
    Baseline large = of(100, 20);
    List<BaselinePart> parts = BaselinePart.of(large, Baselines.FROM_THE_START);
    assertThat(parts).hasSizeBetween(4, 6);
    assertThat(parts).allMatch(part -> part.value().length <= BaselinePart.MOST_BYTES);
    addAll(parts.subList(0, parts.size() - 1));
    assertThat(versions()).isEmpty();
    add(parts.get(parts.size() - 1));
    assertThat(versions()).containsExactly(Baselines.FROM_THE_START + " " + large.fingerprint());
    assertThat(log.versions().latest().learned()).isEqualTo(large.learned());
    assertThat(rejected).isEmpty();
  }

  @Test
  void aVersionWithoutItsEndDoesNotCount() {
    List<BaselinePart> parts = BaselinePart.of(of(100, 20), Baselines.FROM_THE_START);
    addAll(parts.subList(0, 2));
    addAll(BaselinePart.of(of(1, 30), NOON));
    assertThat(versions()).containsExactly(NOON + " " + of(1, 30).fingerprint());
    assertThat(rejected)
        .containsExactly(
            "t-0:2: the version before is not complete: it ends with part 2 of "
                + parts.size()
                + " of version "
                + of(100, 20).fingerprint());
  }

  @Test
  void aPartThatDoesNotFollowDoesNotCountAndTheOthersDo() {
    List<BaselinePart> parts = BaselinePart.of(of(100, 20), NOON);
    add(parts.get(1));
    add(parts.get(0));
    add(parts.get(1));
    add(parts.get(1));
    add(BaselinePart.of(of(100, 21), NOON).get(2));
    addAll(parts.subList(2, parts.size()));
    assertThat(versions()).containsExactly(NOON + " " + of(100, 20).fingerprint());
    assertThat(rejected)
        .hasSize(3)
        .allMatch(one -> one.endsWith(" does not follow the part before it"));
  }

  @Test
  void ofTwoVersionsOfOneInstantTheFirstCounts() {
    addAll(BaselinePart.of(of(1, 20), NOON));
    addAll(BaselinePart.of(of(1, 30), NOON));
    assertThat(versions()).containsExactly(NOON + " " + of(1, 20).fingerprint());
    assertThat(rejected)
        .containsExactly(
            "t-0:1: version "
                + of(1, 30).fingerprint()
                + ": there is a version of the same instant already");
  }

  @Test
  void linesThatAreNoBaselineOrAnotherOneDoNotCount() {
    BaselinePart good = BaselinePart.of(of(1, 20), NOON).get(0);
    add(good.key(), "{\"baseline\":2}".getBytes(UTF_8));
    add(good.key(), new byte[0]);
    add(good.key(), new String(good.value(), UTF_8).replace("1.5", "1.6").getBytes(UTF_8));
    assertThat(versions()).isEmpty();
    assertThat(rejected).hasSize(3);
    assertThat(rejected.get(0))
        .contains("line 1: baseline 2: must be 1; later forms need a later version");
    assertThat(rejected.get(1)).contains("line 1: is missing");
    assertThat(rejected.get(2)).contains(": its lines are those of version ");
    add(good);
    assertThat(versions()).hasSize(1);
  }

  @Test
  void aRecordThatIsNoPartSaysWhatIsWrong() {
    byte[] value = new byte[0];
    refuses("has no key", null, value);
    refuses("has no value", "{}", null);
    refuses("version", "{}", value);
    refuses("part 0: must be at least 1", key(0, 1), value);
    refuses("part 3: must be from 1 to 2", key(3, 2), value);
    refuses("effective_from", key(1, 1).replace("{", "{\"effective_from\":\"noon\","), value);
  }

  private static String key(int part, int parts) {
    return "{\"version\":\"v\",\"part\":" + part + ",\"parts\":" + parts + "}";
  }

  private static void refuses(String sentence, String key, byte[] value) {
    assertThatThrownBy(() -> BaselinePart.read(key == null ? null : key.getBytes(UTF_8), value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aFileOfVersionsReadsBackAndAFileOfOneIsOneVersion(@TempDir Path folder) throws Exception {
    Baselines versions = Baselines.of(of(2, 20));
    versions.add(NOON, of(3, 30));
    Path file = folder.resolve("x.versions");
    BaselineFile.writeVersions(file, versions);
    Baselines read = BaselineFile.readVersions("name", file);
    assertThat(read.fingerprint()).isEqualTo(versions.fingerprint());
    assertThat(read.at(NOON - 1).fingerprint()).isEqualTo(of(2, 20).fingerprint());
    BaselineFile.writeVersions(file, new Baselines());
    assertThat(BaselineFile.readVersions("name", file).versions()).isEmpty();
    BaselineFile.write(file, BaselineLines.of(of(2, 20)));
    assertThat(BaselineFile.readVersions("name", file).fingerprint())
        .isEqualTo(of(2, 20).fingerprint());
    Files.writeString(file, "no baseline\n");
    assertThatThrownBy(() -> BaselineFile.readVersions("name", file))
        .hasMessage("name line 1: the line is not JSON");
  }
}
