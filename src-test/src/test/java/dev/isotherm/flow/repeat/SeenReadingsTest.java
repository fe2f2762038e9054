package dev.isotherm.flow.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.fixtures.Seeded;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SeenReadingsTest {

  @Test
  void doesWhatASetDoes() throws IOException {
    Random random = Seeded.random(getClass());
    Set<List<Object>> expected = new HashSet<>();
    SeenReadings seen = new SeenReadings();
    for (int i = 0; i < 20_000; i++) {
      long millis = random.nextInt(300) * (random.nextBoolean() ? 1_000L : 1L << 33);
      double value = random.nextInt(40) / 10.0 * (random.nextBoolean() ? 1 : -1);
      assertThat(seen.contains(millis, value)).isEqualTo(expected.contains(List.of(millis, value)));
      assertThat(seen.add(millis, value)).isEqualTo(expected.add(List.of(millis, value)));
      if (random.nextInt(4_000) == 0) {
        long limit = random.nextInt(300_000);
        expected.removeIf(one -> (long) one.get(0) < limit);
        long earliest = seen.removeIf(instant -> instant < limit);
        assertThat(earliest)
            .isEqualTo(
                expected.stream().mapToLong(one -> (long) one.get(0)).min().orElse(Long.MAX_VALUE));
        assertThat(written(seen)).isEqualTo(seen);
        assertThat(written(seen)).hasSameHashCodeAs(seen);
      }
      assertThat(seen.size()).isEqualTo(expected.size());
    }
  }

  private static SeenReadings written(SeenReadings seen) throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(64);
    SeenReadingsSerializer.INSTANCE.serialize(seen, bytes);
    return SeenReadingsSerializer.INSTANCE.deserialize(
        new DataInputDeserializer(bytes.getCopyOfBuffer()));
  }

  @Test
  void aCopyIsOfItsOwn() {
    SeenReadings seen = new SeenReadings();
    seen.add(1, 2);
    SeenReadings copy = SeenReadingsSerializer.INSTANCE.copy(seen);
    assertThat(copy).isEqualTo(seen);
    copy.add(3, 4);
    assertThat(copy).isNotEqualTo(seen);
    assertThat(seen.contains(3, 4)).isFalse();
  }

  @Test
  void itsFormIsKept() throws IOException {
    SeenReadings seen = new SeenReadings();
    seen.add(1_000, 0.1);
    seen.add(-7, -0.0);
    seen.wakeUpAt(9);
    GoldenState.assertKept("seen-readings", RepeatTypes.SEEN_READINGS, seen);
  }
}
