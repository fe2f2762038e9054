package dev.isotherm.flow.baseline;

import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.SeriesHistory;
import dev.isotherm.baseline.Usual;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How baselines are serialised. */
public final class BaselineTypes {

  public static final TypeInformation<SeriesHistory> SERIES_HISTORY =
      new CompactType<>(SeriesHistory.class, SeriesHistorySerializer.INSTANCE, false);

  public static final TypeInformation<LearnedSlot> LEARNED_SLOT =
      Types.POJO(
          LearnedSlot.class,
          Map.of(
              "series",
              ModelTypes.SERIES,
              "slot",
              Types.INT,
              "usual",
              Types.POJO(
                  Usual.class,
                  Map.of(
                      "count",
                      Types.LONG,
                      "mean",
                      Types.DOUBLE,
                      "stddev",
                      Types.DOUBLE,
                      "percentiles",
                      Types.LIST(Types.DOUBLE)))));

  private BaselineTypes() {}
}
