package dev.isotherm.flow.average;

import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.SeriesShares;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.SeriesWindow;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.function.SerializableFunction;

/**
 * By what the merge of windows is keyed.
 *
 * @param <K> a key, of one window
 * @param type of the key
 * @param shares that have the hash of the key
 * @param of the key of a window
 * @param windowOf the window of a key
 */
public record WindowKey<K>(
    TypeInformation<K> type,
    SeriesShares shares,
    SerializableFunction<SeriesWindow, K> of,
    SerializableFunction<K, SeriesWindow> windowOf)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** By series and window. */
  public static final WindowKey<SeriesWindow> BY_WINDOW =
      new WindowKey<>(
          ModelTypes.SERIES_WINDOW, SeriesShares.BY_WINDOW, window -> window, key -> key);

  /** By series and window, such that one subtask has all windows of a series. */
  public static final WindowKey<WindowKeyedBySeries> BY_SERIES =
      new WindowKey<>(
          AverageTypes.WINDOW_KEYED_BY_SERIES,
          SeriesShares.BY_SERIES,
          WindowKeyedBySeries::new,
          WindowKeyedBySeries::window);

  /** The key of a block. */
  public K of(PartialBlock block) {
    return of.apply(block.key(shares));
  }
}
