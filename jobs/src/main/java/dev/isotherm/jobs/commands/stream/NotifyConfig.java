package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.commands.options.PropertiesFile;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Credentials from the user's file. Shows nobody what is in it.
 *
 * @param alertmanagerAuthorization header for Alertmanager; {@code null} for none
 * @param webhookAuthorization header for the webhook; {@code null} for none
 */
record NotifyConfig(String alertmanagerAuthorization, String webhookAuthorization) {

  static final NotifyConfig NONE = new NotifyConfig(null, null);

  private static final String ALERTMANAGER = "alertmanager.authorization";
  private static final String WEBHOOK = "webhook.authorization";

  @Override
  public String toString() {
    return "NotifyConfig";
  }

  /** Reads the file. */
  static final class Converter implements ITypeConverter<NotifyConfig> {
    @Override
    public NotifyConfig convert(String file) {
      Properties settings = PropertiesFile.read(file);
      Set<String> unknown = new TreeSet<>(settings.stringPropertyNames());
      unknown.removeAll(Set.of(ALERTMANAGER, WEBHOOK));
      if (!unknown.isEmpty()) {
        throw new TypeConversionException(
            "does not know "
                + String.join(", ", unknown)
                + "; must set "
                + ALERTMANAGER
                + " or "
                + WEBHOOK);
      }
      return new NotifyConfig(header(settings, ALERTMANAGER), header(settings, WEBHOOK));
    }

    private static String header(Properties settings, String key) {
      String value = settings.getProperty(key);
      if (value != null && (value.isBlank() || !value.matches("[\\x20-\\x7e]+"))) {
        throw new TypeConversionException(
            "the value of " + key + " must be a header, such as Bearer TOKEN, in ASCII");
      }
      return value;
    }
  }
}
