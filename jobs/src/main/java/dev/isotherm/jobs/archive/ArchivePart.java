package dev.isotherm.jobs.archive;

import dev.isotherm.flow.state.CompactType;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Lines of one event day, as one frame of a zstd file; public only because Flink serialises it.
 *
 * @param epochDay days since the epoch, in UTC; {@link EventDays#UNKNOWN} if nothing tells the day
 * @param packed a complete frame
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record ArchivePart(long epochDay, byte[] packed) {

  static final TypeInformation<ArchivePart> TYPE =
      new CompactType<>(ArchivePart.class, ArchivePartSerializer.INSTANCE, false);

  @Override
  public boolean equals(Object other) {
    return other instanceof ArchivePart that
        && epochDay == that.epochDay
        && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(epochDay) + Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    return EventDays.folder(epochDay) + " of " + packed.length + " bytes";
  }
}
