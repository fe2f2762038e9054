package dev.isotherm.flow.progress;

import dev.isotherm.parse.message.LeftOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream publishes with each checkpoint.
 *
 * @param unmatched names that users gave and that no message had since the job was started or
 *     restarted, such as {@code metric humidty}; empty before it has accepted a message
 * @param leftOut what was left out of accepted messages since then
 * @param lateForAlerts how many readings came too late for the rules on readings since the run
 *     began
 * @param expectedSinceMillis from when on the series of the sensor table are expected to send;
 *     {@code null} if none is expected
 */
public record ProgressUpdate(
    Progress progress,
    List<String> unmatched,
    List<LeftOut> leftOut,
    long lateForAlerts,
    @Nullable Long expectedSinceMillis) {}
