package dev.isotherm.flow.state;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How values of the model are serialised. */
public final class ModelTypes {

  public static final TypeInformation<Series> SERIES =
      new CompactType<>(Series.class, SeriesSerializer.INSTANCE, true);

  public static final TypeInformation<SeriesWindow> SERIES_WINDOW =
      new CompactType<>(SeriesWindow.class, SeriesWindowSerializer.INSTANCE, true);

  public static final TypeInformation<Reading> READING =
      Types.POJO(
          Reading.class,
          Map.of(
              "series", SERIES,
              "epochMillis", Types.LONG,
              "value", Types.DOUBLE,
              "position", Types.LONG));

  public static final TypeInformation<LateReading> LATE_READING = Types.POJO(LateReading.class);

  public static final TypeInformation<Accounting> ACCOUNTING = Types.POJO(Accounting.class);

  private ModelTypes() {}
}
