package dev.isotherm.jobs.archive;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/**
 * Messages of consecutive offsets, as they stand in a file; public only because Flink serialises
 * it.
 *
 * @param from offset of the first one
 * @param to offset after the last one
 * @param fromMillis the timestamp of the first one
 */
public record OffsetRun(String topic, int partition, long from, long to, long fromMillis) {

  static final TypeInformation<OffsetRun> TYPE = Types.POJO(OffsetRun.class);

  static final OutputTag<OffsetRun> TAG = new OutputTag<>("offset-runs", TYPE);

  String source() {
    return topic + '-' + partition;
  }
}
