package dev.isotherm.flow.progress;

import dev.isotherm.parse.message.LeftOut;
import java.util.List;

/**
 * What a stream publishes with each checkpoint.
 *
 * @param unmatched names that users gave and that no message had since the job was started, such as
 *     {@code metric humidty}
 * @param leftOut what was left out of accepted messages since then
 */
public record ProgressUpdate(Progress progress, List<String> unmatched, List<LeftOut> leftOut) {}
