package dev.isotherm.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.sensors.packed.SmallMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmallMapTest {

  @Test
  void isAMapThatIsSortedAndCannotBeChanged() {
    Map<String, Integer> plain = Map.of("b", 2, "a", 1, "c", 3);
    Map<String, Integer> small = SmallMap.copyOf(plain);
    assertThat(small).isEqualTo(plain).hasSameHashCodeAs(plain).hasSize(3);
    assertThat(plain).isEqualTo(small);
    assertThat(small.keySet()).containsExactly("a", "b", "c");
    assertThat(small.get("b")).isEqualTo(2);
    assertThat(small.get("d")).isNull();
    assertThat(small.containsKey("a")).isTrue();
    assertThat(small.containsKey("d")).isFalse();
    assertThatThrownBy(() -> small.put("d", 4)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> small.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThat(SmallMap.copyOf(small)).isSameAs(small);
  }

  @Test
  void differsWhereANameOrAValueDoes() {
    Map<String, Integer> small = SmallMap.copyOf(Map.of("a", 1));
    assertThat(small)
        .isEqualTo(SmallMap.copyOf(Map.of("a", 1)))
        .isNotEqualTo(SmallMap.copyOf(Map.of("a", 2)))
        .isNotEqualTo(SmallMap.copyOf(Map.of("b", 1)))
        .isNotEqualTo(Map.of())
        .isNotEqualTo("a");
    assertThat(SmallMap.copyOf(Map.of())).isEmpty();
  }
}
