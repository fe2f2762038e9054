package dev.isotherm.flow.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Slots;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyedBufferTest {

  private final KeyedBuffer<Integer, Integer> buffer = new KeyedBuffer<>();

  @Test
  void holdsWhatWasPutSinceTheLastRound() {
    buffer.put(1, 2);
    assertThat(buffer.computeIfAbsent(1, key -> 3)).isEqualTo(2);
    assertThat(buffer.computeIfAbsent(2, key -> 4)).isEqualTo(4);
    assertThat(buffer.values()).containsExactlyInAnyOrder(2, 4);
    buffer.clear();
    assertThat(buffer.size()).isZero();
    assertThat(buffer.get(1)).isNull();
  }

  @Test
  void theCapacityFollowsWhatIsInIt() throws Exception {
    round(20_000);
    assertThat(capacity()).isGreaterThanOrEqualTo(20_000);
    round(1);
    round(1);
    assertThat(capacity()).isLessThanOrEqualTo(64);
  }

  @Test
  void aSteadyLoadKeepsItsCapacity() throws Exception {
    round(20_000);
    int capacity = capacity();
    for (int i = 0; i < 10; i++) {
      round(10_000 + 1_000 * i);
      assertThat(capacity()).isEqualTo(capacity);
    }
  }

  private void round(int keys) {
    for (int i = 0; i < keys; i++) {
      buffer.put(i, i);
    }
    buffer.clear();
  }

  private int capacity() throws Exception {
    return Slots.of((Map<?, ?>) Slots.field(buffer, "values"));
  }
}
