package dev.isotherm.flow.progress;

import java.util.List;

/**
 * What a stream publishes with each checkpoint.
 *
 * @param unmatched names that users gave and that no message had since the job was started, such as
 *     {@code metric humidty}
 */
public record ProgressUpdate(Progress progress, List<String> unmatched) {}
