package dev.isotherm.flow.partial;

import dev.isotherm.flow.state.SeriesSerializer;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The partial aggregates of a share of the series, all of the same window, as bytes. So neither the
 * network nor the merge has an object for each of them.
 *
 * @param share see {@link SeriesShares}
 * @param startMillis of the window
 * @param endMillis of the window
 * @param rows for {@link PartialRows}
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and not copied for its size
public record PartialBlock(int share, long startMillis, long endMillis, byte[] rows) {

  /** A block of one partial aggregate. */
  public static PartialBlock of(PartialAggregate partial, SeriesShares shares) throws IOException {
    DataOutputSerializer row = new DataOutputSerializer(64);
    PartialRows.write(partial, row);
    SeriesWindow window = partial.window();
    return new PartialBlock(
        shares.of(window), window.startMillis(), window.endMillis(), row.getCopyOfBuffer());
  }

  /** All of them. */
  public List<PartialAggregate> partials() throws IOException {
    List<PartialAggregate> partials = new ArrayList<>();
    PartialRows each = new PartialRows(this);
    while (each.next()) {
      partials.add(each.partial());
      each.skipAccumulator();
    }
    return partials;
  }

  /** The series of the first one. */
  public Series series() {
    return SeriesSerializer.at(rows, 0);
  }

  /** The key of its share. */
  public SeriesWindow key(SeriesShares shares) {
    return shares.key(share, startMillis, endMillis);
  }

  /** The last instant of the window. */
  public long lastMillis() {
    return endMillis - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartialBlock that
        && share == that.share
        && startMillis == that.startMillis
        && endMillis == that.endMillis
        && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(startMillis + share) + Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return "share " + share + " of [" + startMillis + ", " + endMillis + "), " + rows.length + " B";
  }
}
