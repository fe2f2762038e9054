package dev.isotherm.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadingBufferTest {

  private static final Series SERIES = new Series("s1", "t");

  @Test
  void aBlockHasWhatWasAddedAndNoMore() {
    ReadingBuffer buffer = new ReadingBuffer(3);
    for (int value = 1; value <= 3; value++) {
      buffer.add(new Reading(SERIES, value, value, value));
    }
    assertThat(buffer.isFull()).isTrue();
    ReadingBlock full = buffer.take(true);
    assertThat(buffer.isEmpty()).isTrue();
    buffer.add(new Reading(SERIES, 7, 7, 7));
    ReadingBlock one = buffer.take(false);
    assertThat(readings(full)).extracting(Reading::value).containsExactly(1.0, 2.0, 3.0);
    assertThat(full.hasMore()).isTrue();
    assertThat(readings(one)).containsExactly(new Reading(SERIES, 7, 7, 7));
    assertThat(one.hasMore()).isFalse();
    assertThat(one.values()).as("whole arrays cross the network").hasSize(1);
    assertThat(one.series()).hasSize(1);
  }

  private static List<Reading> readings(ReadingBlock block) {
    return IntStream.range(0, block.count()).mapToObj(block::reading).toList();
  }
}
