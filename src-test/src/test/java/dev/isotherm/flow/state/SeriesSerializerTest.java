package dev.isotherm.flow.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Flink's contract of a serializer, for more series than the cache holds. */
class SeriesSerializerTest extends SerializerTestBase<Series> {

  @Override
  protected TypeSerializer<Series> createSerializer() {
    return SeriesSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<Series> getTypeClass() {
    return Series.class;
  }

  @Override
  protected Series[] getTestData() {
    String longest = "\u4e2d".repeat(Series.MAX_NAME_LENGTH);
    return new Series[] {
      new Series("boiler", "temperature"),
      new Series("boilert", "emperature"),
      new Series("a", "b"),
      new Series("b", "a"),
      new Series("\u00e4\ud83c\udf21", "\u00c4"),
      new Series(longest, longest)
    };
  }

  @Test
  void manySeriesAreNotTakenForOneAnother() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    Series[] series =
        IntStream.range(0, 30_000)
            .mapToObj(i -> new Series("s" + i % 20_000, i % 3 == 0 ? "m\u00fc" : "m"))
            .toArray(Series[]::new);
    for (Series one : series) {
      SeriesSerializer.INSTANCE.serialize(one, out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (Series one : series) {
      assertThat(SeriesSerializer.INSTANCE.deserialize(in)).isEqualTo(one);
    }
    assertThat(in.available()).isZero();
  }

  @Test
  void oneThatWasReadBeforeIsTheSameObject() throws Exception {
    assertThat(read(new Series("boiler-1", "t"))).isSameAs(read(new Series("boiler-1", "t")));
  }

  private static Series read(Series series) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    SeriesSerializer.INSTANCE.serialize(series, out);
    return SeriesSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }
}
