package dev.isotherm.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresSettingsTest {
  private static final String SECRET = "s3cret-Pa55";
  private static final String URL = "url=jdbc:postgresql://db:5432/readings\n";
  private static final String GOOD = URL + "user=isotherm\npassword=" + SECRET + "\n";

  @TempDir private Path folder;

  private PostgresSettings read(String text) {
    Properties file = new Properties();
    try {
      file.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PostgresSettings.of(file, folder);
  }

  @Test
  void readsTheFile() {
    PostgresSettings settings = read(GOOD + "sslmode=verify-full\nsslrootcert=/ca.pem\n");
    assertThat(settings.schema()).isEqualTo("isotherm");
    assertThat(settings.database()).isEqualTo("db:5432/readings");
    assertThat(settings.driver())
        .containsEntry("password", SECRET)
        .containsEntry("user", "isotherm")
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "/ca.pem");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(read(GOOD)).hasToString("schema isotherm of db:5432/readings");
  }

  @Test
  void readsThePasswordFromAFileBesideThisOne() throws IOException {
    Files.writeString(folder.resolve("pw"), SECRET + "\n");
    assertThat(read(URL + "user=u\npasswordFile=pw").password()).isEqualTo(SECRET);
    assertThatThrownBy(() -> read(GOOD + "passwordFile=pw"))
        .hasMessage("passwordFile: is mutually exclusive with password");
    assertThatThrownBy(() -> read(URL + "user=u\npasswordFile=none"))
        .hasMessage("passwordFile none: there is no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user=u | url: is missing; must be jdbc:postgresql://HOST:PORT/DATABASE
          url=jdbc:postgresql://h/d | user: is missing; must be the name of a user of the database
          url=jdbc:postgresql://h/d;user= | user: is empty
          url=jdbc:mysql://h/d;user=u | url jdbc:mysql://h/d: must be jdbc:postgresql://HOST:PORT/DATABASE
          url=jdbc:mysql://u:s3cret-Pa55@h/d?password=s3cret-Pa55;user=u | url jdbc:mysql://***@h/d: must be jdbc:postgresql://HOST:PORT/DATABASE
          url=jdbc:postgresql://h:x/d;user=u | url jdbc:postgresql://h:x/d: must be jdbc:postgresql://HOST:PORT/DATABASE
          url=jdbc:postgresql://u:s3cret-Pa55@h/d;user=u | url: must hold no user and no password; set user and password
          url=jdbc:postgresql://h/d?Password=s3cret-Pa55;user=u | url: must not hold Password; this file has keys of its own for that: password, passwordFile, schema, sslmode, sslrootcert, url, user
          url=jdbc:postgresql://h/d;user=u;schema=a-b | schema a-b: must be at most 63 of a-z, 0-9 and _, not begin with a digit or pg_
          url=jdbc:postgresql://h/d;user=u;schema=pg_x | schema pg_x: must be at most 63 of a-z, 0-9 and _, not begin with a digit or pg_
          url=jdbc:postgresql://h/d;user=u;sslmode=on | sslmode on: must be one of allow, disable, prefer, require, verify-ca, verify-full
          url=jdbc:postgresql://h/d;user=u;pasword=s3cret-Pa55 | does not know pasword; knows password, passwordFile, schema, sslmode, sslrootcert, url, user
          """)
  void saysWhatIsWrongAndShowsNoSecret(String lines, String message) {
    assertThatThrownBy(() -> read(lines.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message)
        .hasMessageNotContaining(SECRET);
  }
}
